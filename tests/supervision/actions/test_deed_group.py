"""Leading groups through their real deeds: terms, meetings, decisions that are orders (R-012)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.notices.models import Message
from gege.supervision import api as supervision
from gege.supervision.api import (
    Attendance,
    Decision,
    Group,
    Guest,
    Meeting,
    Member,
    NewGroup,
    NewMeeting,
    NewMember,
    Order,
    OrderKind,
    WhoWasThere,
)
from gege.supervision.errors import Invalid, NotFound, Refused, Stale
from gege.trail.api import Entry, verify
from tests.cast import GRID, HOUSING, TOWN
from tests.matters.play import Play
from tests.supervision.groups import decided, founded, held, seated

pytestmark = pytest.mark.row("R-012")


def trail_of(group: Group) -> list[str]:
    rows = Entry.objects.filter(stream=group.stream).order_by("seq")
    return list(rows.values_list("deed", flat=True))


def test_a_group_meets_decides_and_is_followed_to_the_result(play: Play) -> None:
    cast, by = play.cast, play.cast.county_supervisor
    group = founded(play)
    seated(play, group)
    meeting = held(play, group)
    play.forget_notices()
    decision = decided(play, meeting)
    order = decision.order
    assert order is not None
    assert (order.origin, order.title, order.decided_on, order.to_unit_id) == (
        "decision",
        "充电棚建设",
        meeting.held_on,
        cast.unit_id(HOUSING),
    )
    assert order.due_at.date() == decision.due_on
    assert play.told() == [(HOUSING, "order_issued")]
    listed = supervision.orders(by, OrderKind.FOLLOW_UP, now=play.now)
    assert list(listed) == [order]
    with pytest.raises(Refused, match="decision_stands"):
        supervision.withdraw(order.uid, words="不办了", by=by, now=play.now)
    supervision.reply(order.uid, words="已建成", by=cast.department_officer, now=play.now)
    with pytest.raises(Invalid, match="needed"):
        supervision.close(order.uid, result=" ", by=by, now=play.now)
    supervision.close(order.uid, result="三处投用", by=by, now=play.now)
    supervision.write_minutes(meeting.uid, minutes="会议议定事项如下", by=by, now=play.now)
    supervision.conclude_meeting(meeting.uid, by=by, now=play.now)
    page = supervision.meeting_page(meeting.uid, by=by, now=play.now)
    assert (page.meeting.state, page.deeds) == ("concluded", ())
    assert [(one.order.state, one.order.result) for one in page.decisions if one.order] == [
        ("closed", "三处投用")
    ]
    assert trail_of(group) == [
        "found",
        "appoint",
        "appoint",
        "meeting_call",
        "meeting_hold",
        "meeting_decide",
        "meeting_minute",
        "meeting_conclude",
    ]
    assert verify(key=b"a key of the tests, long enough.").broken is None


def test_a_decision_and_its_order_are_one_deed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = held(play, founded(play))
    before = (Entry.objects.count(), Message.objects.count())

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    for place in ("order_step.record", "streamed.record", "order_step.post"):
        with monkeypatch.context() as patch:
            patch.setattr(f"gege.supervision.actions.{place}", broken)
            with pytest.raises(RuntimeError):
                decided(play, meeting)
        assert (Decision.objects.count(), Order.objects.count()) == (0, 0)
        assert (Entry.objects.count(), Message.objects.count()) == before


def test_what_is_only_noted_is_followed_by_nobody(play: Play) -> None:
    meeting = held(play, founded(play))
    noted = decided(play, meeting, owner="", due_on=None)
    assert (noted.order, noted.number, Order.objects.count()) == (None, 1, 0)
    assert decided(play, meeting).number == 2


UNDECIDED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"owner": ""}, "day_and_owner"),
    ({"due_on": None}, "day_and_owner"),
    ({"owner": "nobody"}, "unknown_unit"),
    ({"owner": GRID}, "unknown_unit"),
    ({"due_on": date(2026, 11, 24)}, "day_is_past"),
    ({"due_on": date(2029, 1, 1)}, "day_too_far"),
    ({"title": " "}, "needed"),
    ({"title": "x" * 121}, "too_long"),
    ({"words": "x" * 1001}, "too_long"),
)


def test_what_cannot_be_decided(play: Play) -> None:
    meeting = held(play, founded(play))
    for entry, word in UNDECIDED:
        with pytest.raises(Invalid, match=word):
            decided(play, meeting, **entry)
    assert (Decision.objects.count(), Order.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("due_on", "at"),
    [
        (date(2026, 11, 25), "2026-11-25 18:00"),
        (date(2026, 11, 28), "2026-11-28 18:00"),
        (date(2026, 12, 31), "2026-12-31 18:00"),
    ],
)
def test_an_order_is_due_at_the_end_of_the_day_that_was_named(
    play: Play, due_on: date, at: str
) -> None:
    order = decided(play, held(play, founded(play)), due_on=due_on).order
    assert order is not None
    assert (order.due_at.astimezone(play.now.tzinfo).strftime("%Y-%m-%d %H:%M")) == at
    assert order.issued_at < order.receipt_due_at <= order.due_at
    assert order.warn_at < order.due_at


def test_members_have_terms_and_the_group_one_chair(play: Play) -> None:
    by, group = play.cast.county_supervisor, founded(play)
    seated(play, group)
    today = play.now.date()
    chair = {"seat": "chair", "name": "新组长", "office_title": "县长", "since": today}
    with pytest.raises(Invalid, match="second_chair"):
        supervision.appoint(group.uid, NewMember(**chair), by=by, now=play.now)
    first = Member.objects.get(seat="chair")
    supervision.end_term(
        group.uid,
        first.uid,
        last_day=today - timedelta(days=1),
        words="职务调整",
        by=by,
        now=play.now,
    )
    new = supervision.appoint(group.uid, NewMember(**chair), by=by, now=play.now)
    page = supervision.group_page(group.uid, by=by, now=play.now)
    assert [(one.name, one.seat) for one in page.members] == [
        ("新组长", "chair"),
        ("郑住建", "member"),
    ]
    assert [one.name for one in page.former] == ["陈县长"]
    for why, entry in (
        ("name_or_account", {"name": "", "login": ""}),
        ("name_or_account", {"login": "nobody"}),
        ("unknown_account", {"name": "", "login": "nobody"}),
        ("before_the_group", {"name": "某人", "since": date(2000, 1, 1)}),
        ("term_backwards", {"name": "某人", "until": today - timedelta(days=9)}),
        ("unknown_choice", {"name": "某人", "seat": "king"}),
        ("seated_already", {"name": "新组长", "seat": "member"}),
    ):
        with pytest.raises(Invalid, match=why):
            supervision.appoint(
                group.uid, NewMember(**(chair | {"seat": "deputy"} | entry)), by=by, now=play.now
            )
    with pytest.raises(Invalid, match="term_backwards"):
        supervision.end_term(
            group.uid, new.uid, last_day=date(2000, 1, 1), words="调整", by=by, now=play.now
        )
    with pytest.raises(NotFound):
        supervision.end_term(
            group.uid, new_uid(), last_day=today, words="调整", by=by, now=play.now
        )


def test_a_term_that_goes_on_longer_takes_no_seat_of_another(play: Play) -> None:
    by, group = play.cast.county_supervisor, founded(play)
    seated(play, group)
    today, first = play.now.date(), Member.objects.get(seat="chair")
    more: dict[str, Any] = {"words": "职务调整", "by": by, "now": play.now}
    supervision.end_term(group.uid, first.uid, last_day=today + timedelta(days=9), **more)
    new = NewMember("chair", "县长", today + timedelta(days=10), name="新组长")
    supervision.appoint(group.uid, new, by=by, now=play.now)
    with pytest.raises(Invalid, match="second_chair") as caught:
        supervision.end_term(group.uid, first.uid, last_day=today + timedelta(days=30), **more)
    assert caught.value.field == "last_day"
    supervision.end_term(group.uid, first.uid, last_day=today + timedelta(days=5), **more)
    # A term with a day to come ends with its group.
    supervision.dissolve_group(group.uid, words="机构改革", by=by, now=play.now)
    first.refresh_from_db()
    assert first.until == today


def test_a_meeting_says_of_each_member_how_they_took_part(play: Play) -> None:
    by, group = play.cast.county_supervisor, founded(play)
    first, second = seated(play, group)
    meeting = supervision.call_meeting(
        group.uid,
        NewMeeting(play.now.date() + timedelta(days=2), "县政府三楼会议室", "研究第四季度工作"),
        by=by,
        now=play.now,
    )
    told = Message.objects.filter(template="meeting_called").values_list("to_account_id", flat=True)
    assert list(told) == [play.cast.department_officer.account_id]
    there = WhoWasThere({first.uid: "present", second.uid: "excused"}, (Guest("孙某", "乡长"),))
    with pytest.raises(Refused, match="meeting_not_yet"):
        supervision.hold_meeting(meeting.uid, there, by=by, now=play.now)
    play.wait(days=2)
    for members in ({}, {first.uid: "present"}, {first.uid: "present", new_uid(): "present"}):
        with pytest.raises(Invalid, match="unknown_presence"):
            supervision.hold_meeting(meeting.uid, WhoWasThere(members), by=by, now=play.now)
    asleep = WhoWasThere({first.uid: "asleep", second.uid: "present"})
    with pytest.raises(Invalid, match="unknown_choice"):
        supervision.hold_meeting(meeting.uid, asleep, by=by, now=play.now)
    supervision.hold_meeting(meeting.uid, there, by=by, now=play.now)
    assert list(Attendance.objects.order_by("id").values_list("name", "how")) == [
        ("陈县长", "present"),
        ("郑住建", "excused"),
        ("孙某", "invited"),
    ]
    with pytest.raises(Refused, match="wrong_meeting_state"):
        supervision.cancel_meeting(meeting.uid, words="改期", by=by, now=play.now)
    with pytest.raises(Refused, match="no_minutes"):
        supervision.conclude_meeting(meeting.uid, by=by, now=play.now)
    with pytest.raises(Invalid, match="too_long"):
        supervision.write_minutes(meeting.uid, minutes="x" * 20_001, by=by, now=play.now)
    with pytest.raises(Stale):
        supervision.write_minutes(meeting.uid, minutes="纪要", by=by, now=play.now, seen=0)


def test_a_meeting_is_moved_and_cancelled_before_it_is_held(play: Play) -> None:
    by, group = play.cast.county_supervisor, founded(play)
    entry = NewMeeting(play.now.date(), "三楼会议室", "研究工作")
    meeting = supervision.call_meeting(group.uid, entry, by=by, now=play.now)
    later = NewMeeting(play.now.date() + timedelta(days=1), "二楼会议室", "研究工作")
    supervision.change_meeting(meeting.uid, later, by=by, now=play.now)
    gone = supervision.cancel_meeting(meeting.uid, words="主要领导外出", by=by, now=play.now)
    assert (gone.place, gone.state) == ("二楼会议室", "cancelled")
    assert supervision.call_meeting(group.uid, entry, by=by, now=play.now).number == 2
    for bad in (
        NewMeeting(date(2000, 1, 1), "三楼会议室", "研究工作"),
        NewMeeting(play.now.date(), " ", "研究工作"),
        NewMeeting(play.now.date(), "三楼会议室", "x" * 4001),
    ):
        with pytest.raises(Invalid):
            supervision.call_meeting(group.uid, bad, by=by, now=play.now)
    assert Meeting.objects.count() == 2


def test_who_reads_a_group_and_who_keeps_it(play: Play) -> None:
    cast, group = play.cast, founded(play)
    seated(play, group)
    meeting = held(play, group)

    def readers() -> list[str]:
        people = cast.people
        return [one for one in people if supervision.visible_groups(people[one], play.now).exists()]

    assert readers() == [
        "county_supervisor",
        "county_dispatcher",
        "department_officer",
        "electronic_supervisor",
    ]
    for who in ("department_officer", "county_dispatcher", "electronic_supervisor"):
        with pytest.raises(Refused, match="not_yours"):
            supervision.write_minutes(meeting.uid, minutes="纪要", by=cast.actor(who), now=play.now)
    with pytest.raises(Refused, match="not_yours"):
        founded(play, by="administrator")
    for who in ("stranger", "strange_township_operator", "grid_worker", "administrator"):
        with pytest.raises(NotFound):
            supervision.meeting_page(meeting.uid, by=cast.actor(who), now=play.now)
    member = Member.objects.get(name="郑住建")
    supervision.end_term(
        group.uid,
        member.uid,
        last_day=play.now.date() - timedelta(days=1),
        words="调离",
        by=cast.county_supervisor,
        now=play.now,
    )
    assert "department_officer" not in readers()


def test_a_dissolved_group_decides_no_more(play: Play) -> None:
    by, group = play.cast.county_supervisor, founded(play)
    seated(play, group)
    with pytest.raises(Invalid, match="group_name_taken"):
        founded(play)
    supervision.dissolve_group(group.uid, words="机构改革", by=by, now=play.now)
    for deed in (lambda: seated(play, group), lambda: held(play, group)):
        with pytest.raises(Refused, match="group_dissolved"):
            deed()
    assert set(Member.objects.values_list("until", flat=True)) == {play.now.date()}


UNFOUNDED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": " "}, "needed"),
    ({"name": "x" * 81}, "too_long"),
    ({"office": "nobody"}, "unknown_office"),
    ({"office": GRID}, "unknown_office"),
    ({"founded_on": date(2999, 1, 1)}, "in_the_future"),
    ({"task": "x" * 1001}, "too_long"),
)


def test_what_cannot_be_founded(play: Play) -> None:
    for entry, word in UNFOUNDED:
        with pytest.raises(Invalid, match=word):
            founded(play, **entry)
    assert Group.objects.count() == 0


def test_a_group_is_changed_under_its_lock(play: Play) -> None:
    by, group = play.cast.county_supervisor, founded(play)
    entry = NewGroup("网格化领导小组", TOWN, date(2023, 4, 1), "武委办〔2023〕11号")
    changed = supervision.amend_group(group.uid, entry, by=by, now=play.now, seen=group.version)
    assert (changed.name, changed.office_id) == ("网格化领导小组", play.cast.unit_id(TOWN))
    with pytest.raises(Stale):
        supervision.amend_group(group.uid, entry, by=by, now=play.now, seen=group.version)


@pytest.mark.parametrize("deed", ["found", "appoint", "end", "call", "hold", "minute"])
def test_a_deed_that_cannot_be_written_is_not_done(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    by, now = play.cast.county_supervisor, play.now
    group = founded(play) if deed != "found" else None
    members = seated(play, group) if group and deed in ("end", "hold", "minute") else ()
    entry = NewMeeting(now.date(), "三楼会议室", "研究工作")
    meeting = None
    if group and deed == "hold":
        meeting = supervision.call_meeting(group.uid, entry, by=by, now=now)
    if group and deed == "minute":
        meeting = held(play, group)

    def state() -> list[Any]:
        return [
            list(Group.objects.values_list("version", "dissolved_on")),
            list(Member.objects.order_by("id").values_list("name", "until")),
            list(Meeting.objects.values_list("state", "version", "minutes")),
            Attendance.objects.count(),
            Entry.objects.count(),
            Message.objects.count(),
        ]

    before = state()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.streamed.record", broken)
    uid = group.uid if group else new_uid()
    met = meeting.uid if meeting else new_uid()
    first = members[0].uid if members else new_uid()
    there = WhoWasThere({one.uid: "present" for one in members})
    today = now.date()
    deeds: dict[str, Callable[[], object]] = {
        "found": lambda: founded(play),
        "appoint": lambda: seated(play, Group.objects.get()),
        "end": lambda: supervision.end_term(
            uid, first, last_day=today, words="调离", by=by, now=now
        ),
        "call": lambda: supervision.call_meeting(uid, entry, by=by, now=now),
        "hold": lambda: supervision.hold_meeting(met, there, by=by, now=now),
        "minute": lambda: supervision.write_minutes(met, minutes="会议纪要", by=by, now=now),
    }
    with pytest.raises(RuntimeError):
        deeds[deed]()
    assert state() == before


def test_an_order_names_the_meeting_it_comes_from(play: Play) -> None:
    decision = decided(play, held(play, founded(play)))
    assert decision.order is not None
    by, officer = play.cast.county_supervisor, play.cast.department_officer
    found = supervision.decision_of_order(decision.order, by=by, now=play.now)
    assert found == decision
    assert supervision.decision_of_order(decision.order, by=officer, now=play.now) is None
