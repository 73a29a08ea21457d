"""Papers: what is typed is shown as typed, in both kinds of file, read again by other programs."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from gege.kernel.papers import PaperFontError, as_docx, as_pdf, choose_letters, letters_problem
from gege.kernel.papers.letters import WRITING, letters
from gege.kernel.papers.paper import (
    Bars,
    Block,
    Facts,
    Heading,
    Items,
    Language,
    Note,
    PageBreak,
    Paper,
    Table,
    Text,
    plain,
)

DAY = date(2026, 11, 26)
HOSTILE = st.text(max_size=120) | st.sampled_from(
    [
        "<b>井盖</b> & <para>未闭合",
        "</para></w:t><w:p/>",
        "&lt;&#0;&#x1F;",
        '<img src="/etc/passwd"/>',
        "\x00\x08\x1b\ufffe\U0001f600𠮷",
        "（".join("，。！" * 30),
        "a" * 400,
    ]
)


@pytest.fixture
def own_letters() -> Iterator[None]:
    yield
    choose_letters()


def paper(*blocks: Block, title: str = "报告", language: Language = "zh-hans") -> Paper:
    return Paper(title, "责查〔2026〕3号", "县中心", DAY, language, blocks, "内部资料")


def letters_of(text: str) -> str:
    """A text without white space: where lines end is for the page to say."""
    return re.sub(r"\s", "", text)


def in_pdf(text: str) -> str:
    """A text as its letters stand in a PDF: what the font lacks is named by its code."""
    with WRITING:
        return letters_of(letters().shown(text))


def pdf_text(data: bytes) -> str:
    return letters_of("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def docx_text(data: bytes) -> str:
    body = Document(BytesIO(data)).element.body
    return letters_of("".join(one.text or "" for one in body.iter(qn("w:t"))))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(HOSTILE, min_size=8, max_size=8))
def test_hostile_text_breaks_neither_file_and_is_read_back(said: list[str]) -> None:
    a, b, c, d, e, f, g, h = said
    blocks = (
        Heading(a, 3),
        Text(b),
        Facts(((c, d),)),
        Table((e, "二"), ((f, a), (b, g)), frozenset({1})),
        Items((h, c)),
        Note(d),
        Bars(e, ((f, 2.5, g), (h, 0, a))),
    )
    wanted = paper(*blocks, title=a)
    word, pdf = as_docx(wanted), as_pdf(replace(wanted, blocks=blocks[:6]))
    shown = [plain(one) for one in (a, a, b, c, d, e, "二", f, a, b, g, h, c, d)]
    in_word = docx_text(word)
    assert [one for one in shown if letters_of(one) not in in_word] == []
    # Which way a program reads a line of Arabic or Hebrew is its own affair: the letters count.
    wanted_signs = Counter("".join(in_pdf(one) for one in shown))
    assert wanted_signs - Counter(pdf_text(pdf)) == Counter()


def test_a_paper_gives_the_same_bytes_again() -> None:
    wanted = paper(
        Heading("一"), Text("文"), Table(("甲",), (("乙",),)), Bars("长", (("a", 1, "1"),))
    )
    assert as_pdf(wanted) == as_pdf(wanted)
    assert as_docx(wanted) == as_docx(wanted)


@pytest.mark.parametrize(
    ("language", "tag", "first"),
    [("zh-hans", "zh-CN", "第1页，共2页"), ("en", "en-GB", "Page1of2")],
)
def test_a_pdf_tells_its_title_its_language_and_its_pages(
    language: Language, tag: str, first: str
) -> None:
    data = as_pdf(paper(Heading("一", 2), Text("文"), PageBreak(), Text("终"), language=language))
    read = PdfReader(BytesIO(data))
    assert read.metadata is not None
    assert read.metadata.title == "报告"
    assert read.metadata.author == "县中心"
    assert read.trailer["/Root"]["/Lang"] == tag
    assert [one.title for one in read.outline if not isinstance(one, list)] == ["一"]
    pages = [letters_of(page.extract_text()) for page in read.pages]
    assert [first in pages[0], "责查〔2026〕3号" in pages[1], "内部资料" in pages[1]] == [True] * 3


def test_a_sign_that_the_font_lacks_is_named_and_nobody_misses_it() -> None:
    assert "姓〔U+20BB7〕名好〔U+1F44D〕" in pdf_text(
        as_pdf(paper(Text("姓𠮷名 好\U0001f44d\ufe0f")))
    )


def test_a_pdf_carries_its_letters() -> None:
    read = PdfReader(BytesIO(as_pdf(paper(Text("井盖")))))
    fonts = read.pages[0]["/Resources"]["/Font"].values()
    used = [one.get_object() for one in fonts if one.get_object()["/Subtype"] == "/TrueType"]
    assert used
    assert all("/FontFile2" in one["/FontDescriptor"] for one in used)


def test_rows_longer_than_a_page_go_on_and_heads_stand_again() -> None:
    rows = (("长" * 6000, "甲"), *((f"第{n}行", "乙") for n in range(60)))
    wanted = paper(Table(("事由", "单位"), rows), Facts((("名", "值\n" * 120),)))
    pages = [letters_of(one.extract_text()) for one in PdfReader(BytesIO(as_pdf(wanted))).pages]
    assert len(pages) > 6
    assert [("事由" in one) for one in pages[:5]] == [True] * 5
    assert pdf_text(as_pdf(wanted)).count("长") == 6000
    first = Document(BytesIO(as_docx(wanted))).tables[0].rows[0]
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_word_document_names_its_faces_its_header_and_its_page_numbers() -> None:
    document = Document(BytesIO(as_docx(paper(Heading("一、概况"), Text("文")))))
    runs = [run for one in document.paragraphs for run in one.runs]
    faces = [run._element.rPr.rFonts.get(qn("w:eastAsia")) for run in runs]
    assert faces == ["黑体", "宋体", "黑体", "宋体"]
    assert [one.style.name for one in document.paragraphs[:4]] == [
        "Title",
        "Subtitle",
        "Heading 1",
        "Normal",
    ]
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "县中心\t责查〔2026〕3号"
    fields = section.footer._element.iter(qn("w:fldSimple"))
    assert [one.get(qn("w:instr")) for one in fields] == ["PAGE", "NUMPAGES"]
    assert document.core_properties.title == "报告"


def test_bars_are_shaded_cells_and_no_pictures() -> None:
    data = as_docx(paper(Bars("时长", (("甲", 4, "4"), ("乙", 2, "2"), ("丙", 0, "0")))))
    spans = [
        [cell.get(qn("w:val")) for cell in line._tr.iter(qn("w:gridSpan"))]
        for line in Document(BytesIO(data)).tables[0].rows
    ]
    assert spans == [["24"], ["12", "12"], ["24"]]
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert [one for one in parts.namelist() if "media" in one] == []


def test_a_table_of_many_columns_lies_on_its_side() -> None:
    wanted = paper(Table(tuple("甲乙丙丁戊己庚辛壬"), ()))
    box = PdfReader(BytesIO(as_pdf(wanted))).pages[0].mediabox
    assert box.width > box.height
    section = Document(BytesIO(as_docx(wanted))).sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Table(("甲",), (("乙", "丙"),)),
        lambda: Table((), ()),
        lambda: Table(("甲",), (), widths=(0,)),
        lambda: Table(("甲",), (), widths=(1, 2)),
        lambda: Bars("长", (("甲", -1, ""),)),
        lambda: Bars("长", (("甲", float("nan"), ""),)),
        lambda: Heading("甲", 4),
    ],
)
def test_what_cannot_be_drawn_is_refused_when_it_is_described(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"\w"):
        wrong()


@pytest.mark.usefixtures("own_letters")
def test_missing_letters_and_letters_that_are_none_are_told_in_words(tmp_path: Path) -> None:
    choose_letters(tmp_path / "none.ttf")
    assert letters_problem() == "The font of papers is missing: none.ttf."
    with pytest.raises(PaperFontError, match="Run `make setup`, or name a TrueType font"):
        as_pdf(paper(Text("文")))
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font at all")
    choose_letters(broken)
    assert letters_problem() == ""
    with pytest.raises(PaperFontError, match=r"The font broken\.ttf cannot be read"):
        as_pdf(paper(Text("文")))
