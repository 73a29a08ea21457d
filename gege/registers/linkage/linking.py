"""A linkage from two normalised tables to pairs in bands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa

from gege.registers.linkage import candidates, training
from gege.registers.linkage.candidates import Matched, Pairs
from gege.registers.linkage.comparing import Seen, compare
from gege.registers.linkage.levels import COMPARISONS
from gege.registers.linkage.rivals import best_of
from gege.registers.linkage.scoring import Weights, probability, weigh
from gege.registers.linkage.settings import Band, Settings
from gege.registers.linkage.sides import Sides, put_together
from gege.registers.linkage.text_columns import Mask, coded
from gege.registers.linkage.training import Model

_BANDS: Final = (Band.CERTAIN, Band.LIKELY, Band.REVIEW)
_CERTAIN, _LIKELY, _REVIEW = range(3)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run found.

    `pairs` has the columns left and right (the callers' refs), band, weight, probability, several
    (a side has more than one pair of that band), best (likelier than not, and no likelier pair on
    either side) and a column of the level's word, or null, for every comparison: name, number,
    birth, phone, address, sex. Certain pairs have no weight.
    """

    pairs: pa.Table
    model: Model
    candidates: int
    seconds: dict[str, float] = field(default_factory=dict)

    def count(self, band: Band) -> int:
        """How many pairs are in a band."""
        bands: list[str] = self.pairs.column("band").to_pylist()
        return bands.count(str(band))


def link(left: pa.Table, right: pa.Table, settings: Settings | None = None) -> Linked:
    """Look for pairs of one person across two normalised tables.

    Raises ValueError for settings that cannot be. Nothing is merged: the caller decides by band.
    """
    return _run(left, right, settings or Settings())


def duplicates(table: pa.Table, settings: Settings | None = None) -> Linked:
    """Look for records of one person within a table; every pair is for a person to look at."""
    return _run(table, None, settings or Settings())


def _run(left: pa.Table, right: pa.Table | None, settings: Settings) -> Linked:
    if problems := settings.problems():
        raise ValueError(f"settings that cannot be: {', '.join(problems)}")
    within, clock = right is None, _Clock()
    sides = clock.took("load", lambda: put_together(left, right))
    matched = clock.took("numbers", lambda: candidates.match_numbers(sides, within=within))
    pairs = clock.took(
        "candidates",
        lambda: candidates.block(sides, matched.certain, within=within, crowded=settings.crowded),
    )
    model = clock.took("training", lambda: training.train(sides, matched, settings, within=within))
    scored = clock.took("scoring", lambda: _scored(sides, pairs, model, settings))
    refs = left.column("ref"), (left if right is None else right).column("ref")
    table = clock.took(
        "pairs", lambda: _table(sides, matched, scored, model, settings, refs, within=within)
    )
    return Linked(table, model, len(pairs.left), clock.seconds)


class _Clock:
    """How long each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def took(self, name: str, step: Callable[[], _Answer]) -> _Answer:
        begun = perf_counter()
        answer = step()
        self.seconds[name] = perf_counter() - begun
        return answer


@dataclass(frozen=True, slots=True)
class _Scored:
    pairs: Pairs
    seen: Seen
    weights: Weights


def _scored(sides: Sides, pairs: Pairs, model: Model, settings: Settings) -> _Scored:
    """Weigh pairs, and keep those of at least the weight for review, and all of one number.

    Whoever they are: a number that two names share is for a person to look at.
    """
    seen = compare(sides, *pairs)
    weights = weigh(sides, *pairs, seen, model)
    kept = (weights >= settings.review) | (seen.levels["number"] == 0)
    levels = {word: level[kept] for word, level in seen.levels.items()}
    return _Scored(
        pairs.where(kept),
        Seen(levels, seen.agrees[kept], seen.sounds_alike[kept]),
        weights[kept],
    )


def _table(
    sides: Sides,
    matched: Matched,
    scored: _Scored,
    model: Model,
    settings: Settings,
    refs: tuple[pa.ChunkedArray, pa.ChunkedArray],
    *,
    within: bool,
) -> pa.Table:
    """Put certain and scored pairs together, in the order of the left side."""
    many = len(matched.certain.left)
    pairs = Pairs(
        *(np.concatenate(both) for both in zip(matched.certain, scored.pairs, strict=True))
    )
    band = np.full(len(pairs.left), _REVIEW, np.int8)
    band[:many] = _CERTAIN
    band[many:][(scored.weights >= settings.likely) & ~_contradicted(scored.seen)] = _LIKELY
    several = (band != _REVIEW) & _have_several(sides, pairs, band != _REVIEW)
    band[(band == _LIKELY) & (several | within)] = _REVIEW
    order = np.lexsort((pairs.right, pairs.left))
    weights = np.concatenate((np.full(many, np.inf), scored.weights))
    best = best_of(sides, pairs, weights, model, settings.likely)
    best[many:] &= ~_are_strangers(scored.seen)
    best = best[order]
    weights = weights[order]
    unknown = np.isinf(weights)
    first = 0 if within else sides.left
    columns: dict[str, Any] = {
        "left": refs[0].take(pa.array(pairs.left[order])),
        "right": refs[1].take(pa.array(pairs.right[order] - first)),
        "band": coded(band[order].astype(np.int32), [str(one) for one in _BANDS]),
        "weight": pa.array(weights, mask=unknown),
        "probability": pa.array(probability(weights), mask=unknown),
        "several": pa.array(several[order]),
        "best": pa.array(best),
    }
    for one in COMPARISONS:
        levels = np.concatenate((matched.seen.levels[one.word], scored.seen.levels[one.word]))
        words = [level.word for level in one.levels]
        columns[one.word] = coded(levels[order].astype(np.int32), words)
    return pa.table(columns)


def _contradicted(seen: Seen) -> Mask:
    """What forbids a pair to be called likely.

    A name that is not the same by its sound, other numbers, another date of birth or sex.
    """
    name, number = seen.levels["name"], seen.levels["number"]
    found: Mask = (name < 0) | (name >= 4) | (number == 2) | ~seen.agrees
    return found


def _are_strangers(seen: Seen) -> Mask:
    """Two names that are nothing like, and no number in common: nobody's best pair."""
    name, number = seen.levels["name"], seen.levels["number"]
    found: Mask = (name == 5) & (number != 0) & (number != 1)
    return found


def _have_several(sides: Sides, pairs: Pairs, counted: Mask) -> Mask:
    """Tell which pairs have a side that is in more than one of the pairs that are counted."""
    left = np.bincount(pairs.left[counted], minlength=sides.many)
    right = np.bincount(pairs.right[counted], minlength=sides.many)
    found: Mask = (left[pairs.left] > 1) | (right[pairs.right] > 1)
    return found
