"""A resident reports on the portal: with a name or without, from any place, once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from gege.matters import api as matters
from gege.matters.api import Attachment, Matter, Reporting
from gege.portal.models import Ticket
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, TOWN, centre_of
from tests.portal.conftest import Resident, photo


def only() -> Matter:
    return Matter.objects.get()


@pytest.mark.row("R-103")
@pytest.mark.parametrize("intent", ["idea", "call", "request"])
def test_each_of_the_three_intents_is_kept(resident: Resident, intent: str) -> None:
    number, code = resident.report(intent=intent)
    matter = only()
    assert (matter.number, matter.intent, matter.channel) == (number, intent, "web")
    assert (matter.area_code, matter.title) == (GRID, "路上有个大坑")
    assert re.fullmatch(r"\d{3} \d{3} \d{4}", code)


@pytest.mark.row("R-064")
def test_the_code_of_a_grid_opens_the_form_with_its_place(resident: Resident) -> None:
    page = resident.client.get(f"/r/q/{GRID}")
    assert "Grid 1" in page.content.decode()
    resident.wait(seconds=10)
    entry = resident.form(GRID, token=page.context["token"], address="")
    assert resident.client.post(f"/r/q/{GRID}", entry).status_code == 302
    assert (only().channel, only().area_code) == ("qr_code", GRID)


def test_without_a_name_nobody_is_kept_and_with_one_it_is_masked_by_the_desk(
    resident: Resident,
) -> None:
    resident.report()
    row = Reporting.objects.get()
    assert (row.anonymous, row.name, row.phone) == (True, "", "")
    resident.report(name="居民甲", phone="10000000001", callback="on")
    row = Reporting.objects.latest("id")
    assert (row.anonymous, row.phone, row.wants_callback) == (False, "10000000001", True)
    page = resident.play.cast.client("county_dispatcher").get(f"/matters/{row.matter.number}")
    assert "10000000001" not in page.content.decode()


def test_photographs_come_with_it(resident: Resident) -> None:
    resident.report(photos=[photo(), photo(colour=200)])
    assert Attachment.objects.filter(matter=only()).count() == 2
    assert Entry.objects.filter(stream=only().stream, role="resident").count() == 3


def test_a_place_that_the_resident_does_not_know_waits_for_whoever_finds_it(
    resident: Resident,
) -> None:
    resident.report(grid="")
    matter = only()
    cast = resident.play.cast
    assert (matter.placed, matter.area_code) == (False, COMMUNITY)
    assert matter.holder_id == cast.unit_id(COMMUNITY)
    assert matter.address.endswith("解放路社区 菜市场门口")
    resident.report("somewhere", grid="")
    other = Matter.objects.latest("id")
    assert (other.area_code, other.holder_id) == (COUNTY, cast.unit_id(COUNTY))
    # The station knows where it is: it goes to that grid's worker.
    now = resident.play.now
    placed = matters.place(matter.number, grid_code=GRID, by=cast.station_clerk, now=now)
    assert (placed.placed, placed.holder_id) == (True, cast.unit_id(GRID))


def test_a_position_finds_the_grid(resident: Resident) -> None:
    lng, lat = centre_of(GRID)
    resident.report("somewhere", address="", lng=lng, lat=lat)
    assert (only().area_code, only().placed) == (GRID, True)


def test_a_position_outside_every_grid_is_kept_with_what_the_resident_knew(
    resident: Resident,
) -> None:
    resident.report(grid="", lng=110.0, lat=31.0)
    matter = only()
    assert (matter.placed, matter.lng, matter.area_code) == (False, 110.0, COMMUNITY)
    assert matter.holder_id == resident.play.cast.unit_id(COMMUNITY)
    assert "解放路社区" in matter.address


def test_the_same_form_sent_twice_is_one_report_with_one_code(resident: Resident) -> None:
    form = resident.form()
    for _ in range(2):
        assert resident.client.post(f"/r/report/{COMMUNITY}", form).status_code == 302
        shown = resident.client.get("/r/report/done").context
        assert (shown["number"], Ticket.objects.count()) == (only().number, 1)
    again = shown["code"]
    assert resident.follow(only().number, again).status_code == 302


def test_what_is_missing_is_named_and_what_was_typed_stays(resident: Resident) -> None:
    answer = resident.send(words="", intent="", name="居民甲", grid="", address="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="居民甲"' in page
    for name in ("f_words", "f_intent", "f_address"):
        assert f'href="#{name}"' in page
    assert not Matter.objects.exists()


def test_whoever_is_not_sure_of_the_kind_leaves_it(resident: Resident) -> None:
    resident.report(kind="")
    assert only().kind == "G06"


@pytest.mark.parametrize("place", [TOWN, COUNTY, "511622100009", "9" * 15, "x", "٣" * 12])
def test_a_place_that_is_none_has_no_form(resident: Resident, place: str) -> None:
    for path in ("report", "q"):
        assert resident.client.get(f"/r/{path}/{place}").status_code == 404
        assert resident.client.post(f"/r/{path}/{place}", {}).status_code == 404


def test_the_place_is_chosen_step_by_step(resident: Resident) -> None:
    towns = resident.client.get("/r/report").content.decode()
    assert f"?in={TOWN}" in towns
    communities = resident.client.get(f"/r/report?in={TOWN}").content.decode()
    assert f"/r/report/{COMMUNITY}" in communities
    for wrong in ("1", GRID, "'; --"):
        assert resident.client.get("/r/report", {"in": wrong}).status_code == 404


def test_nothing_stays_when_a_photograph_cannot_be_kept(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gege.matters import api as matters

    def broken(*_: Any, **__: Any) -> None:
        raise matters.Invalid("file", "file_broken")

    monkeypatch.setattr("gege.portal.actions.submit.matters.attach", broken)
    answer = resident.send(photos=[photo()])
    assert answer.status_code == 422
    assert (Matter.objects.count(), Ticket.objects.count()) == (0, 0)
    assert "cannot be opened" in answer.content.decode()


def test_the_receipt_is_shown_to_this_browser_only(resident: Resident) -> None:
    resident.report()
    assert Client().get("/r/report/done").status_code == 302
    resident.client.post("/r/own/finish")
    assert resident.client.get("/r/report/done").status_code == 302
    assert resident.own() == ""
