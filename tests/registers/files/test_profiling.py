"""What a clerk is shown of a file before anything is taken from it."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from gege.registers.files import Opened, Profile, open_file, profile
from gege.registers.files.faults import FAULTS
from gege.registers.files.meanings import Meaning
from gege.registers.files.profiling import masked, shape_of
from gege.simulate.population import LAYOUTS, PLAIN, department_rows, generate, write_rows

TODAY = date(2026, 11, 25)
M = Meaning
MEANINGS = {
    "household_registration": [M.NAME, M.SEX, M.CITIZEN_NUMBER, M.DATE, M.ADDRESS, M.PHONE],
    "assistance": [M.NAME, M.CITIZEN_NUMBER, M.ADDRESS, M.PHONE],
    "social_security": [M.CITIZEN_NUMBER, M.NAME, M.SEX, M.DATE, M.PHONE],
    "health": [M.NAME, M.SEX, M.DATE, M.CITIZEN_NUMBER, M.ADDRESS, M.PHONE],
}


def department(folder: Path, kind: str) -> Opened:
    path = folder / "file.csv"
    write_rows(department_rows(generate(1_500, seed=2), 4, PLAIN), path, LAYOUTS[kind])
    return open_file(path)


@pytest.mark.parametrize("kind", MEANINGS)
def test_the_columns_of_departments_are_understood(tmp_path: Path, kind: str) -> None:
    opened = department(tmp_path, kind)
    found = profile(opened, today=TODAY)
    assert [column.heading for column in found.columns] == list(opened.header)
    assert [column.meaning for column in found.columns] == MEANINGS[kind]


def test_columns_without_telling_headings_are_understood_by_their_values(tmp_path: Path) -> None:
    opened = department(tmp_path, "health")
    path = tmp_path / "bare.csv"
    lines = ["甲,乙,丙,丁,戊,己", *(",".join(line.cells) for line in opened.rows())]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = profile(open_file(path), today=TODAY)
    assert [column.meaning for column in found.columns] == MEANINGS["health"]


def test_counts_shapes_and_findings(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(
        "姓名,身份证号,类别\n"
        "李明,990000199003071053,甲\n"
        "王红,无,甲\n"
        "赵一,5.11622E+17,乙\n"
        "钱二,990000900307105,乙\n"
        "孙三,,甲,多\n",
        encoding="utf-8",
    )
    found = profile(open_file(path), today=TODAY)
    assert (found.rows, found.too_wide) == (5, 1)
    name, number, _kind = found.columns
    assert (name.filled, name.distinct, name.shapes) == (5, 5, (("字×2", 5),))
    assert (number.filled, number.shortest, number.longest) == (4, 1, 18)
    assert number.meaning is Meaning.CITIZEN_NUMBER
    assert number.findings["placeholder"] == 1
    assert number.findings["scientific"] == 1
    assert number.findings["fifteen_digits"] == 1


def test_examples_name_nobody(tmp_path: Path) -> None:
    opened = department(tmp_path, "health")
    values = {cell for line in opened.rows() for cell in line.cells if len(cell) > 4}
    shown = {
        example for column in profile(opened, today=TODAY).columns for example in column.examples
    }
    assert len(shown) > 10
    assert not shown & values


def test_a_telephone_that_lost_its_zero_in_a_workbook_is_told(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["姓名", "电话"])
    for place in range(10):
        book.active.append([f"李{'明红一二三四五六七八'[place]}", 8_266_212_340 + place])
    path = tmp_path / "book.xlsx"
    book.save(path)
    (_name, phone) = profile(open_file(path), today=TODAY).columns
    assert phone.findings == {"numeric": 10, "zero_lost": 10}


def test_a_large_file_is_read_in_a_little_memory(tmp_path: Path) -> None:
    import tracemalloc  # inline: this test only

    path = tmp_path / "file.csv"
    line = "李明,990000199003071053,1990-03-07,解放路12号3栋2单元501室\n"
    path.write_text("姓名,号码,日期,地址\n" + line * 20_000, encoding="utf-8")
    told: list[int] = []
    tracemalloc.start()
    found: Profile = profile(open_file(path), today=TODAY, tell=told.append)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.rows == 20_000
    assert told == [10_000, 20_000]
    assert most < 12_000_000


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("990000199003071053", "9×18"),
        ("解放路12号", "字×3 9×2 字"),
        ("A座 3-2", "A 字 ␣ 9 - 9"),
        ("", ""),
    ],
)
def test_shapes(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("text", "meaning", "shown"),
    [
        ("李明", Meaning.NAME, "李*"),
        ("990000199003071053", Meaning.CITIZEN_NUMBER, "990000************"),
        ("10000001234", Meaning.PHONE, "100********"),
        ("男", Meaning.SEX, "男"),
        ("明", Meaning.OTHER, "*"),
    ],
)
def test_masks(text: str, meaning: Meaning, shown: str) -> None:
    assert masked(text, meaning) == shown


def test_every_fault_has_words_in_both_languages() -> None:
    for english, chinese in FAULTS.values():
        assert english.isascii()
        assert english.count("{") == chinese.count("{")
