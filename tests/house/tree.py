"""The project's own files, read once and shared by the house tests. Nothing here imports a room."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gege"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("config",),
    ("exchange",),
    ("field", "hotline", "portal", "boards", "openapi", "simulate"),
    ("desk",),
    ("appraisal",),
    ("supervision",),
    ("services", "fieldwork"),
    ("matters",),
    ("registers",),
    ("staff",),
    ("territory",),
    ("notices",),
    ("trail",),
    ("kernel",),
)
"""The rooms from the top down; a room may import rooms of lower layers only."""

HEIGHT = {room: -level for level, rooms in enumerate(LAYERS) for room in rooms}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files that git tracks or would track, that exist, as absolute paths.

    A copy of the project without its history counts every file outside hidden folders.
    """
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        paths = [ROOT / name for name in listed.split("\0") if not name.startswith(".venv/")]
    else:
        paths = [path for path in ROOT.rglob("*") if not _is_hidden(path)]
    return tuple(sorted(path for path in paths if path.is_file()))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts[:-1])


@cache
def tracked_texts() -> tuple[tuple[str, str], ...]:
    """(path from the root, text) of each tracked file that is UTF-8."""
    found = []
    for path in tracked_files():
        try:
            found.append((name_of(path), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def name_of(path: Path) -> str:
    """The path from the root with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def sources(folder: str = "gege") -> tuple[Path, ...]:
    """Python files under a folder of the root, migrations left out."""
    return tuple(
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and name_of(path).startswith(f"{folder}/")
        and "migrations" not in path.parts
    )


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree; empty for a file that is not Python, which a test of its own reports."""
    try:
        return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def room_of(path: Path) -> str:
    """The room a source file is in; "" for the package's own files."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def rooms() -> tuple[str, ...]:
    """Rooms that exist as folders with code."""
    return tuple(sorted({room_of(path) for path in sources()} - {""}))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of each import, at any depth; ``from a import b`` gives ``a.b``.

    Relative imports are made absolute.
    """
    package = ("gege", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def told(findings: list[str], rule: str) -> str:
    """A message for a failed house rule: the rule and how to mend it, then each place."""
    return "\n".join(["", rule, *(f"  {finding}" for finding in findings)])
