"""The levels of whole columns are those of the kernel's functions, and of Splink."""

import logging
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from splink import DuckDBAPI, Linker

from gege.registers.linkage import Cells, Reading, link, normalised, reasons
from gege.registers.linkage.comparing import compare
from gege.registers.linkage.levels import COMPARISONS
from gege.registers.linkage.scoring import splink_settings, weigh
from gege.registers.linkage.sides import put_together
from gege.simulate.population import CLEAN, HARD, PLAIN, department_rows, generate

READING = Reading(date(2026, 11, 25), "0826")
# The levels of the kernel that are one level here.
COARSE = {
    "name": {
        "swapped": "slip",
        "one_more": "slip",
        "one_syllable": "slip",
        "near_spelling": "slip",
    },
    "number": {"converted": "same", "one_digit": "slip", "transposed": "slip"},
    "birth": {"swapped": "near", "one_digit": "near", "transposed": "near"},
    "phone": {"one_digit": "slip", "transposed": "slip"},
    "address": {"same_unit": "same_building"},
    "sex": {},
}


def levels(pairs: list[tuple[Cells, Cells]]) -> list[dict[str, str | None]]:
    """The levels of pairs, all at once."""
    left = normalised([one for one, _other in pairs], READING)
    right = normalised([other for _one, other in pairs], READING)
    at = np.arange(len(pairs))
    seen = compare(put_together(left, right), at, at + len(pairs)).levels
    words = {one.word: [*(level.word for level in one.levels), None] for one in COMPARISONS}
    return [
        {word: words[word][level[place]] for word, level in seen.items()}
        for place in range(len(pairs))
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
def test_levels(about: str, one: str, other: str, word: str | None) -> None:
    field = "birth" if about == "born_on" else about
    (found,) = levels([(Cells("1", **{about: one}), Cells("2", **{about: other}))])
    assert found[field] == word
    assert {value for name, value in found.items() if name not in (field, "birth")} == {None}


def test_a_date_adds_nothing_where_the_number_agrees() -> None:
    one = Cells("1", number="990000199003071053", born_on="1990-03-07")
    (found,) = levels([(one, one)])
    assert (found["number"], found["birth"]) == ("same", None)


def test_the_levels_of_real_pairs_are_those_that_a_clerk_reads() -> None:
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
    for (one, other), found in zip(pairs, levels(pairs), strict=True):
        read = {reason.about: str(reason.level) for reason in reasons(one, other, READING)}
        for about, word in found.items():
            if about == "birth" and word is None:
                continue
            seen = read.get(about, "unknown")
            if seen == "masked_agrees":
                continue
            level = COARSE[about].get(seen, seen)
            assert (word or "unknown") == level, (one, other, about)


def plain(table: pa.Table) -> pa.Table:
    """A table whose coded columns are texts."""
    kinds = [
        pa.field(one.name, pa.string() if pa.types.is_dictionary(one.type) else one.type)
        for one in table.schema
    ]
    return table.cast(pa.schema(kinds))


def test_pairs_weigh_as_much_as_splink_says() -> None:
    households = list(generate(700, seed=6))
    sides = [
        normalised([Cells(str(at), *row[1:]) for at, row in enumerate(rows)], READING)
        for rows in (department_rows(households, 1, CLEAN), department_rows(households, 2, HARD))
    ]
    model, both = link(*sides).model, put_together(*sides)
    left = np.repeat(np.arange(both.left), 4)
    right = both.left + (left + np.tile(np.arange(4), both.left)) % (both.many - both.left)
    seen = compare(both, left, right)
    weights = weigh(both, left, right, seen, model)
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=duckdb.connect())
    records = pa.concat_tables([plain(side) for side in sides])
    records = records.append_column("uid", pa.array(range(len(records)), pa.int64()))
    linker = Linker(api.register(records), splink_settings(model), log_level=logging.ERROR)
    blocked = pa.table({"match_key": ["0"] * len(left), "join_key_l": left, "join_key_r": right})
    linker.table_management.register_blocked_pairs_for_predict(api.register(blocked))
    found = linker.inference.predict(warning_mode="never").as_duckdbpyrelation().to_arrow_table()
    theirs = {
        (one, other): weight
        for one, other, weight in zip(
            *(found.column(name).to_pylist() for name in ("uid_l", "uid_r", "match_weight")),
            strict=True,
        )
    }
    assert len(theirs) == len(left)
    for one, other, weight in zip(left.tolist(), right.tolist(), weights.tolist(), strict=True):
        assert weight == pytest.approx(theirs[one, other], abs=1e-6)
