"""In which encoding a text file is written, by trying it, with the evidence.

There are few candidates in a county, and whole files can be tried: UTF-8 has a shape that other
text hardly meets by chance, so a file that decodes to its end is UTF-8; GB 18030 holds GBK and
GB 2312 and takes almost anything, so it is asked whether the characters are common ones. General
detectors guess from statistics of short samples among dozens of encodings, and were not wanted.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gege.registers.files.faults import FileError

_BLOCK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_BROKEN: Final = 0.001
"""A text may have so many unreadable characters of all, and is then read with marks."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """`evidence`: ``mark`` (a byte order mark), ``ascii``, ``whole`` (every byte was decoded),
    ``cut`` (to the last, unfinished character) or ``broken`` (some characters are unreadable).

    `common` is the share of the commonest 3,755 characters (GB 2312, level 1) among the Chinese
    ones of the beginning: about 0.98 for real text, far less for a wrong encoding.
    """

    name: str
    evidence: str
    common: float


def detect(path: Path) -> Encoding:
    """Return the encoding of a text file. Raises FileError ``empty`` or ``encoding``."""
    with path.open("rb") as file:
        beginning = file.read(65_536)
    if not beginning.strip():
        raise FileError("empty")
    for mark, name in _MARKS:
        if beginning.startswith(mark):
            return Encoding(name, "mark", _common(beginning.decode(name, "ignore")))
    tried = [_tried(path, name) for name in ("utf-8", "gb18030")]
    sound = [found for found in tried if found and found.evidence != "broken" and _is_text(found)]
    if sound:
        # Short text of GB 18030 may have the shape of UTF-8, but then of no Chinese characters.
        by_chance = sound[0].name == "utf-8" and sound[0].common == 0.0
        return sound[-1] if by_chance else sound[0]
    broken = [found for found in tried if found is not None and _is_text(found)]
    if broken:
        return broken[0]
    raise FileError("encoding")


def _tried(path: Path, name: str) -> Encoding | None:
    """Decode a whole file; None when more than a few characters cannot be read."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    ascii_only, sample, cut = True, "", False
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                ascii_only = ascii_only and block.isascii()
                text = decoder.decode(block)
                sample = sample or text
            cut = bool(decoder.getstate()[0])
        except UnicodeDecodeError:
            return _broken(path, name)
    if ascii_only:
        return Encoding("utf-8", "ascii", 1.0)
    return Encoding(name, "cut" if cut else "whole", _common(sample))


def _broken(path: Path, name: str) -> Encoding | None:
    decoder = codecs.getincrementaldecoder(name)("replace")
    broken, many, sample = 0, 0, ""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = decoder.decode(block)
            sample = sample or text
            broken, many = broken + text.count("\ufffd"), many + len(text)
    few = broken <= max(3, many * _MOST_BROKEN)
    return Encoding(name, "broken", _common(sample)) if few else None


def _is_text(found: Encoding) -> bool:
    return found.name == "utf-8" or found.common > 0.6


def _common(text: str) -> float:
    """The share of level 1 of GB 2312 (rows 16 to 55) among the Chinese characters."""
    chinese = [sign for sign in text[:20_000] if "\u3400" <= sign <= "\u9fff"]
    if not chinese:
        return 1.0 if text.isascii() else 0.0
    common = 0
    for sign in chinese:
        try:
            common += sign.encode("gb2312")[0] <= 0xD7
        except UnicodeEncodeError:
            continue
    return common / len(chinese)
