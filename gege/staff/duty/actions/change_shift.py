"""Change a roster shift by shift: give it to somebody else, divide it, add one, take one away.

On a draft everything goes. A published roster is changed only so that it stays covered: no fault
that was not there before may come of it, and a shift that has begun stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.notices.api import post
from gege.staff.actor import Actor
from gege.staff.duty.editions import current_rules
from gege.staff.duty.errors import Invalid, NotFound, Refused, Uncovered
from gege.staff.duty.models import DutyDesk, Roster, Shift, Swap
from gege.staff.duty.queries.checking import abilities, faults_of_roster
from gege.staff.duty.queries.scope import desks_of
from gege.staff.duty.rules.coverage import Fault, Piece
from gege.staff.duty.rules.hours import DAY, LOCAL
from gege.staff.duty.rules.swaps import OPEN, SwapState
from gege.staff.duty.rules.watch import first_alarm
from gege.staff.duty.writing import (
    facts_of,
    kept_roster,
    new_shifts,
    span_words,
    to_account,
    words,
    write,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a deed on shifts knows: the roster, its desk, and since when nothing may be changed."""

    roster: Roster
    desk: DutyDesk
    by: Actor
    now: datetime
    reason: str


@transaction.atomic
def assign_shift(
    uid: UUID, account_id: int | None, *, by: Actor, now: datetime, reason: str = ""
) -> Shift:
    """Give a shift to somebody else; to nobody on a draft only.

    A reason is asked on a published roster. Both people are told. Raises NotFound,
    Refused("begun", "same_person"), Uncovered, Invalid.
    """
    shift, change = _shift(uid, by, now, reason)
    if account_id == shift.account_id:
        raise Refused("same_person")
    _check_able(change.desk, account_id)
    before, leaving = facts_of(shift), shift.account_id

    def act() -> None:
        shift.account_id = account_id
        _save(shift, now)
        _end_swaps(shift, by, now)

    _change(change, act)
    write(
        change.desk,
        "assign_shift",
        by=by,
        now=now,
        before=before,
        after=facts_of(shift),
        reason=change.reason,
    )
    if change.roster.published:
        values = {"unit": change.desk.unit.name_zh, "span": span_words(shift.starts, shift.ends)}
        post(
            [
                *to_account("duty_taken_over", shift, leaving, **values),
                *to_account("duty_given", shift, account_id, **values),
            ],
            now=now,
        )
    return shift


@transaction.atomic
def divide_shift(
    uid: UUID, at: datetime, account_id: int | None, *, by: Actor, now: datetime, reason: str = ""
) -> Shift:
    """Divide a shift at a moment; the second part, which is returned, goes to `account_id`.

    Whoever is signed in may be relieved from now on. Raises as `assign_shift`.
    """
    shift, change = _shift(uid, by, now, reason, signed_in=True)
    since = max(shift.starts, now) if shift.signed_in_at is not None else shift.starts
    if not since <= at < shift.ends or at == shift.starts:
        raise Invalid("at", "not_within")
    _check_able(change.desk, account_id)
    before = facts_of(shift)
    made: list[Shift] = []

    def act() -> None:
        piece = Piece(at, shift.ends, account_id)
        shift.ends = at
        _save(shift, now)
        _end_swaps(shift, by, now)
        made.extend(new_shifts(change.roster, change.desk, [piece], now=now))
        _watch(made, change)

    _change(change, act)
    write(
        change.desk,
        "divide_shift",
        by=by,
        now=now,
        before=before,
        after=facts_of(shift),
        second=facts_of(made[0]),
        reason=change.reason,
    )
    if change.roster.published:
        values = {"unit": change.desk.unit.name_zh}
        shorter = span_words(shift.starts, shift.ends)
        later = span_words(at, made[0].ends)
        post(
            [
                *to_account("duty_shortened", shift, shift.account_id, span=shorter, **values),
                *to_account("duty_given", made[0], account_id, span=later, **values),
            ],
            now=now,
        )
    return made[0]


@transaction.atomic
def add_shift(
    roster_uid: UUID,
    starts: datetime,
    ends: datetime,
    account_id: int | None,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> Shift:
    """Add a shift to a roster. Raises as `assign_shift`."""
    roster, desk = kept_roster(by, roster_uid)
    change = Change(roster, desk, by, now, _reason(roster, reason))
    if ends <= starts or ends - starts > 2 * DAY:
        raise Invalid("ends", "ends_before_it_begins")
    day = starts.astimezone(LOCAL).date()
    if not roster.first <= day <= roster.last + DAY:
        raise Invalid("starts", "not_within")
    if roster.published and ends <= now:
        raise Refused("begun")
    _check_able(desk, account_id)
    made: list[Shift] = []

    def act() -> None:
        made.extend(new_shifts(roster, desk, [Piece(starts, ends, account_id)], now=now))
        _watch(made, change)

    _change(change, act)
    write(desk, "add_shift", by=by, now=now, after=facts_of(made[0]), reason=change.reason)
    if roster.published:
        values = {"unit": desk.unit.name_zh, "span": span_words(starts, ends)}
        post(to_account("duty_given", made[0], account_id, **values), now=now)
    return made[0]


@transaction.atomic
def remove_shift(uid: UUID, *, by: Actor, now: datetime, reason: str = "") -> Roster:
    """Take a shift away, from a published roster only where enough others stand; raises alike."""
    shift, change = _shift(uid, by, now, reason)
    before, account = facts_of(shift), shift.account_id
    values = {"unit": change.desk.unit.name_zh, "span": span_words(shift.starts, shift.ends)}
    notices = to_account("duty_taken_over", change.desk, account, **values)

    def act() -> None:
        shift.delete()

    _change(change, act)
    write(change.desk, "remove_shift", by=by, now=now, before=before, reason=change.reason)
    if change.roster.published:
        post(notices, now=now)
    return change.roster


def _shift(
    uid: UUID, by: Actor, now: datetime, reason: str, *, signed_in: bool = False
) -> tuple[Shift, Change]:
    found = Shift.objects.filter(uid=uid, desk__in=desks_of(by)).select_related("roster").first()
    if found is None:
        raise NotFound
    roster, desk = kept_roster(by, found.roster.uid)
    shift = Shift.objects.filter(id=found.pk).first()
    if shift is None:
        raise NotFound
    there = shift.signed_in_at is not None and not signed_in
    if roster.published and (shift.ends <= now or there):
        raise Refused("begun")
    return shift, Change(roster, desk, by, now, _reason(roster, reason))


def _reason(roster: Roster, reason: str) -> str:
    """Return why a published roster is changed; a draft needs no reason."""
    return words(reason, "reason") if roster.published else ""


def _change(change: Change, act: Callable[[], None]) -> None:
    """Do it. What makes a published roster worse is refused, and the transaction undone."""
    roster = change.roster
    before = _grave(change) if roster.published else set()
    act()
    if roster.published:
        worse = _grave(change) - before
        if worse:
            ordered = sorted(worse, key=lambda one: (one.starts, one.word, one.key))
            raise Uncovered(tuple(ordered))
    roster.revision += 1
    roster.save(update_fields=["revision"])


def _grave(change: Change) -> set[Fault]:
    """Return the grave faults that are not over. What was open before may stay, or close."""
    return {
        one
        for one in faults_of_roster(change.roster, change.desk)
        if one.grave and one.ends > change.now
    }


def _check_able(desk: DutyDesk, account_id: int | None) -> None:
    if account_id is not None and account_id not in abilities(desk, [account_id]).posts:
        raise Invalid("account", "not_of_this_unit")


def _save(shift: Shift, now: datetime) -> None:
    shift.changed_at = now
    shift.version += 1
    shift.alarm_stage = 0
    if shift.live and shift.signed_in_at is None:
        shift.alarm_at = first_alarm(shift.starts, now, current_rules())
    shift.save()


def _watch(made: list[Shift], change: Change) -> None:
    """Watch new shifts of a published roster."""
    if not change.roster.published:
        return
    rules = current_rules()
    for one in made:
        one.alarm_at = first_alarm(one.starts, change.now, rules)
    Shift.objects.bulk_update(made, ["alarm_at"])


def _end_swaps(shift: Shift, by: Actor, now: datetime) -> None:
    """End what was asked about a shift that is another one now."""
    for side in ("given", "taken"):
        Swap.objects.filter(**{side: shift}, state__in=OPEN).update(
            state=SwapState.LAPSED, ended_at=now, ended_by=by.name
        )
