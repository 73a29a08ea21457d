"""What every kind of file is read into: lines of cells, marked where one is no plain text."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Mark(StrEnum):
    """What a reader should know about a cell or a line.

    DAMAGED: a long number that the spreadsheet kept as a sum, with only fifteen digits. FORMULA:
    a formula; its last known value is taken and nothing is computed. ERROR: #N/A and the like.
    NUMERIC: a number whose leading zeros would be lost. MORE: cells beyond the headings, kept at
    the end. BROKEN: characters that could not be read.
    """

    DAMAGED = "damaged"
    FORMULA = "formula"
    ERROR = "error"
    NUMERIC = "numeric"
    MORE = "more"
    BROKEN = "broken"


NONE: Final[Mapping[int, Mark]] = MappingProxyType({})


class Line(NamedTuple):
    """A line of data: its number as a person counts it, its cells, and marks by their place."""

    number: int
    cells: tuple[str, ...]
    marks: Mapping[int, Mark] = NONE


BROKEN: Final = "\ufffd"
"""What stands for a character that could not be read."""
