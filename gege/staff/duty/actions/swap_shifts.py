"""Swaps: asked by one, accepted by the colleague, approved by the desk's head if it has one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.notices.api import post
from gege.staff.actor import Actor
from gege.staff.duty.editions import current_rules
from gege.staff.duty.errors import Invalid, NotFound, Refused, Uncovered
from gege.staff.duty.models import DutyDesk, Roster, Shift, Swap
from gege.staff.duty.queries.checking import (
    abilities,
    faults_of_roster,
    piece_of,
    shifts_of,
)
from gege.staff.duty.rules.coverage import Fault
from gege.staff.duty.rules.swaps import OPEN, SwapState, swapped
from gege.staff.duty.rules.watch import first_alarm
from gege.staff.duty.writing import own_shift, span_words, to_account, words, write


@transaction.atomic
def ask_swap(
    given: UUID,
    colleague_id: int,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    taken: UUID | None = None,
) -> Swap:
    """Ask a colleague to do an own shift; with `taken`, to exchange it for that one of theirs.

    It is asked only where nobody would be on duty twice and both may be there. Raises NotFound,
    Refused("begun", "swap_is_open"), Uncovered, Invalid.
    """
    shift, desk = own_shift(by, given)
    _still_ahead(shift, now)
    why = words(reason, "reason")
    if colleague_id == by.account_id:
        raise Invalid("colleague", "own_swap")
    if colleague_id not in abilities(desk, [colleague_id]).posts:
        raise Invalid("colleague", "not_of_this_unit")
    other = None
    if taken is not None:
        other = Shift.objects.filter(
            uid=taken, desk=desk, live=True, account_id=colleague_id
        ).first()
        if other is None:
            raise Invalid("taken", "unknown_choice")
        _still_ahead(other, now)
    _keep_whole(shift, other, colleague_id, desk)
    try:
        with transaction.atomic():
            made = Swap.objects.create(
                desk=desk,
                given=shift,
                taken=other,
                asker_id=by.account_id or 0,
                colleague_id=colleague_id,
                reason=why,
                asked_at=now,
            )
    except IntegrityError as error:
        raise Refused("swap_is_open") from error
    write(desk, "ask_swap", by=by, now=now, **_facts(made))
    post(
        to_account("duty_swap_asked", desk, colleague_id, who=by.name, **_values(made, desk)),
        now=now,
    )
    return made


@transaction.atomic
def answer_swap(uid: UUID, accepted: bool, *, by: Actor, now: datetime, note: str = "") -> Swap:
    """Answer as the colleague. Without a head of the desk the swap is done with the acceptance.

    Raises NotFound, Refused("answered", "begun"), Uncovered, Invalid.
    """
    swap, desk = _locked(uid)
    if swap.colleague_id != by.account_id:
        raise NotFound
    if swap.state != SwapState.ASKED:
        raise Refused("answered")
    if not accepted:
        swap.note = words(note, "note", least=0)
        return _end(swap, desk, SwapState.DECLINED, "decline_swap", by=by, now=now)
    swap.answered_at = now
    _check(swap, desk, now)
    if desk.head_id is not None and desk.head_id not in (by.account_id, swap.asker_id):
        swap.state = SwapState.ACCEPTED
        swap.save()
        write(desk, "accept_swap", by=by, now=now, **_facts(swap))
        post(
            to_account(
                "duty_swap_to_approve", desk, desk.head_id, who=by.name, **_values(swap, desk)
            ),
            now=now,
        )
        return swap
    return _do(swap, desk, by=by, now=now)


@transaction.atomic
def decide_swap(uid: UUID, approved: bool, *, by: Actor, now: datetime, note: str = "") -> Swap:
    """Decide as the desk's head. Raises NotFound, Refused("answered", "begun"), Uncovered."""
    swap, desk = _locked(uid)
    if desk.head_id is None or desk.head_id != by.account_id:
        raise NotFound
    if swap.state != SwapState.ACCEPTED:
        raise Refused("answered")
    if not approved:
        swap.note = words(note, "note")
        return _end(swap, desk, SwapState.REFUSED, "refuse_swap", by=by, now=now)
    _check(swap, desk, now)
    return _do(swap, desk, by=by, now=now)


@transaction.atomic
def withdraw_swap(uid: UUID, *, by: Actor, now: datetime) -> Swap:
    """Take back what was asked, while it is open. Raises NotFound, Refused("answered")."""
    swap, desk = _locked(uid)
    if swap.asker_id != by.account_id:
        raise NotFound
    if swap.state not in OPEN:
        raise Refused("answered")
    return _end(swap, desk, SwapState.WITHDRAWN, "withdraw_swap", by=by, now=now)


def _do(swap: Swap, desk: DutyDesk, *, by: Actor, now: datetime) -> Swap:
    rules = current_rules()
    pairs = [(swap.given, swap.colleague_id), (swap.taken, swap.asker_id)]
    for shift, account in pairs:
        if shift is None:
            continue
        shift.account_id, shift.changed_at, shift.alarm_stage = account, now, 0
        shift.alarm_at = first_alarm(shift.starts, now, rules)
        shift.version += 1
        shift.save()
        Roster.objects.filter(id=shift.roster_id).update(revision=_next(shift.roster_id))
    return _end(swap, desk, SwapState.DONE, "swap_shifts", by=by, now=now)


def _next(roster_id: int) -> int:
    return Roster.objects.values_list("revision", flat=True).get(id=roster_id) + 1


def _end(
    swap: Swap, desk: DutyDesk, state: SwapState, deed: str, *, by: Actor, now: datetime
) -> Swap:
    swap.state, swap.ended_at, swap.ended_by = state, now, by.name
    swap.answered_at = swap.answered_at or now
    swap.save()
    write(desk, deed, by=by, now=now, **_facts(swap), note=swap.note)
    told = {swap.asker_id, swap.colleague_id} - {by.account_id}
    values = {"who": by.name, "note": swap.note, **_values(swap, desk)}
    post(
        [
            draft
            for one in sorted(told)
            for draft in to_account(f"duty_swap_{state}", desk, one, **values)
        ],
        now=now,
    )
    return swap


def _locked(uid: UUID) -> tuple[Swap, DutyDesk]:
    found = Swap.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound
    locked = DutyDesk.objects.select_for_update(of=("self",)).select_related("unit")
    desk = locked.get(id=found.desk_id)
    return Swap.objects.select_related("given", "taken").get(id=found.pk), desk


def _check(swap: Swap, desk: DutyDesk, now: datetime) -> None:
    """A swap holds only while both shifts are what they were, and nobody would be there twice."""
    for shift, account in ((swap.given, swap.asker_id), (swap.taken, swap.colleague_id)):
        if shift is None:
            continue
        _still_ahead(shift, now)
        if shift.account_id != account or not shift.live:
            raise Refused("moved_on")
    _keep_whole(swap.given, swap.taken, swap.colleague_id, desk)


def _still_ahead(shift: Shift, now: datetime) -> None:
    if shift.starts <= now or shift.signed_in_at is not None:
        raise Refused("begun")


def _keep_whole(given: Shift, taken: Shift | None, colleague: int, desk: DutyDesk) -> None:
    """Raise Uncovered when a swap would put a grave fault into a roster of either shift."""
    moved = {str(given.uid): given} | ({str(taken.uid): taken} if taken else {})
    for roster_id in dict.fromkeys(one.roster_id for one in moved.values()):
        roster = Roster.objects.get(id=roster_id)
        before = [piece_of(one) for one in shifts_of(roster)]
        # Both shifts lie before the rule even when one of them is in another roster.
        strangers = [piece_of(one) for key, one in moved.items() if one.roster_id != roster_id]
        after = swapped(
            [*before, *strangers], str(given.uid), colleague, str(taken.uid) if taken else ""
        )
        own = {one.key for one in before}
        known = {_what(one) for one in faults_of_roster(roster, desk, before)}
        found = faults_of_roster(roster, desk, [one for one in after if one.key in own])
        worse = tuple(one for one in found if one.grave and _what(one) not in known)
        if worse:
            raise Uncovered(worse)


def _what(fault: Fault) -> tuple[str, datetime, str]:
    return fault.word, fault.starts, fault.key


def _facts(swap: Swap) -> dict[str, Any]:
    return {
        "swap": str(swap.uid),
        "given": str(swap.given.uid),
        "taken": str(swap.taken.uid) if swap.taken else "",
        "colleague": swap.colleague_id,
    }


def _values(swap: Swap, desk: DutyDesk) -> dict[str, str]:
    spans = [span_words(one.starts, one.ends) for one in (swap.given, swap.taken) if one]
    return {"unit": desk.unit.name_zh, "span": " ⇄ ".join(spans)}
