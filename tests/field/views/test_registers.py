"""What is looked at on the platform: a record masked, a value for a purpose, a name searched."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gege.trail.api import AccessLine
from tests.cast import GRID, Cast
from tests.field.messages.at_doors import PHONE_NUMBER, care_file, home
from tests.field.phone import Phone, phone_of
from tests.registers.keeping_records import Home


@pytest.fixture
def there(county: Cast) -> Home:
    return home(county)


def look(phone: Phone, uid: Any) -> Any:
    return phone.client.get(f"/field/api/records/{uid}")


def person(there: Home, county: Cast) -> Any:
    return there.person(
        county.grid_worker, name="诸葛有证", phone=PHONE_NUMBER, language_help=["dialect"]
    )


@pytest.mark.row("R-045")
def test_a_record_is_shown_masked_and_kept_nowhere(phone: Phone, there: Home, county: Cast) -> None:
    one = person(there, county)
    response = look(phone, one.uid)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    shown = response.json()
    fields = {field["name"]: field for field in shown["fields"]}
    assert (shown["title"], fields["phone"]["text"]) == ("诸**", "100****0007")
    assert fields["phone"]["opens"] is True
    assert (fields["language_help"]["opens"], fields["language_help"]["sealed"]) == (False, True)
    assert fields["dwelling"]["links"][0]["uid"] == str(there.dwelling.uid)


@pytest.mark.row("R-045")
def test_a_value_is_opened_for_its_purpose_and_written_down(
    phone: Phone, there: Home, county: Cast
) -> None:
    one = person(there, county)
    address = f"records/{one.uid}/reveal"
    opened = phone.post(address, {"fields": ["phone"], "purpose": "contact", "note": ""})
    assert opened.json() == {"values": {"phone": PHONE_NUMBER}}
    line = AccessLine.objects.order_by("-pk")[0]
    assert (line.subject, line.fields, line.name) == (f"register:{one.uid}", "phone", "王网格")
    before = AccessLine.objects.count()
    for wrong, status, error in (
        ({"fields": ["phone"], "purpose": "hazard"}, 422, "purpose"),
        ({"fields": ["phone"], "purpose": ""}, 422, "purpose"),
        ({"fields": ["language_help"], "purpose": "contact"}, 422, "second_factor"),
        ({"fields": ["secret"], "purpose": "contact"}, 422, "fields"),
        ({"fields": [], "purpose": "contact"}, 422, "fields"),
        ({"fields": "phone", "purpose": "contact"}, 400, "malformed"),
        ({"fields": ["phone"], "purpose": "contact", "more": 1}, 400, "malformed"),
        ([], 400, "malformed"),
    ):
        refused = phone.post(address, wrong)
        assert (refused.status_code, bool(refused.json()["text"])) == (status, True), wrong
        assert error in (refused.json()["error"], refused.json().get("field", error)), wrong
    assert AccessLine.objects.count() == before


@pytest.mark.row("R-048")
def test_a_name_is_searched_on_the_platform_with_its_log(
    phone: Phone, there: Home, county: Cast
) -> None:
    one = person(there, county)
    found = phone.post("records/search", {"sheet": "resident", "words": "诸葛有证"}).json()["found"]
    assert [(line["uid"], line["title"]) for line in found] == [(str(one.uid), "诸**")]
    line = AccessLine.objects.order_by("-pk")[0]
    assert (line.subject, line.fields) == (f"registers:{GRID}", "resident:search")
    assert "诸葛" not in line.purpose
    for wrong, status in (
        ({"sheet": "people", "words": "x"}, 404),
        ({"sheet": "resident", "words": ""}, 400),
        ({"sheet": "resident", "words": "x" * 101}, 400),
        ({"words": "x"}, 400),
    ):
        assert phone.post("records/search", wrong).status_code == status, wrong


def test_another_grid_a_stranger_and_nobody_see_nothing(there: Home, county: Cast) -> None:
    file = care_file(there, county)
    other = phone_of(county, "second_grid_worker")
    assert look(other, there.resident.uid).status_code == 404
    assert look(other, uuid4()).status_code == 404
    sent = {"fields": ["phone"], "purpose": "contact"}
    assert other.post(f"records/{file.uid}/reveal", sent).status_code == 404
    found = other.post("records/search", {"sheet": "resident", "words": "王小明"}).json()
    assert found == {"found": [], "more": False}
    assert Client().get(f"/field/api/records/{there.resident.uid}").status_code == 401
