"""Time and user are arguments, rules are plain Python, and nothing happens behind a deed's back."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.tree import imports_of, name_of, parsed, sources, told

CLOCKS = re.compile(
    r"^(datetime\.)?(datetime|date)\.(now|today|utcnow)$"
    r"|^(timezone|django\.utils\.timezone)\.now$"
    r"|^time\.(time|time_ns|localtime)$"
)
CONVERTERS = re.compile(r"^(timezone|django\.utils\.timezone)\.(localtime|localdate)$")
"""They turn the time they are given; given nothing, they read the clock."""

SIGNAL_HOMES = ("django.dispatch", "django.db.models.signals", "django.core.signals")
SIGNAL_CONNECT = re.compile(
    r"\b((pre|post)_(save|delete|init|migrate)|m2m_changed|request_(started|finished)|\w+_signal)"
    r"\.connect$"
)


def test_rules_and_deeds_are_given_the_time() -> None:
    clocks = [
        f"{name_of(path)}:{node.lineno}: {ast.unparse(node.func)}()"
        for path in sources()
        if _is_rule(path) or _is_deed(path)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _reads_the_clock(node)
    ]
    assert clocks == [], told(clocks, "Take the time as the argument `now`.")


def test_the_kernel_has_no_clock() -> None:
    """But for identifiers, which take the moment they are made at and decide nothing by it."""
    clocks = [
        f"{name_of(path)}:{node.lineno}: {ast.unparse(node.func)}()"
        for path in sources("gege/kernel")
        if path.name != "ids.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _reads_the_clock(node)
    ]
    assert clocks == [], told(clocks, "Take the time as an argument.")


def test_rules_and_the_kernel_are_plain_python() -> None:
    framework = [
        f"{name_of(path)}:{line}: imports {name}"
        for path in sources()
        if _is_rule(path) or name_of(path).startswith("gege/kernel/")
        for line, name in imports_of(path)
        if name.split(".")[0] in {"django", "psycopg", "procrastinate"}
        and not name.startswith("django.utils.translation.")
    ]
    assert framework == [], told(
        framework, "A rule decides from values; the query or the deed above it fetches them."
    )


def test_nothing_listens_to_django_signals() -> None:
    listeners = []
    for path in sources():
        for line, name in imports_of(path):
            if name.startswith(SIGNAL_HOMES):
                listeners.append(f"{name_of(path)}:{line}: imports {name}")
        listeners.extend(
            f"{name_of(path)}:{node.lineno}: {ast.unparse(node.func)}"
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call) and SIGNAL_CONNECT.search(ast.unparse(node.func))
        )
    assert listeners == [], told(
        listeners, "Call what should happen from the deed, inside its transaction."
    )


def _reads_the_clock(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    given = bool(call.args or call.keywords)
    return bool(CLOCKS.match(name)) or (bool(CONVERTERS.match(name)) and not given)


def _is_rule(path: Path) -> bool:
    return "rules" in path.parts or path.name == "rules.py"


def _is_deed(path: Path) -> bool:
    return "actions" in path.parts or path.name == "actions.py"
