"""Every page with a table of lines gives them as xlsx and CSV, or says here why it does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.tree import PACKAGE, parsed, sources, told

FOR_PAPER = "a page to print or to carry"
SETTINGS = "the settings in force: names and values, no list"
PREVIEW = "what an upload would do: the file that was sent is the list"
EXCEPTIONS: dict[str, str] = {
    "desk/account/own.html": "a person's own posts",
    "desk/account/person.html": "one person with their posts",
    "desk/account/people_arrived.html": "passwords that are shown once, to be handed over",
    "desk/account/people_list.html": "the columns that a file needs",
    "desk/account/people_preview.html": PREVIEW,
    "desk/duty/directory_preview.html": PREVIEW,
    "desk/duty/rules.html": SETTINGS,
    "desk/fieldwork/rules.html": SETTINGS,
    "desk/messages/rules.html": SETTINGS,
    "desk/briefings/digest.html": "one digest: a paper, not a list",
    "desk/briefings/one.html": "one briefing: its files are papers",
    "desk/briefings/topics.html": "a few topics with their departments, in editions",
    "desk/group/meeting.html": "one meeting with its agenda and who came",
    "desk/orders/rules.html": SETTINGS,
    "desk/reviews/rules.html": SETTINGS,
    "desk/registers/imports/line.html": "one line of an import beside what it may be",
    "desk/registers/pairs/one.html": "two records side by side, with what may be shown of them",
    "desk/setup/book_edit.html": PREVIEW,
    "desk/setup/book_preview.html": PREVIEW,
    "desk/setup/edition.html": "each edition is a file of its own",
    "hotline/calls/desk.html": "the screen of a call: its lists have pages of their own",
    "desk/registers/around/page.html": "one household or building: its lists are the registers'",
    "desk/registers/declared_one.html": "the contract is a document: /registers/contract/document",
    "desk/registers/roll_calls/paper.html": FOR_PAPER,
    "desk/registers/statistics.html": "its files stand on the page, with suppression in them",
    "desk/setup/calendar.html": "months drawn as tables",
    "desk/setup/divisions_preview.html": PREVIEW,
    "desk/styleguide.html": "examples of parts",
    "desk/terminals/import_preview.html": PREVIEW,
    "desk/terminals/mine.html": "a person's own telephones",
    "desk/workspace/notices.html": "letters to one person",
    "desk/setup/editions.html": "each edition is a file of its own",
    "boards/indicator_records.html": "its files stand on the page, longer than the list",
    "hotline/indicators/page.html": "its files stand on the page",
    "hotline/line/rules.html": SETTINGS,
    "openapi/message.html": "one message with its attempts",
}
FRAME = '{% extends "desk/page.html" %}'
LINES = re.compile(r"<table|parts/matter_list\.html|parts/pager\.html")
INCLUDED = re.compile(r'{% include "([^"]+)"')


def test_every_page_with_lines_offers_them_as_files() -> None:
    marked = set(_templates_of_marked_views())
    silent = sorted(_pages_with_lines() - marked - set(EXCEPTIONS))
    assert silent == [], told(
        silent,
        "Mark the view that draws it with @as_sheets(name) of gege.desk.api, below its mark of "
        "access, or say here why its lines are no list.",
    )


def test_no_exception_is_left_over() -> None:
    pages = _pages_with_lines()
    assert sorted(set(EXCEPTIONS) - pages) == []
    assert sorted(set(EXCEPTIONS) & set(_templates_of_marked_views())) == []


def test_the_rule_sees_a_page_without_files() -> None:
    """The rule would notice: there are marked views, and pages with lines beside them."""
    assert {"desk/orders/list.html", "exchange/list.html"} <= set(_templates_of_marked_views())
    assert "hotline/calls/list.html" in _pages_with_lines()


def _templates() -> dict[str, str]:
    found = {}
    for path in PACKAGE.glob("**/templates/**/*.html"):
        name = path.as_posix().partition("/templates/")[2]
        found[name] = path.read_text(encoding="utf-8")
    return found


def _pages_with_lines() -> set[str]:
    templates = _templates()

    def has_lines(name: str) -> bool:
        text = templates.get(name, "")
        parts = (one for one in INCLUDED.findall(text) if "desk/parts/" not in one)
        return bool(LINES.search(text)) or any(has_lines(one) for one in parts)

    return {name for name, text in templates.items() if FRAME in text and has_lines(name)}


def _templates_of_marked_views() -> Iterator[str]:
    """Templates that stand in a marked view, or in a function of its file that it calls."""
    for path in sources():
        functions = {
            node.name: node for node in parsed(path).body if isinstance(node, ast.FunctionDef)
        }
        for function in functions.values():
            if any(_is_mark(one) for one in function.decorator_list):
                yield from _texts(function)
                called = {
                    one.func.id
                    for one in ast.walk(function)
                    if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
                }
                for name in called & set(functions):
                    yield from _texts(functions[name])


def _is_mark(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "as_sheets"
    )


def _texts(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and value.endswith(".html"):
            yield value
