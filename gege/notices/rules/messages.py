"""What a notice is, and how often a failed one is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final


class Channel(StrEnum):
    """How a notice travels. A voice call is a task that a person on duty ticks off."""

    IN_APP = "in_app"
    SMS = "sms"
    MMS = "mms"
    EMAIL = "email"
    VOICE = "voice"


class MessageState(StrEnum):
    """queued → sent; or queued → … → dead, which a person must look at, → given up."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    GIVEN_UP = "given_up"


class DeliveryState(StrEnum):
    """One message on one channel to one destination.

    queued → sending → sent → delivered → acknowledged; at any point dead, which a person looks at:
    queued again, or given up. A call on the list of calls is `sent`.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    DEAD = "dead"
    GIVEN_UP = "given_up"


class PartState(StrEnum):
    """One part of a delivery at a centre: asked → taken → delivered, or failed."""

    ASKED = "asked"
    TAKEN = "taken"
    DELIVERED = "delivered"
    FAILED = "failed"


BACK_OFF: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice to be written into the outbox: to a unit's people, one account or one telephone.

    `template` names the sentence in `notices/sentences.py`; `values` fills it. With `to_phone` (a
    resident's number) it goes by SMS, or as a picture message where `channel` says MMS, in
    `language`; number and values are kept encrypted, and no
    longer than the delivery takes.
    """

    template: str
    subject: str
    to_unit_id: int | None = None
    to_account_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False
    channel: Channel = Channel.IN_APP
    to_phone: str = field(default="", repr=False)
    language: str = "zh-hans"

    def __post_init__(self) -> None:
        addressees = (self.to_unit_id is not None, self.to_account_id is not None, self.to_phone)
        if sum(map(bool, addressees)) != 1:
            raise ValueError("a notice goes to one unit or to one account or to one telephone")


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after that many failed attempts; None when to give up."""
    return BACK_OFF[attempts - 1] if 0 < attempts <= len(BACK_OFF) else None
