"""The possible moves of many matters at once, in a fixed number of statements.

What `facts.Situation` asks for one matter is read here for all of them, so that a list that shows
what may be done costs the same with one row and with three hundred.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F, Q, Sum

from gege.matters.models import ClockPause, ExtensionRequest, Matter, Reporting
from gege.matters.queries.facts import Situation
from gege.matters.queries.looked_up import AnyOf
from gege.matters.queries.setting import Setting
from gege.matters.rules.moves import possible
from gege.matters.rules.words import Move, State
from gege.staff.api import Actor


def moves_of_many(
    matters: Sequence[Matter], by: Actor, where: Setting
) -> dict[int, tuple[Move, ...]]:
    """Return what a person may do with each matter now, by its id; three statements.

    For people of the platforms: a department's standing is asked one by one.
    """
    situations = [Situation(one, by, where) for one in matters]
    _know_reporters(situations)
    _know_requests(situations)
    _know_pauses(situations)
    return {one.matter.pk: possible(one.facts()) for one in situations}


def _know_reporters(situations: Sequence[Situation]) -> None:
    waiting = [one for one in situations if one.matter.state == State.VERIFIED]
    ids = [one.matter.pk for one in waiting]
    same = Matter.objects.filter(Q(pk__in=ids) | Q(parent__in=ids)).values("pk")
    rows = Reporting.objects.filter(AnyOf(F("matter_id"), same)).annotate(
        parent_id=F("matter__parent_id")
    )
    found: dict[int, list[Reporting]] = {pk: [] for pk in ids}
    for row in rows.order_by("id"):
        for pk in (row.matter_id, row.parent_id):
            if pk in found:
                found[pk].append(row)
    for one in waiting:
        one.__dict__["reporters"] = found[one.matter.pk]


def _know_requests(situations: Sequence[Situation]) -> None:
    ids = [one.matter.pk for one in situations]
    rows = ExtensionRequest.objects.filter(matter__in=ids, decided_at__isnull=True)
    found = {row.matter_id: row for row in rows}
    for one in situations:
        one.__dict__["request"] = found.get(one.matter.pk)


def _know_pauses(situations: Sequence[Situation]) -> None:
    ids = [one.matter.pk for one in situations]
    rows = (
        ClockPause.objects.filter(matter__in=ids, resumed_at__isnull=False)
        .values("matter_id")
        .annotate(total=Sum(F("resumed_at") - F("paused_at")))
    )
    used: dict[int, timedelta] = {row["matter_id"]: row["total"] for row in rows}
    for one in situations:
        cap = timedelta(days=one.setting.book_of(one.matter).thresholds.pause_cap_days)
        left = cap - used.get(one.matter.pk, timedelta(0))
        one.__dict__["pause_left"] = max(left, timedelta(0))
