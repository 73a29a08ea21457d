"""Files are Python, and with their functions small enough to be read in one go."""

from __future__ import annotations

import ast

from tests.house.tree import name_of, parsed, sources, told

SOURCE_LINES = 400
TEST_LINES = 500
FUNCTION_LINES = 60


OLDEST_PYTHON = (3, 11)


def test_every_file_is_python_of_the_oldest_version() -> None:
    wrong = []
    for path in (*sources("gege"), *sources("tools"), *sources("tests")):
        try:
            ast.parse(path.read_text(encoding="utf-8"), feature_version=OLDEST_PYTHON)
        except SyntaxError as error:
            wrong.append(f"{name_of(path)}:{error.lineno}: {error.msg}")
    assert wrong == [], told(wrong, "Gege runs on Python 3.11 and newer.")


def test_a_source_file_has_at_most_400_lines() -> None:
    long = _longer_than(SOURCE_LINES, "gege") + _longer_than(SOURCE_LINES, "tools")
    assert long == [], told(long, "Split the file by what it is about, not by size.")


def test_a_test_file_has_at_most_500_lines() -> None:
    long = _longer_than(TEST_LINES, "tests")
    assert long == [], told(long, "Split the tests by the question they ask.")


def test_a_function_has_at_most_60_lines() -> None:
    long = []
    for path in (*sources("gege"), *sources("tools")):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{name_of(path)}:{node.lineno}: {node.name} has {lines} lines")
    assert long == [], told(long, "Give the parts of the function names of their own.")


def _longer_than(limit: int, folder: str) -> list[str]:
    found = []
    for path in sources(folder):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            found.append(f"{name_of(path)}: {lines} lines")
    return found
