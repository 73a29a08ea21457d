"""Accountability reviews in the demonstration: one closed, one in which people are still heard.

Each begins as in life: a person of the supervision finds serious harm and writes what happened.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from gege.matters.api import LOCAL, Box, Filter, Matter, Order, local_date, page
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import Holder, Named, NewReview, Refused, Review, ReviewState

_HARM: Final = (
    (
        "injury",
        "夜间行人绊倒受伤送医，伤者家属到现场后拨打热线。接报后逾期多日无人到场处置，也未设置警示。",
    ),
    ("safety", "隐患未按时限排除，当晚围挡倒伏占压道路，险些伤及学生。现场照片和值班记录属实。"),
)
_WHY: Final = "经办期间超过时限，未到场、未报告。"
_STATED: Final = "当日已安排队伍，因连续降雨未能进场，未及时申请延期，也未向中心报告，负有责任。"
_FACTS: Final = "逾期期间无到场记录，无延期申请，通知已送达并已读。"
_STANDARD: Final = "办理时限（规则书本事项类别）；《首问负责制》第三条。"
_CONCLUDED: Final = "承办环节未按时限处置、未报告，是造成后果的直接原因；派遣环节已按时催办。"
_ENDED: Final = "谈话已完成，书面检查已提交，隐患已整改并验收，案卷归档。"
_READING: Final = (Role.COUNTY_SUPERVISOR,)
_MEASURES: Final = ("talk", "self_review")


def hold_to_account(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Look each morning, from so many days before the end on, for harm to find; once for each."""
    for which, first, last in ((0, 26, 13), (1, 6, 2)):
        for days in range(first, last - 1, -1):
            at = _at(end - timedelta(days=days), 10)
            if at > since:
                stage.agenda.put(at, partial(_open, which, stage, end))


def _at(day: datetime, hour: int) -> datetime:
    return datetime.combine(local_date(day), time(hour, 20), tzinfo=LOCAL)


def _open(which: int, stage: Stage, end: datetime, now: datetime) -> None:
    """Find harm in a matter that somebody let lie, name who held it, and go on from there."""
    consequence, finding = _HARM[which]
    if Review.objects.filter(consequence=consequence).exists():
        return
    people = [one for one in stage.roster.at(_centre(stage), now) if one.role in _READING]
    for matter in _let_lie(people[0], now):
        for by in people:
            day = local_date(now) - timedelta(days=1)
            entry = NewReview(consequence, day, finding, (matter.number,))
            try:
                review = supervision.open_review(entry, by=by, now=now)
            except Refused:
                continue  # they held a step themselves: somebody else conducts it
            _name(review, matter, by, now)
            _go_on(which, stage, end, now)
            return


def _go_on(which: int, stage: Stage, end: datetime, now: datetime) -> None:
    """What follows, so many days later. The second review stays where people are heard."""
    steps: list[tuple[int, int, Callable[[int, Stage, datetime], None]]] = [(1, 9, _state)]
    if which == 0:
        steps += [(4, 11, _conclude), (6, 9, _accept), (7, 15, _close)]
    for days, hour, act in steps:
        at = _at(now + timedelta(days=days), hour)
        if at < end:
            stage.agenda.put(at, partial(act, which, stage))


def _name(review: Review, matter: Matter, by: Actor, now: datetime) -> None:
    holders = [one for one in supervision.holders_of(review) if one.account_id is not None]
    held: Callable[[Holder], bool] = lambda one: one.unit_id == matter.holder_id  # noqa: E731
    first = sorted(holders, key=held, reverse=True)
    for one in first[: 1 + (review.consequence == _HARM[1][0])]:
        who = supervision.key_of(one)
        supervision.name_holder(review.uid, who=who, why=_WHY, by=by, now=now)


def _state(which: int, stage: Stage, now: datetime) -> None:
    for review, named in _named(which):
        who = _actor(stage, named, now)
        if who is not None and not named.heard:
            uid = review.uid
            supervision.make_statement(uid, named.pk, words=_STATED, by=who, now=now)
            return


def _conclude(which: int, stage: Stage, now: datetime) -> None:
    for review, named in _named(which):
        by = _conductor(stage, review, now)
        if by is None or not named.heard:
            return
        supervision.write_finding(
            review.uid,
            named.pk,
            degree="direct",
            facts=_FACTS,
            standard=_STANDARD,
            measures=_MEASURES,
            words="十个工作日内完成",
            by=by,
            now=now,
        )
        supervision.conclude_review(review.uid, words=_CONCLUDED, by=by, now=now)


def _accept(which: int, stage: Stage, now: datetime) -> None:
    for review, named in _named(which):
        who = _actor(stage, named, now)
        if who is not None and review.state == ReviewState.CONCLUDED:
            supervision.accept_finding(review.uid, named.pk, by=who, now=now)


def _close(which: int, stage: Stage, now: datetime) -> None:
    for review, named in _named(which):
        by = _conductor(stage, review, now)
        if by is not None and named.accepted_at is not None:
            supervision.close_review(review.uid, words=_ENDED, by=by, now=now)


def _let_lie(by: Actor, now: datetime) -> list[Matter]:
    """Red matters, those that are open and climbed first; a closed one was closed late."""
    red = [
        *page(by, Filter(box=Box.OVERDUE, order=Order.OLDEST), now=now).rows,
        *page(by, Filter(box=Box.ALL, light="red", order=Order.NEWEST), now=now).rows,
    ]
    reviewed = set(Review.objects.values_list("title", flat=True))
    found = [one for one in red if one.title not in reviewed]
    return sorted(found, key=lambda one: not one.escalated)


def _named(which: int) -> list[tuple[Review, Named]]:
    rows = Named.objects.filter(review__consequence=_HARM[which][0], dropped_at__isnull=True)
    return [(one.review, one) for one in rows.select_related("review").order_by("id")]


def _conductor(stage: Stage, review: Review, now: datetime) -> Actor | None:
    people = stage.roster.at(review.by_unit_id, now)
    return next((one for one in people if one.account_id == review.opened_by_id), None)


def _actor(stage: Stage, named: Named, now: datetime) -> Actor | None:
    people = stage.roster.at(named.unit_id, now)
    return next((one for one in people if one.account_id == named.account_id), None)


def _centre(stage: Stage) -> int:
    return next(one.id for one in stage.atlas.units() if one.kind == "county_centre")
