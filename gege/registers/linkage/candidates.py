"""Which pairs are looked at: first those of a sound number, then those that share a key."""

from typing import Final

import duckdb

from gege.registers.linkage.levels import COMPARISONS, LOOKED_AT

_NAME_AGREES: Final = "(name_l = name_r or variant_l = variant_r or pinyin_l = pinyin_r)"
_BIRTH_AGREES: Final = (
    "(birth_l is null or birth_r is null or birth_l = birth_r"
    " or ((length(birth_l) = 6 or length(birth_r) = 6) and left(birth_l, 6) = left(birth_r, 6)))"
)
AGREES: Final = f"({_BIRTH_AGREES} and coalesce(sex_l = sex_r, true))"
"""Neither the dates of birth nor the sexes speak against one person."""

KEYS: Final = {
    "number": (("number",),),
    "name and birth": (("pinyin", "left(birth, 6)"),),
    "telephone": (("phone",), ("phone2",)),
    "name and plot": (("pinyin", "plot"), ("pinyin", "estate")),
    "birth and plot": (("birth", "plot"), ("birth", "estate")),
    "sound and room": (("loose", "room", "coalesce(building, '')"),),
    "number's beginning and surname": (("left(number, 14)", "s1"),),
    "number's end and name": (("right(number, 4)", "pinyin"),),
}
"""What two records must share to be compared at all: one of these, in one of its ways."""


def sides(pairs: str = "pairs") -> str:
    """Return the SQL that puts the columns of both sides beside each pair of a table."""
    columns = ", ".join(f"l.{name} as {name}_l, r.{name} as {name}_r" for name in LOOKED_AT.split())
    return (
        f"select p.uid_l, p.uid_r, {columns} from {pairs} p"  # noqa: S608
        " join records l on l.uid = p.uid_l join records r on r.uid = p.uid_r"
    )


def levels_sql() -> str:
    """Return the expressions of all comparisons, each named by its word."""
    return ", ".join(f"({one.case})::tinyint as {one.word}" for one in COMPARISONS)


def match_numbers(db: duckdb.DuckDBPyConnection, *, within: bool) -> int:
    """Make the table `certain` of pairs that a sound number decides; return how many.

    The number stands once on each side. Also makes `labels`: the same pairs whatever their names,
    which are one person with hardly an exception, and teach how values of one person differ.
    """
    if within:
        # Within one side a number that stands twice is a duplicate that a person looks at.
        db.execute("create table labels (uid_l bigint, uid_r bigint)")
        db.execute("create table certain as from labels")
        return 0
    once = (
        "select number, any_value(uid) as uid from records where side = {side} and is_sound"
        " group by number having count(*) = 1"
    )
    db.execute(
        "create table labels as select l.uid as uid_l, r.uid as uid_r"  # noqa: S608
        f" from ({once.format(side=0)}) l join ({once.format(side=1)}) r using (number)"
    )
    db.execute(
        f"create table certain as select uid_l, uid_r from ({sides('labels')})"  # noqa: S608
        f" where {_NAME_AGREES} and {AGREES}"
    )
    (found,) = db.execute("select count(*) from certain").fetchall()[0]
    return int(found)


def block(db: duckdb.DuckDBPyConnection, *, within: bool, crowded: int) -> int:
    """Make the table `pairs` of all that share a key and are not both certain; return how many."""
    db.execute(
        "create table matched as select uid_l as uid from certain"
        " union all select uid_r from certain"
    )
    parts = []
    for place, ways in enumerate(KEYS.values()):
        _key_table(db, f"key{place}", ways, crowded)
        order = "l.uid < r.uid" if within else "l.side = 0 and r.side = 1"
        parts.append(
            f"select l.uid as uid_l, r.uid as uid_r from key{place} l join key{place} r"  # noqa: S608
            f" on l.key = r.key where {order} and not (l.done and r.done)"
        )
    db.execute(f"create table pairs as {' union '.join(parts)}")
    for place in range(len(KEYS)):
        db.execute(f"drop table key{place}")
    (found,) = db.execute("select count(*) from pairs").fetchall()[0]
    return int(found)


def _key_table(
    db: duckdb.DuckDBPyConnection, table: str, ways: tuple[tuple[str, ...], ...], crowded: int
) -> None:
    """Make a table of keys that somebody has who is not linked yet, and of all who have them.

    Keys are hashes: a collision costs one comparison, and saves comparing texts.
    """
    rows = " union all ".join(
        f"select hash({', '.join(way)}) as key, uid, side from records"  # noqa: S608
        f" where {' and '.join(f'{part} is not null' for part in way)}"
        for way in ways
    )
    db.execute(
        f"create or replace temp table keyed as"  # noqa: S608
        f" select k.*, m.uid is not null as done from ({rows}) k left join matched m using (uid)"
    )
    db.execute(
        f"create temp table {table} as select * from keyed"  # noqa: S608
        " where key in (select key from keyed where not done)"
        f" qualify count(*) over (partition by key, side) <= {int(crowded)}"
    )
    db.execute("drop table keyed")
