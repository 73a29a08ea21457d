"""What is told to other systems, how a message is signed, how often it is tried (R-032).

Messages are those of the Standard Webhooks specification 1.0.0: an id, a time, and HMAC-SHA256 over
"id.time.body".
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - how secrets begin, none of them
SECRET_BYTES: Final = 32
OVERLAP: Final = timedelta(hours=24)
"""How long both secrets sign after a new one was made."""
MOST_OF_A_CLIENT: Final = 10
LONGEST_ADDRESS: Final = 500
PING: Final = "ping"


class DeliveryState(StrEnum):
    """queued → sending → done; or again queued, at last dead: a person queues or drops it.

    `skipped` was not sent: when its turn came, the client might not see the matter any more.
    """

    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"
    DEAD = "dead"
    DROPPED = "dropped"
    SKIPPED = "skipped"


class Kind(StrEnum):
    """The kinds of events. One line of the trail is one event."""

    ARRIVED = "matter.arrived"
    DISPATCHED = "matter.dispatched"
    RETURNED = "matter.returned"
    STATE = "matter.state"
    COMPLETED = "matter.completed"
    CLOSED = "matter.closed"
    REOPENED = "matter.reopened"
    ANSWERED = "matter.answered"
    ADDED = "matter.added"
    DUE = "matter.due"
    LATE = "matter.late"


_BY_DEED: Final[Mapping[str, Kind]] = {
    "report": Kind.ARRIVED,
    "dispatch": Kind.DISPATCHED,
    "return": Kind.RETURNED,
    "complete": Kind.COMPLETED,
    "handle_in_place": Kind.COMPLETED,
    "reopen": Kind.REOPENED,
    "reply": Kind.ANSWERED,
    "note": Kind.ADDED,
    "attach": Kind.ADDED,
    "near_due": Kind.LATE,
    "overdue": Kind.LATE,
}
_ENDED: Final = frozenset({"closed", "declined", "merged"})
UNTOLD: Final = frozenset({"import"})
"""Taking over another system's old requests is no news."""


def kind_of(deed: str, after: Mapping[str, Any]) -> Kind | None:
    """Return what a line of a matter's trail tells; None when it is nobody's business outside."""
    if deed in UNTOLD:
        return None
    if after.get("state") in _ENDED:
        return Kind.CLOSED
    if deed in _BY_DEED:
        return _BY_DEED[deed]
    if "state" in after or "holder" in after:
        return Kind.STATE
    return Kind.DUE if "due_at" in after else None


def body_of(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Return a message; it names no person and says nothing that somebody typed."""
    content = {"type": kind, "timestamp": at.isoformat(timespec="milliseconds"), "data": data}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def new_secret(chance: bytes) -> str:
    """Return a secret of 32 bytes of chance as it is handed over."""
    if len(chance) != SECRET_BYTES:
        raise ValueError("a secret is made of 32 bytes")
    return SECRET_PREFIX + base64.b64encode(chance).decode()


def signature_of(secret: str, uid: str, seconds: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    content = f"{uid}.{seconds}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def heads_of(secrets: Iterable[str], uid: str, seconds: int, body: str) -> dict[str, str]:
    """Return the heads of a message, signed with each secret that holds now."""
    return {
        "content-type": "application/json",
        "webhook-id": uid,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature_of(one, uid, seconds, body) for one in secrets),
    }


BACK_OFF: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=24),
)
LONGEST_WAIT: Final = timedelta(days=3)
"""Older messages are given up while their address cannot be reached."""
KEPT: Final = timedelta(days=30)
UNSURE_FOR: Final = timedelta(minutes=5)


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None when to give up."""
    return BACK_OFF[attempts - 1] if 0 < attempts <= len(BACK_OFF) else None


def pause_after(failures: int) -> timedelta:
    """Return how long an address is left alone that could not be reached so often in a row."""
    return BACK_OFF[min(max(failures, 1), 4) - 1]


class Verdict(StrEnum):
    """What an answer means: taken; this message is not liked; the address does not work; gone."""

    TAKEN = "taken"
    REFUSED = "refused"
    AWAY = "away"
    GONE = "gone"


def verdict_of(status: int | None) -> Verdict:
    """Judge an answer. A redirection is not followed: it could lead anywhere."""
    if status is None or status >= 500 or status in (408, 425, 429):
        return Verdict.AWAY
    if 200 <= status < 300:
        return Verdict.TAKEN
    return Verdict.GONE if status == 410 else Verdict.REFUSED
