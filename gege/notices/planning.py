"""Making deliveries: which channel takes a message to whom, in which language, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from gege.kernel.ids import new_uid
from gege.kernel.telephones import is_mobile, masked, telephone
from gege.notices.models import Delivery, Mailbox
from gege.notices.people import Contact, contacts_of
from gege.notices.rules import Channel, DeliveryState
from gege.notices.rules.notice_rules import NoticeRules, kind_of, quiet_until
from gege.notices.sealing import seal

PURPOSE: Final = "notices.delivery"
NO_PHONE: Final = "no_phone"
NO_MAILBOX: Final = "no_mailbox"


@dataclass(frozen=True, slots=True)
class Content:
    """What planning has to know of a message."""

    id: int
    template: str
    urgent: bool


def gateways() -> tuple[Channel, ...]:
    """Return the channels that this installation has a gateway for."""
    configured = (
        (Channel.SMS, settings.GEGE_SMS_URL or by_smpp()),
        (Channel.EMAIL, settings.GEGE_MAIL_HOST),
    )
    return tuple(channel for channel, given in configured if given)


def by_smpp() -> bool:
    """Tell whether SMS go to the centre over a standing connection of our own."""
    return bool(settings.GEGE_SMPP_HOST)


def with_pictures() -> bool:
    """Tell whether picture messages go out (MM7). They are asked for, and never a kind's own."""
    return bool(settings.GEGE_MMS_URL)


def channels_beside(content: Content, rules: NoticeRules) -> list[Channel]:
    """Return the channels by which an in-app notice goes too."""
    kind = kind_of(content.template)
    chosen = {Channel.SMS: rules.by_sms, Channel.EMAIL: rules.by_email}
    return [channel for channel in gateways() if kind in chosen[channel]]


def begins_at(content: Content, rules: NoticeRules, now: datetime) -> datetime:
    """Return when a message may go out: now, or at the end of the quiet hours."""
    local = timezone.localtime(now)
    return quiet_until(rules, content.template, content.urgent, local) or now


def to_accounts(
    wanted: Iterable[tuple[Content, Channel, int]],
    rules: NoticeRules,
    now: datetime,
    *,
    why: str = "kind",
    optional: bool = False,
) -> int:
    """Make deliveries to staff; what is there already stays. Return how many were asked for.

    `optional` leaves out who cannot be reached by that channel; otherwise it becomes a dead letter.
    """
    lines = list(wanted)
    accounts = {account for _content, _channel, account in lines}
    contacts = contacts_of(accounts)
    mailboxes = set(
        Mailbox.objects.filter(account_id__in=accounts).values_list("account_id", flat=True)
        if any(channel is Channel.EMAIL for _content, channel, _account in lines)
        else ()
    )
    rows = []
    for content, channel, account in lines:
        contact = contacts.get(account)
        lacking = _lacking(channel, contact, account in mailboxes)
        if lacking and optional:
            continue
        rows.append(
            Delivery(
                message_id=content.id,
                token=new_uid(),
                channel=channel,
                account_id=account,
                shown=contact.name if contact else "",
                language=contact.language if contact else "zh-hans",
                why=why,
                created_at=now,
                not_before=begins_at(content, rules, now),
                **_first_state(channel, lacking, now),
            )
        )
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def to_number(
    message_id: int,
    number: str,
    now: datetime,
    *,
    channel: Channel = Channel.SMS,
    values: Mapping[str, Any] | None = None,
    name: str = "",
    language: str = "zh-hans",
    why: str = "asked",
) -> Delivery:
    """Make a delivery to a number that is no account's; number and values are sealed."""
    plain = telephone(number)
    lacking = "" if plain and (channel is Channel.VOICE or is_mobile(plain)) else NO_PHONE
    content = {"phone": plain or number[:20], "values": dict(values) if values else None}
    return Delivery(
        message_id=message_id,
        token=new_uid(),
        channel=channel,
        sealed=seal(content, PURPOSE),
        shown=(name or masked(plain or ""))[:60],
        language=language,
        why=why,
        created_at=now,
        not_before=now,
        **_first_state(channel, lacking, now),
    )


def reachable(contact: Contact | None, has_mailbox: bool) -> frozenset[Channel]:
    """Return the channels that reach somebody here."""
    usable = (*gateways(), Channel.VOICE)
    return frozenset(one for one in usable if not _lacking(one, contact, has_mailbox))


def _lacking(channel: Channel, contact: Contact | None, has_mailbox: bool) -> str:
    if channel is Channel.EMAIL:
        return "" if has_mailbox else NO_MAILBOX
    number = telephone(contact.phone) if contact else None
    return "" if number and (channel is Channel.VOICE or is_mobile(number)) else NO_PHONE


def _first_state(channel: Channel, lacking: str, now: datetime) -> dict[str, Any]:
    """A call stands on the list at once; what nobody can take is dead at once."""
    if lacking:
        return {"state": DeliveryState.DEAD, "error": lacking}
    if channel is Channel.VOICE:
        return {"state": DeliveryState.SENT, "sent_at": now}
    return {"state": DeliveryState.QUEUED}
