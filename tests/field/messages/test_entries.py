"""`entry` messages: a door of a campaign, with the pictures its form asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.fieldwork.models import Entry, EntryFile
from gege.staff.api import SYSTEM, substitute
from tests.cast import GRID, SECOND_GRID, Cast
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


def covering(cast: Cast, grid: str = SECOND_GRID) -> None:
    """The first grid's worker looks after another grid as well, for some days."""
    today = timezone.localdate()
    substitute(
        by=SYSTEM,
        now=timezone.now(),
        account_id=cast.grid_worker.account_id or 0,
        unit_id=cast.unit_id(grid),
        valid_from=today,
        valid_to=today + timedelta(days=5),
    )


@pytest.mark.row("R-046")
def test_a_substitute_hands_in_doors_of_the_cover_grid(
    county: Cast, collecting: Collecting
) -> None:
    covering(county, SECOND_GRID)
    phone = phone_of(county)
    campaign = collecting.open()
    sections = phone.section("campaigns")[0]["assignments"]
    assert {one["name"]: one["grid"] for one in sections} == {
        "甲栋": GRID, "乙栋": GRID, "丙栋": SECOND_GRID,
    }  # fmt: skip
    body = entry(collecting, campaign=str(campaign.uid)) | {
        "assignment": str(collecting.at(campaign, "丙栋").pk)
    }
    answer_ = phone.do("entry", body)
    assert answer_["status"] == "done", answer_
    assert Entry.objects.get().area_code == SECOND_GRID


@pytest.mark.row("R-046")
def test_a_substitute_hands_in_for_a_campaign_that_runs_in_the_cover_grid_only(
    county: Cast, collecting: Collecting
) -> None:
    covering(county, SECOND_GRID)
    phone = phone_of(county)
    campaign = collecting.open(area_codes=[SECOND_GRID])
    body = entry(collecting, campaign=str(campaign.uid), assignment=None)
    answer_ = phone.do("entry", body)
    assert answer_["status"] == "done", answer_
    assert Entry.objects.get().area_code == SECOND_GRID
