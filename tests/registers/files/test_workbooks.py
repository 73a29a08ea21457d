"""Workbooks: what spreadsheets do to numbers, formulas, merged cells, and what is no workbook."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.registers.files import FileError, Limits, Mark, open_file


def saved(folder: Path, book: Workbook) -> Path:
    path = folder / "book.xlsx"
    book.save(path)
    return path


def book_of(*lines: Sequence[object]) -> Workbook:
    book = Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    return book


def test_values_are_read_as_texts(tmp_path: Path) -> None:
    book = book_of(
        ["姓名", "证件号码", "出生日期", "人数", "面积", "是否"],
        ["李明", "990000199003071053", datetime(1990, 3, 7), 3, 88.5, True],  # noqa: DTZ001
        ["王红", None, date(1971, 12, 24), 0, 90.0, False],
    )
    opened = open_file(saved(tmp_path, book))
    assert (opened.kind, opened.header_line, opened.data_line) == ("xlsx", 1, 2)
    first, second = opened.rows()
    assert first.cells == ("李明", "990000199003071053", "1990-03-07", "3", "88.5", "TRUE")
    assert first.marks == {3: Mark.NUMERIC, 4: Mark.NUMERIC}
    assert second.cells == ("王红", "", "1971-12-24", "0", "90", "FALSE")


def test_an_identity_number_that_became_a_sum_is_told_and_never_guessed(tmp_path: Path) -> None:
    book = book_of(
        ["姓名", "证件号码"], ["李明", 990000199003071053], ["王红", 9.90000197112241e17]
    )
    for line in open_file(saved(tmp_path, book)).rows():
        assert line.marks[1] is Mark.DAMAGED
        assert read_citizen_cell(line.cells[1]).state is CellState.DAMAGED


def test_formulas_are_not_computed_and_said_to_be_formulas(tmp_path: Path) -> None:
    book = book_of(["姓名", "电话"], ["李明", "=1+1"], ["王红", "10000001234"])
    opened = open_file(saved(tmp_path, book))
    first, second = opened.rows()
    assert (first.cells, first.marks) == (("李明", ""), {1: Mark.FORMULA})
    assert (second.cells, dict(second.marks)) == (("王红", "10000001234"), {})


def test_errors_of_a_spreadsheet_are_marked(tmp_path: Path) -> None:
    (line,) = open_file(saved(tmp_path, book_of(["姓名", "电话"], ["李明", "#N/A"]))).rows()
    assert line.marks == {1: Mark.ERROR}


def test_merged_headings_over_two_lines_are_joined(tmp_path: Path) -> None:
    book = book_of(
        ["二〇二六年救助对象名册"],
        ["姓名", "联系方式", None, "住址"],
        [None, "手机", "座机", None],
        ["李明", "10000001234", None, "解放路1号"],
        ["王红", None, "6212345", "解放路2号"],
        ["赵一", None, "6212346", "解放路3号"],
    )
    sheet = book.active
    assert sheet is not None
    for area in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(area)
    opened = open_file(saved(tmp_path, book))
    assert opened.header == ("姓名", "联系方式/手机", "联系方式/座机", "住址")
    assert [line.number for line in opened.rows()] == [4, 5, 6]


def test_the_first_sheet_with_rows_is_taken_or_the_one_that_is_asked_for(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("空表")
    hidden = book.create_sheet("隐藏")
    hidden.append(["姓名", "电话"])
    hidden.append(["不看", "1"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("名册")
    shown.append(["姓名", "电话"])
    shown.append(["李明", "1"])
    path = saved(tmp_path, book)
    opened = open_file(path)
    assert opened.sheets == ("Sheet", "空表", "隐藏", "名册")
    assert [line.cells[0] for line in opened.rows()] == ["李明"]
    assert [line.cells[0] for line in open_file(path, sheet="隐藏").rows()] == ["不看"]
    with pytest.raises(FileError, match="no_sheet"):
        open_file(path, sheet="没有")


def test_empty_rows_and_columns_far_away_are_no_data(tmp_path: Path) -> None:
    book = book_of(["姓名", "电话"], ["李明", "1"])
    sheet = book.active
    assert sheet is not None
    sheet.cell(row=5_000, column=1, value="王红")
    sheet.cell(row=5_000, column=9, value=" ")
    assert [line.number for line in open_file(saved(tmp_path, book)).rows()] == [2, 5_000]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    book = book_of(["姓名", "电话"], ["李明", "1"])
    sheet = book.active
    assert sheet is not None
    sheet.cell(row=3, column=400, value="远")
    with pytest.raises(FileError, match="too_many_columns"):
        list(open_file(saved(tmp_path, book)).rows())


def repacked(path: Path, **changes: bytes) -> Path:
    """Write a workbook again with other bytes for some parts."""
    target = path.with_name("again.xlsx")
    names = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changes.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, names.pop(part.filename, old.read(part)))
        for name, data in names.items():
            new.writestr(name, data)
    return target


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of(["姓名"], ["李明"]))
    bomb = repacked(path, xl__media__a_dot_bin=b"\0" * 40_000_000)
    with pytest.raises(FileError, match="bomb"):
        open_file(bomb)
    with pytest.raises(FileError, match="bomb"):
        open_file(path, limits=Limits(unpacked=1_000))
    with pytest.raises(FileError, match="bomb"):
        open_file(path, limits=Limits(parts=2))


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>',
        '<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16"),
    ],
)
def test_entities_and_other_traps_of_xml_are_not_opened(tmp_path: Path, head: bytes) -> None:
    path = saved(tmp_path, book_of(["姓名"], ["李明"]))
    trap = repacked(path, xl__worksheets__sheet1_dot_xml=head + b"<worksheet/>")
    with pytest.raises(FileError, match="unsafe_xml"):
        open_file(trap)


def test_a_workbook_that_was_cut_or_is_another_archive_is_damaged(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of(["姓名"], *[[f"李{place}"] for place in range(2_000)]))
    data = path.read_bytes()
    for place in (10, len(data) // 2, len(data) - 30):
        path.write_bytes(data[:place])
        with pytest.raises(FileError, match="damaged"):
            open_file(path)
    broken = bytearray(data)
    broken[len(data) // 3 : len(data) // 3 + 200] = b"x" * 200
    path.write_bytes(bytes(broken))
    with pytest.raises(FileError, match="damaged"):
        list(open_file(path).rows())
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(FileError, match="damaged"):
        open_file(other)
