"""A paper as PDF: A4, its letters inside, the same bytes for the same paper."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import PageBreak as BreakHere

from gege.kernel.papers import paper as p
from gege.kernel.papers.letters import WRITING, Letters, letters

MARGIN: Final = 20 * mm
INK: Final = HexColor(0x1F2328)
QUIET: Final = HexColor(0x57606A)
LINE: Final = HexColor(0xC9CDD2)
HEAD: Final = HexColor(0xEEF1F1)
ACCENT: Final = HexColor(0x0F5C63)
ROOM_BELOW: Final = 30 * mm
_SIZES: Final = {1: 14.0, 2: 12.0, 3: 10.5}


def written(paper: p.Paper) -> bytes:
    """Write a paper as PDF. Raises PaperFontError where the letters are missing."""
    with WRITING:
        return _Writer(paper, letters()).written()


class _Writer:
    """One paper being written."""

    def __init__(self, paper: p.Paper, face: Letters) -> None:
        self.paper, self.face = paper, face
        self.size = landscape(A4) if paper.wide else A4
        self.width = self.size[0] - 2 * MARGIN
        self.headings, self.level = 0, -1

    def written(self) -> bytes:
        into = BytesIO()
        issuer = p.plain(self.paper.issuer, lines=False)
        document = BaseDocTemplate(
            into,
            pagesize=self.size,
            title=p.plain(self.paper.title, lines=False),
            author=issuer,
            subject=p.plain(self.paper.number, lines=False),
            creator="Gege",
            lang=p.TAGS[self.paper.language],
            invariant=1,
        )
        frame = Frame(
            MARGIN,
            MARGIN,
            self.width,
            self.size[1] - 2 * MARGIN - 4 * mm,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        document.addPageTemplates(PageTemplate("page", [frame]))
        document.build(self._story(), canvasmaker=self._canvas_maker())
        return into.getvalue()

    # -- Text --------------------------------------------------------------------------------

    def style(self, size: float = 10.5, *, bold: bool = False, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            "text",
            fontName=self.face.bold if bold else self.face.regular,
            fontSize=size,
            leading=size * 1.5,
            textColor=more.pop("textColor", INK),
            wordWrap="CJK",
            **more,
        )

    def words(self, text: str, style: ParagraphStyle, **more: Any) -> Paragraph:
        """Make a paragraph of what somebody typed: nothing in it is markup."""
        shown = escape(self.face.shown(p.plain(text)))
        return Paragraph(shown.replace("\n", "<br/>"), style, **more)

    # -- Blocks ------------------------------------------------------------------------------

    def _story(self) -> list[Flowable]:
        paper = self.paper
        under = " · ".join(one for one in (paper.issuer, paper.number, paper.day) if one)
        story: list[Flowable] = [
            self.words(paper.title, self.style(18, bold=True, alignment=TA_CENTER, spaceAfter=4)),
            self.words(under, self.style(9.5, textColor=QUIET, alignment=TA_CENTER, spaceAfter=14)),
        ]
        for block in paper.blocks:
            story += self._flowables(block)
        return story

    def _flowables(self, block: p.Block) -> list[Flowable]:
        match block:
            case p.Heading():
                return self._heading(block)
            case p.Text():
                return [self.words(block.text, self.style(spaceAfter=6))]
            case p.Note():
                return [self.words(block.text, self.style(8.5, textColor=QUIET, spaceAfter=6))]
            case p.Items():
                style = self.style(leftIndent=14, bulletIndent=2, spaceAfter=3)
                return [self.words(one, style, bulletText="•") for one in block.texts]
            case p.Facts():
                return self._facts(block)
            case p.Table():
                return self._table(block)
            case p.Bars():
                return self._bars(block)
            case p.PageBreak():
                return [BreakHere()]

    def _heading(self, block: p.Heading) -> list[Flowable]:
        style = self.style(_SIZES[block.level], bold=True, spaceBefore=12, spaceAfter=5)
        self.headings += 1
        # An outline goes down by one level at a time.
        self.level = min(block.level - 1, self.level + 1)
        line = p.plain(block.text, lines=False)
        mark = _Mark(f"heading-{self.headings}", line, self.level)
        # No heading at the foot of a page: something of what follows stands below it.
        return [CondPageBreak(ROOM_BELOW), mark, self.words(block.text, style)]

    def _facts(self, block: p.Facts) -> list[Flowable]:
        if not block.rows:
            return []
        name, value = self.style(9.5, textColor=QUIET), self.style(9.5)
        cells = [[self.words(a, name), self.words(b, value)] for a, b in block.rows]
        look = [("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
        return self._grid(cells, (0.26, 0.74), look, heads=0)

    def _table(self, block: p.Table) -> list[Flowable]:
        size = 7.5 if self.paper.wide else 8.5
        head, cell = self.style(size, bold=True), self.style(size)
        head_right = self.style(size, bold=True, alignment=TA_RIGHT)
        cell_right = self.style(size, alignment=TA_RIGHT)
        cells = [
            [
                self.words(text, head_right if place in block.numeric else head)
                for place, text in enumerate(block.heads)
            ],
            *(
                [
                    self.words(text, cell_right if place in block.numeric else cell)
                    for place, text in enumerate(row)
                ]
                for row in block.rows
            ),
        ]
        look = [
            ("BACKGROUND", (0, 0), (-1, 0), HEAD),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ("LINEABOVE", (0, 0), (-1, 0), 0.8, ACCENT),
        ]
        return self._grid(cells, p.shares(block), look, heads=1)

    def _grid(
        self,
        cells: list[list[Paragraph]],
        parts: tuple[float, ...],
        look: list[tuple[Any, ...]],
        *,
        heads: int,
    ) -> list[Flowable]:
        """Make a table whose rows may run over several pages."""
        padding = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
        grid = LongTable(
            cells,
            colWidths=[self.width * one for one in parts],
            repeatRows=heads,
            splitByRow=1,
            splitInRow=1,
            style=TableStyle(look + padding),
        )
        return [grid, Spacer(1, 8)]

    # -- Bars --------------------------------------------------------------------------------

    def _bars(self, block: p.Bars) -> list[Flowable]:
        title = self.words(block.title, self.style(9.5, bold=True, spaceAfter=2))
        most = max((value for _label, value, _said in block.rows), default=0.0)
        rows: list[Flowable] = [self._bar(row, most) for row in block.rows]
        # The title stays with the first bars; a chart of many goes over several pages.
        return [KeepTogether([title, *rows[:8]]), *rows[8:], Spacer(1, 8)]

    def _bar(self, row: tuple[str, float, str], most: float) -> Drawing:
        label, value, said = row
        left, right = self.width * 0.28, self.width * 0.16
        long = (self.width - left - right) * (value / most if most else 0.0)
        drawing = Drawing(self.width, 15)
        named = self.fitted(label, 8.5, left - 6)
        drawing.add(self._string(0, named))
        drawing.add(Line(left, 0, left, 15, strokeColor=LINE, strokeWidth=0.5))
        if long:
            bar = Rect(left, 3, long, 9)
            bar.fillColor, bar.strokeColor = ACCENT, None
            drawing.add(bar)
        drawing.add(self._string(left + long + 4, self.fitted(said, 8.5, right - 4)))
        return drawing

    def _string(self, x: float, text: str) -> String:
        return String(x, 4.5, text, fontName=self.face.regular, fontSize=8.5, fillColor=INK)

    def fitted(self, text: str, size: float, width: float) -> str:
        """Return a text in one line, cut where it would be wider than `width` points."""
        line = self.face.shown(p.plain(text, lines=False)[:300])
        if stringWidth(line, self.face.regular, size) <= width:
            return line
        while line and stringWidth(line + "…", self.face.regular, size) > width:
            line = line[:-1]
        return line + "…"

    # -- The edges of a page -----------------------------------------------------------------

    def _canvas_maker(self) -> Callable[..., Canvas]:
        writer = self

        class Numbered(Canvas):
            """A canvas that knows how many pages there are before it ends them."""

            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, **more)
                self._kept: list[dict[str, Any]] = []

            def showPage(self) -> None:  # noqa: N802 - its name there
                self._kept.append(dict(self.__dict__))
                self._startPage()  # type: ignore[attr-defined]  # missing in the stubs

            def save(self) -> None:
                for number, page in enumerate(self._kept, start=1):
                    self.__dict__.update(page)
                    writer.edges(self, number, len(self._kept))
                    super().showPage()
                super().save()

        return Numbered

    def edges(self, canvas: Canvas, number: int, pages: int) -> None:
        """Draw the head and the foot of a page."""
        width, height = self.size
        half = self.width / 2 - 6
        canvas.setFont(self.face.regular, 8.5)
        canvas.setFillColor(QUIET)
        top, bottom = height - MARGIN + 3 * mm, MARGIN - 8 * mm
        canvas.drawString(MARGIN, top, self.fitted(self.paper.issuer, 8.5, half))
        canvas.drawRightString(width - MARGIN, top, self.fitted(self.paper.number, 8.5, half))
        before, between, after = p.PAGES[self.paper.language]
        canvas.drawString(MARGIN, bottom, self.fitted(self.paper.foot, 8.5, self.width * 0.7))
        canvas.drawRightString(width - MARGIN, bottom, f"{before}{number}{between}{pages}{after}")
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, top - 2 * mm, width - MARGIN, top - 2 * mm)


class _Mark(Flowable):
    """Where a heading stands, for the outline of the file; it takes no room."""

    def __init__(self, key: str, line: str, level: int) -> None:
        super().__init__()
        self.key, self.line, self.level = key, line, level

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.key, 0, 0)
        self.canv.addOutlineEntry(self.line, self.key, self.level, closed=False)
