"""Take a callback, give it back, say what a try found, answer by text."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from gege.hotline.callbacks.errors import Invalid, NotFound, Refused
from gege.hotline.callbacks.gather import end
from gege.hotline.callbacks.numbers import number_of
from gege.hotline.callbacks.outcome import Came, tell_matter
from gege.hotline.line.editions import current_line
from gege.hotline.models import Callback, CallbackTry
from gege.hotline.rules.callback_table import (
    LONGEST_WORDS,
    SHORTEST_WORDS,
    Deed,
    Found,
    Refusal,
    Result,
    Solved,
    Standing,
    State,
    Why,
    after,
    may,
    next_try,
    problem_of,
)
from gege.kernel.telephones import is_mobile, telephone
from gege.kernel.typed_text import cleaned
from gege.matters.api import LOCAL, may_know
from gege.notices.api import Channel, Draft, gateways, post
from gege.staff.api import Actor, Role
from gege.trail.api import record

CALLERS: Final = (Role.HOTLINE_OPERATOR, Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR)
_LANGUAGE: Final = "zh-hans"


def visible(by: Actor) -> QuerySet[Callback]:
    """Return the callbacks a person may see: those in confidence only those who may know."""
    rows = Callback.objects.all()
    if by.role not in (*CALLERS, Role.ELECTRONIC_SUPERVISOR):
        return rows.none()
    if not may_know(str(by.role), confidential=True):
        rows = rows.filter(confidential=False)
    return rows


def take(uid: UUID, *, by: Actor, now: datetime) -> Callback:
    """Take a callback: until it is given back it is one person's, for twenty minutes at most."""
    with transaction.atomic():
        one = _locked(uid, Deed.TAKE, by, now)
        before = {"taken_by": one.taken_by}
        one.taken_by_id, one.taken_by, one.taken_at = by.account_id, by.name, now
        one.save(update_fields=["taken_by_id", "taken_by", "taken_at"])
        _record(one, "take", by, now, before=before, after={"taken_by": one.taken_by})
    return one


def give_back(uid: UUID, *, by: Actor, now: datetime) -> Callback:
    """Give back what nobody called for."""
    with transaction.atomic():
        one = _locked(uid, Deed.GIVE_BACK, by, now)
        _let_go(one)
        one.save(update_fields=["taken_by_id", "taken_by", "taken_at"])
        _record(one, "give_back", by, now)
    return one


def record_try(uid: UUID, result: Result, *, by: Actor, now: datetime) -> tuple[Callback, Came]:
    """Say what a try found. Raises CallbackError, and MatterError where the matter moved on."""
    rules = current_line()
    with transaction.atomic():
        one = _locked(uid, Deed.RECORD, by, now)
        said = _checked(Why(one.why), result)
        turn = one.tries + 1
        CallbackTry.objects.create(
            callback=one, turn=turn, at=now, found=said.found, by_id=by.account_id, by=by.name
        )
        came = tell_matter(one, said, by=by, now=now)
        before = {"state": one.state}
        one.tries = turn
        state = after(said.found, turn, rules)
        if state is State.WAITING:
            one.next_at = next_try(now.astimezone(LOCAL), rules)
            one.state, one.phone_mark = state, ""
            _let_go(one)
            one.save()
        else:
            _finish(one, state, said, by, now)
        if turn == 1 and said.found is Found.NOT_REACHED:
            _say_we_tried(one, now)
        _record(
            one,
            "try",
            by,
            now,
            before=before,
            after={"state": one.state},
            more={"found": said.found, "turn": turn, "solved": said.solved, "matter": came.word},
        )
    return one, came


def answer_by_text(uid: UUID, *, words: str, by: Actor, now: datetime) -> Callback:
    """Give a promised answer by text; it goes out through the gateway."""
    text = cleaned(words)
    if not SHORTEST_WORDS <= len(text) <= LONGEST_WORDS:
        raise Invalid("words", "say_what_came")
    with transaction.atomic():
        one = _locked(uid, Deed.RECORD, by, now)
        number = telephone(number_of(one))
        if one.why != Why.PROMISED or Channel.SMS not in gateways():
            raise Invalid("words", "not_by_text")
        if number is None or not is_mobile(number):
            raise Invalid("words", "no_mobile")
        before = {"state": one.state}
        at = one.call.rang_at.astimezone(LOCAL) if one.call is not None else now
        with translation.override(_LANGUAGE):
            about = _("your call of %(at)s") % {"at": f"{at:%Y-%m-%d %H:%M}"}
        draft = Draft(
            "resident_answer",
            "callback",
            to_phone=number,
            language=_LANGUAGE,
            values={"number": about, "words": text},
        )
        post([draft], now=now)
        _finish(one, State.REACHED, Result(Found.REACHED, words=text), by, now)
        _record(one, "answer_by_text", by, now, before=before, after={"state": one.state})
    return one


def _locked(uid: UUID, deed: Deed, by: Actor, now: datetime) -> Callback:
    """Return a callback under its lock, for a deed that is possible."""
    rows = visible(by) if by.role in CALLERS else Callback.objects.none()
    one = rows.select_for_update(of=("self",)).filter(uid=uid).first()
    if one is None:
        raise NotFound
    mine = one.taken_by_id is not None and one.taken_by_id == by.account_id
    refusal: Refusal | None = may(deed, Standing(State(one.state), mine, one.taken_at), now)
    if refusal is not None:
        raise Refused(refusal)
    return one


def _checked(why: Why, result: Result) -> Result:
    """Return a result with its words clean; raises Invalid where it says too little."""
    said = Result(
        result.found, result.solved, result.satisfaction, cleaned(result.words)[:LONGEST_WORDS]
    )
    problem = problem_of(why, said)
    if problem is not None:
        raise Invalid(*problem)
    if said.found is not Found.REACHED:
        # Nobody who was not reached is solved or satisfied.
        return Result(said.found, words=said.words)
    return said


def _finish(one: Callback, state: State, said: Result, by: Actor, now: datetime) -> None:
    one.done_by_id, one.done_by = by.account_id, by.name
    reached = state is State.REACHED
    one.solved = said.solved if reached else ""
    one.satisfaction = said.satisfaction if reached and said.solved is not Solved.NOT_ASKED else ""
    one.words = said.words
    end(one, state, now=now)


def _let_go(one: Callback) -> None:
    one.taken_by_id, one.taken_by, one.taken_at = None, "", None


def _say_we_tried(one: Callback, now: datetime) -> None:
    """Tell a mobile that it was called, once; a number in confidence is told nothing."""
    number = telephone(number_of(one))
    asks = one.why in (Why.MATTER, Why.SAMPLE) and one.matter is not None
    if not asks or one.confidential or number is None or not is_mobile(number):
        return
    if Channel.SMS in gateways() and one.matter is not None:
        values: dict[str, Any] = {"number": one.matter.number}
        draft = Draft(
            "resident_callback",
            one.matter.number,
            to_phone=number,
            language=_LANGUAGE,
            values=values,
        )
        post([draft], now=now)


def _record(one: Callback, deed: str, by: Actor, now: datetime, **more: Any) -> None:
    record(stream=one.stream, deed=deed, by=by.signature(), now=now, **more)
