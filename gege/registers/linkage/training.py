"""What the files themselves teach: how often a level holds between one person, and by chance.

Pairs of a sound number are one person, so the shares of their levels are m, without guessing; a
sample of all pairs, hardly one of which is one person, gives u; the nearest level's u is counted
from the frequencies of its values. So no rounds of expectation and maximisation are needed, and the
same files give the same model.
"""

from dataclasses import dataclass
from typing import Any, Final

import duckdb

from gege.registers.linkage.candidates import levels_sql, sides
from gege.registers.linkage.levels import COMPARISONS, Comparison
from gege.registers.linkage.settings import Settings

_LEAST_U: Final = 1e-9
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


def train(db: duckdb.DuckDBPyConnection, settings: Settings, *, within: bool) -> Model:
    """Learn the model from the tables `records`, `labels` and `certain`."""
    seed = int(settings.seed)
    db.execute(
        "create temp table some_labels as from labels"
        f" order by hash(uid_l, {seed}) limit {int(settings.labels)}"
    )
    (labels,) = db.execute("select count(*) from some_labels").fetchall()[0]
    right = 0 if within else 1
    db.execute(
        "create temp table strangers as select l.uid as uid_l, r.uid as uid_r from"  # noqa: S608
        f" (select uid from records where side = 0 order by hash(uid, {seed})"
        f"  limit {int(settings.sample)}) l,"
        f" (select uid from records where side = {right} order by hash(uid, {seed + 1})"
        f"  limit {int(settings.sample)}) r where l.uid <> r.uid"
    )
    alike, chance = _counts(db, "some_labels"), _counts(db, "strangers")
    m, u = {}, {}
    for one in COMPARISONS:
        m[one.word] = _shares_m(one, alike[one.word], settings.prior_strength)
        u[one.word] = _shares_u(db, one, chance[one.word], right)
    prior = _prior(db, labels_all=_count(db, "labels"), within=within)
    return Model(m, u, prior, labels)


def _counts(db: duckdb.DuckDBPyConnection, pairs: str) -> dict[str, list[int]]:
    """Count the levels of every comparison over a table of pairs."""
    db.execute(
        f"create or replace temp table seen as select {levels_sql()},"  # noqa: S608
        f" is_birth_written_l and is_birth_written_r as said from ({sides(pairs)})"
    )
    counts = {}
    for one in COMPARISONS:
        # A date that was read from the number agrees with it by itself.
        column = one.word
        if pairs == "some_labels" and one.word == "birth":
            column = "null::tinyint"
        rows = db.execute(
            f"select {column} as level, count(*) from seen group by all having level is not null"  # noqa: S608
        ).fetchall()
        found = dict(rows)
        counts[one.word] = [int(found.get(place, 0)) for place in range(len(one.levels))]
    return counts


def _shares_m(one: Comparison, counts: list[int], strength: float) -> tuple[float, ...]:
    """Mix what was counted with the priors of the settings, which weigh as `strength` pairs."""
    if one.word == "number":
        counts = [0] * len(counts)  # these pairs were chosen by their number
    given = sum(level.m for level in one.levels)
    whole = sum(counts) + strength
    mixed = [
        (count + strength * level.m / given) / whole
        for count, level in zip(counts, one.levels, strict=True)
    ]
    return tuple(max(share, 1e-5) for share in mixed)


def _shares_u(
    db: duckdb.DuckDBPyConnection, one: Comparison, counts: list[int], right: int
) -> tuple[float, ...]:
    """Mix the levels of strangers with those of the table, which weigh as `_STRANGERS` pairs."""
    whole = sum(counts) + _STRANGERS
    shares = [
        (count + _STRANGERS * level.u) / whole
        for count, level in zip(counts, one.levels, strict=True)
    ]
    alike, pairs = _by_frequency(db, one.exact, right)
    shares[0] = (alike + _STRANGERS * one.levels[0].u) / (pairs + _STRANGERS)
    # The other levels share what is left, as the sample has them.
    rest = sum(shares[1:])
    left = [share / rest * (1 - shares[0]) for share in shares[1:]]
    return tuple(min(max(share, _LEAST_U), 1.0) for share in (shares[0], *left))


def _by_frequency(
    db: duckdb.DuckDBPyConnection, columns: tuple[str, ...], right: int
) -> tuple[float, float]:
    """How many pairs have the same values, of how many that have values: counted exactly."""
    key = ", ".join(columns)
    known = " and ".join(f"{column} is not null" for column in columns)
    counted = (
        "select {key}, count(*) as many from records where side = {side} and {known} group by all"
    )
    ours = counted.format(key=key, side=0, known=known)
    theirs = counted.format(key=key, side=right, known=known)
    (row,) = db.execute(
        f"with a as ({ours}), b as ({theirs}) select"  # noqa: S608
        f" (select sum(a.many::double * b.many) from a join b using ({key})),"
        " (select sum(many)::double from a) * (select sum(many)::double from b)"
    ).fetchall()
    alike, whole = row
    return float(alike or 0.0), float(whole or 0.0)


def _prior(db: duckdb.DuckDBPyConnection, *, labels_all: int, within: bool) -> float:
    """The chance of a pair: what the numbers link, grown by the records without a usable number."""
    (row,) = db.execute(
        "select count(*) filter (side = 0), count(*) filter (side = 1),"
        " count(*) filter (side = 0 and is_sound), count(*) filter (side = 1 and is_sound)"
        " from records"
    ).fetchall()
    left, right, left_sound, right_sound = (int(value) for value in row)
    if within:
        # One record in a hundred stands twice, as a start.
        return min(0.5, max(1e-9, 0.02 / max(left, 2)))
    if labels_all and left_sound and right_sound:
        expected = labels_all * (left / left_sound) * (right / right_sound)
    else:
        expected = 0.5 * min(left, right)
    whole = max(left * right, 1)
    return min(0.5, max(1e-12, min(expected, min(left, right)) / whole))


def _count(db: duckdb.DuckDBPyConnection, table: str) -> int:
    (row,) = db.execute(f"select count(*) from {table}").fetchall()  # noqa: S608
    return int(row[0])
