"""Reads of the watch: who is on duty now, a desk's week and month, a person's own duty."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from gege.kernel.paging import newest_first
from gege.staff.actor import Actor
from gege.staff.duty.models import (
    PUBLISHED,
    Absence,
    DirectoryEntry,
    DutyDesk,
    Handover,
    Roster,
    Shift,
    Swap,
)
from gege.staff.duty.queries.checking import abilities_at, piece_of
from gege.staff.duty.queries.scope import desks_of
from gege.staff.duty.rules.coverage import covered
from gege.staff.duty.rules.hours import days_of
from gege.staff.duty.rules.swaps import OPEN
from gege.staff.models import Account
from gege.staff.rules.roles import COUNTY_CENTRE

PAGE = 30


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on the roster of a desk at a moment."""

    shift_uid: str
    account_id: int | None
    name: str
    phone: str
    starts: datetime
    ends: datetime
    signed_in_at: datetime | None
    alarm_stage: int


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One desk of the overview: who is there now, who comes next, and until when all is covered."""

    desk: DutyDesk
    now: tuple[OnDuty, ...]
    next: tuple[OnDuty, ...]
    until: date | None
    torn: int


@dataclass(frozen=True, slots=True)
class DayCover:
    """A day of the month overview: `published` tells whether a roster stands for it at all."""

    day: date
    wanted: bool
    published: bool
    whole: bool
    people: tuple[str, ...]


def on_duty_first(unit_ids: Collection[int], now: datetime) -> dict[int, tuple[int, ...]]:
    """Return whom a roster names at units now: who is signed in first, then the others."""
    rows = Shift.objects.filter(
        _at(now), desk__unit_id__in=list(unit_ids), desk__closed_at=None, account__is_active=True
    ).order_by("signed_in_at", "starts", "id")
    found: dict[int, list[int]] = defaultdict(list)
    for unit, account in rows.values_list("desk__unit_id", "account_id"):
        if account is not None:
            found[unit].append(account)
    return {unit: tuple(dict.fromkeys(accounts)) for unit, accounts in found.items()}


def clerks_on_duty(now: datetime) -> tuple[int, ...]:
    """Return who is to make the county's calls now: signed in, else on the roster, else nobody."""
    rows = Shift.objects.filter(
        _at(now),
        desk__unit__kind=COUNTY_CENTRE,
        desk__closed_at=None,
        account__is_active=True,
    ).order_by("starts", "id")
    found = list(rows.values_list("account_id", "signed_in_at"))
    here = [account for account, signed in found if signed is not None]
    return tuple(dict.fromkeys(here or [account for account, _signed in found]))


def desk_lines(by: Actor, now: datetime, *, after: int = 0, size: int = PAGE) -> list[DeskLine]:
    """Return the open desks that a person sees, the county's centre first, then by unit's code.

    A page costs the same few statements however many desks it has; one more than `size` come back
    where there are more. `after` is how many were shown.
    """
    rows = desks_of(by).filter(closed_at=None)
    desks = sorted(rows, key=lambda one: (len(one.unit.code) != 6, one.unit.code))
    shown = desks[after : after + size + 1]
    ids = [one.pk for one in shown]
    around = _shifts(
        Q(desk_id__in=ids, live=True, ends__gt=now, starts__lt=now + timedelta(days=31))
    )
    of_desk: dict[int, list[Shift]] = defaultdict(list)
    for shift in around:
        of_desk[shift.desk_id].append(shift)
    ends = Roster.objects.filter(desk_id__in=ids, state=PUBLISHED).order_by("last")
    until = dict(ends.values_list("desk_id", "last"))
    accounts = {one.account_id for one in around if one.account_id is not None}
    able = abilities_at([one.unit_id for one in shown], accounts)
    lines = []
    for desk in shown:
        shifts = of_desk[desk.pk]
        present = [one for one in shifts if one.starts <= now]
        coming = [one for one in shifts if one.starts > now]
        nearest = coming[0].starts if coming else None
        torn = sum(
            1
            for one in shifts
            if one.account_id is None or able[desk.unit_id](one.account_id, piece_of(one))
        )
        lines.append(
            DeskLine(
                desk,
                tuple(map(on_duty_of, present)),
                tuple(on_duty_of(one) for one in coming if one.starts == nearest),
                until.get(desk.pk),
                torn,
            )
        )
    return lines


def week_of(desk: DutyDesk, first: date, days: int = 7) -> list[tuple[date, list[Shift]]]:
    """Return the shifts of published rosters by duty day."""
    opens = desk.hours.place(first, (desk.opens, desk.opens))[0]
    rows = _shifts(
        Q(desk=desk, live=True, starts__gte=opens, starts__lt=opens + timedelta(days=days))
    )
    found: dict[date, list[Shift]] = {first + timedelta(days=step): [] for step in range(days)}
    for shift in rows:
        day = first + timedelta(days=(shift.starts - opens).days)
        found[day].append(shift)
    return list(found.items())


def month_of(desk: DutyDesk, first: date, last: date) -> list[DayCover]:
    """Return a month day by day: whether all of it is covered by people who can be there."""
    hours = desk.hours
    begins, ends = hours.place(first, (desk.opens,) * 2)[0], hours.place(last, (desk.opens,) * 2)[1]
    shifts = list(_shifts(Q(desk=desk, live=True, starts__lt=ends, ends__gt=begins)))
    accounts = {one.account_id for one in shifts if one.account_id is not None}
    able = abilities_at([desk.unit_id], accounts)[desk.unit_id]
    good = [
        piece_of(one)
        for one in shifts
        if one.account_id is not None and not able(one.account_id, piece_of(one))
    ]
    spans = [
        (one.first, one.last)
        for one in Roster.objects.filter(
            desk=desk, state=PUBLISHED, first__lte=last, last__gte=first
        )
    ]
    found = []
    for day in days_of(first, last):
        span = hours.span_of(day)
        published = any(begin <= day <= end for begin, end in spans)
        whole = span is None or (published and covered([span], desk.people, good))
        names = [
            one.account.display_name
            for one in shifts
            if one.account and span and span[0] <= one.starts < span[1]
        ]
        found.append(DayCover(day, span is not None, published, whole, tuple(dict.fromkeys(names))))
    return found


def rosters_of(desk: DutyDesk, *, most: int = 12) -> list[Roster]:
    """Return the rosters of a desk, the newest days first."""
    return list(Roster.objects.filter(desk=desk).order_by("-first", "-id")[:most])


def anything_for(account_id: int, unit_id: int | None, now: datetime) -> bool:
    """Tell in one statement whether duty may want something of a person: most days it does not."""
    shifts = Shift.objects.filter(
        account_id=account_id, live=True, ends__gt=now - timedelta(days=1), desk__closed_at=None
    )
    who = Q(asker_id=account_id) | Q(colleague_id=account_id) | Q(desk__head_id=account_id)
    swaps = Swap.objects.filter(who, state__in=OPEN)
    asked = DirectoryEntry.objects.filter(unit_id=unit_id or 0, asked_at__isnull=False)
    either = Q(Exists(shifts)) | Q(Exists(swaps)) | Q(Exists(asked))
    return Account.objects.filter(either, id=account_id).exists()


def own_shifts(account_id: int, now: datetime, *, most: int = 10) -> list[Shift]:
    """Return a person's shifts that are not over, the nearest first."""
    rows = Shift.objects.filter(account_id=account_id, live=True, ends__gt=now)
    rows = rows.filter(desk__closed_at=None).select_related("desk__unit")
    return list(rows.order_by("starts", "id")[:most])


def left_open(account_id: int, now: datetime) -> list[Shift]:
    """Return own shifts of the last day that were signed in for and never handed over."""
    rows = Shift.objects.filter(
        account_id=account_id,
        live=True,
        signed_in_at__isnull=False,
        ends__lte=now,
        ends__gt=now - timedelta(days=1),
        desk__closed_at=None,
    ).select_related("desk__unit")
    done = Handover.objects.filter(shift__in=rows).values_list("shift_id", flat=True)
    return [one for one in rows.order_by("-ends") if one.pk not in set(done)]


def waiting_handovers(account_id: int, now: datetime) -> list[Handover]:
    """Return what was handed over at desks where a person is signed in, and nobody took over."""
    # Whoever signed in before the change stands there already.
    desks = Shift.objects.filter(
        live=True, ends__gt=now, account_id=account_id, signed_in_at__isnull=False
    ).values("desk_id")
    rows = Handover.objects.filter(
        desk_id__in=desks, came_at=None, left_at__gt=now - timedelta(days=2)
    ).exclude(leaving_id=account_id)
    return list(rows.select_related("leaving", "shift", "desk__unit").order_by("left_at"))


def handovers_of(
    desk: DutyDesk, *, after: str = "", size: int = PAGE
) -> tuple[list[Handover], str]:
    """Return a desk's handovers, the newest first, and the key of the next page."""
    rows = Handover.objects.filter(desk=desk).select_related("leaving", "coming", "shift")
    return newest_first(rows.order_by("-id"), after=after, size=size)


def swaps_for(by: Actor, *, most: int = 50) -> list[Swap]:
    """Return the open swaps that wait for a person, or that they asked for."""
    mine = by.account_id or 0
    who = Q(asker_id=mine) | Q(colleague_id=mine) | Q(desk__head_id=mine, state="accepted")
    return list(_swaps().filter(who, state__in=OPEN).order_by("-id")[:most])


def swaps_of(desk: DutyDesk, *, after: str = "", size: int = PAGE) -> tuple[list[Swap], str]:
    """Return a desk's swaps, the newest first, and the key of the next page."""
    rows = _swaps().filter(desk=desk)
    return newest_first(rows.order_by("-id"), after=after, size=size)


def seen_swap(by: Actor, uid: UUID) -> Swap | None:
    """Return a swap that a person may see: whoever sees the desk."""
    return _swaps().filter(uid=uid, desk__in=desks_of(by)).first()


def absences_at(accounts: Collection[int], today: date) -> list[Absence]:
    """Return leaves of these people that are not over, the nearest first."""
    rows = Absence.objects.filter(account_id__in=list(accounts), ended_at=None, last__gte=today)
    return list(rows.select_related("account").order_by("first", "id")[:200])


def torn_shifts(desk: DutyDesk, now: datetime) -> list[tuple[Shift, str]]:
    """Return the published shifts ahead that their person cannot do, each with the reason."""
    shifts = list(_shifts(Q(desk=desk, live=True, ends__gt=now, signed_in_at=None))[:400])
    accounts = {one.account_id for one in shifts if one.account_id is not None}
    able = abilities_at([desk.unit_id], accounts)[desk.unit_id]
    found = []
    for one in shifts:
        why = able(one.account_id, piece_of(one)) if one.account_id is not None else "nobody"
        if why:
            found.append((one, why))
    return found


def on_duty_of(shift: Shift) -> OnDuty:
    """Return a shift as the overview shows it."""
    person = shift.account
    return OnDuty(
        str(shift.uid),
        shift.account_id,
        person.display_name if person else "",
        person.phone if person else "",
        shift.starts,
        shift.ends,
        shift.signed_in_at,
        shift.alarm_stage,
    )


def colleagues_shifts(desk: DutyDesk, own: Shift, now: datetime) -> Sequence[Shift]:
    """Return shifts of others at a desk that an own one may be exchanged for."""
    rows = _shifts(Q(desk=desk, live=True, starts__gt=now, account__isnull=False))
    return [one for one in rows[:200] if one.account_id != own.account_id]


def _at(now: datetime) -> Q:
    return Q(live=True, starts__lte=now, ends__gt=now)


def _shifts(which: Q) -> QuerySet[Shift]:
    return Shift.objects.filter(which).select_related("account").order_by("starts", "id")


def _swaps() -> QuerySet[Swap]:
    return Swap.objects.select_related("desk__unit", "given", "taken", "asker", "colleague")
