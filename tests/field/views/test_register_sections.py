"""What of the registers goes to a phone: the contract, doors, what is asked; nobody's values."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.field.sections.table import ASKED_FOR
from gege.kernel.ids import new_uid
from gege.registers.api import publish_contract, run_rules, say, shipped_document
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from gege.trail.api import AccessLine
from tests.cast import GRID, Cast
from tests.field.messages.at_doors import PHONE_NUMBER, care_file, found, home, question
from tests.field.phone import Phone, phone_of
from tests.registers.keeping_records import Home, citizen_number, enter, go_live
from tests.registers.test_every_register_keeps_the_contract import PETS

NAME, NUMBER = "欧阳小明", citizen_number("19880203")


@pytest.fixture
def there(county: Cast) -> Home:
    """A home whose people have names, numbers, telephones, and a child of three."""
    made = home(county, name=NAME, door="501")
    made.person(county.grid_worker, name="司马幼子", born="2023-05", phone="10000000009")
    made.person(
        county.grid_worker, name="诸葛有证", born="1988-02", id_type="111", id_number=NUMBER,
        phone=PHONE_NUMBER, sex="0", language_help=["dialect"],
    )  # fmt: skip
    return made


@pytest.mark.row("R-037", "R-039")
def test_the_contract_is_drawn_from_the_declaration(phone: Phone, there: Home) -> None:
    book = phone.section("contract")
    sheets = {one["code"]: one for one in book["sheets"]}
    assert {"resident", "household", "dwelling", "care_file", "hazard"} <= set(sheets)
    fields = {one["name"]: one for one in sheets["resident"]["fields"]}
    assert "under_14" not in fields  # computed: nobody says it
    assert fields["language_help"]["consent"] is True
    assert fields["id_number"]["hint"] == [
        "只有办理待遇需要时才登记",
        "Only where a benefit needs it",
    ]
    assert fields["dwelling"]["to"] == ["dwelling"]
    assert {"value": "1", "label": ["男", "Male"]} in book["lists"]["sex"]
    care = {one["name"] for one in sheets["care_file"]["fields"]}
    assert "ability" not in care  # a department's own


@pytest.mark.row("R-037")
def test_a_register_that_a_county_adds_is_on_the_phone_after_the_next_contact(
    phone: Phone, there: Home
) -> None:
    have = {name: one["etag"] for name, one in phone.start()["sections"].items()}
    document = copy.deepcopy(shipped_document())
    document["registers"].append(PETS)
    publish_contract(document, note="犬只登记", by=SYSTEM, now=timezone.now(), based_on=0)
    go_live(PETS["code"])
    book = phone.start(have)["sections"]["contract"]["data"]
    dog = next(one for one in book["sheets"] if one["code"] == "dog")
    assert [one["name"] for one in dog["fields"]] == [
        "tag", "owner", "vaccinated_on", "bite_history"
    ]  # fmt: skip
    assert dog["fields"][0]["label"] == ["犬牌", "Tag"]
    typed = {"tag": "0042", "owner": {"uid": str(there.resident.uid)}}
    body = {"uid": str(uuid4()), "sheet": "dog", "grid": GRID, "typed": typed, "evidence": "seen"}
    assert phone.do("register_open", body)["status"] == "done"


@pytest.mark.row("R-039")
def test_doors_tell_the_way_and_nobodys_values(phone: Phone, there: Home) -> None:
    doors = phone.section("doors")
    assert [(one["name"], one["address"]) for one in doors["buildings"]] == [
        ("3栋", "解放路12号3栋")
    ]
    dwelling = doors["dwellings"][0]
    assert (dwelling["dwelling_no"], dwelling["building"]) == ("501", str(there.building.uid))
    household = doors["households"][0]
    assert (household["household_no"], household["head"]) == ("H-1", str(there.resident.uid))
    assert sorted(one["name"] for one in doors["residents"]) == ["****", "欧**", "诸**"]
    child = next(one for one in doors["residents"] if one["name"] == "****")
    assert sorted(child) == ["grid", "name", "uid"]  # where a child lives is not told
    told = json.dumps(phone.start()["sections"], ensure_ascii=False)
    for secret in (NAME, "诸葛有证", "司马幼子", NUMBER, PHONE_NUMBER, "10000000009", 'dialect"'):
        assert secret not in told.replace('"value": "dialect"', ""), secret


@pytest.mark.row("R-044", "R-047")
def test_what_is_asked_is_told_without_a_persons_words(
    phone: Phone, there: Home, county: Cast
) -> None:
    number = question(there, county)
    care_file(there, county)
    visit = found("L13")
    tasks = phone.section("register_tasks")
    asked = tasks["questions"][0]
    assert (asked["id"], asked["field"], asked["may"]) == (str(number), "floors", ["proposed"])
    assert [one["text"] for one in asked["words"]] == ["6", "7"]
    care = next(one for one in tasks["findings"] if one["rule"] == "L13")
    assert (care["id"], care["kind"], care["about"][0]["sheet"]) == (
        str(visit.pk),
        "task",
        "care_file",
    )
    assert care["about"][0]["title"] == "欧**"


def test_who_wants_no_visits_is_told(phone: Phone, there: Home, county: Cast) -> None:
    assert "no_visits" not in phone.section("doors")["households"][0]
    speak(there.household, county, visit_refused="yes")
    assert phone.section("doors")["households"][0]["no_visits"] is True


def speak(record: Any, county: Cast, **typed: Any) -> None:
    say(
        new_uid(), record=record.uid, typed=typed, evidence="told", by=county.grid_worker,
        now=timezone.now(), editions=read_editions(),
    )  # fmt: skip


@pytest.mark.row("R-039")
def test_doors_are_read_only_when_something_changed(
    phone: Phone, there: Home, county: Cast
) -> None:
    first = phone.start()
    have = {name: one["etag"] for name, one in first["sections"].items()}
    with CaptureQueriesContext(connection) as asked:
        again = phone.start(have)
    assert "doors" in again["unchanged"]
    read = 'SELECT "registers_record"."id"'
    assert not [one for one in asked.captured_queries if one["sql"].startswith(read)]
    speak(there.resident, county, phone="10000000001")
    assert "doors" in phone.start(have)["sections"]


def test_sending_the_doors_is_written_down(phone: Phone, there: Home, county: Cast) -> None:
    before = AccessLine.objects.count()
    have = {name: one["etag"] for name, one in phone.start()["sections"].items()}
    line = AccessLine.objects.order_by("-pk")[0]
    assert (line.subject, line.name, line.fields) == (
        f"registers:{GRID}",
        county.grid_worker.name,
        "unit_no,dwelling_no,visit_refused",
    )
    assert AccessLine.objects.count() == before + 1
    phone.start(have)
    assert AccessLine.objects.count() == before + 1


def test_an_older_app_is_sent_nothing_that_it_does_not_show(phone: Phone, there: Home) -> None:
    old = phone.post("start", {"have": {}, "app_version": "t", "waiting": 0}).json()
    assert ASKED_FOR.isdisjoint(old["sections"])
    for wrong in ("doors", 7, {"doors": 1}):
        response = phone.post("start", {"have": {}, "want": wrong})
        assert response.status_code == 400
    odd = phone.post("start", {"have": {}, "want": ["doors", 7, "secrets"]}).json()
    assert ASKED_FOR & set(odd["sections"]) == {"doors"}


def test_another_grid_gets_its_own_doors_only(there: Home, county: Cast) -> None:
    other = phone_of(county, "second_grid_worker")
    assert other.section("doors") == {
        "buildings": [], "dwellings": [], "households": [], "residents": []
    }  # fmt: skip
    assert other.section("register_tasks")["questions"] == []


def test_registers_that_are_not_live_are_not_on_the_phone(phone: Phone) -> None:
    sections = phone.start()["sections"]
    assert sections["contract"]["data"]["sheets"] == []
    assert sections["doors"]["data"]["residents"] == []


@pytest.mark.row("R-039")
def test_it_costs_the_same_with_one_home_and_with_three(
    phone: Phone, there: Home, county: Cast
) -> None:
    question(there, county)
    care_file(there, county)
    found("L13")
    one = statements(phone)
    for number in (2, 3):
        person = there.person(county.grid_worker, name=f"赵{number}", born="1950-03")
        enter("care_file", {"person": person.uid, "visit_cycle": "7"}, county.grid_worker)
        speak(there.building, county, units=str(number))
    run_rules(now=timezone.now() + timedelta(minutes=1), editions=read_editions())
    assert statements(phone) == one


def statements(phone: Phone) -> int:
    phone.start()
    with CaptureQueriesContext(connection) as asked:
        phone.start()
    return len(asked)
