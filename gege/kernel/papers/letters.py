"""The letters of a PDF: TrueType fonts that stand inside the file, so that it reads anywhere.

Noto Sans SC comes with the browser parts at set-up; an operator may name another font. It is
read once in a process, when the first paper is written.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "fonts"
REGULAR: Final = FOLDER / "NotoSansSC_400Regular.ttf"
BOLD: Final = FOLDER / "NotoSansSC_700Bold.ttf"
WRITING: Final = Lock()
"""Held while a PDF is written: a font keeps its place while it is read."""


class PaperFontError(Exception):
    """The letters cannot be had; the sentence says how to mend it."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The fonts of papers: their names for reportlab, and the characters both have."""

    regular: str
    bold: str
    known: frozenset[int]

    def shown(self, text: str) -> str:
        """Name what the fonts lack by its code, as 〔U+20BB7〕: nothing goes missing in a paper.
        Joiners and selectors of variants, which nobody sees, go."""
        if all(ord(sign) in self.known or sign in "\n\xa0" for sign in text):
            return text
        return "".join(
            sign if ord(sign) in self.known or sign in "\n\xa0" else f"〔U+{ord(sign):04X}〕"
            for sign in text
            if not _unseen(sign)
        )


def _unseen(sign: str) -> bool:
    return sign == "\u200d" or "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


class _Chosen:
    regular: Path = REGULAR
    bold: Path = BOLD
    letters: Letters | None = None
    taken = 0


def choose_letters(regular: str | Path = "", bold: str | Path = "") -> None:
    """Take another TrueType font; without a bold one it serves for both. "" for the own one."""
    with WRITING:
        _Chosen.regular = Path(regular) if regular else REGULAR
        _Chosen.bold = Path(bold) if bold else (_Chosen.regular if regular else BOLD)
        _Chosen.letters = None


def letters_problem() -> str:
    """Return what is wrong with the chosen fonts, "" when their files are there."""
    for path in (_Chosen.regular, _Chosen.bold):
        if not path.is_file():
            return f"The font of papers is missing: {path.name}."
    return ""


def letters() -> Letters:
    """Return the fonts, read at the first call; call it under WRITING.

    Raises PaperFontError.
    """
    # inline: reportlab is loaded with the first paper
    from reportlab.pdfbase import pdfmetrics  # inline: as above
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # inline: as above

    if _Chosen.letters is None:
        if problem := letters_problem():
            mend = "Run `make setup`, or name a TrueType font in GEGE_PAPER_FONT."
            raise PaperFontError(f"{problem} {mend}")
        _Chosen.taken += 1
        names = (f"paper-{_Chosen.taken}", f"paper-bold-{_Chosen.taken}")
        known: list[frozenset[int]] = []
        for name, path in zip(names, (_Chosen.regular, _Chosen.bold), strict=True):
            try:
                font = TTFont(name, str(path))
            except (TTFError, OSError) as error:
                says = f"The font {path.name} cannot be read: {error}."
                mend = "Name a TrueType font (.ttf with TrueType outlines) in GEGE_PAPER_FONT."
                raise PaperFontError(f"{says} {mend}") from error
            pdfmetrics.registerFont(font)
            known.append(frozenset(font.face.charToGlyph))
        _Chosen.letters = Letters(*names, known[0] & known[1])
    return _Chosen.letters
