"""A paper as a Word document that Word and WPS edit: styles, page numbers, heads that repeat."""

import zipfile
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gege.kernel.papers import paper as p

LATIN: Final = "Times New Roman"
SONG: Final = "宋体"
HEI: Final = "黑体"
"""The Chinese faces every office program has: one for text, one for headings."""
INK: Final = RGBColor(0x1F, 0x23, 0x28)
QUIET: Final = RGBColor(0x57, 0x60, 0x6A)
HEAD: Final = "EEF1F1"
BAR: Final = "0F5C63"
UNITS: Final = 24
"""Steps of a bar: cells of its row."""
_MOMENT: Final = (2000, 1, 1, 0, 0, 0)
"""The time of each part inside the file: the same paper gives the same bytes."""


def written(paper: p.Paper) -> bytes:
    """Write a paper as a Word document."""
    document = Document()
    _styles(document, paper)
    _page(document, paper)
    _about(document, paper)
    width = _width_cm(document)
    _words(document.add_paragraph(style="Title"), paper.title, HEI)
    under = " · ".join(one for one in (paper.issuer, paper.number, paper.day) if one)
    _words(document.add_paragraph(style="Subtitle"), under)
    for block in paper.blocks:
        _write(document, block, width)
    into = BytesIO()
    document.save(into)
    return _steady(into.getvalue())


def _write(document: Doc, block: p.Block, width: float) -> None:
    match block:
        case p.Heading():
            _words(document.add_paragraph(style=f"Heading {block.level}"), block.text, HEI)
        case p.Text():
            _words(document.add_paragraph(), block.text)
        case p.Note():
            _words(document.add_paragraph(style="Caption"), block.text)
        case p.Items():
            for text in block.texts:
                _words(document.add_paragraph(style="List Bullet"), text)
        case p.Facts():
            _facts(document, block, width)
        case p.Table():
            _table(document, block, width)
        case p.Bars():
            _bars(document, block, width)
        case p.PageBreak():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


# -- Text ----------------------------------------------------------------------------------------


def _words(paragraph: Paragraph, text: str, east: str = SONG, *, bold: bool = False) -> Run:
    """Put what somebody typed into a paragraph; a line end breaks the line."""
    run: Run = paragraph.add_run(p.plain(text))
    _faces(run._element.get_or_add_rPr(), east)
    if bold:
        run.bold = True
    return run


def _faces(properties: Any, east: str) -> None:
    """Name the faces of Latin and of Chinese letters; without it Word takes what it likes."""
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", east)):
        fonts.set(qn(f"w:{name}"), face)


def _styles(document: Doc, paper: p.Paper) -> None:
    looks: tuple[tuple[str, float, str, RGBColor, bool], ...] = (
        ("Normal", 10.5, SONG, INK, False),
        ("Title", 20, HEI, INK, True),
        ("Subtitle", 9.5, SONG, QUIET, False),
        ("Heading 1", 15, HEI, INK, True),
        ("Heading 2", 13, HEI, INK, True),
        ("Heading 3", 11, HEI, INK, True),
        ("Caption", 9, SONG, QUIET, False),
        ("List Bullet", 10.5, SONG, INK, False),
        ("Header", 9, SONG, QUIET, False),
        ("Footer", 9, SONG, QUIET, False),
    )
    for name, size, east, colour, bold in looks:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size, style.font.color.rgb = Pt(size), colour
        style.font.bold, style.font.italic = bold, False
        _faces(style.element.get_or_add_rPr(), east)
    for name in ("Title", "Subtitle"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    for name in ("Header", "Footer"):
        for stops in document.styles[name].element.findall(f".//{qn('w:tabs')}"):
            stops.getparent().remove(stops)
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), p.TAGS[paper.language])
        tag.set(qn("w:eastAsia"), p.TAGS["zh-hans"])


# -- The page ------------------------------------------------------------------------------------


def _page(document: Doc, paper: p.Paper) -> None:
    section = document.sections[0]
    across, down = (Cm(29.7), Cm(21)) if paper.wide else (Cm(21), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if paper.wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = across, down
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    head = section.header.paragraphs[0]
    _two_ends(head, _width_cm(document))
    _kept(head, p.plain(paper.issuer, lines=False) + "\t" + p.plain(paper.number, lines=False))
    foot = section.footer.paragraphs[0]
    _two_ends(foot, _width_cm(document))
    before, between, after = p.PAGES[paper.language]
    _kept(foot, p.plain(paper.foot, lines=False) + "\t" + before)
    _field(foot, "PAGE")
    _kept(foot, between)
    _field(foot, "NUMPAGES")
    _kept(foot, after)


def _kept(paragraph: Paragraph, text: str) -> None:
    """Put a text into a paragraph with its tabs and the white space at its ends."""
    run = paragraph.add_run(text)
    _faces(run._element.get_or_add_rPr(), SONG)


def _two_ends(paragraph: Paragraph, width: float) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Paragraph, code: str) -> None:
    """Put a number into a paragraph that the office program counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _width_cm(document: Doc) -> float:
    section = document.sections[0]
    whole = section.page_width or Cm(21)
    return (whole - (section.left_margin or 0) - (section.right_margin or 0)) / Cm(1)


def _about(document: Doc, paper: p.Paper) -> None:
    about = document.core_properties
    about.title = p.plain(paper.title, lines=False)[:255]
    about.author = about.last_modified_by = p.plain(paper.issuer, lines=False)[:255]
    about.subject = p.plain(paper.number, lines=False)[:255]
    about.language = p.TAGS[paper.language]
    about.comments = ""
    about.created = about.modified = datetime.combine(paper.dated, time())


# -- Tables --------------------------------------------------------------------------------------


def _facts(document: Doc, block: p.Facts, width: float) -> None:
    if not block.rows:
        return
    grid = _grid(document, len(block.rows), (width * 0.26, width * 0.74))
    for line, (name, value) in zip(grid.rows, block.rows, strict=True):
        cells = line.cells
        _words(cells[0].paragraphs[0], name).font.color.rgb = QUIET
        _words(cells[1].paragraphs[0], value)
    _below(document)


def _table(document: Doc, block: p.Table, width: float) -> None:
    widths = tuple(width * one for one in p.shares(block))
    grid = _grid(document, 1 + len(block.rows), widths)
    for line, texts in zip(grid.rows, (block.heads, *block.rows), strict=True):
        for place, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            _words(paragraph, text, bold=line._index == 0).font.size = Pt(9)
            if place in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    first = grid.rows[0]
    repeated = OxmlElement("w:tblHeader")
    first._tr.get_or_add_trPr().append(repeated)
    for cell in first.cells:
        _shade(cell, HEAD)
    _below(document)


def _bars(document: Doc, block: p.Bars, width: float) -> None:
    title = _words(document.add_paragraph(), block.title, bold=True)
    title.font.size = Pt(10)
    if not block.rows:
        return
    most = max(value for _label, value, _said in block.rows)
    step = width * 0.54 / UNITS
    grid = _grid(document, len(block.rows), (width * 0.28, *[step] * UNITS, width * 0.18))
    for line, (label, value, said) in zip(grid.rows, block.rows, strict=True):
        cells = line.cells
        _words(cells[0].paragraphs[0], label).font.size = Pt(9)
        _words(cells[-1].paragraphs[0], said).font.size = Pt(9)
        long = round(UNITS * value / most) if most else 0
        long = max(long, 1) if value else 0
        if long:
            _shade(cells[1].merge(cells[long]), BAR)
        if long < UNITS:
            cells[long + 1].merge(cells[UNITS])
    _below(document)


def _grid(document: Doc, rows: int, widths: tuple[float, ...]) -> Grid:
    """Make a table with lines between its rows and columns of given widths, in cm."""
    grid: Grid = document.add_table(rows, len(widths))
    grid.autofit = False
    _lines(grid)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for line in grid.rows:
        for cell, width in zip(line._tr.tc_lst, widths, strict=True):
            cell.width = Cm(width)
    return grid


def _lines(grid: Grid) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9CDD2")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = grid._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    # The order of a table's properties is fixed: its lines stand before its layout (ECMA-376).
    if layout is None:
        properties.append(borders)
    else:
        layout.addprevious(borders)


def _shade(cell: Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _below(document: Doc) -> None:
    """Leave a little room below a table; two tables would else grow together."""
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _steady(written: bytes) -> bytes:
    """Pack the parts anew with one time for all."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return into.getvalue()
