"""Rooms lie in layers, have one door each, and say at the top of a file what they use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import (
    HEIGHT,
    LAYERS,
    ROOT,
    imports_of,
    name_of,
    parsed,
    room_of,
    rooms,
    sources,
    told,
)

JUNK_DRAWERS = {"utils", "util", "common", "helpers", "helper", "services", "misc"}
SERVICES_ROOM = "gege/services"
ROOMS_WITHOUT_A_DOOR = {"kernel", "config"}
"""The kernel is plain Python that anybody may read; nobody imports the configuration."""

FROM_OUTSIDE: dict[str, set[str]] = {
    "config": {"urls", "jobs", "commands", "apps", "models", "middleware", "context"},
    "staff": {"access"},
}
"""What may be imported past the door: `config` puts together the routes, commands and jobs of
every room, and any room may mark its views with `gege.staff.access`."""


def test_every_room_has_its_place_in_the_layers() -> None:
    stray = [room for room in rooms() if room not in HEIGHT]
    assert stray == [], told(
        stray, "Name the room in LAYERS here, in docs/map.md and the import contracts."
    )


def test_imports_between_rooms_go_down_only() -> None:
    upward = [
        f"{name_of(path)}:{line}: imports {name}"
        for path, line, name, room, other in _between_rooms()
        if HEIGHT.get(other, 0) >= HEIGHT.get(room, 0)
    ]
    order = " > ".join(" | ".join(layer) for layer in LAYERS)
    assert upward == [], told(upward, f"Imports go down: {order}.")


def test_a_room_is_entered_through_its_door() -> None:
    past = []
    for path, line, name, room, other in _between_rooms():
        if other in ROOMS_WITHOUT_A_DOOR:
            continue
        inner = name.split(".")[2] if name.count(".") >= 2 else ""
        # A door with many names is a folder; from outside it is one door all the same.
        if (inner == "api" and not _is_part_of_a_door(name)) or (
            room == "config" and inner in FROM_OUTSIDE["config"]
        ):
            continue
        if inner in FROM_OUTSIDE.get(other, set()) and other != "config":
            continue
        past.append(f"{name_of(path)}:{line}: imports {name}")
    assert past == [], told(
        past,
        'Import from gege.<room>.api, and name models for foreign keys as strings ("room.Model").',
    )


def test_a_door_says_what_is_behind_it() -> None:
    silent = [
        name_of(path)
        for path in sources()
        if (path.name == "api.py" or path.parent.name == "api")
        and not any(
            isinstance(node, ast.Assign | ast.AnnAssign) and "__all__" in ast.unparse(node)
            for node in parsed(path).body
        )
    ]
    assert silent == [], told(
        silent, "An api.py, and each file of an api/, lists its public names in __all__."
    )


def test_no_module_is_a_junk_drawer() -> None:
    drawers = [
        name_of(path)
        for path in sources()
        if (path.stem in JUNK_DRAWERS or JUNK_DRAWERS & set(path.relative_to(ROOT).parts[1:-1]))
        and not name_of(path).startswith(f"{SERVICES_ROOM}/")
    ]
    assert drawers == [], told(drawers, "Name the module after what it knows.")


def test_own_code_is_imported_at_the_top_of_the_file() -> None:
    inner = []
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in _imports_inside_functions(parsed(path)):
            if not _is_own(node):
                continue
            around = " ".join(lines[max(node.lineno - 2, 0) : node.end_lineno])
            if "# inline: " not in around:
                inner.append(f"{name_of(path)}:{node.lineno}: {lines[node.lineno - 1].strip()}")
    assert inner == [], told(
        inner, "Import at the top, or say why not on the line or above it: `# inline: <reason>`."
    )


def _is_part_of_a_door(name: str) -> bool:
    return name.count(".") > 2 and ROOT.joinpath(*name.split(".")).with_suffix(".py").is_file()


def _between_rooms() -> Iterator[tuple[Path, int, str, str, str]]:
    for path in sources():
        room = room_of(path)
        if not room:
            continue
        for line, name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "gege" and len(parts) > 1 and parts[1] != room and parts[1] in HEIGHT:
                yield path, line, name, room, parts[1]


def _imports_inside_functions(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    seen: set[int] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in seen:
                seen.add(id(node))
                yield node


def _is_own(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or (node.module or "").split(".")[0] == "gege"
    return any(alias.name.split(".")[0] == "gege" for alias in node.names)
