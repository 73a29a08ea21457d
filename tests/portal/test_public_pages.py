"""What everybody reads: who serves a grid, policies; and the codes on the wall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gege.services.api import Text, publish_article, write_article
from gege.staff.api import SYSTEM, substitute
from gege.territory.api import AREAS, bump
from gege.territory.models import Unit
from tests.cast import COMMUNITY, COUNTY, GRID, OTHER_COMMUNITY, OTHER_GRID, TOWN
from tests.portal.conftest import Resident


def shown(resident: Resident, path: str) -> str:
    answer = resident.client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.row("R-111")
@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("none", "has a worker"),
        ("surname", "worker 王"),
        ("name", "王网格"),
        ("phone", "王网格"),
    ],
)
def test_of_a_worker_as_much_is_told_as_the_county_publishes(
    resident: Resident, settings: Any, published: str, told: str
) -> None:
    settings.GEGE_PORTAL_WORKERS = published
    account = resident.play.cast.account("grid_worker")
    account.phone = "10000000099"
    account.save()
    page = shown(resident, f"/r/who/{COMMUNITY}")
    assert told in page
    assert ("王网格" in page, "10000000099" in page) == (
        published in ("name", "phone"),
        published == "phone",
    )
    assert "The station serves this part." in page


@pytest.mark.row("R-010")
def test_the_team_around_a_home_is_shown_with_who_stands_in(
    resident: Resident, settings: Any
) -> None:
    settings.GEGE_PORTAL_WORKERS = "surname"
    play, cast = resident.play, resident.play.cast
    page = shown(resident, f"/r/who/{COMMUNITY}")
    assert "officer 张" in page
    assert "stands in" not in page
    substitute(
        by=SYSTEM,
        now=play.now,
        account_id=cast.second_grid_worker.account_id or 0,
        unit_id=cast.unit_id(GRID),
        valid_from=play.now.date(),
        valid_to=play.now.date() + timedelta(days=7),
    )
    page = shown(resident, f"/r/who/{COMMUNITY}")
    assert page.count("worker 李") == 2
    assert page.count("(stands in for the time being)") == 1
    settings.GEGE_PORTAL_WORKERS = "none"
    page = shown(resident, f"/r/who/{COMMUNITY}")
    assert "one officer" in page
    assert "张" not in page


def test_the_station_is_there_with_its_telephone(resident: Resident) -> None:
    Unit.objects.filter(code=COMMUNITY).update(duty_phone="0826-0000001")
    bump(AREAS)
    assert "0826-0000001" in shown(resident, f"/r/who/{COMMUNITY}")
    for place in (GRID, TOWN, COUNTY, "9" * 12, "x"):
        assert resident.client.get(f"/r/who/{place}").status_code == 404


def test_who_is_in_danger_taps_a_number_instead_of_writing(resident: Resident) -> None:
    page = resident.client.get(f"/r/report/{GRID}").content.decode()
    danger = page[page.index('class="danger"') :].partition("</p>")[0]
    assert [f'href="tel:{number}"' in danger for number in (110, 119, 120)] == [True] * 3


def test_policies_are_read_and_working_guides_are_not(resident: Resident) -> None:
    play = resident.play
    by, today = play.cast.department_officer, play.now.date()
    uids = {}
    for kind in ("policy", "guide"):
        text = Text(
            kind=kind,
            title=f"公租房 {kind}",
            body="住房有困难的家庭可以申请。\n\n- 带上<b>户口簿</b>",
            source="县政府文件",
            owner_id=by.unit_id or 0,
            valid_from=date(2026, 1, 1),
            review_on=date(2027, 1, 1),
        )
        uids[kind] = publish_article(
            write_article(text, by=by, now=play.now).uid, by=by, now=play.now
        ).uid
    for path in ("/r/policies", "/r/policies?q=公租房"):
        page = shown(resident, path)
        assert ("公租房 policy" in page, "公租房 guide" in page) == (True, False), today
    assert "&lt;b&gt;户口簿" in shown(resident, f"/r/policies/{uids['policy']}")
    assert resident.client.get(f"/r/policies/{uids['guide']}").status_code == 404
    assert resident.client.get(f"/r/policies/{uuid4()}").status_code == 404
    assert "Nothing was found" in shown(resident, "/r/policies?q=%00没有")


@pytest.mark.row("R-064")
def test_a_sheet_leads_to_the_form_of_its_place(resident: Resident, settings: Any) -> None:
    settings.GEGE_PORTAL_URL = "https://grid.example.org"
    clerk = resident.play.cast.client("station_clerk")
    page = clerk.get(f"/portal/codes/{COMMUNITY}?all=1").content.decode()
    assert page.count("<svg") == 4
    assert f"https://grid.example.org/r/q/{GRID}" in page
    assert clerk.get(f"/portal/codes/{OTHER_COMMUNITY}").status_code == 404
    assert clerk.get(f"/portal/codes/{OTHER_GRID}").status_code == 404
    assert clerk.get("/portal/codes", {"in": OTHER_COMMUNITY}).status_code == 404
    assert clerk.get("/portal/codes", {"in": GRID}).status_code == 404
    settings.GEGE_PORTAL_URL = ""
    assert f"http://testserver/r/q/{GRID}" in clerk.get(f"/portal/codes/{GRID}").content.decode()


def test_the_portal_waits_for_a_territory(db: None) -> None:
    from django.test import Client

    assert Client().get("/r/").status_code == 200
    assert Client().get("/r/report").status_code == 200
