"""Columns of fixed width."""

from pathlib import Path

import pytest

from gege.registers.files import FixedColumn, FixedLayout, Line, Mark, guess_layout, open_file

LAYOUT = FixedLayout(
    (FixedColumn("姓名", 0, 8), FixedColumn("性别", 8, 2), FixedColumn("号码", 10, 18))
)
TEXT = "李明    1 990000199003071053\r\n王小红  2 \r\n"


def written(folder: Path, text: str, encoding: str) -> Path:
    path = folder / "file.txt"
    path.write_bytes(text.encode(encoding))
    return path


def test_columns_are_counted_in_bytes_as_older_systems_do(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, TEXT, "gbk"), encoding="gb18030", layout=LAYOUT)
    assert (opened.kind, opened.header) == ("fixed", ("姓名", "性别", "号码"))
    assert list(opened.rows()) == [
        Line(1, ("李明", "1", "990000199003071053")),
        Line(2, ("王小红", "2", "")),
    ]


def test_columns_may_be_counted_in_characters(tmp_path: Path) -> None:
    layout = FixedLayout((FixedColumn("姓名", 0, 4), FixedColumn("性别", 4, 1)), by_bytes=False)
    path = written(tmp_path, "李明  1\n王小红 2\n", "utf-8")
    opened = open_file(path, layout=layout)
    assert [line.cells for line in opened.rows()] == [("李明", "1"), ("王小红", "2")]


def test_a_cut_through_a_character_is_marked(tmp_path: Path) -> None:
    layout = FixedLayout((FixedColumn("姓名", 0, 3), FixedColumn("其他", 3, 9)))
    path = written(tmp_path, "李明明    1\n", "gbk")
    (line,) = open_file(path, encoding="gb18030", layout=layout).rows()
    assert Mark.BROKEN in line.marks.values()


def test_a_layout_is_guessed_from_what_is_blank_in_all_lines() -> None:
    lines = [
        line.encode("gbk")
        for line in ("李明   1 10000001234", "王小红 2 10000001235", "赵一   1 1")
    ]
    assert guess_layout(lines) == FixedLayout(
        (FixedColumn("1", 0, 7), FixedColumn("2", 7, 2), FixedColumn("3", 9, 11))
    )
    assert guess_layout([b"abc", b"def", b"ghi"]) is None
    assert guess_layout([b"a b"]) is None


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ((), "no_columns"),
        ((FixedColumn("a", -1, 2),), "place"),
        ((FixedColumn("a", 0, 0),), "place"),
        ((FixedColumn("a", 0, 3), FixedColumn("b", 2, 2)), "overlap"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(
    tmp_path: Path, columns: tuple[FixedColumn, ...], problem: str
) -> None:
    layout = FixedLayout(columns)
    assert layout.problems() == [problem]
    with pytest.raises(ValueError, match=problem):
        list(open_file(written(tmp_path, TEXT, "gbk"), layout=layout).rows())
