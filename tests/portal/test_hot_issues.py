"""Hot issues: words of staff that a second person approves, a public history, who sees which."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.matters import api as matters
from gege.matters.api import Matter
from gege.portal.actions.issues import (
    Said,
    approve_issue,
    hide_issue,
    rewrite_issue,
    send_issue_back,
    write_issue,
)
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import HotIssue, IssueLine
from gege.portal.queries.issues import PAGE
from gege.staff.api import Actor
from gege.supervision import api as supervision
from gege.trail.api import Entry
from tests.cast import HOUSING
from tests.matters.play import Play
from tests.portal.conftest import Resident

pytestmark = pytest.mark.row("R-102")

SAID = Said("education", "小学门口拥堵", plan="年内打通小路", answer="接送区已划好")
COUNTYS = Said("health", "县医院挂号难", "增设自助机", owner=HOUSING, standing="planned")


def shown(resident: Resident, path: str = "/r/issues") -> str:
    answer = resident.client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def matter_of(play: Play, **entry: Any) -> Matter:
    return play.report(title="王小明家门口拥堵", **entry)


def public(
    play: Play, said: Said = SAID, *, by: Actor | None = None, of_matter: bool = True
) -> HotIssue:
    """An issue that one person wrote and the county's supervisor approved."""
    number = matter_of(play).number if of_matter else ""
    writer = by or play.cast.county_dispatcher
    issue = write_issue(said, number=number, by=writer, now=play.now)
    return approve_issue(issue.uid, by=play.cast.county_supervisor, now=play.now)


def test_an_issue_is_public_in_words_of_its_own_once_two_people_said_so(
    resident: Resident,
) -> None:
    play = resident.play
    matter, by = matter_of(play), play.cast.township_operator
    play.forget_notices()
    issue = write_issue(SAID, number=matter.number, by=by, now=play.now)
    assert SAID.title not in shown(resident)
    assert [word for _unit, word in play.told()] == ["issue_proposed"]
    with pytest.raises(PortalError, match="own_words"):
        approve_issue(issue.uid, by=by, now=play.now)
    approve_issue(issue.uid, by=play.cast.county_dispatcher, now=play.now)
    page = shown(resident)
    for words in (SAID.title, SAID.plan, SAID.answer, "Schools", "Received", "Made public"):
        assert words in page
    for words in (matter.number, "王小明", "王网格", "刘乡镇"):
        assert words not in page
    assert SAID.title not in shown(resident, "/r/issues?topic=health")
    assert SAID.title in shown(resident, "/r/issues?topic=nonsense&after=x_1")
    rows = Entry.objects.filter(stream=issue.stream).order_by("seq")
    assert list(rows.values_list("deed", "role")) == [
        ("write_issue", "township_operator"),
        ("approve_issue", "county_dispatcher"),
    ]


def test_an_issue_of_the_county_has_owner_plan_state_and_history(resident: Resident) -> None:
    play = resident.play
    issue = public(play, COUNTYS, of_matter=False)
    by, other = play.cast.county_dispatcher, play.cast.county_supervisor
    for said in (
        Said("health", "县医院挂号难", "增设自助机", owner=HOUSING, standing="working"),
        Said("health", "县医院挂号难", "增设自助机", "已增设八台", HOUSING, "done"),
    ):
        play.wait(days=3)
        rewrite_issue(issue.uid, said, by=by, now=play.now)
        approve_issue(issue.uid, by=other, now=play.now)
    page = shown(resident)
    for words in ("Housing and Construction Bureau", "已增设八台", "Done", "Planned", "Answered"):
        assert words in page
    lines = IssueLine.objects.filter(issue=issue).order_by("id")
    assert list(lines.values_list("step", "standing")) == [
        ("published", "planned"),
        ("standing", "working"),
        ("standing", "done"),
        ("answered", "done"),
    ]


def test_what_is_shown_stays_until_the_next_words_are_approved(resident: Resident) -> None:
    play = resident.play
    issue = public(play)
    by, other = play.cast.county_dispatcher, play.cast.county_supervisor
    better = Said("education", "小学门口拥堵", answer="已经办好")
    rewrite_issue(issue.uid, better, by=by, now=play.now, seen=issue.revision)
    assert SAID.answer in shown(resident)
    with pytest.raises(PortalError, match="overtaken"):
        approve_issue(issue.uid, by=other, now=play.now, seen=issue.revision)
    send_issue_back(issue.uid, reason="请写明日期", by=other, now=play.now)
    with pytest.raises(PortalError, match="nothing_open"):
        approve_issue(issue.uid, by=other, now=play.now)
    rewrite_issue(issue.uid, better, by=other, now=play.now)
    for wrote in (by, other):  # both wrote a word of what waits
        with pytest.raises(PortalError, match="own_words"):
            approve_issue(issue.uid, by=wrote, now=play.now)
    hide_issue(issue.uid, reason="内容有误", by=by, now=play.now)
    assert SAID.title not in shown(resident)
    with pytest.raises(PortalError, match="not_shown"):
        hide_issue(issue.uid, reason="内容有误", by=by, now=play.now)


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
def test_what_nobody_should_read_is_not_made_public(play: Play, said: Said, field: str) -> None:
    by = play.cast.county_supervisor
    with pytest.raises(PortalError) as refused:
        write_issue(said, number=matter_of(play).number, by=by, now=play.now)
    assert (refused.value.field, HotIssue.objects.exists()) == (field, False)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("health", "县医院挂号难", "增设自助机", standing="planned"), "owner"),
        (Said("health", "县医院挂号难", "增设自助机", "", "511622100", "planned"), "owner"),
        (Said("health", "县医院挂号难", "增设自助机", "", HOUSING, "soon"), "standing"),
        (Said("health", "县医院挂号难", "", "", HOUSING, "planned"), "plan"),
        (Said("health", "县医院挂号难", "增设自助机", "", HOUSING, "done"), "answer"),
    ],
)
def test_an_issue_of_the_county_says_who_what_and_how_far(
    play: Play, said: Said, field: str
) -> None:
    with pytest.raises(PortalError) as refused:
        write_issue(said, by=play.cast.county_supervisor, now=play.now)
    assert (refused.value.field, HotIssue.objects.exists()) == (field, False)


def test_nobody_makes_public_what_is_not_theirs_or_twice(play: Play) -> None:
    matter, stranger = matter_of(play), play.cast.strange_township_operator
    by = play.cast.county_supervisor
    with pytest.raises(matters.NotFound):
        write_issue(SAID, number=matter.number, by=stranger, now=play.now)
    with pytest.raises(PortalError, match="needed"):
        write_issue(COUNTYS, by=play.cast.township_operator, now=play.now)
    issue = write_issue(SAID, number=matter.number, by=by, now=play.now)
    with pytest.raises(PortalError, match="listed_already"):
        write_issue(SAID, number=matter.number, by=by, now=play.now)
    for uid, who in ((issue.uid, stranger), (uuid4(), by)):
        with pytest.raises(NotFound):
            rewrite_issue(uid, SAID, by=who, now=play.now)
        with pytest.raises(NotFound):
            approve_issue(uid, by=who, now=play.now)


@pytest.mark.parametrize("deed", ["write", "rewrite", "approve", "send_back", "hide"])
def test_a_deed_leaves_nothing_where_the_trail_breaks(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    by, other = play.cast.county_dispatcher, play.cast.county_supervisor
    issue = public(play) if deed == "hide" else None
    if deed not in ("write", "hide"):
        issue = write_issue(COUNTYS, by=by, now=play.now)
    uid = issue.uid if issue else uuid4()
    before = _everything()

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr("gege.portal.actions.issues.record", broken)
    deeds = {
        "write": lambda: write_issue(COUNTYS, by=by, now=play.now),
        "rewrite": lambda: rewrite_issue(uid, COUNTYS, by=by, now=play.now),
        "approve": lambda: approve_issue(uid, by=other, now=play.now),
        "send_back": lambda: send_issue_back(uid, reason="请写明", by=other, now=play.now),
        "hide": lambda: hide_issue(uid, reason="有误", by=other, now=play.now),
    }
    with pytest.raises(RuntimeError):
        deeds[deed]()
    assert _everything() == before


def _everything() -> tuple[Any, ...]:
    rows = HotIssue.objects.values_list("id", "shown", "revision", "open", "title")
    return list(rows), IssueLine.objects.count(), Entry.objects.count()


def test_lists_of_issues_cost_as_much_with_many_as_with_one(resident: Resident) -> None:
    play = resident.play
    staff = play.cast.client("county_supervisor")
    costs = set()
    for index in range(3):
        public(play, of_matter=index != 1, said=COUNTYS if index == 1 else SAID)
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
        play.wait(minutes=1)
        public(play, Said("other", f"公开的事项第{index:02}件"))
    page = resident.client.get("/r/issues")
    assert len(page.context["rows"]) == PAGE
    rest = resident.client.get("/r/issues", {"after": page.context["next_key"]})
    assert [row["issue"].title[-3:-1] for row in rest.context["rows"]] == ["01", "00"]


def test_an_issue_is_written_and_approved_at_the_desk(resident: Resident) -> None:
    play = resident.play
    writer = play.cast.client("county_dispatcher")
    supervisor = play.cast.client("county_supervisor")
    entry = {"number": "1", "topic": "health", "title": "看病排队时间长"}
    assert writer.post("/portal/issues/new", entry).status_code == 422
    entry["number"] = matter_of(play).number
    assert writer.post("/portal/issues/new", entry).status_code == 302
    issue = HotIssue.objects.get()
    address = issue.get_absolute_url()
    writer.post(f"{address}/approve", {"revision": "1"})
    assert "看病排队" not in shown(resident)
    assert supervisor.get(f"{address}/approve").status_code == 404
    assert supervisor.post(f"{address}/send_back", {"reason": ""}).status_code == 422
    assert supervisor.post(f"{address}/approve", {"revision": "1"}).status_code == 302
    assert "看病排队" in shown(resident)
    assert (
        supervisor.post(f"{address}/hide", {"reason": "有误", "revision": "0"}).status_code == 422
    )
    assert supervisor.post(f"{address}/hide", {"reason": "有误"}).status_code == 302
    assert "看病排队" not in shown(resident)
    assert "看病排队" in supervisor.get("/portal/issues").content.decode()
    for who in ("strange_township_operator", "station_clerk", "department_officer"):
        assert play.cast.client(who).get(address).status_code == 404


def test_the_desk_sees_which_issue_ended_without_a_public_answer(resident: Resident) -> None:
    play, mark = resident.play, "ended without an answer to everybody"
    by, other = play.cast.county_supervisor, play.cast.county_dispatcher
    issue = write_issue(
        Said("other", "公开的事项"), number=play.closed().number, by=by, now=play.now
    )
    approve_issue(issue.uid, by=other, now=play.now)
    account = play.cast.account("county_supervisor")
    account.language = "en"
    account.save()
    staff = play.cast.client("county_supervisor")
    assert mark in staff.get("/portal/issues").content.decode()
    rewrite_issue(issue.uid, Said("other", "公开的事项", answer="办好了"), by=by, now=play.now)
    approve_issue(issue.uid, by=other, now=play.now)
    assert mark not in staff.get("/portal/issues").content.decode()


@pytest.mark.row("R-101")
def test_the_answer_to_a_digest_fills_in_an_issue(resident: Resident) -> None:
    play = resident.play
    play.at("2026-10-12 09:00")
    play.report(kind="G01", title="希望多修步道")
    play.at("2026-11-02 09:00")
    officer, other = play.cast.department_officer, play.cast.client("county_dispatcher")
    [digest] = supervision.make_digests(
        play.now.date().replace(month=10, day=1), by=play.cast.county_supervisor, now=play.now
    ).digests
    supervision.reply(digest.order.uid, words="明年新修三处步道", by=officer, now=play.now)
    page = other.get(f"/portal/issues/new?digest={digest.uid}").content.decode()
    assert "明年新修三处步道" in page
    assert f'value="{digest.stream}"' in page
    assert "明年新修" not in other.get(f"/portal/issues/new?digest={uuid4()}").content.decode()
