"""Delimited text: commas, semicolons, tabs or bars, with or without quotation marks."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from gege.registers.files.faults import FileError
from gege.registers.files.limits import Limits
from gege.registers.files.tables import BROKEN, Line, Mark

DELIMITERS: Final = (",", "\t", ";", "|", "，", "^")
_SAMPLE: Final = 64


def sniff(lines: list[str]) -> str:
    """Return the delimiter of the first lines: the one that cuts most of them alike.

    A comma when nothing cuts them: a file of one column.
    """
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        if not counts:
            continue
        (width, times), *_others = Counter(counts).most_common(1)
        score = (times / len(counts)) ** 2 * min(width - 1, 12)
        if score > most:
            best, most = delimiter, score
    return best


def beginning(path: Path, encoding: str) -> list[str]:
    """Return the first lines of a text file, for sniffing."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        text = file.read(200_000).replace("\0", "")
    return text.splitlines(keepends=True)[:_SAMPLE]


def rows(path: Path, encoding: str, delimiter: str, limits: Limits) -> Iterator[Line]:
    """Yield all lines, also empty ones; the number is that of the first line of text in the file.

    NUL bytes are left out. Raises FileError ``cell_too_long`` (with the line) and
    ``too_many_columns``.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(_without_nul(file, limits), delimiter=delimiter)
        number = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileError("cell_too_long", line=number, most=limits.cell) from error
            if len(row) > limits.columns and any(row[limits.columns :]):
                raise FileError("too_many_columns", most=limits.columns)
            if any(len(cell) > limits.cell for cell in row):
                raise FileError("cell_too_long", line=number, most=limits.cell)
            yield (
                Line(number, tuple(row), _marks(row))
                if BROKEN in "".join(row)
                else Line(number, tuple(row))
            )
            number = reader.line_num + 1


def _marks(row: Iterable[str]) -> dict[int, Mark]:
    return {place: Mark.BROKEN for place, cell in enumerate(row) if BROKEN in cell}


def _without_nul(file: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    """Yield lines; a line without an end in sight is read in pieces, not at once."""
    most = limits.cell * 4
    number = 0
    while line := file.readline(most):
        number += 1
        if len(line) >= most:
            raise FileError("cell_too_long", line=number, most=limits.cell)
        yield line.replace("\0", "") if "\0" in line else line
