"""The resident confirms a doorstep service (R-061): with a code, by a tap, or when called.

The worker's word alone confirms nothing, and whoever made a visit neither makes its code nor
calls about it.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from gege.fieldwork.actions.entries import choice, past, words
from gege.fieldwork.actions.visit_entries import check_may_write, facts_of, place_of
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import Visit
from gege.fieldwork.queries.visits import stream_of, visit_by_uid
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.visits import (
    CODE_DIGITS,
    confirmation_problem,
    is_code,
    wants_confirmation,
)
from gege.fieldwork.rules.words import Confirm, Purpose, VisitState
from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.notices.api import Draft, post
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas, read_editions
from gege.trail.api import record

AT_THE_DOOR: Final = (Confirm.CODE, Confirm.TAP, Confirm.DENIED)


def issue_code(uid: UUID, *, by: Actor, now: datetime, by_text: bool = False) -> str:
    """Make the six digits that the station tells the resident; return them, once.

    For a doorstep service that is planned, or made and not confirmed. A new code replaces the
    last one; wrong entries stay counted. Station clerks only, never for an own visit. With
    `by_text` it goes to the household's telephone too, if the visit names one.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    with transaction.atomic():
        visit = _for_station(uid, by)
        waits = wants_confirmation(visit.purpose, visit.state, visit.confirm_how)
        if not waits and (visit.purpose, visit.state) != (Purpose.SERVICE, VisitState.PLANNED):
            raise Refused("visit_nothing_to_confirm")
        if visit.confirm_how == Confirm.DENIED:
            raise Refused("visit_denied")
        _check_tries(visit, current_rules(read_editions()))
        visit.code_hash = make_password(code)
        visit.save(update_fields=["code_hash"])
        _record(visit, "issue_code", facts_of(visit), by, now)
        if by_text and visit.phone:
            text = Draft(
                "resident_code", f"visit:{uid}", to_phone=visit.phone, values={"code": code}
            )
            post([text], now=now)
    return code


def confirm_visit(
    uid: UUID, *, how: str, code: str, at: datetime, by: Actor, now: datetime
) -> Visit:
    """Take the resident's word on a service that was made and is not confirmed yet.

    The same word again changes nothing. Raises Invalid("code", "visit_code_wrong") and counts
    the entry; Refused("visit_code_used_up") after too many, and then only the station's call
    confirms.
    """
    rules = current_rules(read_editions())
    with transaction.atomic():
        visit = visit_by_uid(uid, by, lock=True)
        check_may_write(by, visit)
        if how and visit.confirm_how == how:
            return visit
        before = facts_of(visit)
        right = take_confirmation(visit, how, code, at, by=by, now=now, rules=rules, tell=False)
        visit.save(update_fields=["confirm_how", "confirmed_at", "code_tries", "code_hash"])
        if right:
            _record(visit, "confirm_visit", before, by, now)
    if not right:
        # After the transaction, so that the wrong entry stays counted.
        raise Invalid("code", "visit_code_wrong", left=max(rules.code_tries - visit.code_tries, 0))
    return visit


def confirm_by_call(uid: UUID, *, said: str, note: str = "", by: Actor, now: datetime) -> Visit:
    """Write what the resident said when the station called: "call" (it was done) or "denied".

    The one way out of a denial and of a code that was entered wrongly too often.
    """
    heard = choice("said", said, Confirm)
    if heard not in (Confirm.CALL, Confirm.DENIED):
        raise Invalid("said", "unknown_choice", value=said[:40])
    text = words("note", note, most=200)
    with transaction.atomic():
        visit = _for_station(uid, by)
        if visit.confirm_how == heard:
            return visit
        problem = confirmation_problem(visit.purpose, visit.state, visit.confirm_how, Confirm.CALL)
        if problem:
            raise Refused(problem)
        before = facts_of(visit)
        visit.confirm_how, visit.confirmed_at = heard, now
        visit.code_hash = ""
        visit.save(update_fields=["confirm_how", "confirmed_at", "code_hash"])
        _record(visit, "confirm_by_call", before, by, now, note=text)
    return visit


def take_confirmation(
    visit: Visit,
    how: str,
    code: str,
    at: datetime,
    *,
    by: Actor,
    now: datetime,
    rules: FieldRules,
    tell: bool = True,
) -> bool:
    """Put the resident's word on a locked visit, unsaved; False for a wrong code, counted.

    A denial is a task for the station: it is told at once. With `tell` the worker is told of a
    wrong code, because he is no longer at the door when his phone sends it.
    """
    word = choice("confirm", how, Confirm)
    if word not in AT_THE_DOOR:
        raise Invalid("confirm", "unknown_choice", value=how[:40])
    problem = confirmation_problem(visit.purpose, visit.state, visit.confirm_how, word)
    if problem:
        raise Invalid("confirm", problem)
    moment = past("at", at, now=now, rules=rules)
    if word is not Confirm.DENIED and not _is_right(visit, word, code.strip(), by, rules, tell):
        if tell:
            _tell(visit, "service_code_wrong", now, account_id=by.account_id)
        return False
    visit.confirm_how, visit.confirmed_at, visit.code_hash = word, moment, ""
    if word is Confirm.DENIED:
        _tell_station(visit, now)
    return True


def _is_right(
    visit: Visit, word: Confirm, code: str, by: Actor, rules: FieldRules, offline: bool
) -> bool:
    """Tell whether a tap or a code counts as the resident's word.

    What a phone sends later never refuses the visit itself, so `offline` only answers no. After
    too many wrong codes nothing at the door counts any more.
    """
    problem = None
    if visit.code_tries >= rules.code_tries:
        problem = "visit_code_used_up"
    elif word is Confirm.TAP:
        return True
    elif by.role is Role.STATION_CLERK and visit.account_id == by.account_id:
        # The station knows the codes: for its own visits they prove nothing.
        problem = "visit_own_confirmation"
    if problem and not offline:
        raise Refused(problem)
    if problem:
        return False
    if visit.code_hash and is_code(code) and check_password(code, visit.code_hash):
        return True
    visit.code_tries += 1 if visit.code_hash else 0
    return False


def _check_tries(visit: Visit, rules: FieldRules) -> None:
    if visit.code_tries >= rules.code_tries:
        raise Refused("visit_code_used_up")


def _for_station(uid: UUID, by: Actor) -> Visit:
    """Return a locked visit for its station's clerk; raises Refused for others and own visits."""
    visit = visit_by_uid(uid, by, lock=True)
    if by.role is not Role.STATION_CLERK:
        raise Refused("not_your_role")
    if visit.account_id is not None and visit.account_id == by.account_id:
        raise Refused("visit_own_confirmation")
    return visit


def _tell_station(visit: Visit, now: datetime) -> None:
    station = load_atlas().platform_unit(visit.area_code[: Level.COMMUNITY], local_date(now))
    if station is not None:
        _tell(visit, "service_denied", now, unit_id=station.id, urgent=True)


def _tell(
    visit: Visit,
    template: str,
    now: datetime,
    *,
    unit_id: int | None = None,
    account_id: int | None = None,
    urgent: bool = False,
) -> None:
    values = {"worker": visit.by_name, "place": place_of(visit)}
    draft = Draft(
        template,
        stream_of(visit),
        to_unit_id=unit_id,
        to_account_id=account_id,
        values=values,
        urgent=urgent,
    )
    post([draft], now=now)


def _record(
    visit: Visit, deed: str, before: Mapping[str, Any], by: Actor, now: datetime, note: str = ""
) -> None:
    record(
        stream=stream_of(visit),
        deed=deed,
        by=by.signature(),
        now=now,
        before=before,
        after=facts_of(visit),
        more={"note": note} if note else None,
    )
