"""Text files of departments: encodings, delimiters, headings, dirt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.registers.files import FileError, Limits, Line, Mark, open_file
from gege.registers.files.encodings import Encoding, detect

TEXT = "姓名,证件号码,联系电话\n李明,990000199003071053,10000001234\n王小红,,0826-6212345\n"
HEADER = ("姓名", "证件号码", "联系电话")
ROWS = [
    ("李明", "990000199003071053", "10000001234"),
    ("王小红", "", "0826-6212345"),
]


def written(folder: Path, data: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(data.encode(encoding) if isinstance(data, str) else data)
    return path


def cells(path: Path) -> list[tuple[str, ...]]:
    return [line.cells for line in open_file(path).rows()]


@pytest.mark.parametrize(
    ("encoding", "name", "evidence"),
    [
        ("utf-8", "utf-8", "whole"),
        ("utf-8-sig", "utf-8-sig", "mark"),
        ("gbk", "gb18030", "whole"),
        ("gb18030", "gb18030", "whole"),
        ("utf-16", "utf-16", "mark"),
    ],
)
def test_the_encoding_is_found_with_its_evidence(
    tmp_path: Path, encoding: str, name: str, evidence: str
) -> None:
    opened = open_file(written(tmp_path, TEXT, encoding))
    assert opened.encoding is not None
    assert (opened.encoding.name, opened.encoding.evidence) == (name, evidence)
    assert opened.header == HEADER
    assert [line.cells for line in opened.rows()] == ROWS


def test_rare_characters_of_names_survive_gb18030(tmp_path: Path) -> None:
    text = "姓名,住址\n张喆堃,解放路1号\n王\U00020bb7,解放路2号\n"
    assert [row[0] for row in cells(written(tmp_path, text, "gb18030"))] == [
        "张喆堃",
        "王\U00020bb7",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_that_was_cut_in_the_middle_of_a_character_says_so(
    tmp_path: Path, encoding: str
) -> None:
    path = written(tmp_path, (TEXT + "赵").encode(encoding)[:-1])
    opened = open_file(path)
    assert opened.encoding is not None
    assert opened.encoding.evidence == "cut"
    *whole, last = opened.rows()
    assert [line.cells for line in whole] == ROWS
    assert last.marks == {0: Mark.BROKEN}


def test_a_few_unreadable_bytes_are_marked_where_they_stand(tmp_path: Path) -> None:
    data = (TEXT * 40).encode().replace("王小红".encode(), "王小".encode() + b"\xff", 1)
    opened = open_file(written(tmp_path, data))
    assert opened.encoding is not None
    assert opened.encoding.evidence == "broken"
    assert [line.number for line in opened.rows() if Mark.BROKEN in line.marks.values()] == [3]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xff\xfe\xfd" * 400, bytes(range(128, 256)) * 30])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileError) as caught:
        open_file(written(tmp_path, data))
    assert caught.value.word in ("encoding", "no_header")


@given(st.text("的一是不了人我在有他这中大来上国李明解放路号栋单元", min_size=40, max_size=200))
def test_text_in_either_encoding_is_told_apart(text: str) -> None:
    import tempfile  # inline: a folder for each example

    with tempfile.TemporaryDirectory() as folder:
        for encoding, name in (("utf-8", "utf-8"), ("gbk", "gb18030")):
            found = detect(written(Path(folder), text, encoding))
            assert found == Encoding(name, "whole", found.common)
            assert found.common > 0.9


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "^"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    opened = open_file(written(tmp_path, TEXT.replace(",", delimiter)))
    assert opened.delimiter == delimiter
    assert [line.cells for line in opened.rows()] == ROWS


def test_commas_and_line_ends_inside_quotation_marks_belong_to_the_value(tmp_path: Path) -> None:
    text = '姓名,地址\r\n李明,"解放路1号,2栋"\r\n王红,"上\r\n下"\r\n'
    opened = open_file(written(tmp_path, text))
    assert list(opened.rows()) == [
        Line(2, ("李明", "解放路1号,2栋")),
        Line(3, ("王红", "上\r\n下")),
    ]


def test_titles_empty_lines_and_double_headings_are_understood(tmp_path: Path) -> None:
    text = (
        "武胜县某部门人员名单,,,\n,,,\n姓名,联系方式,,住址\n,手机,座机,\n"
        "李明,10000001234,,解放路1号\n,,,\n王红,,6212345,解放路2号\n"
    )
    opened = open_file(written(tmp_path, text))
    assert opened.header == ("姓名", "联系方式/手机", "联系方式/座机", "住址")
    assert (opened.header_line, opened.data_line) == (3, 5)
    assert [line.number for line in opened.rows()] == [5, 7]


def test_headings_that_are_missing_or_stand_twice_get_names(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, "姓名,电话,,电话\n李明,1,2,3\n王红,1,2,3\n"))
    assert opened.header == ("姓名", "电话", "列3", "电话2")


def test_headings_that_come_again_on_every_page_are_no_data(tmp_path: Path) -> None:
    text = "姓名,电话\n李明,1\n姓名,电话\n王红,2\n姓名,3\n"
    rows = cells(written(tmp_path, text))
    assert rows == [("李明", "1"), ("王红", "2"), ("姓名", "3")]


def test_lines_of_another_width_lose_nothing(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, "姓名,电话\n李明\n王红,1,多余\n赵一,2,,\n"))
    assert list(opened.rows()) == [
        Line(2, ("李明", "")),
        Line(3, ("王红", "1", "多余"), {2: Mark.MORE}),
        Line(4, ("赵一", "2")),
    ]


def test_nul_bytes_are_left_out(tmp_path: Path) -> None:
    assert cells(written(tmp_path, TEXT.replace("李明", "李\0明"))) == ROWS


def test_the_same_file_is_known_again(tmp_path: Path) -> None:
    first = open_file(written(tmp_path, TEXT)).sha256
    assert open_file(written(tmp_path, TEXT)).sha256 == first
    assert open_file(written(tmp_path, TEXT + "\n")).sha256 != first


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \r\n \t\n", "empty"),
        (b"%PDF-1.7 ...", "unknown_kind"),
        (b"\x89PNG\r\n\x1a\n", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "legacy_xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"12345,67890\n1234,5678\n", "no_header"),
        ('姓名,地址\n李明,"没有结束'.encode() + "啊".encode() * 40_000, "cell_too_long"),
        (("姓名," * 400 + "\n").encode() + ("1," * 400 + "1\n").encode(), "too_many_columns"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, word: str) -> None:
    with pytest.raises(FileError) as caught:
        list(open_file(written(tmp_path, data)).rows())
    assert caught.value.word == word


def test_limits_of_size_and_rows_hold(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    with pytest.raises(FileError, match="too_large"):
        open_file(path, limits=Limits(size=10))
    opened = open_file(path, limits=Limits(rows=1))
    with pytest.raises(FileError, match="too_many_rows"):
        list(opened.rows())


@given(st.text('姓名地址,;\t|"\n李0 ', max_size=120))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    import tempfile  # inline: a folder for each example

    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        refused = ("empty", "no_header", "cell_too_long")
        with suppress_fault(refused):
            for line in (opened := open_file(path)).rows():
                assert len(line.cells) >= len(opened.header)


@contextmanager
def suppress_fault(words: tuple[str, ...]) -> Iterator[None]:
    """A file may be refused, with one of these words."""
    try:
        yield
    except FileError as fault:
        if fault.word not in words:
            raise
