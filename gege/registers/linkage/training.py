"""What the files themselves teach: how often a level holds between one person, and by chance.

Pairs of a sound number are one person, so the shares of their levels are m, without guessing; a
sample of all pairs, hardly one of which is one person, gives u; the nearest level's u is counted
from the frequencies of its values. So no rounds of expectation and maximisation are needed, and the
same files give the same model.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gege.registers.linkage.candidates import Matched, standing_once
from gege.registers.linkage.comparing import Levels, compare
from gege.registers.linkage.levels import COMPARISONS, Comparison
from gege.registers.linkage.settings import Settings
from gege.registers.linkage.sides import Sides, mixed

_LEAST_U: Final = 1e-7
_STRANGERS: Final = 20_000.0
"""As how many pairs the chances of the table of levels weigh: nothing for large files."""


@dataclass(frozen=True, slots=True)
class Model:
    """The chances by comparison and level, and that two records taken by chance are one person."""

    m: dict[str, tuple[float, ...]]
    u: dict[str, tuple[float, ...]]
    prior: float
    labels: int

    def as_json(self) -> dict[str, Any]:
        """The model as it is kept with a run, so that the run can be repeated and explained."""
        return {
            "prior": self.prior,
            "labels": self.labels,
            "comparisons": {
                one.word: {
                    level.word: {"m": m, "u": u}
                    for level, m, u in zip(
                        one.levels, self.m[one.word], self.u[one.word], strict=True
                    )
                }
                for one in COMPARISONS
            },
        }


def train(sides: Sides, matched: Matched, settings: Settings, *, within: bool) -> Model:
    """Learn the model from the records, and from what their numbers say."""
    alike, apart, taught = _examples(sides, matched, settings, within=within)
    prior = _prior(sides, len(matched.labels.left), within=within)
    m, u = {}, {}
    for one in COMPARISONS:
        # Labels were chosen by their number, which teaches nothing about it.
        of_one = alike[one.word] if one.word != "number" else _numbers_of_namesakes(sides, matched)
        m[one.word] = _shares_m(one, _count(one, of_one), settings.prior_strength)
        equal, whole = _by_frequency(sides, one, within=within)
        # Those who are alike because they are one person are none by chance.
        truly = 0.0 if within else prior * m[one.word][0] * whole
        if one.word == "number":
            truly = float(len(matched.labels.left))
        u[one.word] = _shares_u(one, _count(one, apart[one.word]), max(equal - truly, 0.0), whole)
    return Model(m, u, prior, taught)


def _examples(
    sides: Sides, matched: Matched, settings: Settings, *, within: bool
) -> tuple[dict[str, Levels], dict[str, Levels], int]:
    """The levels of some labels and of some strangers, and of how many labels."""
    chance = np.random.default_rng(settings.seed)
    labels = matched.labels
    if len(labels.left) > settings.labels:
        labels = labels.where(
            np.sort(chance.choice(len(labels.left), settings.labels, replace=False))
        )
    sample = [_some(chance, *span, settings.sample) for span in _spans(sides, within=within)]
    left, right = (side.ravel() for side in np.meshgrid(*sample, indexing="ij"))
    apart = left != right
    strangers = compare(sides, left[apart], right[apart])
    return compare(sides, *labels).levels, strangers.levels, len(labels.left)


def _spans(sides: Sides, *, within: bool) -> tuple[tuple[int, int], tuple[int, int]]:
    return (0, sides.left), (0 if within else sides.left, sides.many)


def _some(chance: np.random.Generator, first: int, last: int, most: int) -> Any:
    """A sample of the records of a side, in their order."""
    many = min(most, last - first)
    return first + np.sort(chance.choice(max(last - first, 1), many, replace=False))


def _count(one: Comparison, levels: Levels) -> Any:
    """How often each level holds."""
    return np.bincount(levels[levels >= 0], minlength=len(one.levels)).astype(np.float64)


def _numbers_of_namesakes(sides: Sides, matched: Matched) -> Levels:
    """How the numbers of one person differ, of which labels chosen by their numbers teach nothing.

    Codes without a check digit teach it where one name and day of birth stands once on each side;
    of citizen numbers the shares of the table are known well enough.
    """
    if sides.is_sound.any() or not len(matched.labels.left):
        return np.zeros(0, np.int8)
    known = (sides.codes["name"] >= 0) & (sides.birth > 0)
    namesakes = standing_once(sides, mixed(sides.codes["name"], sides.birth), known)
    return compare(sides, *namesakes).levels["number"]


def _shares_m(one: Comparison, counts: Any, strength: float) -> tuple[float, ...]:
    """Mix what was counted with the priors of the settings, which weigh as `strength` pairs."""
    given = sum(level.m for level in one.levels)
    whole = float(counts.sum()) + strength
    mixed_in = [
        (float(count) + strength * level.m / given) / whole
        for count, level in zip(counts, one.levels, strict=True)
    ]
    return tuple(max(share, 1e-5) for share in mixed_in)


def _shares_u(one: Comparison, counts: Any, alike: float, pairs: float) -> tuple[float, ...]:
    """Mix the levels of strangers with those of the table, which weigh as `_STRANGERS` pairs."""
    whole = float(counts.sum()) + _STRANGERS
    shares = [
        (float(count) + _STRANGERS * level.u) / whole
        for count, level in zip(counts, one.levels, strict=True)
    ]
    shares[0] = (alike + _STRANGERS * one.levels[0].u) / (pairs + _STRANGERS)
    # The other levels share what is left, as the sample has them.
    rest = sum(shares[1:])
    left = [share / rest * (1 - shares[0]) for share in shares[1:]]
    return tuple(min(max(share, _LEAST_U), 1.0) for share in (shares[0], *left))


def _by_frequency(sides: Sides, one: Comparison, *, within: bool) -> tuple[float, float]:
    """How many pairs have the same values, of how many that have values: counted exactly."""
    columns = [_column(sides, name) for name in one.exact]
    known = np.logical_and.reduce([present for _values, present in columns])
    keys = mixed(*(values for values, _present in columns))
    ours, theirs = (
        keys[first:last][known[first:last]] for first, last in _spans(sides, within=within)
    )
    seen, many = np.unique(ours, return_counts=True)
    others, times = (seen, many) if within else np.unique(theirs, return_counts=True)
    _keys, at, to = np.intersect1d(seen, others, assume_unique=True, return_indices=True)
    alike = float((many[at].astype(np.float64) * times[to]).sum())
    return alike, float(len(ours)) * float(len(theirs))


def _column(sides: Sides, name: str) -> tuple[Any, Any]:
    """The values of a column, and where they are known."""
    if name in sides.codes:
        return sides.codes[name], sides.codes[name] >= 0
    values = getattr(sides, name)
    return values, values != 0


def _prior(sides: Sides, labels_all: int, *, within: bool) -> float:
    """The chance of a pair: what the numbers link, grown by the records without a usable number."""
    left, right = sides.left, sides.many - sides.left
    if within:
        # One record in a hundred stands twice, as a start.
        return min(0.5, max(1e-9, 0.02 / max(left, 2)))
    left_sound = int(sides.teaching[:left].sum())
    right_sound = int(sides.teaching[left:].sum())
    if labels_all and left_sound and right_sound:
        expected = labels_all * (left / left_sound) * (right / right_sound)
    else:
        expected = 0.5 * min(left, right)
    whole = max(left * right, 1)
    return min(0.5, max(1e-12, min(expected, min(left, right)) / whole))
