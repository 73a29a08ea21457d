"""Visits and links at the desk: planned, recorded, confirmed; masked for whoever is not at work."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gege.fieldwork.api import ContactLink, Visit
from gege.trail.api import AccessLine
from tests.cast import GRID, OTHER_GRID, Cast
from tests.fieldwork.visiting import Visiting, deeds

pytestmark = pytest.mark.usefixtures("standing_clock")

SECRETS = ("2-301", "居民甲", "10000000001", "助餐")


class Playing(Visiting):
    """The same play, on the day on which the tests run."""

    def plan(self, **entry: Any) -> Visit:
        given = {"due_on": timezone.localdate() + timedelta(days=3), "now": timezone.now()}
        return super().plan(**(given | entry))

    def make(self, planned: Visit | None = None, **entry: Any) -> Visit:
        return super().make(planned, **({"now": timezone.now()} | entry))

    def link(self, **entry: Any) -> ContactLink:
        return super().link(**({"now": timezone.now()} | entry))


@pytest.fixture
def playing(cast: Cast) -> Playing:
    return Playing(cast)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert (address, answer.status_code) == (address, 200)
    return answer.content.decode()


def address_of(visit: Visit, deed: str = "") -> str:
    return f"/field-work/visits/{visit.uid}" + (f"/{deed}" if deed else "")


@pytest.mark.row("R-106")
def test_a_station_plans_a_visit_and_none_without_a_purpose(playing: Playing) -> None:
    client = playing.cast.client("station_clerk")
    entry = {
        "purpose": "care",
        "area_code": GRID,
        "door": "2-301",
        "due_on": str(timezone.localdate()),
    }
    refused = client.post("/field-work/visits/plan", entry | {"purpose": ""})
    assert (refused.status_code, Visit.objects.count()) == (422, 0)
    assert 'value="2-301"' in refused.content.decode()
    done = client.post("/field-work/visits/plan", entry)
    visit = Visit.objects.get()
    assert (done.status_code, done.headers["Location"]) == (302, address_of(visit))
    assert (visit.purpose, visit.area_code, visit.door) == ("care", GRID, "2-301")


def test_a_chosen_point_says_the_grid(playing: Playing) -> None:
    point = playing.point()
    entry = {"purpose": "safety", "point": str(point.uid), "due_on": str(timezone.localdate())}
    client = playing.cast.client("station_clerk")
    assert client.post("/field-work/visits/plan", entry).status_code == 302
    assert Visit.objects.get().area_code == GRID
    nowhere = client.post("/field-work/visits/plan", entry | {"point": ""})
    assert nowhere.status_code == 422


@pytest.mark.row("R-106")
@pytest.mark.parametrize("state", ["done", "refused", "absent"])
def test_a_planned_visit_is_recorded_with_what_came_of_it(playing: Playing, state: str) -> None:
    planned = playing.plan()
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    client = playing.cast.client("grid_worker")
    entry = {"state": state, "at": at, "words": "助餐", "seen": 1}
    answer = client.post(address_of(planned, "record"), entry)
    assert answer.status_code == 302
    assert Visit.objects.get().state == state
    stale = client.post(address_of(planned, "record"), entry | {"words": "别的话"})
    assert stale.status_code == 422


def test_an_unplanned_visit_is_recorded(playing: Playing) -> None:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    entry = {"purpose": "opinion", "area_code": GRID, "door": "3-1", "state": "done", "at": at}
    client = playing.cast.client("grid_worker")
    assert client.post("/field-work/visits/record", entry).status_code == 302
    assert Visit.objects.get().by_name == "王网格"


@pytest.mark.row("R-061")
def test_the_station_makes_a_code_that_is_shown_once_and_confirms(playing: Playing) -> None:
    done = playing.make(playing.service())
    clerk, worker = playing.cast.client("station_clerk"), playing.cast.client("grid_worker")
    shown = clerk.post(address_of(done, "code"))
    assert shown.headers["Cache-Control"].count("no-store") == 1
    code = shown.content.decode().split('told-code">')[1].split("<")[0].replace(" ", "")
    assert code not in text_of(clerk, address_of(done)) + text_of(clerk, address_of(done, "code"))
    for wrong in ("12345", "abcdef", ""):
        answer = worker.post(address_of(done, "enter-code"), {"code": wrong})
        assert answer.status_code == 422
    assert Visit.objects.get().code_tries == 0
    assert worker.post(address_of(done, "enter-code"), {"code": code}).status_code == 302
    assert Visit.objects.get().confirm_how == "code"


@pytest.mark.row("R-061")
def test_unconfirmed_services_are_a_list_and_a_call_settles_them(playing: Playing) -> None:
    playing.make(playing.plan())
    done = playing.make(playing.service(), confirm=("denied", "", timezone.now()))
    client = playing.cast.client("station_clerk")
    listed = text_of(client, "/field-work/visits?box=unconfirmed")
    assert listed.count('<th scope="row">') == 1
    assert address_of(done) in listed
    for said in ("", "tap", "perhaps"):
        assert client.post(address_of(done, "call"), {"said": said}).status_code == 422
    assert client.post(address_of(done, "call"), {"said": "call"}).status_code == 302
    assert address_of(done) not in text_of(client, "/field-work/visits?box=unconfirmed")
    assert deeds(done)[-1] == "confirm_by_call"


def test_a_visit_is_given_up_only_as_it_was_seen(playing: Playing) -> None:
    planned = playing.plan()
    client = playing.cast.client("station_clerk")
    for entry in ({"seen": 1}, {"seen": 7, "reason": "搬走了"}):
        assert client.post(address_of(planned, "cancel"), entry).status_code == 422
    entry = {"seen": 1, "reason": "搬走了"}
    assert client.post(address_of(planned, "cancel"), entry).status_code == 302
    assert Visit.objects.get().state == "cancelled"


def test_the_household_is_open_to_grid_and_station_and_masked_above(playing: Playing) -> None:
    made = playing.make(playing.plan(), words="想要助餐")
    addresses = (address_of(made), "/field-work/visits?box=all")
    for who in ("grid_worker", "station_clerk"):
        pages = "".join(text_of(playing.cast.client(who), one) for one in addresses)
        assert [secret for secret in SECRETS if secret not in pages] == []
    for who in ("township_operator", "county_supervisor", "electronic_supervisor"):
        pages = "".join(text_of(playing.cast.client(who), one) for one in addresses)
        assert [secret for secret in SECRETS if secret in pages] == []
        assert "居**" in pages


def test_whoever_looks_behind_the_mask_says_what_for(playing: Playing) -> None:
    made = playing.make(playing.plan(), words="想要助餐")
    client = playing.cast.client("township_operator")
    assert client.post(address_of(made, "reveal"), {}).status_code == 422
    shown = client.post(address_of(made, "reveal"), {"purpose": "visit"})
    page = shown.content.decode()
    assert [secret for secret in SECRETS if secret not in page] == []
    assert "no-store" in shown.headers["Cache-Control"]
    assert AccessLine.objects.values_list("name", "subject", "fields", "purpose").get() == (
        "刘乡镇",
        f"visit:{made.uid}",
        "visit.door, visit.who, visit.phone, visit.words",
        "visit",
    )
    watcher = playing.cast.client("electronic_supervisor")
    assert watcher.get(address_of(made, "reveal")).status_code == 404


def test_the_spreadsheet_is_masked_for_everybody_and_counts_nobody(playing: Playing) -> None:
    """Refusing is a normal answer (R-106): nothing adds refusals up, by household or at all."""
    for _ in range(3):
        playing.make(state="refused", door="2-301", who="居民甲", phone="10000000001", words="助餐")
    client = playing.cast.client("grid_worker")
    answer = client.get("/field-work/visits/export?box=made")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(lines) == 4
    taken = AccessLine.objects.get(subject="list:visits")
    assert (taken.fields, "xlsx" in taken.purpose) == ("door, who, name (3)", True)
    written = " ".join(str(value) for line in lines for value in line)
    assert [secret for secret in SECRETS if secret in written] == []
    assert not any(isinstance(value, int | float) for line in lines for value in line)
    listed = text_of(client, "/field-work/visits?box=made")
    assert listed.count('<th scope="row">') == 3
    for word in ("次数", "拒绝率", "refusals", "times refused"):
        assert word not in listed


def test_a_stranger_finds_no_visit(playing: Playing) -> None:
    planned = playing.plan()
    for who in ("stranger", "second_station_clerk", "second_grid_worker", "administrator"):
        client = playing.cast.client(who)
        for deed in ("", "record", "cancel", "concern", "code", "enter-code", "call", "reveal"):
            assert client.get(address_of(planned, deed)).status_code == 404
            assert client.post(address_of(planned, deed), {}).status_code in (404, 405)
    assert Visit.objects.get().version == 1


@pytest.mark.parametrize(
    "query",
    ["box=nonsense", "purpose=x", f"area={OTHER_GRID}", "since=2026-99-99", "link=x", "mine=no"],
)
def test_what_an_address_asks_for_in_vain_is_named_and_finds_nothing(
    playing: Playing, query: str
) -> None:
    playing.plan()
    client = playing.cast.client("station_clerk")
    page = text_of(client, f"/field-work/visits?{query}")
    assert '<th scope="row">' not in page
    assert client.get(f"/field-work/visits/export?{query}").status_code == 404


@pytest.mark.parametrize("address", ["/field-work/visits", "/field-work/links?of=area"])
def test_a_list_costs_the_same_with_one_row_and_with_three(playing: Playing, address: str) -> None:
    client = playing.cast.client("station_clerk")

    def fill(number: int) -> None:
        point = playing.point(name=f"{number}号楼")
        playing.plan(point=point.uid)
        playing.link(by=playing.cast.station_clerk, point=point.uid)

    fill(1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    fill(2), fill(3)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three)


@pytest.mark.row("R-104")
def test_a_cadre_links_a_household_and_keeps_its_log(playing: Playing) -> None:
    client = playing.cast.client("department_officer")
    entry = {
        "account_id": playing.cast.department_officer.account_id,
        "area_code": GRID,
        "door": "5-102",
        "who": "居民乙",
        "every_days": 30,
    }
    assert client.post("/field-work/links/new", entry | {"who": ""}).status_code == 422
    assert client.post("/field-work/links/new", entry).status_code == 302
    link = ContactLink.objects.get()
    record = f"/field-work/visits/record?link={link.uid}"
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert "居民乙" in text_of(client, record)
    assert client.post(record, {"state": "absent", "at": at}).status_code == 302
    visit = Visit.objects.get()
    assert (visit.link_id, visit.purpose, visit.state) == (link.pk, "contact", "absent")
    assert address_of(visit) in text_of(client, f"/field-work/visits?link={link.uid}")
    assert "居民乙" in text_of(client, "/field-work/links")
    assert client.get("/field-work/visits/plan").status_code == 404
    assert client.get("/field-work/visits/record").status_code == 404


@pytest.mark.row("R-104")
def test_links_of_the_area_name_the_cadre_and_mask_the_household(playing: Playing) -> None:
    link = playing.link()
    above = text_of(playing.cast.client("county_supervisor"), "/field-work/links?of=area")
    assert "刘乡镇" in above
    assert "居民乙" not in above
    assert "居**" in above
    client = playing.cast.client("stranger")
    assert "居**" not in text_of(client, "/field-work/links?of=area")
    end = f"/field-work/links/{link.uid}/end"
    assert client.get(end).status_code == 404
    assert playing.cast.client("grid_worker").get(end).status_code == 404
    own = playing.cast.client("township_operator")
    assert own.post(end, {"reason": "搬走了"}).status_code == 302
    assert own.get(f"/field-work/visits/record?link={link.uid}").status_code == 404
    assert own.get(f"/field-work/visits/record?link={uuid4()}").status_code == 404


@pytest.mark.row("R-104")
def test_a_concern_needs_a_matter_in_reach(playing: Playing) -> None:
    made = playing.make()
    client = playing.cast.client("grid_worker")
    assert client.get(address_of(made, "concern")).status_code == 200
    answer = client.post(address_of(made, "concern"), {"number": "nonsense"})
    assert answer.status_code == 422
