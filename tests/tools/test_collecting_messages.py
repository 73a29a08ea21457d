"""Collecting the texts from code and templates into the rooms' catalogues."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools.messages import CATALOGUE, PACKAGE, collect, missing, texts_of

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
TITLE = _("A title " "in two parts")
COUNT = ngettext("%(n)s grid", "%(n)s grids", 2)
MAY = pgettext_lazy("month", "May")
"""
PAGE = """{% load i18n %}
<h1 class="it's">{% translate "Welcome" %}</h1>
  {% blocktranslate trimmed with name=who %}
      Hello {{ name }}
  {% endblocktranslate %}
{% translate "Open" context "a matter" as open %}
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    room = tmp_path / "room"
    (room / "templates").mkdir(parents=True)
    (room / "code.py").write_text(CODE, encoding="utf-8")
    (room / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    return room


def test_texts_are_found_in_code_and_templates(room: Path) -> None:
    found = {(text.context, text.msgid, text.plural) for text in texts_of(room).values()}
    assert found == {
        (None, "A title in two parts", ""),
        (None, "%(n)s grid", "%(n)s grids"),
        ("month", "May", ""),
        (None, "Welcome", ""),
        (None, "Hello %(name)s", ""),
        ("a matter", "Open", ""),
    }


def test_collecting_adds_what_is_new_and_keeps_what_is_translated(room: Path) -> None:
    collect(room)
    catalogue = polib.pofile(str(room / CATALOGUE))
    entry = catalogue.find("Welcome")
    assert entry is not None
    entry.msgstr = "欢迎"
    catalogue.save()
    (room / "code.py").write_text("", encoding="utf-8")
    collect(room)
    again = polib.pofile(str(room / CATALOGUE))
    assert {one.msgid: one.msgstr for one in again if not one.obsolete} == {
        "Welcome": "欢迎",
        "Hello %(name)s": "",
        "Open": "",
    }


def test_a_text_without_chinese_is_missing(room: Path) -> None:
    assert len(missing(room.parent)) == 6
    collect(room)
    catalogue = polib.pofile(str(room / CATALOGUE))
    for entry in catalogue:
        entry.msgstr = "" if entry.msgid_plural else "译"
        entry.msgstr_plural = {0: "译"} if entry.msgid_plural else {}
    catalogue.save()
    assert missing(room.parent) == []


def test_every_catalogue_can_be_read_and_has_each_text_once() -> None:
    for place in PACKAGE.glob(f"*/{CATALOGUE}"):
        polib.pofile(str(place), check_for_duplicates=True)
