"""Briefings and digests in the demonstration: months that were published, weeks being written.

On the first working days of each month somebody of the county's centre writes the briefing of the
month before, somebody else publishes it, and its conclusions become orders; the digests of opinions
go out and are answered, all but one of the last month's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

from gege.matters.api import LOCAL, local_date
from gege.matters.api import words as w
from gege.simulate.arrivals import Way, come_in
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import Briefing, Concluded, Digest, OrderKind, Span, Topic

LONG: Final = timedelta(days=60)
"""A shorter past is no measure for a hotspot."""
BURST: Final = 14
_SMELL: Final = Way(w.Channel.QR_CODE, 1, 1, ((8, 20),), (("C07", 1),))
"""Waste water, told by the code on the wall."""
WORDS: Final = {
    "opening": "本月事项总量平稳，办结及时。路面破损和暴露垃圾在老城片区反复出现，"
    "电动车飞线充电随天气转凉有所增加。",
    "base": "网格和社区就地化解仍是主渠道，多数问题不出社区。",
    "linkage": "需要部门处置的事项，派遣到签收的时间仍可压缩；跨部门退回集中在权属不清的管网问题。",
    "mechanism": "按期办结总体稳定。首次响应时限执行较好，个别部门节假日后积压。",
    "guidance": "群众意见集中在步道、绿化和门诊时间。回访不满意的，原因多为进度未告知。",
}
CONCLUDED: Final = (
    ("base", "老城片区路面破损反复上报，零星修补效果不佳，应成片整治。", "zhujian",
     "对反复上报的路段成片排查，拿出整治计划和完成时间。", 10),
    ("linkage", "权属不清的管网问题退回率偏高，应先明确权属再派遣。", "shuiwu",
     "牵头梳理权属不清的管网清单，报县监管中心。", 8),
    ("mechanism", "飞线充电随季节增加，应提前集中清理。", "xiaofang",
     "会同乡镇开展飞线充电集中清理，报送数量。", 6),
)  # fmt: skip
TOWN_WORDS: Final = {
    "opening": "本月全镇事项以市容环境和公用设施为主，社区就地办结占多数。",
    "guidance": "群众对背街小巷照明意见较多。",
}
TOWN_CONCLUDED: Final = (
    "guidance", "背街小巷照明不足，需请住建部门一并踏勘。", "zhujian",
    "请派员与社区一同踏勘，提出补装意见。", 5,
)  # fmt: skip
ANSWERS: Final = {
    Topic.URBAN: "已逐条研究：步道和无障碍坡道列入明年计划；"
    "停车位以错峰共享先行解决，年底前开放两处。",
    Topic.ENVIRONMENT: "夜间噪声投诉集中的三处已约谈并限时整改；其余意见转巡查重点。",
    Topic.MEDICAL: "县医院增设晚间门诊，下月起试行；社区门诊延时视人员调配答复。",
    Topic.CULTURE: "文化站周末开放时间延长两小时；送戏下乡场次按村社意见调整。",
    Topic.OTHER: "已分类转有关部门，能办的即办，不能办的书面说明理由。",
}


def brief(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Put the months' briefings and digests, and the last week's drafts, on the agenda."""
    first = local_date(end).replace(day=1)
    months = []
    while datetime.combine(first, time(9), tzinfo=LOCAL) > since:
        months.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    # A month counts when the platform ran through all of it.
    whole = [one for one in sorted(months) if _before(one) >= local_date(since)]
    for one in whole:
        _put(stage, one, 1, time(8, 30), end, partial(_digests, stage, one == whole[-1]))
        _put(stage, one, 1, time(9, 30), end, partial(_month, stage, one))
    if whole:
        _put(stage, whole[-1], 2, time(15), end, partial(_town, stage, whole[-1]))
    if end - since > LONG:
        _burst(stage, end)
    stage.agenda.put(
        end - timedelta(minutes=70), lambda now: supervision.draft_what_is_over(now=now)
    )


def _burst(stage: Stage, end: datetime) -> None:
    """Let the same come in again and again at one place in the last whole week: a hotspot."""
    monday = local_date(end) - timedelta(days=local_date(end).weekday() + 7)
    where = stage.grids[len(stage.grids) // 2]
    for number in range(BURST):
        day = monday + timedelta(days=number * 7 // BURST)
        at = datetime.combine(day, time(9 + number % 3 * 4, 10), tzinfo=LOCAL)
        stage.agenda.put(at, partial(come_in, stage, _SMELL, where=where))


def _put(stage: Stage, day: date, working: int, at: time, end: datetime, act: Any) -> None:
    """Put something on the n-th working day of a month, where that is not yet to come."""
    while working:
        working -= stage.calendar.is_working(day)
        day += timedelta(days=1)
    moment = datetime.combine(day - timedelta(days=1), at, tzinfo=LOCAL)
    if moment < end:
        stage.agenda.put(moment, act)


def _month(stage: Stage, first: date, now: datetime) -> None:
    centre = stage.atlas.platform_unit(stage.home.code)
    assert centre is not None  # every county has its centre
    writer = _somebody(stage, centre.id, Role.COUNTY_DISPATCHER, now)
    other = _somebody(stage, centre.id, Role.COUNTY_SUPERVISOR, now)
    if writer is None or other is None:
        return
    one = supervision.draft_briefing(Span.MONTH, _before(first), by=writer, now=now)
    known = [row for row in CONCLUDED if stage.atlas.unit_by_code(row[2]) is not None]
    _write(one, WORDS, known, OrderKind.FOLLOW_UP, writer, now)
    then = now + timedelta(hours=5)
    stage.agenda.put(then, lambda at: supervision.publish_briefing(one.uid, by=other, now=at))


def _town(stage: Stage, first: date, now: datetime) -> None:
    """One township publishes its own month, with the county's supervision as its second person."""
    centre = stage.atlas.platform_unit(stage.home.code)
    assert centre is not None  # every county has its centre
    other = _somebody(stage, centre.id, Role.COUNTY_SUPERVISOR, now)
    towns = [one for one in stage.atlas.units() if one.kind == "township_centre"]
    for unit in towns:
        writer = _somebody(stage, unit.id, Role.TOWNSHIP_OPERATOR, now)
        if writer is None or other is None:
            continue
        one = supervision.draft_briefing(Span.MONTH, _before(first), by=writer, now=now)
        _write(one, TOWN_WORDS, [TOWN_CONCLUDED], OrderKind.COORDINATION, writer, now)
        supervision.publish_briefing(one.uid, by=other, now=now + timedelta(minutes=40))
        return


def _write(
    one: Briefing,
    words: dict[str, str],
    concluded: Sequence[tuple[str, str, str, str, int]],
    kind: OrderKind,
    by: Actor,
    now: datetime,
) -> None:
    supervision.write_words(one.uid, words, by=by, now=now)
    for chapter, said, unit, task, days in concluded:
        entry = Concluded(chapter, said, kind=kind, to=unit, task=task, days=days)
        supervision.conclude(one.uid, entry, by=by, now=now)
    supervision.propose_briefing(one.uid, by=by, now=now)


def _digests(stage: Stage, last: bool, now: datetime) -> None:
    """Send the digests of the month before; of the last month one is left without an answer."""
    supervision.make_last_digests(now=now)
    month = _before(local_date(now).replace(day=1))
    made = list(Digest.objects.filter(first=month).select_related("order").order_by("id"))
    for place, digest in enumerate(made):
        if not (last and place == len(made) - 1):
            then = now + timedelta(days=3 + place, hours=2)
            stage.agenda.put(then, partial(_answer, stage, digest))


def _answer(stage: Stage, digest: Digest, now: datetime) -> None:
    theirs = _somebody(stage, digest.unit_id, Role.DEPARTMENT_OFFICER, now)
    if theirs is not None:
        words = ANSWERS[Topic(digest.topic)]
        supervision.reply(digest.order.uid, words=words, by=theirs, now=now)


def _somebody(stage: Stage, unit_id: int, role: Role, now: datetime) -> Actor | None:
    people = stage.roster.of(unit_id, role, now)
    return people[0] if people else None


def _before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
