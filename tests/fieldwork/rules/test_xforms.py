"""XForms that an office made with another program, and forms as the own handheld shows them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gege.fieldwork.demonstration.dwelling_survey import dwelling_survey
from gege.fieldwork.rules.form_limits import balanced
from gege.fieldwork.rules.form_texts import in_language
from gege.fieldwork.rules.handheld_form import handheld_xml
from gege.fieldwork.rules.xforms import read_xform
from gege.fieldwork.rules.xlsforms import read_xlsform
from gege.fieldwork.rules.xml_reading import FormFault
from tests.fieldwork.sheets import xlsform

NOW = datetime(2026, 11, 24, tzinfo=UTC)
XML = read_xlsform(xlsform(), now=NOW).xml
SAMPLE = read_xlsform(dwelling_survey(), now=NOW).xml


def changed(before: str, after: str) -> bytes:
    assert before in XML
    return XML.replace(before, after, 1).encode()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<html/>", "form_is_no_xform"),
        (b"<a><head><model/></head><body/></a>", "form_is_no_xform"),
        (changed('id="houses"', ""), "form_id_missing"),
        (changed('version="1"', ""), "form_version_missing"),
        (changed("<h:body>", "<h:body><h:script>1</h:script>"), "form_with_page_parts"),
        (changed("<h:body>", '<h:body><h:img src="/x"/>'), "form_with_page_parts"),
        (changed("</model>", '<submission action="//x"/></model>'), "form_sends_elsewhere"),
        (changed('<instance id="kind">', '<instance src="http://x/y">'), "form_reads_elsewhere"),
        (changed('<instance id="kind">', '<instance src="file:///etc">'), "form_reads_elsewhere"),
        (changed("jr://images/sketch.png", "jr://images/../../x.png"), "form_media_name"),
        (changed("jr://images/sketch.png", "jr://images/.htaccess"), "form_media_name"),
        (
            b"<!DOCTYPE x>" + XML.encode().removeprefix(b'<?xml version="1.0"?>'),
            "xml_with_entities",
        ),
        (XML.encode()[:-5], "xml_broken"),
        (b"<a>" * 100 + b"</a>" * 100, "xml_too_deep"),
        (b"<a>" + b"<b/>" * 200_001 + b"</a>", "xml_too_large"),
        (b" " * (4 * 1024 * 1024 + 1), "xml_too_large"),
    ],
)
def test_what_is_no_form_or_reaches_out_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(FormFault) as fault:
        read_xform(data)
    assert fault.value.word == word


@pytest.mark.parametrize(
    ("expression", "whole"),
    [
        ("", True),
        (". > 0 and . < 50", True),
        ("concat('(', ${a}, \")\")", True),
        ("count(/data/x[y = ../z])", True),
        ("(1", False),
        ("1)", False),
        ("[1)", False),
        ("'open", False),
        ("1 +", False),
        (". >", False),
    ],
)
def test_an_expression_is_whole_or_not(expression: str, whole: bool) -> None:
    assert balanced(expression) is whole


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "房屋"), ("en", "House"), ("fr", "房屋")]
)
def test_a_text_is_read_in_the_readers_language(language: str, text: str) -> None:
    group = read_xform(XML.encode()).items[0]
    assert in_language(group.label, language) == text


def test_a_text_without_languages_is_read_by_everybody() -> None:
    assert [in_language((("", "字"),), one) for one in ("en", "zh-hans")] == ["字", "字"]
    assert in_language((), "en") == ""


@pytest.mark.row("R-046")
def test_the_sample_form_is_whole_and_asks_for_no_person() -> None:
    form = read_xform(SAMPLE.encode())
    assert (form.form_id, form.media, form.repeats) == (
        "dwelling_survey",
        ("gege_buildings.csv",),
        ("/data/request",),
    )
    asked = {field.path.rpartition("/")[2] for field in form.fields}
    assert asked.isdisjoint({"name", "phone", "id_number", "birthday"})


def test_the_own_handheld_does_not_ask_for_the_door_again() -> None:
    before, after = read_xform(SAMPLE.encode()), read_xform(handheld_xml(SAMPLE).encode())
    gone = {"gege_building", "gege_door", "gege_outcome", "gege_note"}
    assert {one.name for one in before.questions()} - {
        one.name for one in after.questions()
    } == gone
    assert (after.form_id, after.version, after.fields) == (
        before.form_id,
        before.version,
        before.fields,
    )
    assert after.media == ()
    assert "<gege_outcome>done</gege_outcome>" in handheld_xml(SAMPLE)


def test_a_form_without_those_questions_is_shown_as_it_is() -> None:
    assert handheld_xml(XML) == XML
