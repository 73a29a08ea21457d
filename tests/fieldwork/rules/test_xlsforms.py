"""Tables of questions made into forms by pyxform, and what is wrong with them in words."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from gege.fieldwork.names import sentence
from gege.fieldwork.rules import xlsforms
from gege.fieldwork.rules.xforms import XForm, read_xform
from gege.fieldwork.rules.xlsforms import read_xlsform
from gege.fieldwork.rules.xml_reading import FormFault
from tests.fieldwork.sheets import CHOICES, PLAIN, Rows, workbook, xlsform

NOW = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
SETTINGS: Rows = (("form_title", "form_id", "version"), ("T", "f", "1"))
HEAD = ("type", "name", "label", "relevant", "calculation")


def form_of(data: bytes) -> XForm:
    return read_xform(read_xlsform(data, now=NOW).xml.encode())


def fault_of(data: bytes) -> FormFault:
    with pytest.raises(FormFault) as caught:
        form_of(data)
    return caught.value


def sheets(*survey: tuple[Any, ...], choices: Rows | None = None) -> bytes:
    book: dict[str, Rows] = {"survey": (HEAD, *survey), "settings": SETTINGS}
    return workbook(book | ({"choices": choices} if choices else {}))


@pytest.mark.row("R-046")
def test_a_county_makes_its_own_form_of_a_table() -> None:
    form = form_of(xlsform())
    assert (form.form_id, form.version, form.title, form.root) == (
        "houses",
        "1",
        "房屋采集",
        "data",
    )
    assert (form.languages, form.repeats, form.media, form.ended) == (
        ("中文 (zh)", "English (en)"),
        ("/data/person",),
        ("sketch.png",),
        "/data/end",
    )
    shown = [(one.name, one.kind, one.required, one.filtered) for one in form.questions()]
    assert shown == [
        ("kind", "select1", True, False),
        ("rooms", "input", True, False),
        ("front", "upload", False, False),
        ("town", "select1", False, False),
        ("village", "select1", False, True),
        ("sketch", "input", False, False),
        ("called", "input", False, False),
        ("needs", "select", False, False),
    ]
    rooms = next(one for one in form.questions() if one.name == "rooms")
    assert (rooms.data_type, rooms.constraint, rooms.constraint_said[0]) == (
        "int",
        ". > 0 and . < 50",
        ("中文 (zh)", "请填 1 到 49"),
    )
    kind = next(one for one in form.questions() if one.name == "kind")
    assert [(one.value, dict(one.label)) for one in kind.choices] == [
        ("flat", {"中文 (zh)": "楼房", "English (en)": "Flat"}),
        ("hut", {"中文 (zh)": "平房", "English (en)": "Cottage"}),
    ]
    assert [(one.path, one.repeat) for one in form.fields if one.repeat] == [
        ("/data/person/called", "/data/person"),
        ("/data/person/needs", "/data/person"),
    ]


def test_a_table_without_a_version_gets_the_moment_as_its_version() -> None:
    book = workbook({"survey": PLAIN, "settings": (("form_id",), ("f",))})
    assert form_of(book).version == "20261124010203"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_may_be_csv(encoding: str) -> None:
    text = "survey\n,type,name,label\n,text,a,字\nsettings\n,form_id,version\n,ff,1\n"
    form = form_of(text.encode(encoding))
    assert [one.label for one in form.questions()] == [(("", "字"),)]


BEGIN = ("begin_group", "g", "G")
END = ("end_group",)
QUESTION = ("text", "a", "A")


@pytest.mark.parametrize(
    ("rows", "word", "row", "said"),
    [
        ([("foo", "a", "A")], "sheet_question_type", 2, "foo"),
        ([BEGIN, QUESTION], "sheet_begin_unmatched", 2, "g"),
        ([QUESTION, END], "sheet_end_unmatched", 3, "group"),
        ([QUESTION, QUESTION], "sheet_name_twice", 3, "a"),
        ([("text", "a b", "A")], "sheet_name_letters", 2, "name"),
        ([("text", "", "A")], "sheet_name_needed", 2, "survey"),
        ([("text", "a", "")], "sheet_question_label", 2, "a"),
        ([("text", "meta", "A")], "sheet_name_reserved", 2, "meta"),
        ([QUESTION, ("calculate", "b")], "sheet_calculation_needed", 3, "survey"),
        ([("text", "a", "A", "${zz} = 1")], "sheet_reference_unknown", 2, "zz"),
        ([("text", "a", "A", "${a = 1")], "sheet_reference_shape", 2, "relevant"),
        ([("select_one k", "a", "A")], "sheet_no_choices", 1, "survey"),
    ],
)
def test_what_is_wrong_is_told_with_sheet_and_row(
    rows: list[tuple[Any, ...]], word: str, row: int, said: str
) -> None:
    fault = fault_of(sheets(*rows))
    assert (fault.word, fault.values["row"]) == (word, row)
    text = sentence(fault.word, fault.values)
    assert said in text
    assert text != word


@pytest.mark.parametrize(
    ("choices", "word", "sheet", "row"),
    [
        (CHOICES, "sheet_list_unknown", "survey", 2),
        ((*CHOICES[:1], ("k", "a", "A"), ("k", "a", "B")), "sheet_choice_twice", "choices", 3),
        ((*CHOICES[:1], ("k", "a", "A"), ("k", "", "B")), "sheet_name_needed", "choices", 3),
    ],
)
def test_faults_of_choices_are_told_with_their_sheet(
    choices: Rows, word: str, sheet: str, row: int
) -> None:
    fault = fault_of(sheets(("select_one k", "q", "Q"), choices=choices))
    assert (fault.word, fault.values["sheet"], fault.values["row"]) == (word, sheet, row)


def test_what_has_no_words_of_ours_is_handed_on_in_the_converters() -> None:
    fault = fault_of(sheets(("audit", "audits", "")))
    assert fault.word in ("sheet_other", "sheet_other_in_row")
    assert "audit" in sentence(fault.word, fault.values)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (xlsforms.MOST_UNPACKED + 1))
    return out.getvalue()


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(xlsforms.MOST_PARTS + 1):
            archive.writestr(f"{number}", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "sheet_unreadable"),
        (b"abc", "sheet_unreadable"),
        (b"a,b\x00c", "sheet_unreadable"),
        (b"PK\x03\x04 cut off", "sheet_unreadable"),
        (xlsform()[:900], "sheet_unreadable"),
        (b"\xd0\xcf\x11\xe0" + b"a" * 900, "sheet_unreadable"),
        (b"a,b,c,d,e,f\n1,2,3,4\n", "sheet_unreadable"),
        (bomb(), "sheet_unpacks_too_large"),
        (many_parts(), "sheet_unpacks_too_large"),
        (b"x" * (xlsforms.MOST_BYTES + 1), "sheet_too_large"),
        (workbook({"survey": PLAIN}), "sheet_without_form_id"),
        (workbook({"surveys": PLAIN, "settings": SETTINGS}), "sheet_no_survey"),
    ],
)
def test_a_hostile_or_broken_table_is_refused(data: bytes, word: str) -> None:
    fault = fault_of(data)
    assert fault.word == word
    assert sentence(fault.word, fault.values) != word


def test_macros_are_never_looked_at() -> None:
    source = zipfile.ZipFile(io.BytesIO(xlsform()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 anything")
    assert form_of(out.getvalue()).form_id == "houses"


def test_entities_inside_an_office_file_are_not_expanded() -> None:
    source = zipfile.ZipFile(io.BytesIO(xlsform()))
    out = io.BytesIO()
    trap = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = trap + content
            archive.writestr(name, content)
    assert fault_of(out.getvalue()).word == "sheet_unreadable"


@pytest.mark.parametrize(
    ("survey", "word"),
    [
        ((HEAD, ("start-geopoint", "g", "G"), QUESTION), "form_watches"),
        (
            (
                (*HEAD, "parameters"),
                (
                    "audit",
                    "audit",
                    "",
                    "",
                    "",
                    "location-priority=balanced location-min-interval=60 location-max-age=120",
                ),
                QUESTION,
            ),
            "form_watches",
        ),
        ((HEAD, ("background-audio", "g"), QUESTION), "form_watches"),
        ((HEAD, ("text", "a", "A", "(1 = 1")), "form_expression"),
        ((HEAD, ("text", "a", "A", "", "concat('x)")), "form_expression"),
        ((HEAD, ("calculate", "a", "", "", "1 + 1")), "form_asks_nothing"),
    ],
)
def test_a_form_may_not_watch_and_must_be_readable(survey: Rows, word: str) -> None:
    assert fault_of(workbook({"survey": survey, "settings": SETTINGS})).word == word


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("submission_url", "https://elsewhere.example/submit", "form_sends_elsewhere"),
        ("public_key", "MIIBIjANBgkqhkiG9w0B", "form_encrypted"),
        ("form_id", "有空 格", "form_id_wrong"),
        ("form_id", "../etc", "form_id_wrong"),
        ("version", "1/2", "form_version_wrong"),
        ("version", "1" * 33, "form_version_wrong"),
    ],
)
def test_settings_that_reach_out_or_cannot_be_addresses_are_refused(
    setting: str, value: str, word: str
) -> None:
    said = {"form_title": "T", "form_id": "f", "version": "1", setting: value}
    settings = (tuple(said), tuple(said.values()))
    assert fault_of(workbook({"survey": PLAIN, "settings": settings})).word == word
