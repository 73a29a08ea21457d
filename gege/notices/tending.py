"""What a person does about messages: dead letters, calls on the list, own e-mail address."""

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.notices.chains import answered
from gege.notices.editions import current_rules
from gege.notices.models import Chain, Delivery, Mailbox, Message, Notice
from gege.notices.people import subject_of
from gege.notices.planning import PURPOSE, Content, to_accounts, to_number
from gege.notices.rules import Channel, DeliveryState, MessageState
from gege.notices.sealing import Unreadable, unseal
from gege.trail.api import Signature, record

STREAM: Final = "notices"
REACHED, NOT_REACHED = "reached", "not_reached"


class NotDone(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing was changed: `gone`, `reason`, `mailbox`, `outcome`, `channel`, `forgotten`."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def retry(message_id: int, *, by: Signature, now: datetime) -> bool:
    """Put a dead letter back into the outbox, its call chain too; False for none of that id."""
    with transaction.atomic():
        changed = Message.objects.filter(id=message_id, state=MessageState.DEAD).update(
            state=MessageState.QUEUED, attempts=0, not_before=now, error=""
        )
        if changed:
            Chain.objects.filter(message_id=message_id).update(
                started_at=now, next_at=now, done=[], ended_at=None, ended_how=""
            )
            _write("retry", by, now, message=message_id)
    return changed == 1


def give_up(message_id: int, *, reason: str, by: Signature, now: datetime) -> None:
    """Take a dead letter off the list for good; the reason stays. Raises NotDone."""
    why = _reason(reason)
    with transaction.atomic():
        changed = Message.objects.filter(id=message_id, state=MessageState.DEAD).update(
            state=MessageState.GIVEN_UP, error=why
        )
        if not changed:
            raise NotDone("gone")
        _write("give_up", by, now, message=message_id, reason=why)


def retry_delivery(pk: int, *, by: Signature, now: datetime) -> None:
    """Send a dead delivery again by its channel. Raises NotDone."""
    with transaction.atomic():
        one = _dead(pk)
        if one.account_id is None and not one.sealed:
            raise NotDone("forgotten")
        voice = one.channel == Channel.VOICE
        one.state = DeliveryState.SENT if voice else DeliveryState.QUEUED
        one.sent_at = now if voice else None
        one.attempts, one.not_before, one.error = 0, now, ""
        one.save(update_fields=["state", "sent_at", "attempts", "not_before", "error"])
        _write("retry", by, now, delivery=pk)


def send_otherwise(pk: int, channel: str, *, by: Signature, now: datetime) -> None:
    """Send a dead delivery by another channel to the same person. Raises NotDone."""
    if channel not in (Channel.SMS, Channel.EMAIL, Channel.VOICE):
        raise NotDone("channel")
    other = Channel(channel)
    with transaction.atomic():
        one = _dead(pk)
        if other == one.channel or (one.account_id is None and other is Channel.EMAIL):
            raise NotDone("channel")
        message = one.message
        if one.account_id is not None:
            content = Content(message.pk, message.template, urgent=True)
            to_accounts([(content, other, one.account_id)], current_rules(), now, why="asked")
        else:
            _number_otherwise(one, other, now)
        _finish(one, DeliveryState.GIVEN_UP, by, now, f"by {other}")
        _write("send_otherwise", by, now, delivery=pk, channel=other)


def give_up_delivery(pk: int, *, reason: str, by: Signature, now: datetime) -> None:
    """Take a dead delivery off the list for good; the reason stays. Raises NotDone."""
    why = _reason(reason)
    with transaction.atomic():
        one = _dead(pk)
        _finish(one, DeliveryState.GIVEN_UP, by, now, why)
        _write("give_up", by, now, delivery=pk, reason=why)


def tick_call(pk: int, outcome: str, *, note: str, by: Signature, now: datetime) -> None:
    """Tick a call off the list: the person was reached and understood, or was not.

    A call that reached its person is the acknowledgement; the chain goes on after one that did not.
    Raises NotDone.
    """
    words = cleaned(note, lines=False)[:200]
    if outcome not in (REACHED, NOT_REACHED):
        raise NotDone("outcome")
    if outcome == NOT_REACHED and len(words) < 2:
        raise NotDone("reason")
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=pk, channel=Channel.VOICE, state=DeliveryState.SENT)
        subject = rows.values_list("message__subject", flat=True).first()
        if subject is None:
            raise NotDone("gone")
        about = subject_of(subject, now)
        one = rows.select_for_update(of=("self",)).select_related("message").first()
        if one is None:
            raise NotDone("gone")
        if outcome == REACHED:
            _finish(one, DeliveryState.ACKNOWLEDGED, by, now, words)
            Delivery.objects.filter(pk=pk).update(acknowledged_at=now, delivered_at=now)
            Chain.objects.filter(message=one.message, ended_at__isnull=True).update(
                ended_at=now, ended_how="answered"
            )
            if about is not None:
                about.write("chain_answered", words=one.shown, by_channel=Channel.VOICE)
        else:
            _finish(one, DeliveryState.GIVEN_UP, by, now, words)
            Chain.objects.filter(message=one.message, ended_at__isnull=True).update(next_at=now)
            if about is not None:
                about.write("chain_not_reached", words=one.shown)
        _write("call", by, now, delivery=pk, outcome=outcome, note=words)


def acknowledge_newest(account_id: int, *, now: datetime) -> str | None:
    """Take a person's word, by text, that they understood; return the subject, None for nothing.

    It is the newest urgent message that went to them by SMS and waits for an answer.
    """
    with transaction.atomic():
        one = (
            Delivery.objects.filter(
                account_id=account_id,
                channel=Channel.SMS,
                message__urgent=True,
                acknowledged_at__isnull=True,
                state__in=(DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED),
            )
            .select_related("message")
            .order_by("-id")
            .first()
        )
        if one is None:
            return None
        answered(one.message_id, account_id, now=now, channel=Channel.SMS)
        Delivery.objects.filter(pk=one.pk).update(
            state=DeliveryState.ACKNOWLEDGED, acknowledged_at=now
        )
        mine = Notice.objects.filter(message_id=one.message_id, account_id=account_id)
        mine.filter(read_at__isnull=True).update(read_at=now)
        mine.filter(acknowledged_at__isnull=True).update(acknowledged_at=now)
    return one.message.subject


def set_mailbox(account_id: int, address: str, *, by: Signature, now: datetime) -> None:
    """Say to which e-mail address one's notices go too; "" for none. Raises NotDone("mailbox")."""
    given = cleaned(address, lines=False)
    if given:
        try:
            validate_email(given)
        except ValidationError:
            raise NotDone("mailbox") from None
        if len(given) > 120:
            raise NotDone("mailbox")
    if given == mailbox_of(account_id):
        return
    with transaction.atomic():
        if given:
            Mailbox.objects.update_or_create(account_id=account_id, defaults={"address": given})
        else:
            Mailbox.objects.filter(account_id=account_id).delete()
        _write("set_mailbox", by, now, account=account_id, given=bool(given))


def mailbox_of(account_id: int) -> str:
    """Return a person's e-mail address; "" for none."""
    found = Mailbox.objects.filter(account_id=account_id).values_list("address", flat=True)
    return found.first() or ""


def number_to_call(one: Delivery) -> str:
    """Return the number of a call that goes to no account; "" when it is not kept any more."""
    try:
        return str(unseal(one.sealed, PURPOSE)["phone"]) if one.sealed else ""
    except Unreadable:
        return ""


def _number_otherwise(one: Delivery, other: Channel, now: datetime) -> None:
    try:
        content = unseal(one.sealed, PURPOSE)
    except Unreadable:
        raise NotDone("forgotten") from None
    to_number(
        one.message_id,
        str(content["phone"]),
        now,
        channel=other,
        values=content["values"],
        name=one.shown,
        language=one.language,
    ).save()


def _dead(pk: int) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("message")
    one = rows.filter(pk=pk, state=DeliveryState.DEAD).first()
    if one is None:
        raise NotDone("gone")
    return one


def _finish(one: Delivery, state: DeliveryState, by: Signature, now: datetime, note: str) -> None:
    one.state, one.ended_at, one.ended_by, one.note, one.sealed = state, now, by.name, note, ""
    one.save(update_fields=["state", "ended_at", "ended_by", "note", "sealed"])


def _reason(text: str) -> str:
    why = cleaned(text, lines=False)
    if not 2 <= len(why) <= 200:
        raise NotDone("reason")
    return why


def _write(deed: str, by: Signature, now: datetime, **more: Any) -> None:
    record(stream=STREAM, deed=deed, by=by, now=now, more=more)
