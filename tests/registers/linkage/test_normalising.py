"""Records made comparable: by whole columns as one by one."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.identity import citizen_check_digit
from gege.kernel.personal.citizen_numbers import read_citizen_cell
from gege.kernel.personal.phones import phones_in
from gege.kernel.personal.written_dates import read_date
from gege.registers.linkage import (
    SCHEMA,
    Cells,
    Reading,
    by_columns,
    normalised,
    normalised_columns,
)
from gege.registers.linkage.addresses_by_shape import read_by_shape
from gege.registers.linkage.normalising import read_plot_and_room
from gege.simulate.population import HARD, department_rows, generate

TODAY = date(2026, 11, 25)
READING = Reading(TODAY, "0826")
BORN = "19900307"


def number(rest: str = f"{BORN}105") -> str:
    return f"990000{rest}{citizen_check_digit('990000' + rest)}"


def read(**cells: str) -> dict[str, object]:
    (row,) = normalised([Cells("1", **cells)], READING).to_pylist()
    return {name: value for name, value in row.items() if value not in (None, False)}


def test_a_record_is_read_into_its_columns() -> None:
    assert read(
        name="單 昕（户主）",
        sex="女",
        number=number(),
        born_on="1990.3.7",
        phone="100-0000-1234/6212345",
        address="解放路12号阳光花园3幢二单元五楼1号",
    ) == {
        "ref": "1",
        "name": "單昕",
        "variant": "单昕",
        "pinyin": "shan xin",
        "loose": "san xin",
        "s1": "shan",
        "s2": "xin",
        "letters": "单昕",
        "number": number(),
        "is_sound": True,
        "is_possible": True,
        "birth": BORN,
        "is_birth_written": True,
        "sex": "2",
        "phone": "10000001234",
        "phone2": "08266212345",
        "plot": "解放路12",
        "estate": "阳光花园",
        "building": "3",
        "unit": "2",
        "room": "501",
    }


def test_a_birth_date_is_read_from_the_number_where_no_column_says_it() -> None:
    found = read(number=number())
    assert (found["birth"], "is_birth_written" in found) == (BORN, False)


def test_a_month_of_birth_stays_a_month() -> None:
    assert read(born_on="1990年3月")["birth"] == "199003"


@pytest.mark.parametrize(
    "nothing",
    ["", "无", "不详", "0" * 18, "1" * 18, "5.11622E+17", "LS20240001", "99000019900307XXXX"],
)
def test_what_is_no_number_leaves_no_number(nothing: str) -> None:
    assert read(number=nothing) == {"ref": "1"}


def test_a_wrong_check_digit_is_kept_for_comparing_and_links_nobody() -> None:
    wrong = number()[:17] + ("1" if number()[17] != "1" else "2")
    assert read(number=wrong) == {"ref": "1", "number": wrong, "is_possible": True}


def test_no_rows_make_an_empty_table_and_missing_columns_are_unknown() -> None:
    assert normalised([], READING).schema == SCHEMA
    table = normalised_columns({"ref": ["a", "b"], "name": ["李明", ""]}, READING)
    assert table.column("name").to_pylist() == ["李明", None]
    assert table.column("phone").to_pylist() == [None, None]
    with pytest.raises(ValueError, match="ref"):
        normalised_columns({"name": ["李明"]}, READING)


def _ends_oddly(text: str) -> bool:
    return text[15:17] == "00" or text[14:17] == "999"


digits = st.text("0123456789", min_size=8, max_size=8)
births = st.one_of(st.dates(date(1870, 1, 1), date(2027, 6, 1)).map("{:%Y%m%d}".format), digits)


@given(st.lists(st.tuples(births, st.integers(0, 999), st.booleans()), min_size=1, max_size=30))
def test_numbers_read_by_columns_are_sound_one_by_one(parts: list[tuple[str, int, bool]]) -> None:
    texts = [
        number(f"{born}{serial:03d}") if right else f"990000{born}{serial:03d}7"
        for born, serial, right in parts
    ]
    sure = by_columns.sound_numbers(pa.array(texts), TODAY)
    for text, is_sure in zip(texts, sure, strict=True):
        cell = read_citizen_cell(text, today=TODAY)
        assert not is_sure or cell.usable == text
        assert is_sure or not cell.usable or text[10:12] == "02" or _ends_oddly(text)


@given(
    st.lists(
        st.one_of(births, births.map(lambda day: f"{day[:4]}-{day[4:6]}-{day[6:]}")), max_size=30
    )
)
def test_days_read_by_columns_are_days_one_by_one(texts: list[str]) -> None:
    found = by_columns.sure_days(pa.array(texts, pa.string()), TODAY)
    for text, sure in zip(texts, found.tolist(), strict=True):
        day = read_date(text, today=TODAY).certain
        assert not sure or (day is not None and f"{day:%Y%m%d}" == str(sure))


@given(st.lists(st.text("0123456789 -", min_size=10, max_size=13), max_size=20))
def test_telephones_read_by_columns_are_the_same_one_by_one(texts: list[str]) -> None:
    texts = [*texts, "11111111111", "12345678901", "13800138000", "13000000000", "10987654321"]
    for read in (by_columns.plain_mobiles, by_columns.spaced_mobiles):
        for text, sure in zip(texts, read(pa.array(texts)).to_pylist(), strict=True):
            assert not sure or [phone.key for phone in phones_in(text)] == [sure]


ROADS = ("解放", "公园东", "新华", "地府", "镇北", "三元", "一环", "和平路中", "社", "东")
WORDS = (
    "路",
    "街",
    "大道",
    "路12号",
    "12号",
    "3栋",
    "2单元",
    "-3",
    "-2-501",
    "5楼1号",
    "号楼2-5-1",
    "501室",
    "阳光花园",
    "小区",
    "县",
    "社区",
)


@given(st.lists(st.sampled_from(ROADS + WORDS), min_size=1, max_size=8).map("".join))
def test_addresses_read_by_columns_are_the_same_one_by_one(text: str) -> None:
    (found,) = pa.table(dict(read_by_shape(pa.array([text]), read_plot_and_room))).to_pylist()
    assert tuple(found.values()) == read_plot_and_room(text)


def test_every_row_of_a_hard_file_is_read_the_same_in_both_ways() -> None:
    rows = list(department_rows(generate(1_500, seed=9), 2, HARD))
    cells = [Cells(str(place), *row[1:]) for place, row in enumerate(rows)]
    at_once = normalised(cells, READING).to_pylist()
    assert [row["ref"] for row in at_once] == [str(place) for place in range(len(rows))]
    for cell, row in zip(cells, at_once, strict=True):
        usable = read_citizen_cell(cell.number, today=TODAY).usable
        assert (row["number"] if row["is_sound"] else "") == usable
        parts = tuple(row[name] for name in ("plot", "estate", "building", "unit", "room"))
        assert parts == read_plot_and_room(cell.address)
