"""Print every requirement row with the tests that show it.

Reads ``docs/requirements.md`` for the rows and the test files for ``row`` marks. Test files are
parsed, never imported, so this needs no database and no installed package.

    python tools/rows.py                 every row, grouped as in the document, and totals
    python tools/rows.py --missing       only rows that no test shows
    python tools/rows.py --row R-034     one row with its tests

Ends with 1 when a test cites a row that the document does not have, 2 when the document or a test
file cannot be read.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW_LINE = re.compile(r"^\|\s*(R-\d{3})\s*\|([^|]*)\|([^|]*)\|([^|]*)\|\s*$")
HEADING = re.compile(r"^## (.+)$")


class UnreadableError(Exception):
    """The document or a test file cannot be understood; the message says where and why."""


@dataclass(frozen=True)
class Row:
    """One requirement row: its id, title, sentence, the rooms that hold it and its heading."""

    id: str
    title: str
    asks: str
    rooms: tuple[str, ...]
    heading: str


@dataclass(frozen=True)
class Citation:
    """A test that says it shows a row. `path` is relative to the root, with forward slashes."""

    row: str
    path: str
    line: int
    test: str


@dataclass(frozen=True)
class Standing:
    """Where a row stands, computed from its citations and from the rooms that exist."""

    row: Row
    citations: tuple[Citation, ...]
    missing_rooms: tuple[str, ...]

    @property
    def word(self) -> str:
        if not self.citations:
            return "not yet"
        return "partly" if self.missing_rooms else "built"

    def sentence(self) -> str:
        count = len(self.citations)
        if not count:
            return "not yet: no test"
        text = f"{self.word}: shown by {count} test{'' if count == 1 else 's'}"
        if self.missing_rooms:
            text += f" (not there yet: {', '.join(self.missing_rooms)})"
        return text


def read_rows(document: Path) -> list[Row]:
    """The rows in the order of the document.

    :raises UnreadableError: no document, no row in it, or the same row twice.
    """
    try:
        lines = document.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnreadableError(f"cannot read {document.name}: {error.strerror}") from error
    rows: dict[str, Row] = {}
    heading = ""
    for number, line in enumerate(lines, start=1):
        if found := HEADING.match(line):
            heading = found[1]
        if not (found := ROW_LINE.match(line)):
            if line.startswith("| R-"):
                raise UnreadableError(
                    f"{document.name}:{number}: a row needs id, title, text, rooms"
                )
            continue
        row_id, title, asks, rooms = (cell.strip() for cell in found.groups())
        if row_id in rows:
            raise UnreadableError(f"{document.name}:{number}: {row_id} stands twice")
        names = tuple(room.strip() for room in rooms.split(",") if room.strip())
        rows[row_id] = Row(row_id, title, asks, names, heading)
    if not rows:
        raise UnreadableError(f"{document.name} has no rows")
    return list(rows.values())


def read_citations(tests: Path, root: Path) -> list[Citation]:
    """Every ``row`` mark under `tests`, by file and line.

    A mark on a class or in a module's ``pytestmark`` counts for each test inside.

    :raises UnreadableError: a test file is not valid Python, or a mark names its row by anything
        but a string.
    """
    citations: list[Citation] = []
    for path in sorted(tests.rglob("test_*.py")):
        name = path.relative_to(root).as_posix()
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        except SyntaxError as error:
            raise UnreadableError(f"{name}:{error.lineno}: {error.msg}") from error
        citations.extend(_citations_in(tree.body, _pytestmark_rows(tree.body, name), name, ""))
    return citations


def standings(
    rows: Iterable[Row], citations: Iterable[Citation], existing_rooms: Iterable[str]
) -> list[Standing]:
    """One standing for each row, in the order given."""
    by_row: dict[str, list[Citation]] = {}
    for citation in citations:
        by_row.setdefault(citation.row, []).append(citation)
    there = set(existing_rooms)
    return [
        Standing(
            row,
            tuple(by_row.get(row.id, ())),
            tuple(room for room in row.rooms if room not in there),
        )
        for row in rows
    ]


def rooms_in(package: Path) -> list[str]:
    """The rooms that hold code: folders of the package with more in them than an empty start."""
    return sorted(
        folder.name
        for folder in package.iterdir()
        if folder.is_dir() and any(path.name != "__init__.py" for path in folder.glob("**/*.py"))
    )


def report(found: Sequence[Standing], *, missing: bool = False) -> str:
    """The rows under their headings, then the totals of all that was asked for."""
    lines: list[str] = []
    heading = ""
    for standing in found:
        if missing and standing.citations:
            continue
        if standing.row.heading != heading:
            heading = standing.row.heading
            lines += ["", heading]
        lines.append(f"  {standing.row.id}  {standing.row.title}")
        lines.append(f"         {standing.sentence()}")
        if not missing:
            lines += _tests_of(standing, "           ")
    counts = dict.fromkeys(("built", "partly", "not yet"), 0)
    for standing in found:
        counts[standing.word] += 1
    totals = ", ".join(f"{count} {word}" for word, count in counts.items())
    return "\n".join([*lines, "", f"{len(found)} rows: {totals}"]).lstrip("\n")


def one_row(standing: Standing) -> str:
    """All that is known of one row."""
    row = standing.row
    lines = [
        f"{row.id}  {row.title}",
        f"  {row.asks}",
        f"  rooms: {', '.join(row.rooms)}",
        f"  {standing.sentence()}",
        *_tests_of(standing, "    "),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(prog="rows", description="Requirement rows and their tests.")
    parser.add_argument("--missing", action="store_true", help="only rows that no test shows")
    parser.add_argument("--row", metavar="R-NNN", help="one row with its tests")
    options = parser.parse_args(arguments)
    try:
        rows = read_rows(root / "docs" / "requirements.md")
        citations = read_citations(root / "tests", root)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    found = standings(rows, citations, rooms_in(root / "gege"))
    known = {row.id for row in rows}
    if options.row:
        chosen = [standing for standing in found if standing.row.id == options.row]
        if not chosen:
            print(f"there is no row {options.row}", file=sys.stderr)
            return 1
        print(one_row(chosen[0]))
    else:
        print(report(found, missing=options.missing))
    unknown = [citation for citation in citations if citation.row not in known]
    for citation in unknown:
        print(
            f"{citation.path}:{citation.line}: {citation.test} cites {citation.row}, "
            "which docs/requirements.md does not have",
            file=sys.stderr,
        )
    return 1 if unknown else 0


def _citations_in(
    body: Iterable[ast.stmt], inherited: tuple[str, ...], path: str, prefix: str
) -> Iterator[Citation]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            rows = (
                inherited + _rows_of(node.decorator_list, path) + _pytestmark_rows(node.body, path)
            )
            yield from _citations_in(node.body, rows, path, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("test"):
                continue
            for row in dict.fromkeys(inherited + _rows_of(node.decorator_list, path)):
                yield Citation(row, path, node.lineno, f"{prefix}{node.name}")


def _pytestmark_rows(body: Iterable[ast.stmt], path: str) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    for node in body:
        if not isinstance(node, ast.Assign):
            continue
        if any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            value = node.value
            marks = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
            found += _rows_of(marks, path)
    return found


def _rows_of(marks: Iterable[ast.expr], path: str) -> tuple[str, ...]:
    """Rows named by marks, also by those inside ``parametrize(..., pytest.param(marks=...))``."""
    found: list[str] = []
    for mark in (node for decorator in marks for node in ast.walk(decorator)):
        if not isinstance(mark, ast.Call) or not ast.unparse(mark.func).endswith("mark.row"):
            continue
        for argument in mark.args:
            if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                raise UnreadableError(
                    f"{path}:{mark.lineno}: a row mark names its rows by plain strings"
                )
            found.append(argument.value)
    return tuple(found)


def _tests_of(standing: Standing, indent: str) -> list[str]:
    return [f"{indent}{it.path}:{it.line} {it.test}" for it in standing.citations]


if __name__ == "__main__":
    sys.exit(main())
