"""Dispatch (派遣): instruct a lead unit and those that assist; the clock starts (R-067, R-087)."""

from collections.abc import Sequence
from datetime import datetime

from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.instruct import first_returned, instruct
from gege.matters.actions.offering import Offered, keep_offer
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid
from gege.matters.models import Matter
from gege.matters.rules.routing import may_lead
from gege.matters.rules.words import Move, Severity, State
from gege.matters.zone import local_date
from gege.staff.api import Actor
from gege.territory.api import UnitFacts


def dispatch(
    number: str,
    *,
    lead: str,
    assisting: Sequence[str] = (),
    words: str = "",
    by: Actor,
    now: datetime,
    seen: int | None = None,
    offered: Offered | None = None,
) -> Matter:
    """Instruct the unit with code `lead`. A platform that instructs itself handles at once.

    A dissolved unit's work goes to its successor; a unit that returned this matter is not asked
    again except by a ruling. `offered` is what was suggested: it is kept and changes nothing.
    """
    with step(number, Move.DISPATCH, by=by, now=now, seen=seen) as one:
        unit = unit_to_lead(one, lead)
        if unit.id != by.unit_id and first_returned(one.matter, unit.id):
            raise Invalid("lead", "has_returned_it")
        others = [code for code in dict.fromkeys(assisting) if code != unit.code]
        helpers = [unit_to_lead(one, code, "assisting") for code in others]
        own = unit.id == by.unit_id
        one.matter.final = False
        one.matter.accepted_at = one.matter.accepted_at or now
        one.matter.dispatched_by_id = by.account_id
        text = cleaned("words", words, most=500)
        instruct(one, unit, assisting=helpers, words=text, acknowledged=own)
        one.go(State.HANDLING if own else State.DISPATCHED, unit)
        one.say(lead=unit.name_zh, assisting=[helper.name_zh for helper in helpers])
        one.say(suggested=list(keep_offer(one.matter, offered, chosen=lead, now=now)) or None)
        one.tell(unit.id, "instructed", urgent=one.severity is not Severity.NORMAL)
    return one.matter


def rule(
    number: str, *, lead: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Rule on a disputed matter: the unit named handles it and may not return it again (R-067).

    A unit that returned the matter and is confirmed keeps its first due time (decision 0010).
    """
    why = reasoned(reason)
    with step(number, Move.RULE, by=by, now=now, seen=seen) as one:
        unit = unit_to_lead(one, lead)
        one.matter.dispatched_by_id = by.account_id
        instruct(one, unit, words=why, confirms=first_returned(one.matter, unit.id))
        one.matter.final = True
        one.go(State.DISPATCHED, unit)
        one.say(lead=unit.name_zh, reason=why)
        one.tell(unit.id, "ruled")
    return one.matter


def unit_to_lead(one: Step, code: str, field: str = "lead") -> UnitFacts:
    """Return the living unit of a code that this platform may instruct; raises Invalid."""
    atlas = one.setting.atlas
    named = atlas.unit_by_code(code)
    unit = atlas.effective_unit(named.id, local_date(one.now)) if named else None
    if unit is None:
        raise Invalid(field, "unknown_unit", value=code[:20])
    mine = atlas.unit(one.by.unit_id) if one.by.unit_id is not None else None
    if mine is None or not may_lead(one.setting.view(mine), one.setting.view(unit)):
        raise Invalid(field, "not_yours_to_instruct")
    platform = not unit.is_department and unit.id != mine.id
    if platform and not one.matter.area_code.startswith(unit.area_code):
        # Its people would not see it: what has no place is given a place first.
        raise Invalid(field, "not_its_area" if one.matter.placed else "place_it_first")
    return unit
