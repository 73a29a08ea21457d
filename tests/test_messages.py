"""Every text of every room is said in Chinese, with its own placeholders."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tests.house.tree import told
from tools import messages

MEND = "Run `python tools/messages.py collect`, then write the Chinese into the room's django.po."


@pytest.mark.row("R-110")
def test_every_text_has_its_chinese() -> None:
    lacking = [
        f"{', '.join(sorted(text.files))}: {text.msgid!r}"
        for text in messages.missing(messages.PACKAGE)
    ]
    assert lacking == [], told(lacking, MEND)


def test_chinese_has_the_placeholders_of_its_text() -> None:
    assert messages.misfilled(messages.PACKAGE) == []


def test_no_catalogue_keeps_what_nobody_says() -> None:
    unsaid = messages.unsaid(messages.PACKAGE)
    assert unsaid == [], told(unsaid, MEND)


def test_a_text_has_the_same_chinese_in_every_room() -> None:
    differing = messages.at_odds(messages.PACKAGE)
    mend = "Say it alike, or give the text a context (pgettext) where it means something else."
    assert differing == [], told(differing, mend)


def test_texts_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text(
        'A = _("plain")\nB = ngettext("%(n)s day", "%(n)s days", n)\nC = pgettext_lazy("c", "x")\n',
        encoding="utf-8",
    )
    (tmp_path / "page.html").write_text(
        "{% load i18n %}\n  <p>{% translate 'one' %}</p>\n<p>\n"
        "    {% blocktranslate count n=n trimmed %}\n  {{ n }} row\n{% plural %}\n{{ n }} rows\n"
        '{% endblocktranslate %}</p>{% include "x" with t=_("two") %}',
        encoding="utf-8",
    )
    found = {
        (text.context, text.msgid, text.plural) for text in messages.texts_of(tmp_path).values()
    }
    assert found == {
        (None, "plain", ""),
        (None, "%(n)s day", "%(n)s days"),
        ("c", "x", ""),
        (None, "one", ""),
        (None, "%(n)s row", "%(n)s rows"),
        (None, "two", ""),
    }


def test_wrong_placeholders_and_texts_nobody_says_are_named(tmp_path: Path) -> None:
    room = tmp_path / "room"
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="%(n)s rows", msgstr="%(m)s 行"))
    (room / messages.CATALOGUE).parent.mkdir(parents=True)
    catalogue.save(str(room / messages.CATALOGUE))
    other = tmp_path / "other"
    (other / messages.CATALOGUE).parent.mkdir(parents=True)
    again = polib.POFile()
    again.append(polib.POEntry(msgid="%(n)s rows", msgstr="%(n)s 行"))
    assert messages.at_odds(tmp_path) == []
    again.save(str(other / messages.CATALOGUE))
    assert messages.at_odds(tmp_path) == ["'%(n)s rows': other %(n)s 行, room %(m)s 行"]
    (other / messages.CATALOGUE).unlink()
    assert (messages.misfilled(tmp_path), messages.unsaid(tmp_path)) == (
        ["room: other placeholders in '%(n)s rows'"],
        ["room: nobody says '%(n)s rows'"],
    )
