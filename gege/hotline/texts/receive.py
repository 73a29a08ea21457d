"""Take one text: from a registered handset or a resident, and answer it (R-064, R-077).

One transaction: the text, the matter or note it becomes, and the answer. The gateway may give the
same text again at any time: its key is known, and nothing happens twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from gege.hotline.callbacks.answers import take_answer
from gege.hotline.line.shown import the_line
from gege.hotline.models import InboundText
from gege.hotline.pictures.keeping import keep_pictures
from gege.hotline.rules.incoming import (
    ANSWERS_PER_HOUR,
    HOUR,
    SAME_WITHIN,
    Incoming,
    may_take,
)
from gege.hotline.rules.text_format import (
    PICTURES_ALONE,
    Wanted,
    Wish,
    kind_in,
    understood,
    understood_with_pictures,
)
from gege.hotline.texts.marks import PURPOSE as PURPOSE
from gege.hotline.texts.marks import mark_of
from gege.kernel.telephones import is_mobile, masked, telephone
from gege.matters.api import (
    Invalid,
    Matter,
    MatterError,
    NotFound,
    Report,
    Reporting,
    Setting,
    Who,
    matter_by_number,
    note,
    report,
    sentence_of,
    setting,
)
from gege.matters.api import names as matter_names
from gege.notices.api import Draft, acknowledge_newest, mark, post, seal
from gege.staff.api import (
    ACTING,
    SYSTEM,
    Actor,
    Role,
    account_of_phone,
    account_with_posts,
    resident,
)

UNNAMED: Final = resident().name
KEEP: Final = timedelta(days=30)
_NAMING_THE_LINE: Final = frozenset({"text_opened", "text_help"})
_KEPT: Final = frozenset({"opened", "noted"})
_RECEIPTS: Final = UUID("6f3f7a52-0b53-4a53-9a55-2f0c8b7c6e10")


class Outcome(StrEnum):
    """What a text became."""

    OPENED = "opened"
    NOTED = "noted"
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    HELPED = "helped"
    REPEATED = "repeated"
    REFUSED = "refused"
    LIMITED = "limited"
    ANSWERED = "answered"
    UNCLEAR = "unclear"


_ONCE: Final = (Outcome.OPENED, Outcome.NOTED, Outcome.REPEATED, Outcome.ANSWERED)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: staff under their posts, or somebody who is known by a number only."""

    number: str
    mark: str
    account_id: int | None = None
    name: str = ""
    language: str = "zh-hans"
    held: tuple[Actor, ...] = ()

    @property
    def actor(self) -> Actor:
        return self.held[0] if self.held else self.resident()

    def resident(self, matter_id: int | None = None) -> Actor:
        """Somebody without an account, as the trail names them: by the masked number."""
        by = resident(matter_id)
        return replace(by, name=masked(self.number), unit_code="sms", unit_name="短信")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a text, and the notice that says so."""

    outcome: Outcome
    template: str = ""
    number: str = ""
    reason: str = ""
    values: dict[str, Any] | None = None
    pictures: int = 0


def receive(incoming: Incoming, *, now: datetime) -> InboundText:
    """Take a text and return its row; for a key that is known the first row, unchanged."""
    sender = _sender(incoming.sender, now)
    with transaction.atomic():
        _one_at_a_time(sender.mark)
        known = InboundText.objects.filter(key=incoming.key).first()
        if known is not None:
            return known
        lately, strangers = _lately(sender, now)
        if not may_take(staff=bool(sender.held), of_sender=len(lately), of_strangers=strangers):
            return _keep(incoming, sender, Answer(Outcome.LIMITED), now, sealed=False)
        answer = _again(incoming, lately, now) or _done(incoming, sender, now)
        row = _keep(incoming, sender, answer, now)
        if answer.template and len(lately) < ANSWERS_PER_HOUR:
            _reply(row, sender, answer, now)
    return row


def forget_texts(*, now: datetime) -> int:
    """Remove sender and words of texts older than thirty days; return how many."""
    old = InboundText.objects.exclude(sealed="").filter(received_at__lte=now - KEEP)
    return old.update(sealed="")


def _sender(number: str, now: datetime) -> Sender:
    token = mark_of(number)
    account_id = account_of_phone(number)
    found = account_with_posts(account_id, now) if account_id is not None else None
    held = [one for one in found[1] if one.role in ACTING] if found else []
    if found is None or not held:
        return Sender(number, token)
    held.sort(key=lambda one: one.role is not Role.GRID_WORKER)
    account = found[0]
    return Sender(number, token, account.pk, account.display_name, account.language, tuple(held))


def _one_at_a_time(token: str) -> None:
    """Texts of one sender follow one another, so that two alike at once are one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7262, int(token[:7], 16)])


def _lately(sender: Sender, now: datetime) -> tuple[list[InboundText], int]:
    since = now - HOUR
    own = InboundText.objects.filter(sender_mark=sender.mark, received_at__gt=since)
    rows = list(own.order_by("-id")[:100])
    if sender.held:
        return rows, 0
    others = InboundText.objects.filter(account_id__isnull=True, received_at__gt=since)
    return rows, others.exclude(outcome=Outcome.LIMITED)[:1000].count()


def _again(incoming: Incoming, lately: list[InboundText], now: datetime) -> Answer | None:
    """Return the answer to words that came from this sender a short while ago."""
    token = mark(incoming.whole, PURPOSE)
    for one in lately:
        same = one.text_mark == token and now - one.received_at <= SAME_WITHIN
        if same and one.outcome in _ONCE:
            values = {"number": one.number}
            return Answer(Outcome.REPEATED, "text_repeated", one.number, values=values)
    return None


def _done(incoming: Incoming, sender: Sender, now: datetime) -> Answer:
    reads = understood_with_pictures if incoming.pictures else understood
    wanted = reads(incoming.text)
    try:
        # What a deed wrote before it was refused goes; the text and its answer stay.
        with transaction.atomic(), translation.override(sender.language):
            heard = None if incoming.pictures else _heard(incoming, sender, now)
            if heard is not None:
                return heard
            return _DEEDS[wanted.wish](wanted, incoming, sender, now)
    except NotFound:
        values = {"number": wanted.number}
        return Answer(Outcome.REFUSED, "text_unknown", reason="not_found", values=values)
    except MatterError as error:
        with translation.override(sender.language):
            says = str(sentence_of(error))
        word = f"{error.field}: {error.word}" if isinstance(error, Invalid) else error.word
        return Answer(Outcome.REFUSED, "text_refused", reason=word, values={"reason": says})


def _heard(incoming: Incoming, sender: Sender, now: datetime) -> Answer | None:
    """Take a text as the answer to a question that the line put to this number."""
    heard = take_answer(sender.mark, incoming.text, now=now)
    if heard is None:
        return None
    values = {"number": heard.number}
    if not heard.clear:
        return Answer(Outcome.UNCLEAR, "text_unclear", heard.number, values=values)
    return Answer(Outcome.ANSWERED, "text_answered", heard.number, values=values)


def _open(wanted: Wanted, incoming: Incoming, sender: Sender, now: datetime) -> Answer:
    where = setting(now)
    actor = _under_which_post(sender, wanted, where)
    who = Who() if sender.held else _resident(sender.number)
    matter = report(
        Report(
            title=wanted.title,
            kind=_kind(wanted, where),
            description=wanted.words if wanted.words != wanted.title else "",
            grid_code=actor.area_code if actor.role is Role.GRID_WORKER else "",
            address=wanted.place,
            channel=incoming.channel,
            who=who,
            receipt_key=uuid5(_RECEIPTS, incoming.key),
        ),
        by=actor,
        now=now,
        where=where,
    )
    by = actor if sender.held else sender.resident(matter.pk)
    kept = _pictures(matter, wanted, incoming, by, now)
    values = {"number": matter.number}
    return Answer(Outcome.OPENED, "text_opened", matter.number, values=values, pictures=kept)


def _pictures(matter: Matter, wanted: Wanted, incoming: Incoming, by: Actor, now: datetime) -> int:
    needed = wanted.words == PICTURES_ALONE
    return keep_pictures(matter.number, incoming.pictures, needed=needed, by=by, now=now)


def _resident(number: str) -> Who:
    """Whoever writes is asked by text: the way they chose themselves."""
    return Who(False, phone=number, wants_callback=True, by_text=is_mobile(number))


def _under_which_post(sender: Sender, wanted: Wanted, where: Setting) -> Actor:
    """Return the post of the grid that the words name, where somebody looks after several."""
    text = f"{wanted.place} {wanted.words}"
    for one in sender.held:
        if one.role is Role.GRID_WORKER and where.atlas.label(one.area_code) in text:
            return one
    return sender.actor


def _kind(wanted: Wanted, where: Setting) -> str:
    kinds = [(one.code, one.name_zh) for one in where.book.live_kinds]
    found = kind_in(wanted.kind, kinds) if wanted.kind else ""
    found = found or kind_in(wanted.words, kinds)
    known = {code for code, _name in kinds}
    default = settings.GEGE_SMS_KIND
    return found or (default if default in known else kinds[-1][0])


def _add(wanted: Wanted, incoming: Incoming, sender: Sender, now: datetime) -> Answer:
    matter = _theirs(wanted.number, sender)
    by = _reader(matter, sender)
    note(matter.number, words=wanted.words, by=by, now=now)
    kept = _pictures(matter, wanted, incoming, by, now)
    values = {"number": matter.number}
    return Answer(Outcome.NOTED, "text_noted", matter.number, values=values, pictures=kept)


def _ask(wanted: Wanted, incoming: Incoming, sender: Sender, now: datetime) -> Answer:
    matter = _theirs(wanted.number, sender)
    holder = setting(now).unit(matter.holder_id).name(sender.language)
    state = str(matter_names.STATES[matter.state])
    ended = matter.closed_at is not None
    says = state if ended else f"{state} · {holder}"
    values = {"number": matter.number, "state": says}
    return Answer(Outcome.TOLD, "text_state", matter.number, values=values)


def _theirs(number: str, sender: Sender) -> Matter:
    """Return a matter that a sender may ask about: staff by their scope, others what they reported.

    Raises NotFound: a number that does not exist and one of somebody else look the same.
    """
    for actor in sender.held:
        try:
            return matter_by_number(number, actor)
        except NotFound:
            continue
    if sender.held:
        raise NotFound
    matter = matter_by_number(number, SYSTEM)
    phones = Reporting.objects.filter(matter=matter).values_list("phone", flat=True)
    if sender.number not in {telephone(one) for one in phones if one}:
        raise NotFound
    return matter


def _reader(matter: Matter, sender: Sender) -> Actor:
    """Return as whom a sender adds to a matter that is theirs: under the post that sees it."""
    if not sender.held:
        known = sender.resident(matter.pk)
        return replace(known, name=UNNAMED) if _in_confidence(matter, sender) else known
    for actor in sender.held[:-1]:
        try:
            matter_by_number(matter.number, actor)
        except NotFound:
            continue
        return actor
    return sender.held[-1]


def _in_confidence(matter: Matter | None, sender: Sender) -> bool:
    """Tell whether a sender reported a matter and only the hotline may know them."""
    if matter is None or sender.held:
        return False
    kept = Reporting.objects.filter(matter=matter, confidential=True)
    return sender.number in {telephone(one) for one in kept.values_list("phone", flat=True) if one}


def _acknowledge(wanted: Wanted, incoming: Incoming, sender: Sender, now: datetime) -> Answer:
    found = acknowledge_newest(sender.account_id, now=now) if sender.account_id else None
    if found is None:
        return Answer(Outcome.HELPED, "text_nothing_open" if sender.held else "text_help")
    return Answer(Outcome.ACKNOWLEDGED, "text_acknowledged", found, values={"number": found})


def _help(wanted: Wanted, incoming: Incoming, sender: Sender, now: datetime) -> Answer:
    return Answer(Outcome.HELPED, "text_help")


_DEEDS: Final = {
    Wish.REPORT: _open,
    Wish.ADD: _add,
    Wish.ASK: _ask,
    Wish.ACKNOWLEDGE: _acknowledge,
    Wish.HELP: _help,
}


def _keep(
    incoming: Incoming, sender: Sender, answer: Answer, now: datetime, *, sealed: bool = True
) -> InboundText:
    matter = matter_by_number(answer.number, SYSTEM) if answer.number else None
    kept = _in_confidence(matter, sender)
    content = {"sender": "" if kept else incoming.sender, "text": incoming.text}
    return InboundText.objects.create(
        key=incoming.key,
        sender_mark=sender.mark,
        text_mark=mark(incoming.whole, PURPOSE),
        sealed=seal(content, PURPOSE) if sealed else "",
        shown=sender.name or (UNNAMED if kept else masked(incoming.sender)),
        account_id=sender.account_id,
        received_at=now,
        outcome=answer.outcome,
        number=answer.number,
        reason=answer.reason[:200] or _left_out(incoming, answer),
        channel=incoming.channel,
        pictures=answer.pictures,
    )


def _left_out(incoming: Incoming, answer: Answer) -> str:
    """Say how many attachments were no pictures, or more than are taken."""
    many = len(incoming.pictures) - answer.pictures
    return f"left_out:{many}" if many and answer.outcome in _KEPT else ""


def _reply(row: InboundText, sender: Sender, answer: Answer, now: datetime) -> None:
    values = dict(answer.values or {})
    if answer.template in _NAMING_THE_LINE:
        with translation.override(sender.language):
            line = the_line()
            values |= {"line": line.said, "danger": line.danger}
    draft = Draft(
        answer.template,
        answer.number or "text",
        to_phone=sender.number,
        language=sender.language,
        values=values,
    )
    row.answer_id = post([draft], now=now)[0].pk
    row.save(update_fields=["answer_id"])
