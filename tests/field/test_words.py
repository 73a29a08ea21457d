"""The texts of the app: what its code says is listed, and has its Chinese with the same places."""

from __future__ import annotations

import gettext
import json
import re
from pathlib import Path

import pytest
from django.test import Client

import gege.field
from gege.field.words import texts, words_document

JS = Path(gege.field.__file__).parent / "static" / "field" / "js"
STRING = r'"((?:[^"\\]|\\.)*)"'
SAID = re.compile(rf"\bt\(\s*{STRING}")
EITHER = re.compile(rf"\bt\([^\"()]*\?\s*{STRING}\s*:\s*{STRING}")
COUNTED = re.compile(rf"\bplural\(\s*{STRING}\s*,\s*{STRING}", re.DOTALL)
PLACE = re.compile(r"%\(\w+\)s")


def said_in(source: str) -> set[str]:
    """Every text that t("…"), t(a ? "…" : "…") and plural("…", "…") say."""
    found = [one for pattern in (SAID, EITHER, COUNTED) for one in pattern.findall(source)]
    flat = [text for one in found for text in ((one,) if isinstance(one, str) else one)]
    return {json.loads(f'"{text}"') for text in flat}


def said() -> dict[str, set[str]]:
    """The texts by the file that says them."""
    files = sorted(JS.rglob("*.js"))
    return {path.name: said_in(path.read_text(encoding="utf-8")) for path in files}


@pytest.mark.row("R-039")
def test_every_text_of_the_app_is_listed_once_and_said_somewhere() -> None:
    listed = list(texts())
    spoken = set().union(*said().values())
    assert sorted(spoken - set(listed)) == [], "Add them to a list in gege/field/words/."
    assert sorted(set(listed) - spoken) == [], "Nobody says these any more."
    assert len(listed) == len(set(listed))


def test_every_text_of_the_app_has_its_chinese_with_the_same_places() -> None:
    chinese = words_document()["zh-hans"]
    # What is the same in both languages would stand here by name.
    assert sorted(text for text in texts() if text not in chinese) == []
    wrong = {
        text: words
        for text, words in chinese.items()
        if set(PLACE.findall(words)) - set(PLACE.findall(text))
    }
    assert wrong == {}


def test_english_says_the_ids_themselves() -> None:
    assert words_document()["en"] == {}


def test_counted_texts_are_filled_with_the_same_values() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in JS.rglob("*.js"))
    for one, many in COUNTED.findall(source):
        assert set(PLACE.findall(one)) == set(PLACE.findall(many)), (one, many)


def test_texts_are_found_however_they_are_said() -> None:
    source = """t("plain"); t( "with %(n)s", { n }); t(late ? "late" : "in time");
      plural("%(n)s day", "%(n)s days", n); about("not this"); t("a \\"quoted\\" word")"""
    assert said_in(source) == {
        "plain", "with %(n)s", "late", "in time", "%(n)s day", "%(n)s days", 'a "quoted" word',
    }  # fmt: skip


@pytest.mark.django_db
def test_the_phone_fetches_the_words_of_both_languages_at_once(client: Client) -> None:
    response = client.get("/field/words.json")
    assert response.json() == words_document()
    assert response.json()["zh-hans"]["Report a matter"] == "上报事项"


def test_no_text_of_the_app_is_said_in_the_words_of_another_room() -> None:
    """A message id that another room uses too is read from the catalogue that comes first."""
    folder = Path(gege.field.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        own = gettext.GNUTranslations(file)
    chinese = words_document()["zh-hans"]
    said = {text: own.gettext(text) for text in texts() if own.gettext(text) != text}
    assert {text: chinese.get(text) for text in said} == said
