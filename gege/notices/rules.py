"""What a notice is, and how often a failed one is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final


class Channel(StrEnum):
    """How a notice travels. SMS, MMS, voice and e-mail take their place here."""

    IN_APP = "in_app"


class MessageState(StrEnum):
    """queued → sent; or queued → … → dead, which a person must look at."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"


BACK_OFF: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice to be written into the outbox: to a unit's people or to one account.

    `template` names the sentence in `notices/sentences.py`; `values` fills it.
    """

    template: str
    subject: str
    to_unit_id: int | None = None
    to_account_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False
    channel: Channel = Channel.IN_APP

    def __post_init__(self) -> None:
        if (self.to_unit_id is None) == (self.to_account_id is None):
            raise ValueError("a notice goes to one unit or to one account")


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after that many failed attempts; None when to give up."""
    return BACK_OFF[attempts - 1] if 0 < attempts <= len(BACK_OFF) else None
