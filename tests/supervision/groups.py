"""A leading group with two members and a meeting that was held, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from gege.supervision import api as supervision
from gege.supervision.api import (
    Decision,
    Group,
    Meeting,
    Member,
    NewDecision,
    NewGroup,
    NewMeeting,
    NewMember,
    WhoWasThere,
)
from tests.cast import COUNTY, HOUSING
from tests.matters.play import Play

SINCE = date(2023, 4, 1)


def founded(play: Play, by: str = "county_supervisor", **more: Any) -> Group:
    values: dict[str, Any] = {
        "name": "社区网格化服务管理体系建设工作领导小组",
        "office": COUNTY,
        "founded_on": SINCE,
    }
    return supervision.found_group(
        NewGroup(**(values | more)), by=play.cast.actor(by), now=play.now
    )


def seated(play: Play, group: Group) -> tuple[Member, Member]:
    """A chair from outside, and the housing bureau's officer as a member."""
    by = play.cast.county_supervisor
    login = play.cast.account("department_officer").login_name
    chair = NewMember("chair", "县委副书记", SINCE, name="陈县长")
    member = NewMember("member", "县住建局局长", SINCE, login=login)
    return (
        supervision.appoint(group.uid, chair, by=by, now=play.now),
        supervision.appoint(group.uid, member, by=by, now=play.now),
    )


def held(play: Play, group: Group) -> Meeting:
    """A meeting of today at which every member was."""
    by = play.cast.county_supervisor
    entry = NewMeeting(
        play.now.date(), "县政府三楼会议室", "一、听取第三季度情况\n二、研究充电棚建设"
    )
    meeting = supervision.call_meeting(group.uid, entry, by=by, now=play.now)
    members = supervision.members_on(group, meeting.held_on)
    there = WhoWasThere({one.uid: "present" for one in members})
    return supervision.hold_meeting(meeting.uid, there, by=by, now=play.now)


def decided(play: Play, meeting: Meeting, **more: Any) -> Decision:
    values: dict[str, Any] = {
        "title": "充电棚建设",
        "words": "年底前完成三处电动车充电棚建设",
        "owner": HOUSING,
        "due_on": date(2026, 12, 31),
    }
    return supervision.decide(
        meeting.uid, NewDecision(**(values | more)), by=play.cast.county_supervisor, now=play.now
    )
