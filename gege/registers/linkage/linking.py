"""A linkage from two normalised tables to pairs in bands."""

from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from gege.registers.linkage import candidates, database, scoring, training
from gege.registers.linkage.levels import COMPARISONS
from gege.registers.linkage.settings import Band, Settings
from gege.registers.linkage.training import Model

# What forbids a pair to be called likely: a name that is not the same by its sound, other numbers,
# another date of birth or sex.
_CONTRADICTED: Final = "coalesce(name >= 4, true) or coalesce(number = 2, false) or not agrees"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run found.

    `pairs` has the columns left and right (the callers' refs), band, weight, probability, several
    (a side has more than one pair of that band) and a column of the level's word, or null, for
    every comparison: name, number, birth, phone, address, sex. Certain pairs have no weight.
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
    within, seconds, clock = right is None, {}, perf_counter()
    with database.opened(settings) as db:
        steps = (
            ("load", lambda: database.load(db, left, right)),
            ("numbers", lambda: candidates.match_numbers(db, within=within)),
            ("candidates", lambda: candidates.block(db, within=within, crowded=settings.crowded)),
            ("training", lambda: training.train(db, settings, within=within)),
        )
        found: dict[str, object] = {}
        for name, step in steps:
            found[name] = step()
            seconds[name], clock = perf_counter() - clock, perf_counter()
        model = found["training"]
        assert isinstance(model, Model)
        scoring.score(db, model, settings)
        seconds["scoring"], clock = perf_counter() - clock, perf_counter()
        pairs = _pairs(db, left, left if right is None else right, settings, within=within)
        seconds["pairs"] = perf_counter() - clock
    many = found["candidates"]
    assert isinstance(many, int)
    return Linked(pairs, model, many, seconds)


def _pairs(
    db: duckdb.DuckDBPyConnection,
    left: pa.Table,
    right: pa.Table,
    settings: Settings,
    *,
    within: bool,
) -> pa.Table:
    words = ", ".join(one.word for one in COMPARISONS)
    db.execute(
        "create table found as"  # noqa: S608
        f" select uid_l, uid_r, '{Band.CERTAIN}' as band, null::double as weight,"
        f" null::double as probability, {candidates.levels_sql()}"
        f" from ({candidates.sides('certain')})"
        f" union all by name select uid_l, uid_r, case when weight >= {float(settings.likely)}"
        f" and not ({_CONTRADICTED}) then '{Band.LIKELY}' else '{Band.REVIEW}' end as band,"
        f" weight, probability, {words} from scored"
    )
    likely = f"'{Band.REVIEW}'" if within else "case when several then 'review' else band end"
    shown = ", ".join(_word(one.word, [level.word for level in one.levels]) for one in COMPARISONS)
    table = db.sql(
        "with counted as (select *, band <> 'review' and ("  # noqa: S608
        " count(*) filter (band <> 'review') over (partition by uid_l) > 1 or"
        " count(*) filter (band <> 'review') over (partition by uid_r) > 1) as several from found)"
        f" select uid_l, uid_r, case band when 'certain' then band else {likely} end as band,"
        f" weight, probability, several, {shown} from counted order by uid_l, uid_r"
    ).to_arrow_table()
    first = 0 if within else len(left)
    at_right = pc.subtract(table.column("uid_r"), first)
    refs = [left.column("ref").take(table.column("uid_l")), right.column("ref").take(at_right)]
    rest = table.drop_columns(["uid_l", "uid_r"])
    columns = [*refs, *rest.columns]
    return pa.table(columns, names=["left", "right", *rest.column_names])


def _word(name: str, words: list[str]) -> str:
    whens = " ".join(f"when {place} then '{word}'" for place, word in enumerate(words))
    return f"case {name} {whens} end as {name}"
