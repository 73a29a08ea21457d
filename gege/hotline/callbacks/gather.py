"""Put onto the list who is to be called back, and take off who said it elsewhere.

The list is made from what stands in matters and calls, every minute, so that nobody has to write
it. What was on it for the same reason is never put there again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from gege.hotline.line.editions import current_line
from gege.hotline.models import Call, Callback
from gege.hotline.rules.call_table import CallState, Given, ReplyRoute, Standing
from gege.hotline.rules.callback_table import LOCK, OPEN, State, Why, sampled
from gege.hotline.rules.line_rules import LineRules, within
from gege.kernel.telephones import masked, telephone
from gege.matters.api import LOCAL, Matter, Reporting, words
from gege.staff.api import SYSTEM
from gege.trail.api import record

MOST: Final = 500
LOOK_BACK: Final = timedelta(days=7)
"""How far back calls and closed matters are looked through: the list is made every minute."""
_SETTLED_FOR_GOOD: Final = (
    words.Contact.CONFIRMED,
    words.Contact.DECLINED,
    words.Contact.WRONG_NUMBER,
)


def gather(*, now: datetime) -> int:
    """Bring the list up to date; return how many were put on it."""
    rules = current_line()
    with transaction.atomic():
        drop(now=now)
        rows = [*_of_matters(rules, now), *_promised(rules, now), *_missed(rules, now)]
        Callback.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def gather_samples(*, now: datetime) -> int:
    """Put the sample of what was closed lately onto the list; return how many."""
    rows = _samples(current_line(), now)
    Callback.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _of_matters(rules: LineRules, now: datetime) -> list[Callback]:
    """Reporters who want to hear, of matters that were verified; merged duplicates' too."""
    roots = {one.pk: one for one in _verified()[: MOST * 4]}
    same = Matter.objects.filter(Q(pk__in=roots) | Q(parent__in=roots)).values("pk")
    waiting = (
        Reporting.objects.filter(matter__in=same, wants_callback=True)
        .exclude(contact__in=_SETTLED_FOR_GOOD)
        .annotate(root=Coalesce("matter__parent_id", "matter_id"))
        .order_by("id")
    )
    known = set(
        Callback.objects.filter(matter__in=roots, why=Why.MATTER).values_list(
            "reporting_id", "since"
        )
    )
    rows = []
    for one in waiting:
        root = roots.get(one.root)
        if root is None:
            continue
        since = root.step_since or root.reported_at
        if (one.pk, since) not in known:
            due = root.step_due_at or now + timedelta(hours=rules.callback_hours)
            rows.append(_row(Why.MATTER, one, root, since, due, rules, now))
    return rows[:MOST]


def _verified() -> QuerySet[Matter]:
    return (
        Matter.objects.filter(closed_at__isnull=True, state=words.State.VERIFIED)
        .defer("search")
        .order_by("step_due_at", "id")
    )


def _row(
    why: Why,
    one: Reporting,
    root: Matter,
    since: datetime,
    due: datetime,
    rules: LineRules,
    now: datetime,
) -> Callback:
    return Callback(
        why=why,
        created_at=now,
        due_at=due,
        next_at=within(rules, now.astimezone(LOCAL)),
        matter=root,
        reporting=one,
        since=since,
        shown=masked(telephone(one.phone) or one.phone)[:20],
        confidential=one.confidential,
        by_text=one.by_text,
    )


def _promised(rules: LineRules, now: datetime) -> list[Callback]:
    """Callers who asked and were promised an answer; what became a matter is answered there."""
    calls = _lately(now).filter(
        reply_route__in=(ReplyRoute.CALL, ReplyRoute.SMS),
        matter__isnull=True,
        written_at__isnull=False,
    )
    return [
        _of_call(
            Why.PROMISED, one, (one.written_at or now) + timedelta(hours=rules.callback_hours),
            rules, now,
        )
        for one in _not_yet(calls.exclude(given=Given.NO_REQUEST), Why.PROMISED)
    ]  # fmt: skip


def _missed(rules: LineRules, now: datetime) -> list[Callback]:
    """Callers whom nobody answered; each number once, unless it got through since."""
    rows: dict[str, Callback] = {}
    waiting = Callback.objects.filter(
        why=Why.MISSED, state__in=sorted(OPEN), call__number_mark=OuterRef("number_mark")
    )
    calls = _lately(now).filter(state=CallState.MISSED).exclude(number_mark="")
    calls = calls.filter(~Exists(waiting), ~Exists(_answered_since("number_mark", "rang_at")))
    for one in _not_yet(calls, Why.MISSED):
        due = one.rang_at + timedelta(hours=rules.missed_hours)
        rows[one.number_mark] = _of_call(Why.MISSED, one, due, rules, now)
    return list(rows.values())


def _lately(now: datetime) -> QuerySet[Call]:
    calls = Call.objects.filter(rang_at__gte=now - LOOK_BACK, withheld=False)
    return calls.exclude(sealed="").exclude(standing=Standing.ANONYMOUS)


def _answered_since(mark: str, at: str) -> QuerySet[Call]:
    return Call.objects.filter(
        number_mark=OuterRef(mark), rang_at__gt=OuterRef(at), answered_at__isnull=False
    )


def _not_yet(calls: QuerySet[Call], why: Why) -> Iterable[Call]:
    there = Callback.objects.filter(call=OuterRef("pk"), why=why)
    return calls.filter(~Exists(there)).order_by("rang_at", "id")[:MOST]


def _of_call(why: Why, call: Call, due: datetime, rules: LineRules, now: datetime) -> Callback:
    return Callback(
        why=why,
        created_at=now,
        due_at=due,
        next_at=within(rules, now.astimezone(LOCAL)),
        call=call,
        shown=call.number_shown,
        confidential=call.standing == Standing.CONFIDENTIAL,
        by_text=call.reply_route == ReplyRoute.SMS,
    )


def _samples(rules: LineRules, now: datetime) -> list[Callback]:
    """A share of those who left a number and asked for nothing; nobody in confidence."""
    closed = Matter.objects.filter(
        closed_at__gte=now - LOOK_BACK, closed_at__lte=now, state=words.State.CLOSED
    ).values("pk")
    there = Callback.objects.filter(reporting=OuterRef("pk"), why=Why.SAMPLE)
    left = (
        Reporting.objects.filter(
            ~Exists(there), matter__in=closed, wants_callback=False, confidential=False
        )
        .exclude(phone="")
        .select_related("matter")
        .defer("matter__search")
        .order_by("id")[: MOST * 20]
    )
    chosen = [one for one in left if sampled(one.matter.number, rules.sample_percent)]
    return [
        _row(
            Why.SAMPLE, one, one.matter, one.matter.closed_at or now,
            now + timedelta(hours=rules.callback_hours), rules, now,
        )
        for one in chosen[:MOST]
    ]  # fmt: skip


def drop(*, now: datetime) -> int:
    """Take off the list what nobody has to be asked any more; return how many.

    What somebody is calling about at this moment stays theirs.
    """
    stands = Coalesce("matter__step_since", "matter__reported_at")
    moved = Q(why=Why.MATTER) & (
        ~Q(matter__state=words.State.VERIFIED)
        | ~Q(stands=F("since"))
        | Q(reporting__wants_callback=False)
        | Q(reporting__contact__in=_SETTLED_FOR_GOOD)
    )
    reopened = Q(why=Why.SAMPLE) & (~Q(matter__state=words.State.CLOSED) | Q(reporting__phone=""))
    again = Q(why=Why.MISSED) & Exists(_answered_since("call__number_mark", "call__rang_at"))
    gone = Q(call__isnull=False, call__sealed="")
    over = (
        Callback.objects.select_for_update(skip_locked=True, of=("self",))
        .annotate(stands=stands)
        .filter(Q(taken_at__isnull=True) | Q(taken_at__lte=now - LOCK), state__in=sorted(OPEN))
        .filter(moved | reopened | again | gone)
    )
    rows = list(over.order_by("id")[:MOST])
    for one in rows:
        end(one, State.DROPPED, now=now)
        record(
            stream=one.stream,
            deed="drop",
            by=SYSTEM.signature(),
            now=now,
            after={"state": State.DROPPED},
        )
    return len(rows)


def end(one: Callback, state: State, *, now: datetime) -> None:
    """End a callback; the row is locked."""
    one.state, one.done_at = state, now
    one.taken_at, one.taken_by_id, one.taken_by = None, None, ""
    one.phone_mark = ""
    one.save()
