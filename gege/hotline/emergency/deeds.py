"""Begin a hand-over, say that it was connected, end it; the times are those of the press."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gege.hotline.calls.errors import CallError
from gege.hotline.calls.writing import handed_over
from gege.hotline.emergency.errors import Invalid, NotFound, Refused
from gege.hotline.line.editions import current_line
from gege.hotline.models import Call, HandOver
from gege.hotline.rules.handing_over import Deed, Outcome, Times, To, may
from gege.kernel.typed_text import cleaned
from gege.matters import api as matters
from gege.staff.api import Actor, Role
from gege.territory.api import UnitFacts, load_atlas
from gege.trail.api import record

HANDERS: Final = (Role.HOTLINE_OPERATOR, Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR)
TWICE_WITHIN: Final = timedelta(seconds=10)
"""The same press within this time is one: a button is easily hit twice in a hurry."""
LONGEST_NOTE: Final = 300
_KINDS: Final = frozenset({"county_centre", "township_centre", "department"})


def visible(by: Actor) -> QuerySet[HandOver]:
    """Return the hand-overs a person may see: all of the county's line, or none."""
    rows = HandOver.objects.all()
    return rows if by.role in (*HANDERS, Role.ELECTRONIC_SUPERVISOR) else rows.none()


def units() -> list[UnitFacts]:
    """Return the centres and departments whose duty telephone is known."""
    return [one for one in load_atlas().units() if one.kind in _KINDS and one.duty_phone]


def start(
    *,
    emergency: str = "",
    unit_id: int | None = None,
    call_uid: UUID | None = None,
    three_party: bool = False,
    by: Actor,
    now: datetime,
) -> HandOver:
    """Begin to hand somebody over, with a call or without. Raises NotFound, Invalid."""
    if by.role not in HANDERS:
        raise NotFound
    kind, number, name = _target(emergency, unit_id)
    with transaction.atomic():
        call = _call(call_uid)
        again = HandOver.objects.select_for_update().filter(
            by_id=by.account_id, number=number, call=call, ended_at=None,
            started_at__gt=now - TWICE_WITHIN,
        )  # fmt: skip
        known = again.first()
        if known is not None:
            return known
        one = HandOver.objects.create(
            call=call,
            kind=kind,
            number=number,
            name=name,
            unit_id=unit_id if kind is To.UNIT else None,
            three_party=three_party,
            started_at=now,
            by_id=by.account_id,
            by=by.name,
            by_post=by.post,
        )
        _record(one, "start", by, now, number=number, name=name, three_party=three_party)
    return one


def connect(uid: UUID, *, three_party: bool = False, by: Actor, now: datetime) -> HandOver:
    """Say that the other line answered, and whether three speak together."""
    with _step(uid, by) as one:
        _check(Deed.CONNECT, one)
        one.connected_at, one.three_party = now, three_party
        one.save(update_fields=["connected_at", "three_party"])
        _record(one, "connect", by, now, three_party=three_party)
    return one


def finish(uid: UUID, *, outcome: str, note: str = "", by: Actor, now: datetime) -> HandOver:
    """End a hand-over with what came of it; a call that was taken over is written up with it."""
    try:
        found = Outcome(outcome)
    except ValueError:
        raise Invalid("outcome", "choose") from None
    words = cleaned(note)[:LONGEST_NOTE]
    with _step(uid, by) as one:
        _check(Deed.END, one, found, words)
        one.ended_at, one.outcome, one.note = now, found, words
        one.save(update_fields=["ended_at", "outcome", "note"])
        _record(one, "end", by, now, outcome=found, note=words)
        if found is Outcome.TAKEN_OVER and one.call is not None:
            _write_up(one, by, now)
    return one


def link_matter(uid: UUID, number: str, *, by: Actor, now: datetime) -> HandOver:
    """Say which matter was opened beside it; also when the hand-over is over."""
    try:
        matter = matters.matter_by_number(number, by)
    except matters.NotFound:
        raise Invalid("number", "no_such_matter") from None
    with _step(uid, by) as one:
        one.matter = matter
        one.save(update_fields=["matter"])
        _record(one, "link", by, now, matter=matter.number)
    return one


def _target(emergency: str, unit_id: int | None) -> tuple[To, str, str]:
    if emergency:
        line = current_line().emergency(emergency)
        if line is None:
            raise Invalid("number", "unknown_line")
        return To.EMERGENCY, line[0], line[1]
    unit = next((one for one in units() if one.id == unit_id), None)
    if unit is None:
        raise Invalid("unit", "no_duty_phone")
    return To.UNIT, unit.duty_phone[:20], unit.name_zh[:80]


def _call(uid: UUID | None) -> Call | None:
    if uid is None:
        return None
    call = Call.objects.filter(uid=uid).first()
    if call is None:
        raise NotFound
    return call


@contextmanager
def _step(uid: UUID, by: Actor) -> Iterator[HandOver]:
    """Return a hand-over under its lock; whoever may hand over may go on with another's."""
    if by.role not in HANDERS:
        raise NotFound
    with transaction.atomic():
        rows = visible(by).select_related("call", "matter").defer("matter__search")
        one = rows.select_for_update(of=("self",)).filter(uid=uid).first()
        if one is None:
            raise NotFound
        yield one


def _check(deed: Deed, one: HandOver, outcome: Outcome | None = None, note: str = "") -> None:
    refusal = may(deed, Times(one.connected_at, one.ended_at), outcome, note)
    if refusal is not None:
        raise Refused(str(refusal))


def _write_up(one: HandOver, by: Actor, now: datetime) -> None:
    """Write the hand-over onto its call, where nobody has said yet what came of that."""
    assert one.call is not None  # asked before
    try:
        with transaction.atomic():
            handed_over(one.call.uid, f"{one.name} {one.number}", by=by, now=now)
    except CallError:
        return


def _record(one: HandOver, deed: str, by: Actor, now: datetime, **more: Any) -> None:
    record(
        stream=one.stream,
        deed=deed,
        by=by.signature(),
        now=now,
        more={"call": str(one.call.uid) if one.call is not None else "", **more},
    )
