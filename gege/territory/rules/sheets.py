"""Reading a CSV file that a person sends: encodings, cut files, headers; problems by row."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gege.territory.rules.problems import Problem, problem

MOST_BYTES = 8_000_000
MOST_ROWS = 50_000
_CUT_TAIL = 4


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: its name (for messages) and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `number` counts from 1 with the header as row 1; values are stripped."""

    file: str
    number: int
    values: Mapping[str, str]

    @property
    def where(self) -> str:
        return f"{self.file}:{self.number}"


def decode(file: SourceFile) -> tuple[str, list[Problem]]:
    """The text of a file in UTF-8 or UTF-16 with a mark, UTF-8, or GB 18030 (GBK, GB 2312)."""
    data = file.data
    if len(data) > MOST_BYTES:
        return "", [problem("file_too_big", file.name, bytes=len(data), most=MOST_BYTES)]
    if not data.strip():
        return "", [problem("file_empty", file.name)]
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), []
        if b"\x00" in data:
            return "", [problem("not_text", file.name)]
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        # A UTF-8 file cut inside its last character is a cut file, not a GBK one.
        if error.start >= len(data) - _CUT_TAIL and error.start > 0 and not data.isascii():
            row = data.count(b"\n") + 1
            if _is_utf8(data[: error.start]) and data[: error.start].strip():
                return "", [problem("file_cut", f"{file.name}:{row}")]
    try:
        return data.decode("gb18030"), []
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return "", [problem("unknown_encoding", f"{file.name}:{row}")]


def _is_utf8(data: bytes) -> bool:
    try:
        return any(ord(char) > 127 for char in data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False


def read_sheet(
    file: SourceFile, columns: Mapping[str, Collection[str]], needed: Sequence[str]
) -> tuple[list[Line], list[Problem]]:
    """The rows of a CSV file with its columns under their own names.

    `columns`: own name -> the headings that mean it (compared in lower case). Columns that mean
    nothing here are left out. Problems: what `decode` finds, a header that lacks a needed column or
    has it twice, rows with too few or too many cells, an open quotation mark, too many rows.
    """
    text, problems = decode(file)
    if problems:
        return [], problems
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    header: list[str] | None = None
    places: dict[int, str] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = cells
                places, problems = _places(file.name, header, columns, needed)
                if problems:
                    return [], problems
                continue
            where = f"{file.name}:{reader.line_num}"
            if len(lines) >= MOST_ROWS:
                return [], [problem("too_many_rows", where, most=MOST_ROWS)]
            if len(cells) != len(header):
                kind = "row_cut" if len(cells) < len(header) else "row_too_long"
                problems.append(problem(kind, where, cells=len(cells), header=len(header)))
                continue
            values = {name: cells[i].strip() for i, name in places.items()}
            lines.append(Line(file.name, reader.line_num, values))
    except csv.Error:
        problems.append(problem("file_cut", f"{file.name}:{reader.line_num}"))
    if not lines and not problems:
        problems.append(problem("file_empty", file.name))
    return lines, problems


def _places(
    name: str, header: list[str], columns: Mapping[str, Collection[str]], needed: Sequence[str]
) -> tuple[dict[int, str], list[Problem]]:
    meant = {heading.lower(): own for own, headings in columns.items() for heading in headings}
    places: dict[int, str] = {}
    problems: list[Problem] = []
    for index, heading in enumerate(header):
        own = meant.get(heading.strip().lower())
        if own is None:
            continue
        if own in places.values():
            problems.append(problem("column_twice", f"{name}:1", column=heading.strip()))
        places[index] = own
    seen = ", ".join(heading.strip()[:20] for heading in header[:8])
    for own in needed:
        if own not in places.values():
            wanted = " / ".join(sorted(columns[own]))
            problems.append(problem("no_column", f"{name}:1", wanted=wanted, seen=seen))
    return places, problems
