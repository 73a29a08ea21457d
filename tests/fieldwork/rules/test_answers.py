"""Answers: what they say, which files they name, and how they lie in tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gege.fieldwork.rules.answers import (
    Row,
    ended_at,
    fits,
    named_files,
    read_answer,
    rows_of,
    told_by,
)
from gege.fieldwork.rules.xforms import read_xform
from gege.fieldwork.rules.xlsforms import read_xlsform
from tests.fieldwork.sheets import answer, xlsform

FORM = read_xform(read_xlsform(xlsform(), now=datetime(2026, 1, 1, tzinfo=UTC)).xml.encode())
UID = "uuid:00000000-0000-4000-8000-000000000001"
BODY = (
    "<start/><end>2026-11-24T09:30:00.000+08:00</end>"
    "<house><kind>flat</kind><rooms>3</rooms><front>a.jpg</front></house>"
    "<person><called>爷爷</called><needs>med fix</needs></person>"
    "<person><called>奶奶</called><needs/></person>"
)


def test_an_answer_lies_in_a_table_of_its_own_and_one_per_repeat() -> None:
    rows = rows_of(read_answer(answer(UID, body=BODY).encode()), FORM)
    assert rows == [
        Row(
            "",
            1,
            (
                ("/data/start", ""),
                ("/data/end", "2026-11-24T09:30:00.000+08:00"),
                ("/data/house/kind", "flat"),
                ("/data/house/rooms", "3"),
                ("/data/house/front", "a.jpg"),
                ("/data/meta/instanceID", UID),
            ),
        ),
        Row(
            "/data/person",
            1,
            (("/data/person/called", "爷爷"), ("/data/person/needs", "med fix")),
        ),
        Row("/data/person", 2, (("/data/person/called", "奶奶"), ("/data/person/needs", ""))),
    ]


def test_its_files_and_its_end_are_known() -> None:
    one = read_answer(answer(UID, body=BODY).encode())
    assert named_files(one, FORM) == ("a.jpg",)
    assert ended_at(one, FORM) == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    audited = answer(UID).replace("<meta>", "<meta><audit>audit.csv</audit>")
    assert named_files(read_answer(audited.encode()), FORM) == ("audit.csv",)


@pytest.mark.parametrize("end", ["", "yesterday", "2026-11-24T09:30:00", "9" * 400])
def test_an_end_that_tells_no_moment_is_none(end: str) -> None:
    one = read_answer(answer(UID, body=f"<end>{end}</end>").encode())
    assert ended_at(one, FORM) is None


def test_what_is_said_of_the_door_is_read_wherever_it_stands() -> None:
    body = "<g><gege_building>b</gege_building><gege_door>101</gege_door></g>"
    told = told_by(read_answer(answer(UID, body=body).encode()))
    assert (told.building, told.door, told.outcome, told.note) == ("b", "101", "done", "")


@pytest.mark.parametrize(
    ("other", "same"),
    [({}, True), ({"version": "2"}, False), ({"form_id": "x"}, False), ({"root": "x"}, False)],
)
def test_an_answer_belongs_to_one_version_of_one_form(other: dict[str, str], same: bool) -> None:
    assert fits(read_answer(answer(UID, **other).encode()), FORM) is same
