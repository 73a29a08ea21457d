"""The levels in SQL are those of the kernel's functions."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from gege.registers.linkage import Cells, Reading, Settings, database, normalised, reasons
from gege.registers.linkage.candidates import levels_sql, sides
from gege.registers.linkage.levels import COMPARISONS
from gege.simulate.population import HARD, PLAIN, department_rows, generate

READING = Reading(date(2026, 11, 25), "0826")
# The levels of the kernel that are one level here.
COARSE = {
    "name": {"swapped": "slip", "one_more": "slip", "one_syllable": "slip"},
    "number": {"converted": "same", "one_digit": "slip", "transposed": "slip"},
    "birth": {"swapped": "near", "one_digit": "near", "transposed": "near"},
    "phone": {"one_digit": "slip", "transposed": "slip"},
    "address": {"same_unit": "same_building"},
    "sex": {},
}


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with database.opened(Settings()) as connection:
        yield connection


def levels(
    db: duckdb.DuckDBPyConnection, pairs: list[tuple[Cells, Cells]]
) -> list[dict[str, str | None]]:
    """The levels of pairs, in SQL."""
    for table in ("records", "pairs"):
        db.execute(f"drop table if exists {table}")
    left = normalised([one for one, _other in pairs], READING)
    right = normalised([other for _one, other in pairs], READING)
    database.load(db, left, right)
    many = len(pairs)
    db.execute(
        f"create table pairs as select range as uid_l, range + {many} as uid_r from range({many})"
    )
    rows = db.execute(f"select {levels_sql()} from ({sides()}) order by uid_l").fetchall()
    return [
        {
            one.word: None if place is None else one.levels[place].word
            for one, place in zip(COMPARISONS, row, strict=True)
        }
        for row in rows
    ]


@pytest.mark.parametrize(
    ("about", "one", "other", "word"),
    [
        ("name", "李明", "李 明", "same"),
        ("name", "张喆", "張哲", "variant"),
        ("name", "李明", "黎明", "same_sound"),
        ("name", "牛志兰", "刘智蓝", "near_sound"),
        ("name", "李建国", "李国建", "slip"),
        ("name", "李建国", "李国", "slip"),
        ("name", "李明", "李强", "slip"),
        ("name", "李明", "王明", "differs"),
        ("name", "王某某", "王某某", None),
        ("number", "990000199003071053", "99000019900307105３", "same"),
        ("number", "990000199003071053", "990000199003072053", "slip"),
        ("number", "990000199003071053", "990000199003070153", "slip"),
        ("number", "990000199003071053", "990000198512240017", "differs"),
        ("number", "000000000000000000", "000000000000000000", None),
        ("number", "990000199013071053", "990000199013071053", None),
        ("number", "990000199013071053", "990000199003071053", "slip"),
        ("born_on", "1990-03-07", "1990年3月7日", "same"),
        ("born_on", "1990-03-07", "1990年3月", "same_month"),
        ("born_on", "1990-03-07", "1990-07-03", "near"),
        ("born_on", "1990-03-07", "1990-03-17", "near"),
        ("born_on", "1990-03-07", "1990-03-70", None),
        ("born_on", "1990-03-07", "1971-12-24", "differs"),
        ("phone", "10000001234", "10000005678、100 0000 1234", "same"),
        ("phone", "10000001234", "10000001243", "slip"),
        ("phone", "10000001234", "0826-6212345", "differs"),
        ("phone", "10000001234", "无", None),
        ("address", "解放路12号3栋2单元501", "解放路12-3-2-501", "same_room"),
        ("address", "解放路12号3栋2单元501", "解放路12-3-2-502", "same_building"),
        ("address", "解放路12号3栋2单元501", "解放路12号", "same_number"),
        ("address", "解放路12号3栋2单元501", "解放路13号", "differs"),
        ("address", "解放路12号3栋2单元501", "阳光花园3栋2单元501", None),
        ("sex", "男", "1", "same"),
        ("sex", "男", "女", "differs"),
        ("sex", "男", "未知", None),
    ],
)
def test_levels(
    db: duckdb.DuckDBPyConnection, about: str, one: str, other: str, word: str | None
) -> None:
    field = "birth" if about == "born_on" else about
    (found,) = levels(db, [(Cells("1", **{about: one}), Cells("2", **{about: other}))])
    assert found[field] == word
    assert {value for name, value in found.items() if name not in (field, "birth")} == {None}


def test_a_date_adds_nothing_where_the_number_agrees(db: duckdb.DuckDBPyConnection) -> None:
    one = Cells("1", number="990000199003071053", born_on="1990-03-07")
    (found,) = levels(db, [(one, one)])
    assert (found["number"], found["birth"]) == ("same", None)


def test_the_levels_of_real_pairs_are_those_that_a_clerk_reads(
    db: duckdb.DuckDBPyConnection,
) -> None:
    rows = [
        *department_rows(generate(250, seed=4), 1, PLAIN),
        *department_rows(generate(250, seed=4), 2, HARD),
    ]
    cells = [Cells(str(place), *row[1:]) for place, row in enumerate(rows)]
    places = range(len(rows))
    far = [(cells[place], cells[(place * 7 + 3) % len(rows)]) for place in places]
    near = [
        (cells[a], cells[b])
        for a in places
        for b in range(a + 1, min(a + 3, len(rows)))
        if rows[a].serial // 3 == rows[b].serial // 3
    ]
    by_serial = {row.serial: cells[place] for place, row in enumerate(rows)}
    same = [(cells[place], by_serial[row.serial]) for place, row in enumerate(rows)]
    pairs = [*far, *near, *same]
    for (one, other), found in zip(pairs, levels(db, pairs), strict=True):
        read = {reason.about: str(reason.level) for reason in reasons(one, other, READING)}
        for about, word in found.items():
            if about == "birth" and word is None:
                continue
            seen = read.get(about, "unknown")
            if seen == "masked_agrees":
                continue
            level = COARSE[about].get(seen, seen)
            assert (word or "unknown") == level, (one, other, about)
