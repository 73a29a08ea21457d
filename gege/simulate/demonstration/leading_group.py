"""The leading group of the demonstration: members, two meetings with their decisions, a third one
called. Their orders are followed by `oversight`, morning by morning, as any other."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from gege.matters.api import local_date
from gege.simulate.stage import Stage
from gege.staff.api import Account, Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    Group,
    Guest,
    NewDecision,
    NewGroup,
    NewMeeting,
    NewMember,
    WhoWasThere,
)

NAME: Final = "社区网格化服务管理体系建设工作领导小组"
TASK: Final = "统筹推进网格划分、队伍建设、平台运行和部门协同，研究解决突出问题。"
OUTSIDE: Final = (
    ("chair", "组长甲", "县委副书记、县长"),
    ("deputy", "副组长乙", "县委常委、政法委书记"),
    ("member", "委员丙", "县委组织部副部长"),
)
"""Seat, an invented name that is nobody's, office title."""
BUREAUS: Final = ("zhujian", "minzheng", "gongan", "chengguan")
PLACE: Final = "县政府三楼会议室"
MEETINGS: Final = (
    (
        62,
        "一、听取网格化服务管理运行情况汇报\n二、研究电动车集中充电和飞线充电整治",
        "会议听取了县社区网格化服务管理监管中心的汇报。会议认为，平台运行平稳，居民诉求办理"
        "及时率稳步提高，但飞线充电、占道停放等问题反复出现。会议议定事项见下表。",
        (
            ("老旧小区充电设施补建", "摸清无充电设施的小区，列出清单，分批补建。", "zhujian", 45),
            ("飞线充电集中整治", "联合社区开展集中整治，建立回访台账。", "chengguan", 30),
            ("通报运行情况", "将本次会议情况通报各乡镇。", "", 0),
        ),
    ),
    (
        16,
        "一、通报上次会议议定事项落实情况\n二、研究独居老人走访和冬季安全",
        "会议通报了上次会议议定事项的落实情况。会议强调，走访要见人见事，情况要及时上报，"
        "不得层层加码、不得重复填表。会议议定事项见下表。",
        (
            (
                "独居老人冬季走访",
                "核对独居老人名单，入冬前走访一遍，落实帮扶责任。",
                "minzheng",
                28,
            ),
            ("取暖用电安全检查", "会同社区检查出租屋取暖用电，发现隐患当场整改。", "gongan", 20),
            ("校园周边秩序", "上放学时段增派力量，疏导交通。", "gongan", 40),
        ),
    ),
)
"""Days before the end, agenda, minutes, and decisions: title, words, bureau, days until due."""
NEXT_IN: Final = 6


def lead(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Put the group's meetings down on the agenda, up to the end."""
    first = end - timedelta(days=MEETINGS[0][0] + 3)
    if first <= since:
        first = since + timedelta(hours=1)
    kept: list[Group] = []
    stage.agenda.put(first, partial(_found, stage, kept))
    for before, agenda, minutes, decisions in MEETINGS:
        at = max(end - timedelta(days=before), first + timedelta(days=1))
        if at < end - timedelta(hours=4):
            stage.agenda.put(at, partial(_meet, stage, kept, agenda, minutes, decisions))
    stage.agenda.put(end - timedelta(hours=3), partial(_call_next, stage, kept))


def _found(stage: Stage, kept: list[Group], now: datetime) -> None:
    by, today = supervisor(stage, now), local_date(now)
    founded = date(2023, 4, 18)
    entry = NewGroup(NAME, by.unit_code, founded, "武委办〔2023〕18号（示例）", TASK)
    group = supervision.found_group(entry, by=by, now=now)
    kept.append(group)
    for seat, name, title in OUTSIDE:
        member = NewMember(seat, title, founded, name=name)
        supervision.appoint(group.uid, member, by=by, now=now)
    for code in BUREAUS:
        officer = officer_of(stage, code, now)
        if officer is not None:
            login = _login_of(officer)
            member = NewMember("member", f"{officer.unit_name}负责人", today, login=login)
            supervision.appoint(group.uid, member, by=by, now=now)
    head = NewMember("office_head", "县监管中心主任", today, login=_login_of(by))
    supervision.appoint(group.uid, head, by=by, now=now)


def _meet(
    stage: Stage,
    kept: list[Group],
    agenda: str,
    minutes: str,
    decisions: tuple[tuple[str, str, str, int], ...],
    now: datetime,
) -> None:
    by, today = supervisor(stage, now), local_date(now)
    group = kept[0]
    meeting = supervision.call_meeting(group.uid, NewMeeting(today, PLACE, agenda), by=by, now=now)
    members = supervision.members_on(group, today)
    how: dict[UUID, str] = {one.uid: "present" for one in members}
    how[members[-1].uid] = "excused"
    guests = (Guest("列席人员丁", "沿口镇党委书记"),)
    supervision.hold_meeting(meeting.uid, WhoWasThere(how, guests), by=by, now=now)
    for title, words, code, days in decisions:
        due_on = today + timedelta(days=days) if days else None
        entry = NewDecision(title, words, code, due_on)
        supervision.decide(meeting.uid, entry, by=by, now=now)
    supervision.write_minutes(meeting.uid, minutes=minutes, by=by, now=now)
    supervision.conclude_meeting(meeting.uid, by=by, now=now)


def _call_next(stage: Stage, kept: list[Group], now: datetime) -> None:
    day = local_date(now) + timedelta(days=NEXT_IN)
    entry = NewMeeting(day, PLACE, "一、听取议定事项落实情况\n二、研究下一季度重点工作")
    supervision.call_meeting(kept[0].uid, entry, by=supervisor(stage, now), now=now)


def _login_of(one: Actor) -> str:
    assert one.account_id is not None  # a person
    return Account.objects.get(pk=one.account_id).login_name


def supervisor(stage: Stage, now: datetime) -> Actor:
    """Return the first supervisor of the county, without a throw of the play's dice."""
    centre = stage.atlas.platform_unit(stage.home.code)
    assert centre is not None  # every county has its centre
    return stage.roster.of(centre.id, Role.COUNTY_SUPERVISOR, now)[0]


def officer_of(stage: Stage, code: str, now: datetime) -> Actor | None:
    """Return an officer of a department, None where nobody sits."""
    unit = stage.atlas.unit_by_code(code)
    people = stage.roster.of(unit.id, Role.DEPARTMENT_OFFICER, now) if unit else ()
    return people[0] if people else None
