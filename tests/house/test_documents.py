"""The documents say what is there: rows, rooms, commands, settings, links that lead on."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.house.tree import HEIGHT, PACKAGE, ROOT, name_of, rooms, sources, told, tracked_files
from tools.rows import read_rows

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
OPERATIONS = ROOT / "docs" / "operations.md"
DECISIONS = ROOT / "docs" / "decisions"


def test_the_requirements_have_all_111_rows() -> None:
    ids = [row.id for row in read_rows(ROOT / "docs" / "requirements.md")]
    assert ids == [f"R-{number:03}" for number in range(1, 112)]


def test_every_row_names_rooms_of_the_map() -> None:
    stray = [
        f"{row.id}: {room or '(none)'}"
        for row in read_rows(ROOT / "docs" / "requirements.md")
        for room in row.rooms or ("",)
        if room not in HEIGHT
    ]
    assert stray == [], told(stray, "A row is held by rooms that docs/map.md knows.")


def test_every_room_is_on_the_map() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    unknown = [room for room in sorted({*HEIGHT, *rooms()}) if f"### {room}\n" not in text]
    assert unknown == [], told(unknown, "Give the room a heading and a paragraph in docs/map.md.")


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in _documents():
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            aim = (path.parent / file).resolve() if file else path
            if not aim.exists():
                broken.append(f"{name_of(path)}: {target}")
            elif anchor and aim.suffix == ".md" and anchor not in _anchors(aim):
                broken.append(f"{name_of(path)}: {target} (no such heading)")
    assert broken == [], told(broken, "Mend the link or write the page.")


def test_decision_records_are_numbered_in_order_and_alike() -> None:
    records = sorted(DECISIONS.glob("[0-9]*.md"))
    numbers = [record.name[:4] for record in records]
    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    shapeless = [
        f"{record.name}: no {heading!r}"
        for record in records
        for heading in ("## Why", "## What follows")
        if heading not in record.read_text(encoding="utf-8")
    ]
    assert shapeless == [], told(shapeless, "A record says what is decided, why, and what follows.")


def test_every_command_is_in_the_operations_handbook() -> None:
    cli = pytest.importorskip("gege.config.cli", reason="the command is not there yet")
    groups = [value for value in vars(cli).values() if isinstance(value, click.Group)]
    found = max((_commands(group) for group in groups), key=len, default=[])
    text = _operations()
    unsaid = [f"gege {name}" for name in found if f"gege {name}" not in text]
    assert unsaid == [], told(unsaid, "Describe the command in docs/operations.md.")


def test_every_setting_is_in_the_operations_handbook() -> None:
    text = _operations()
    unsaid = [name for name in sorted(_settings_read()) if name not in text]
    assert unsaid == [], told(unsaid, "Describe the environment variable in docs/operations.md.")


def _documents() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


def _anchors(path: Path) -> set[str]:
    found = set()
    for heading in re.findall(r"^#{1,6} (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
        kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        found.add(kept.replace(" ", "-"))
    return found


def _operations() -> str:
    if not OPERATIONS.exists():
        pytest.skip("docs/operations.md is not there yet")
    return OPERATIONS.read_text(encoding="utf-8")


def _commands(group: click.Group, prefix: str = "") -> list[str]:
    """Every command by the words that call it, without the name of the program."""
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        whole = f"{prefix}{name}"
        found += _commands(command, f"{whole} ") if isinstance(command, click.Group) else [whole]
    return found


def _settings_read() -> set[str]:
    """Names of environment variables that a source file of the configuration reads."""
    named = re.compile(r"""["']((?:GEGE_[A-Z0-9_]+|DATABASE_URL|PORT|SECRET_KEY))["']""")
    found: set[str] = set()
    for path in sources():
        if path.is_relative_to(PACKAGE / "config"):
            found |= set(named.findall(path.read_text(encoding="utf-8")))
    return found
