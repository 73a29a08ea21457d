"""Everything personal of a child under 14 is sealed, whenever the registers learn of the age."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import Record, Statement, current_contract, record_sheet, say
from gege.registers.keeping import put, values_of
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def lies_open(*records: Record) -> str:
    """Everything that lies open of records and of what was said about them."""
    rows = [one.open for one in Record.objects.filter(pk__in=[one.pk for one in records])]
    rows += [one.open for one in Statement.objects.filter(record__in=records)]
    return json.dumps(rows, ensure_ascii=False)


def correct(record: Record, cast: Cast, **typed: Any) -> None:
    about = {"by": cast.grid_worker, "now": LATER, "editions": read_editions()}
    say(new_uid(), record=record.uid, typed=typed, evidence="document", **about)


def shown(record: Record, cast: Cast) -> dict[str, str]:
    sheet = record_sheet(
        record.uid,
        by=cast.station_clerk,
        now=LATER,
        editions=read_editions(),
        language="zh-hans",
    )
    return {one.field.name: one.text for one in sheet.fields if one.text}


def test_what_was_said_before_the_age_was_known_is_sealed_with_the_rest(
    cast: Cast, home: Home
) -> None:
    person = home.person(cast.grid_worker, name="王年幼", born="1981-05", phone="10000000007")
    assert "王年幼" in lies_open(person)
    correct(person, cast, born="2018-05")
    told = lies_open(person)
    for word in ("王年幼", "10000000007", "2018-05"):
        assert word not in told


def test_a_file_about_a_child_is_sealed_as_the_child_is(cast: Cast, home: Home) -> None:
    child = home.person(cast.grid_worker, name="王小小", born="2018-05")
    typed = {"person": child.uid, "asked_on": "2026-05-06"}
    file = enter("legal_file", typed, cast.grid_worker, consent="guardian")
    file.refresh_from_db()
    assert "2026-05-06" not in lies_open(file)
    assert file.child_until == child.child_until
    assert shown(file, cast)["asked_on"] != "2026-05-06"
    links = [
        one
        for one in record_sheet(
            file.uid, by=cast.grid_worker, now=NOW, editions=read_editions(), language="zh-hans"
        ).fields
        if one.field.name == "person"
    ]
    assert [one.uid for one in links[0].links] == [str(child.uid)]


def test_a_file_of_somebody_who_turns_out_to_be_a_child_is_sealed_then(
    cast: Cast, home: Home
) -> None:
    person = home.person(cast.grid_worker, name="王年幼", born="1981-05")
    file = enter("legal_file", {"person": person.uid, "asked_on": "2026-05-06"}, cast.grid_worker)
    assert "2026-05-06" in lies_open(file)
    correct(person, cast, born="2018-05")
    assert "2026-05-06" not in lies_open(file)
    correct(person, cast, born="1981-05")
    file.refresh_from_db()
    assert file.child_until is None


def test_a_child_whose_birth_was_forgotten_is_still_sealed(cast: Cast, home: Home) -> None:
    child = home.person(cast.grid_worker, name="王小小", born="2018-05")
    sheet = current_contract(read_editions()).sheets["resident"]
    left = {name: value for name, value in values_of(child).items() if name != "born"}
    put(child, left, sheet, NOW.date())
    assert child.open == {}
    assert child.child_until is not None
