"""What stands in a file: rows, and for each column how full it is, its shapes, and what is odd."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.kernel.personal.placeholders import is_placeholder
from gege.registers.files.meanings import Meaning, guess
from gege.registers.files.opening import Opened
from gege.registers.files.tables import Mark

SAMPLE: Final = 2_000
"""So many values of a column are read closely: the first half, then some of all the others."""
MOST_DISTINCT: Final = 5_000
MOST_SHAPES: Final = 500
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A column. `distinct` is counted up to `MOST_DISTINCT`; `shapes` are the commonest, with how
    many of the sample have them; `examples` are masked. `meaning` is a guess that `fit` of the
    sample agree with. `findings` count cells by the words of `Mark`, and those of a close look:
    ``placeholder``, ``cut_to_15``, ``scientific``, ``check_digit``, ``zero_lost``.
    """

    heading: str
    filled: int
    distinct: int
    shapes: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]
    meaning: Meaning
    fit: float
    shortest: int
    longest: int
    findings: dict[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """A file: its lines of data, lines with more cells than headings, and its columns."""

    rows: int
    too_wide: int
    columns: tuple[ColumnProfile, ...]


class _Column:
    """What is counted while the lines go by."""

    def __init__(self) -> None:
        self.filled = 0
        self.distinct: set[int] = set()
        self.sample: list[str] = []
        self.marks: Counter[str] = Counter()
        self.shortest, self.longest = 0, 0

    def take(self, cell: str) -> None:
        self.filled += 1
        if len(self.distinct) < MOST_DISTINCT:
            self.distinct.add(hash(cell))
        length = len(cell)
        self.longest = max(self.longest, length)
        self.shortest = min(self.shortest or length, length)
        # The first ones, then every so manyth: the places do not depend on luck.
        if len(self.sample) < SAMPLE // 2 or (self.filled % 997 == 0 and len(self.sample) < SAMPLE):
            self.sample.append(cell)


def profile(opened: Opened, *, today: date, tell: Callable[[int], None] | None = None) -> Profile:
    """Read a file once and return its profile; `tell` hears every 10,000 lines how many.

    Memory does not grow with the file. Raises what `Opened.rows` raises.
    """
    columns = [_Column() for _heading in opened.header]
    rows, too_wide, width = 0, 0, len(columns)
    for line in opened.rows():
        rows += 1
        for column, cell in zip(columns, line.cells, strict=False):
            if cell and (bare := cell.strip()):
                column.take(bare)
        if line.marks:
            too_wide += line.marks.get(width) is Mark.MORE
            for place, mark in line.marks.items():
                if place < width:
                    columns[place].marks[mark] += 1
        if tell is not None and rows % 10_000 == 0:
            tell(rows)
    found = zip(opened.header, columns, strict=True)
    return Profile(rows, too_wide, tuple(_of(heading, one, today) for heading, one in found))


def _of(heading: str, column: _Column, today: date) -> ColumnProfile:
    shapes: Counter[str] = Counter()
    for cell in column.sample:
        shape = shape_of(cell)
        if shape in shapes or len(shapes) < MOST_SHAPES:
            shapes[shape] += 1
    meant = [cell for cell in column.sample if not is_placeholder(cell)]
    meaning, fit = guess(heading, meant, len(column.distinct), today)
    findings = Counter({str(mark): many for mark, many in column.marks.items()})
    findings["placeholder"] = len(column.sample) - len(meant)
    findings += _close_look(meaning, meant, today)
    if column.marks[Mark.NUMERIC] and meaning is Meaning.PHONE:
        findings["zero_lost"] = sum(len(cell) == 10 and cell[0] != "1" for cell in meant)
    shown = dict.fromkeys(masked(cell, meaning) for cell in column.sample[: SHOWN * 4])
    return ColumnProfile(
        heading,
        column.filled,
        len(column.distinct),
        tuple(shapes.most_common(SHOWN)),
        tuple(shown)[:SHOWN],
        meaning,
        round(fit, 3),
        column.shortest,
        column.longest,
        {word: many for word, many in sorted(findings.items()) if many},
    )


def _close_look(meaning: Meaning, values: list[str], today: date) -> Counter[str]:
    found: Counter[str] = Counter()
    if meaning is not Meaning.CITIZEN_NUMBER:
        return found
    for value in values:
        read = read_citizen_cell(value, today=today)
        found.update(read.problems)
        if read.converted:
            found["fifteen_digits"] += 1
        if read.state in (CellState.MASKED, CellState.TEMPORARY):
            found[str(read.state)] += 1
    return found


def shape_of(text: str) -> str:
    """Return the shape of a text: 9 for digits, 字 for Chinese, A for letters, with their runs.

    ``511622200103050011`` is ``9×18``, ``解放路12号`` is ``字×3 9×2 字``.
    """
    parts: list[list[str | int]] = []
    for sign in text[:200]:
        kind = "9" if sign.isdigit() else _letter(sign)
        if parts and parts[-1][0] == kind:
            parts[-1][1] = int(parts[-1][1]) + 1
        else:
            parts.append([kind, 1])
    written = [f"{kind}×{many}" if many != 1 else f"{kind}" for kind, many in parts[:12]]
    return " ".join(written) + (" …" if len(parts) > 12 else "")


def _letter(sign: str) -> str:
    if "\u3400" <= sign <= "\u9fff":
        return "字"
    return "A" if sign.isalpha() else "␣" if sign.isspace() else sign


def masked(text: str, meaning: Meaning) -> str:
    """Return an example that names nobody: the beginning and little else."""
    if meaning in (Meaning.SEX, Meaning.CODE_LIST, Meaning.AREA_CODE, Meaning.SERIAL):
        return text[:20]
    if len(text) <= 1:
        return "*"
    if len(text) <= 4:
        return text[0] + "*" * (len(text) - 1)
    kept = 3 if len(text) < 12 else 6
    return text[:kept] + "*" * min(len(text) - kept, 12)
