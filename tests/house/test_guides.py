"""The guides call things by the words on screen: what they print in bold is a text of the pages."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tests.house.tree import PACKAGE, ROOT, told

GUIDES = ROOT / "docs" / "guides"
ROLES = (
    "administrator",
    "county",
    "department",
    "grid-worker",
    "hotline",
    "station",
    "supervision",
    "township",
)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
ENDS = " .,:;。，：；"


def _on_screen(*, chinese: bool) -> set[str]:
    """Every text of the pages in one language, as it is compared."""
    return {
        _plain(entry.msgstr if chinese else entry.msgid)
        for place in PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(place))
        if not entry.obsolete
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(ENDS).lower()


@pytest.mark.parametrize("ending", ["", ".zh-CN"])
def test_each_role_has_its_guide(ending: str) -> None:
    assert [name for name in ROLES if not (GUIDES / f"{name}{ending}.md").exists()] == []


@pytest.mark.parametrize("path", sorted(GUIDES.glob("*.md")), ids=lambda path: path.name)
def test_words_in_bold_stand_on_screen(path: Path) -> None:
    said = _on_screen(chinese=path.name.endswith(".zh-CN.md"))
    text = path.read_text(encoding="utf-8")
    strange = [phrase for phrase in BOLD.findall(text) if _plain(phrase) not in said]
    assert strange == [], told(
        strange, "Use the words of the catalogue, or write *so* what is no button."
    )
