"""What a call-taker writes down: as whom somebody calls, and what came of it (R-072, R-077).

A matter goes the ordinary way from here: matters' own deeds, the channel "hotline".
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import translation

from gege.desk.api import receipts
from gege.hotline.calls.callers import Caller, caller_of, keep
from gege.hotline.calls.errors import Invalid, Refused
from gege.hotline.calls.step import CallStep, call_step, take
from gege.hotline.line.shown import the_line
from gege.hotline.models import Call
from gege.hotline.rules.call_table import CallMove, ReplyRoute, Standing
from gege.kernel.telephones import is_mobile, telephone
from gege.kernel.typed_text import cleaned
from gege.matters import api as matters
from gege.matters.api import Matter, Offered, Report, Who, local_date, words
from gege.notices.api import Draft, mark, post
from gege.services import api as services
from gege.staff.api import Actor

LONGEST_NOTE: Final = 1000
CODE: Final = "hotline.query code"


@dataclass(frozen=True, slots=True)
class Person:
    """As whom somebody calls and how they want to hear. `number` is one they named; without it
    the number they call from counts."""

    standing: Standing = Standing.UNSAID
    name: str = ""
    number: str = ""
    route: ReplyRoute = ReplyRoute.UNSAID


@dataclass(frozen=True, slots=True)
class Story:
    """What they report: the fewest words, and where."""

    title: str
    kind: str
    description: str = ""
    grid_code: str = ""
    address: str = ""
    intent: str = ""
    severity: str = ""
    offered: Offered | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the caller is told: the number, and the code to follow it with."""

    call: Call
    matter: Matter
    code: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The article that an answer rests on, in the version that was read out."""

    uid: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was told: words, or an article, or both; and what had been asked."""

    words: str = ""
    question: str = ""
    topic: str = ""
    source: Source | None = None
    person: Person = field(default_factory=Person)


def take_call(uid: UUID, *, by: Actor, now: datetime) -> Call:
    """Take a call, or take it over from somebody who did not write it up."""
    with call_step(uid, CallMove.TAKE, by=by, now=now) as one:
        take(one.call, by, now)
    return one.call


def name_caller(uid: UUID, person: Person, *, by: Actor, now: datetime) -> Call:
    """Say as whom the caller wishes to be known; who stays unnamed leaves no number, for good."""
    with call_step(uid, CallMove.NAME, by=by, now=now) as one:
        _name(one, person)
    return one.call


def report(uid: UUID, story: Story, person: Person, *, by: Actor, now: datetime) -> Receipt:
    """Report what somebody tells, and give them number and code. Raises CallError, MatterError."""
    with call_step(uid, CallMove.REPORT, by=by, now=now) as one:
        caller = _name(one, person)
        matter = matters.report(_entry(one, story, person, caller), by=by, now=now)
        code = receipts.issue(matter, secret=_secret(one.call, matter), now=now)
        one.call.matter, one.call.topic = matter, matter.kind
        one.say(number=matter.number)
        one.give()
        if one.call.reply_route == ReplyRoute.SMS:
            _text(caller.number, matter, code, now)
    return Receipt(one.call, matter, code)


def answer(uid: UUID, told: Answer, *, by: Actor, now: datetime) -> Call:
    """Answer at once. A question is closed by its own rule: an answer in words, or the article it
    stands in, in the version that was read out (R-103)."""
    question, said = _words("title", told.question), _words("answer", told.words)
    if told.source is None:
        problem = matters.outcome_problem(words.Intent.CALL, words.Outcome.RESPONDED, said)
        if problem is not None:
            raise Invalid("answer", problem)
    with call_step(uid, CallMove.ANSWER, by=by, now=now) as one:
        _name(one, told.person)
        one.call.topic = _topic(told.topic, now)
        one.call.note = _added(one.call, "\n".join(filter(None, (question, said))))
        if told.source is not None:
            _cite(one, told.source, now)
        one.give()
    return one.call


def add(uid: UUID, number: str, said: str, person: Person, *, by: Actor, now: datetime) -> Receipt:
    """Add what the caller says to a matter that is known already; its holder is told."""
    with call_step(uid, CallMove.ADD, by=by, now=now) as one:
        _name(one, person)
        matter = matters.add_words(number, words=said, by=by, now=now)
        _belongs(one, matter)
    return Receipt(one.call, matter)


def urge(uid: UUID, number: str, said: str, person: Person, *, by: Actor, now: datetime) -> Receipt:
    """Ask the holder of a matter for speed, because the caller asks."""
    with call_step(uid, CallMove.URGE, by=by, now=now) as one:
        _name(one, person)
        matter = matters.urge(number, reason=said, by=by, now=now)
        _belongs(one, matter)
    return Receipt(one.call, matter)


def nothing_wanted(uid: UUID, said: str, *, by: Actor, now: datetime) -> Call:
    """Write down that nothing was wanted: silence, a wrong number, a talk."""
    text = _words("words", said)
    with call_step(uid, CallMove.NOTHING, by=by, now=now) as one:
        one.call.note = _added(one.call, text)
        one.give()
    return one.call


def note_call(uid: UUID, said: str, *, by: Actor, now: datetime) -> Call:
    """Keep words with a call; only the hotline reads them."""
    text = _words("words", said)
    if not text:
        raise Invalid("words", "needed")
    with call_step(uid, CallMove.NOTE, by=by, now=now) as one:
        one.call.note = _added(one.call, text)
    return one.call


def handed_over(uid: UUID, to: str, *, by: Actor, now: datetime) -> Call:
    """Write down to whom a caller was handed over."""
    with call_step(uid, CallMove.HAND_OVER, by=by, now=now) as one:
        one.call.handed_to = to[:40]
        one.say(to=to[:40])
        one.give()
    return one.call


def code_of_call(call: Call, *, now: datetime) -> str:
    """Return the query code of what a call reported, for whoever reads it out to the caller."""
    if call.matter is None:
        return ""
    with transaction.atomic():
        return receipts.issue(call.matter, secret=_secret(call, call.matter), now=now)


def _name(one: CallStep, person: Person) -> Caller:
    """Put the caller onto the call; return who they are."""
    call = one.call
    known = caller_of(call)
    typed = person.number.strip()
    number = telephone(typed) if typed else known.number
    if number is None or len(number) > 16:
        raise Invalid("number", "not_a_number")
    name = cleaned(person.name, lines=False) or known.name
    if len(name) > 60:
        raise Invalid("name", "too_long", most=60)
    standing = person.standing or Standing(call.standing)
    if not standing and (number or name):
        standing = Standing.NAMED
    if not standing:
        standing = Standing.ANONYMOUS if one.move is CallMove.REPORT else Standing.UNSAID
    if call.standing == Standing.ANONYMOUS and standing is not Standing.ANONYMOUS:
        raise Refused("anonymous_for_good")
    _agree(standing, person, number, name)
    call.standing = standing
    if standing is Standing.ANONYMOUS:
        number, name = "", ""
    caller = Caller(number, name)
    keep(call, caller)
    call.reply_route = person.route or call.reply_route
    return caller


def _agree(standing: Standing, person: Person, number: str, name: str) -> None:
    """Raise Invalid where who somebody is and how they want to hear do not go together."""
    reached = person.route in (ReplyRoute.CALL, ReplyRoute.SMS)
    if standing is Standing.ANONYMOUS:
        if person.name.strip() or person.number.strip():
            raise Invalid("standing", "anonymous_with_name")
        if reached:
            raise Invalid("reply_route", "anonymous_is_not_reached")
        return
    if standing is Standing.CONFIDENTIAL and not (number or name):
        raise Invalid("standing", "nobody_to_keep")
    if reached and not number:
        raise Invalid("number", "callback_needs_phone")
    if person.route is ReplyRoute.SMS and not is_mobile(number):
        raise Invalid("number", "text_needs_mobile")


def _entry(one: CallStep, story: Story, person: Person, caller: Caller) -> Report:
    reached = one.call.reply_route in (ReplyRoute.CALL, ReplyRoute.SMS)
    known = bool(caller.number or caller.name)
    return Report(
        title=story.title,
        kind=story.kind,
        description=story.description,
        grid_code=story.grid_code,
        address=story.address,
        channel=words.Channel.HOTLINE,
        intent=story.intent,
        severity=story.severity,
        offered=story.offered,
        who=Who(
            anonymous=not known,
            name=caller.name,
            phone=caller.number,
            wants_callback=reached,
            by_text=one.call.reply_route == ReplyRoute.SMS,
            confidential=one.call.standing == Standing.CONFIDENTIAL,
        ),
    )


def _secret(call: Call, matter: Matter) -> str:
    return mark(f"{call.uid}:{matter.uid}", CODE)


def _text(number: str, matter: Matter, code: str, now: datetime) -> None:
    with translation.override("zh-hans"):
        values = {"number": matter.number, "code": code, "danger": the_line().danger}
    template = "resident_opened_with_code" if code else "resident_opened"
    post([Draft(template, matter.number, to_phone=number, values=values)], now=now)


def _cite(one: CallStep, source: Source, now: datetime) -> None:
    """Name the article, if it still says what was read out."""
    try:
        sheet = services.article_sheet(source.uid, by=one.by, on=local_date(now))
    except services.NotFound:
        raise Invalid("article", "no_such_article") from None
    if sheet.standing is not services.Standing.SHOWN or sheet.article.version != source.version:
        raise Invalid("article", "article_moved_on")
    one.call.article_uid, one.call.article_version = source.uid, source.version
    one.say(article=f"{source.uid} v{source.version}")


def _belongs(one: CallStep, matter: Matter) -> None:
    one.call.matter, one.call.topic = matter, matter.kind
    one.say(number=matter.number)
    one.give()


def _topic(code: str, now: datetime) -> str:
    if not code:
        return ""
    if not matters.setting(now).book.has(code):
        raise Invalid("kind", "unknown_kind")
    return code


def _words(field: str, text: str) -> str:
    said = cleaned(text)
    if len(said) > LONGEST_NOTE:
        raise Invalid(field, "too_long", most=LONGEST_NOTE)
    return said


def _added(call: Call, text: str) -> str:
    whole = f"{call.note}\n{text}" if call.note and text else call.note or text
    if len(whole) > LONGEST_NOTE:
        raise Invalid("words", "too_long", most=LONGEST_NOTE)
    return whole
