"""Supervision in the demonstration: orders followed day by day, departments that ask each other.

Each morning somebody of the county's centre reads the red lights and the answers; units sign, tell
how far they are, and answer, some of them late. The last days are left as they are.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from typing import Final

from gege.matters.api import LOCAL, Box, Filter, Order, local_date, page
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import NewOrder, OrderKind, OrderState, Origin, Refused
from gege.supervision.api import Order as Followed

ORDERED: Final = (
    "已逾期，请说明原因，限期办结并书面答复。",
    "居民再次来电反映，请负责人到场，办结后附情况说明。",
    "请倒排工期，每两日报告一次进展。",
)
PROGRESSED: Final = (
    "材料已采购，明日进场。",
    "已与产权单位协商，正在施工。",
    "已约居民到现场看过。",
)
ANSWERED: Final = (
    "已修复，居民现场确认。",
    "已整改到位，后续纳入日常巡查。",
    "已协调解决，双方签字。",
)
FOUND: Final = ("现场核实，情况属实。", "电话回访居民，表示满意。", "抽查照片与现场一致。")
URGED: Final = ("时限将至，请抓紧办理。", "已逾期，请今日内答复。")
DECIDED: Final = (
    (75, 20, "电动车集中充电棚建设", "各乡镇按年度计划建成并投入使用。"),
    (40, 15, "网格员防汛培训", "汛期前全员培训一次，报送签到表。"),
    (9, 15, "无物业小区清洁托底", "摸清底数，拿出托底方案报领导小组办公室。"),
    (24, 12, "背街小巷路灯补装", "按群众反映清单逐条补装，公示进度。"),
)
"""Days before the end, working days, what about, what the leading group decided."""
ASKED: Final = (
    (31, "借用场地安置施工材料", "请协调河东社区空地两周，用于堆放管材。"),
    (12, "联合查看噪声扰民", "请派员一同到现场检测，出具意见。"),
    (3, "核对沿街店招产权", "请提供沿街商铺产权单位名单。"),
    (1, "协助疏导施工路段交通", "周末占道施工，请安排人员疏导。"),
)
"""Days before the end, what about, what one department asks another."""

ANSWERS_LEFT: Final = 2
"""So many answers wait for somebody of the supervision in the end."""
_ANSWERING: Final = frozenset(
    {
        Role.STATION_CLERK,
        Role.TOWNSHIP_OPERATOR,
        Role.COUNTY_DISPATCHER,
        Role.DEPARTMENT_OFFICER,
    }
)


def oversee(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Put every morning of the supervision down on the agenda, up to the end."""
    luck = Random(len(stage.grids))  # noqa: S311 - the same county is played alike
    day, last = local_date(since) + timedelta(days=1), local_date(end)
    while day <= last:
        morning = datetime.combine(day, time(9, 40), tzinfo=LOCAL)
        if stage.calendar.is_working(day) and morning < end:
            stage.agenda.put(morning, partial(_morning, stage, luck))
        day += timedelta(days=1)
    for before, days, title, words in DECIDED:
        _put(stage, since, end - timedelta(days=before), _decide, luck, days, title, words)
    for before, title, words in ASKED:
        _put(stage, since, end - timedelta(days=before), _ask, luck, title, words)

    _put(stage, since, end - timedelta(hours=1), _last_hour, luck)


def _put(
    stage: Stage, since: datetime, at: datetime, act: Callable[..., None], *given: object
) -> None:
    if at > since:
        stage.agenda.put(at, partial(act, stage, *given))


def _morning(stage: Stage, luck: Random, now: datetime) -> None:
    supervision.remind(now=now)
    by = stage.county(Role.COUNTY_SUPERVISOR, now)
    # Digests are answered in their own words.
    asked = Followed.objects.exclude(origin=Origin.DIGEST)
    open_ones = asked.filter(state__in=("issued", "received", "replied"))
    for order in list(open_ones.order_by("id")):
        if now - (order.replied_at or order.received_at or order.issued_at) > timedelta(hours=12):
            _go_on(stage, luck, order, by, now)
    if luck.random() < 0.5:
        _order_something_red(stage, luck, by, now)


def _last_hour(stage: Stage, luck: Random, now: datetime) -> None:
    """Leave something for each side: answers to read, an order to sign for."""
    by = stage.county(Role.COUNTY_SUPERVISOR, now)
    for _more in range(2):
        _order_something_red(stage, luck, by, now)
    states = (OrderState.ISSUED, OrderState.RECEIVED)
    orders = Followed.objects.exclude(origin=Origin.DIGEST)
    running = orders.filter(kind=OrderKind.FOLLOW_UP, state__in=states)
    answered = 0
    for order in list(running.order_by("id")):
        theirs = _answering(stage, order.to_unit_id, now)
        if theirs is not None and answered < ANSWERS_LEFT:
            supervision.reply(order.uid, words=luck.choice(ANSWERED), by=theirs, now=now)
            answered += 1


def _go_on(stage: Stage, luck: Random, order: Followed, by: Actor, now: datetime) -> None:
    """Let one side do the next thing, most mornings; a side that may not does nothing."""
    theirs = _answering(stage, order.to_unit_id, now)
    asker = by if order.kind == OrderKind.FOLLOW_UP else _answering(stage, order.by_unit_id, now)
    try:
        if order.state == OrderState.REPLIED and asker and luck.random() < 0.8:
            supervision.close(order.uid, result=luck.choice(FOUND), by=asker, now=now)
        elif order.state == OrderState.ISSUED and theirs and luck.random() < 0.8:
            supervision.receive(order.uid, by=theirs, now=now)
        elif order.state == OrderState.RECEIVED and theirs:
            _work_on(luck, order, theirs, by, now)
    except Refused:
        return


def _work_on(luck: Random, order: Followed, theirs: Actor, by: Actor, now: datetime) -> None:
    late = now > order.due_at
    if late and luck.random() < 0.3:
        supervision.urge(order.uid, words=luck.choice(URGED), by=by, now=now)
    elif order.instruction_id is not None:
        return  # it is answered when the matter is completed
    elif luck.random() < 0.3 and not _takes_time(order, now):
        supervision.reply(order.uid, words=luck.choice(ANSWERED), by=theirs, now=now)
    elif luck.random() < 0.3:
        supervision.progress(order.uid, words=luck.choice(PROGRESSED), by=theirs, now=now)


def _takes_time(order: Followed, now: datetime) -> bool:
    """What the leading group decided is not done within days."""
    return order.origin == Origin.DECISION and order.due_at - now > timedelta(days=10)


def _order_something_red(stage: Stage, luck: Random, by: Actor, now: datetime) -> None:
    red = page(by, Filter(box=Box.OVERDUE, order=Order.OLDEST), now=now).rows
    running = [one for one in red if one.settled_at is None]
    ordered = set(Followed.objects.filter(matter__in=running).values_list("matter_id", flat=True))
    waiting = [one for one in running if one.pk not in ordered]
    if not waiting:
        return
    one = luck.choice(waiting)
    holder = stage.atlas.unit(one.holder_id)
    if holder is not None and holder.kind == "grid":
        holder = stage.atlas.platform_unit(one.area_code[:12])
    if holder is not None:
        words = luck.choice(ORDERED)
        entry = NewOrder(OrderKind.FOLLOW_UP, holder.code, words, matter=one.number, days=3)
        supervision.issue(entry, by=by, now=now)


def _decide(stage: Stage, luck: Random, days: int, title: str, words: str, now: datetime) -> None:
    towns = [one for one in stage.atlas.units() if one.kind == "township_centre"]
    staffed = [one for one in towns if _answering(stage, one.id, now)]
    entry = NewOrder(
        OrderKind.FOLLOW_UP,
        luck.choice(staffed).code,
        words,
        title=title,
        days=days,
        decided_on=local_date(now),
    )
    supervision.issue(entry, by=stage.county(Role.COUNTY_SUPERVISOR, now), now=now)


def _ask(stage: Stage, luck: Random, title: str, words: str, now: datetime) -> None:
    units = [one for one in stage.atlas.units() if one.is_department]
    staffed = [one for one in units if _answering(stage, one.id, now)]
    if len(staffed) < 2:
        return
    asking, asked = luck.sample(staffed, 2)
    by = _answering(stage, asking.id, now)
    assert by is not None  # asked for above
    entry = NewOrder(OrderKind.COORDINATION, asked.code, words, title=title, days=2)
    supervision.issue(entry, by=by, now=now)


def _answering(stage: Stage, unit_id: int, now: datetime) -> Actor | None:
    people = stage.roster.at(unit_id, now)
    return next((one for one in people if one.role in _ANSWERING), None)
