"""`entry` messages: a door of a campaign, with the pictures its form asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from gege.fieldwork.models import Entry, EntryFile
from tests.cast import Cast
from tests.field.phone import Phone, phone_of, photo, sum_of
from tests.fieldwork.collecting import Collecting, new_uid
from tests.fieldwork.sheets import answer


@pytest.fixture
def collecting(county: Cast) -> Collecting:
    """A county whose campaign runs since today."""
    return Collecting(county, now=timezone.now()).build()


def entry(collecting: Collecting, **more: Any) -> dict[str, Any]:
    campaign = collecting.open() if "campaign" not in more else None
    uid = more.pop("uid", new_uid())
    body = {
        "uid": uid,
        "form_id": "houses",
        "version": "1",
        "door": "101",
        "outcome": "done",
        "note": "",
        "xml": answer(uid),
        "files": [],
    } | more
    if campaign is not None:
        body["campaign"] = str(campaign.uid)
        body["assignment"] = str(collecting.at(campaign, "甲栋").pk)
    return body


@pytest.mark.row("R-039", "R-046")
def test_an_answered_form_is_kept_once(phone: Phone, collecting: Collecting) -> None:
    message = phone.message("entry", entry(collecting))
    first = phone.send(message)[0]
    assert (first["status"], first["subject"]) == ("done", f"entry:{message['body']['uid']}")
    assert phone.send(message) == [first | {"again": True}]
    kept = Entry.objects.get()
    assert (kept.door, kept.outcome, kept.via, kept.assignment is not None) == (
        "101",
        "done",
        "handheld",
        True,
    )
    doors = phone.section("campaigns")[0]["assignments"]
    found = {one["name"]: [door["door"] for door in one["doors"]] for one in doors}
    assert found == {"甲栋": ["101"], "乙栋": []}


@pytest.mark.row("R-046")
def test_an_entry_waits_for_its_picture_and_takes_it_along(
    phone: Phone, collecting: Collecting
) -> None:
    front, uid = photo("red"), new_uid()
    told = "<house><kind>flat</kind><rooms>3</rooms><front>front.jpg</front></house>"
    file = {
        "name": "front.jpg",
        "sha256": sum_of(front),
        "size": len(front),
        "media_type": "image/jpeg",
    }
    body = entry(collecting, uid=uid, xml=answer(uid, body=told), files=[file])
    message = phone.message("entry", body)
    early = phone.send(message)[0]
    assert (early["status"], early["code"], Entry.objects.count()) == (
        "waiting",
        "picture_missing",
        0,
    )
    phone.put(front)
    assert phone.send(message)[0]["status"] == "done"
    assert list(EntryFile.objects.values_list("name", flat=True)) == ["front.jpg"]


@pytest.mark.row("R-046")
@pytest.mark.parametrize("outcome", ["refused", "absent", "revisit"])
def test_a_door_without_an_answer_is_an_entry_as_well(
    phone: Phone, collecting: Collecting, outcome: str
) -> None:
    assert phone.do("entry", entry(collecting, outcome=outcome, xml=""))["status"] == "done"
    assert Entry.objects.get().outcome == outcome


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": "7"},
        {"xml": "<not xml"},
        {"xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"},
        {"xml": ""},
        {"outcome": "won"},
        {"outcome": None},
        {"assignment": "first"},
        {"version": "99"},
        {"files": "all"},
        {"files": [7]},
        {"files": [{"name": "a.jpg"}]},
        {"files": [{"name": "a.jpg", "sha256": "0", "size": 1}]},
        {"score": 5},
    ],
)
def test_an_entry_that_cannot_be_taken_is_refused(
    phone: Phone, collecting: Collecting, wrong: dict[str, Any]
) -> None:
    sound = entry(collecting)
    refused = phone.do("entry", sound | wrong)
    assert refused["status"] == "refused", refused
    assert refused["text"]
    assert (Entry.objects.count(), phone.do("entry", sound)["status"]) == (0, "done")


def test_the_building_of_another_grid_takes_no_entry(
    phone: Phone, collecting: Collecting, county: Cast
) -> None:
    body = entry(collecting)
    other = phone_of(county, "second_grid_worker")
    refused = other.do("entry", body)
    assert (refused["status"], Entry.objects.count()) == ("refused", 0)
