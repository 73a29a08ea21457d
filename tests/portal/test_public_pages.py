"""What everybody reads: who serves a grid, hot issues, policies; and the codes on the wall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.matters import api as matters
from gege.matters.api import Matter
from gege.portal.actions.issues import Said, amend_issue, show_issue
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import HotIssue
from gege.portal.queries.issues import PAGE
from gege.services.api import Text, publish_article, write_article
from gege.staff.api import SYSTEM, substitute
from gege.territory.api import AREAS, bump
from gege.territory.models import Unit
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, OTHER_COMMUNITY, OTHER_GRID, TOWN
from tests.portal.conftest import Resident

SAID = Said("education", "小学门口拥堵", plan="年内打通小路", answer="接送区已划好")


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


def matter_of(resident: Resident, **entry: Any) -> Matter:
    return resident.play.report(title="王小明家门口拥堵", **entry)


def test_who_is_in_danger_taps_a_number_instead_of_writing(resident: Resident) -> None:
    page = resident.client.get(f"/r/report/{GRID}").content.decode()
    danger = page[page.index('class="danger"') :].partition("</p>")[0]
    assert [f'href="tel:{number}"' in danger for number in (110, 119, 120)] == [True] * 3


@pytest.mark.row("R-102")
def test_an_issue_is_public_in_words_of_its_own(resident: Resident) -> None:
    matter = matter_of(resident)
    play = resident.play
    show_issue(matter.number, SAID, by=play.cast.township_operator, now=play.now)
    page = shown(resident, "/r/issues")
    for words in (SAID.title, SAID.plan, SAID.answer, "Schools", "Received"):
        assert words in page
    for words in (matter.number, "王小明", "王网格"):
        assert words not in page
    assert SAID.title not in shown(resident, "/r/issues?topic=health")
    assert SAID.title in shown(resident, "/r/issues?topic=nonsense&after=x_1")
    line = Entry.objects.get(stream__startswith="issue:")
    assert (line.deed, line.role) == ("show_issue", "township_operator")


@pytest.mark.row("R-102")
def test_the_desk_sees_which_issue_ended_without_a_public_answer(resident: Resident) -> None:
    play, mark = resident.play, "ended without an answer to everybody"
    matter, by = play.closed(), play.cast.county_supervisor
    issue = show_issue(matter.number, Said("other", "公开的事项"), by=by, now=play.now)
    account = play.cast.account("county_supervisor")
    account.language = "en"
    account.save()
    staff = play.cast.client("county_supervisor")
    assert mark in staff.get("/portal/issues").content.decode()
    amend_issue(issue.uid, Said("other", "公开的事项", answer="办好了"), by=by, now=play.now)
    assert mark not in staff.get("/portal/issues").content.decode()


def test_an_issue_is_changed_and_taken_off_the_list(resident: Resident) -> None:
    play, matter = resident.play, matter_of(resident)
    by = play.cast.county_supervisor
    issue = show_issue(matter.number, SAID, by=by, now=play.now)
    better = Said("education", "小学门口拥堵", answer="已经办好")
    amend_issue(issue.uid, better, by=by, now=play.now, seen=1)
    assert "已经办好" in shown(resident, "/r/issues")
    with pytest.raises(PortalError, match="overtaken"):
        amend_issue(issue.uid, better, by=by, now=play.now, seen=1)
    amend_issue(issue.uid, better, shown=False, by=by, now=play.now)
    assert "小学门口拥堵" not in shown(resident, "/r/issues")
    rows = Entry.objects.filter(stream=issue.stream).order_by("seq")
    assert list(rows.values_list("deed", flat=True)) == ["show_issue", "amend_issue", "hide_issue"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("x", "小学门口拥堵"), "topic"),
        (Said("other", "短"), "title"),
        (Said("other", "请打 13800138000 找老王"), "title"),
        (Said("other", "小学门口拥堵", plan="138 0013 8000"), "plan"),
        (Said("other", "小学门口拥堵", answer="x" * 1001), "answer"),
        (Said("other", "小学门口拥堵", answer="身份证 51162219900101001X"), "answer"),
    ],
)
def test_what_nobody_should_read_is_not_made_public(
    resident: Resident, said: Said, field: str
) -> None:
    matter, play = matter_of(resident), resident.play
    with pytest.raises(PortalError) as refused:
        show_issue(matter.number, said, by=play.cast.county_supervisor, now=play.now)
    assert refused.value.field == field
    assert not HotIssue.objects.exists()


def test_nobody_makes_public_what_is_not_theirs_or_twice(resident: Resident) -> None:
    matter, play = matter_of(resident), resident.play
    stranger = play.cast.strange_township_operator
    with pytest.raises(matters.NotFound):
        show_issue(matter.number, SAID, by=stranger, now=play.now)
    issue = show_issue(matter.number, SAID, by=play.cast.county_supervisor, now=play.now)
    with pytest.raises(PortalError, match="listed_already"):
        show_issue(matter.number, SAID, by=play.cast.county_supervisor, now=play.now)
    for uid, by in ((issue.uid, stranger), (uuid4(), play.cast.county_supervisor)):
        with pytest.raises(NotFound):
            amend_issue(uid, SAID, by=by, now=play.now)


@pytest.mark.parametrize("deed", ["show", "amend"])
def test_nothing_becomes_public_when_the_trail_cannot_be_written(
    resident: Resident, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    matter, play = matter_of(resident), resident.play
    by = play.cast.county_supervisor
    issue = show_issue(matter.number, SAID, by=by, now=play.now) if deed == "amend" else None

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gege.portal.actions.issues.record", broken)

    def act() -> HotIssue:
        if issue is None:
            return show_issue(matter.number, SAID, by=by, now=play.now)
        return amend_issue(issue.uid, SAID, shown=False, by=by, now=play.now)

    with pytest.raises(RuntimeError):
        act()
    assert list(HotIssue.objects.values_list("shown", "revision")) == ([(True, 1)] if issue else [])


def test_lists_of_issues_cost_as_much_with_many_as_with_one(resident: Resident) -> None:
    play = resident.play
    staff = play.cast.client("county_supervisor")
    costs = set()
    for index in range(4):
        matter = matter_of(resident)
        show_issue(matter.number, SAID, by=play.cast.county_supervisor, now=play.now)
        if index == 0:
            # Slow data is read once for a process.
            resident.client.get("/r/issues")
            staff.get("/portal/issues")
        with CaptureQueriesContext(connection) as asked:
            resident.client.get("/r/issues")
            staff.get("/portal/issues")
        costs.add(len(asked))
    assert len(costs) == 1


def test_the_list_is_turned_by_its_key(resident: Resident) -> None:
    play = resident.play
    for index in range(PAGE + 2):
        said = Said("other", f"公开的事项第{index:02}件")
        by = play.cast.county_supervisor
        show_issue(matter_of(resident).number, said, by=by, now=play.wait(minutes=1).now)
    page = resident.client.get("/r/issues")
    assert len(page.context["rows"]) == PAGE
    rest = resident.client.get("/r/issues", {"after": page.context["next_key"]})
    assert [row["issue"].title[-3:-1] for row in rest.context["rows"]] == ["01", "00"]


def test_the_desk_makes_a_matter_public_and_says_what_is_wrong(resident: Resident) -> None:
    matter = matter_of(resident)
    staff = resident.play.cast.client("county_dispatcher")
    entry = {"number": "1", "topic": "health", "title": "看病排队时间长"}
    assert staff.post("/portal/issues/new", entry).status_code == 422
    entry["number"] = matter.number
    assert staff.post("/portal/issues/new", entry).status_code == 302
    issue = HotIssue.objects.get()
    off = {"topic": "health", "title": "看病排队", "revision": "1"}
    assert staff.post(f"/portal/issues/{issue.uid}", off).status_code == 302
    assert staff.post(f"/portal/issues/{issue.uid}", off).status_code == 422
    assert "看病排队" not in shown(resident, "/r/issues")
    assert "看病排队" in staff.get("/portal/issues").content.decode()


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
