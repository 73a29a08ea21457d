"""Messages by every channel and texts: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from gege.hotline.models import InboundText
from gege.notices.api import Delivery, Message, NoticeRulesEdition
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

COUNTY = frozenset({"county_dispatcher", "county_supervisor"})
LINE = COUNTY | {"hotline_operator"}
WATCHED = LINE | {"electronic_supervisor"}
POSTMASTERS = COUNTY | {"administrator"}
RULES = POSTMASTERS | {"electronic_supervisor"}
NOBODY: frozenset[str] = frozenset()

GATEWAY = ("texts:in", "texts:report", "pictures")
"""The gateway's doors: whoever comes without its secret is refused, logged in or not."""

TABLE: Mapping[str, Row] = {
    "messages:sent": (200, WATCHED, 404),
    "messages:calls": (200, LINE, 404),
    "messages:call": (200, LINE, 404),
    "messages:give-up": (200, POSTMASTERS, 404),
    "messages:dead-delivery": (200, POSTMASTERS, 404),
    "messages:mailbox": (200, NOBODY, 200),
    "messages:rules": (200, RULES, 404),
    "messages:rules-edition": (200, RULES, 404),
    "messages:edit-rules": (200, frozenset({"administrator"}), 404),
    "texts:list": (200, WATCHED, 404),
    "texts:read": (200, LINE, 404),
    **dict.fromkeys(GATEWAY, (403, NOBODY, 403)),
}


def arguments_at_messages(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of messages; None for others."""
    if name == "messages:rules-edition":
        given = {"document": {}, "note": "first", "published_at": play.now, "published_by": "x"}
        return {"number": NoticeRulesEdition.objects.get_or_create(number=1, defaults=given)[0].pk}
    if name == "messages:give-up":
        return {"message_id": _message(play, "dead").pk}
    if name == "messages:call":
        return {"pk": _delivery(play, channel="voice", state="sent").pk}
    if name == "messages:dead-delivery":
        return {"pk": _delivery(play, channel="sms", state="dead").pk}
    if name == "texts:read":
        kept = {"received_at": play.now, "outcome": "helped", "shown": "100****0109"}
        return {"pk": InboundText.objects.get_or_create(key="k1", defaults=kept)[0].pk}
    return None


def _message(play: Play, state: str) -> Message:
    found = Message.objects.filter(template="urged", state=state).first()
    return found or Message.objects.create(
        template="urged",
        subject="1",
        to_account_id=1,
        state=state,
        created_at=play.now,
        not_before=play.now,
    )


def _delivery(play: Play, **kept: str) -> Delivery:
    found = Delivery.objects.filter(**kept).first()
    return found or Delivery.objects.create(
        message=_message(play, "sent"),
        token=uuid4(),
        created_at=play.now,
        not_before=play.now,
        account_id=play.cast.grid_worker.account_id,
        **kept,
    )
