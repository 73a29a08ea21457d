"""A county at work, a telephone system with its secret, and a call-taker at an extension."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gege.hotline.calls.systems import open_system
from gege.hotline.models import Call, PhoneSystem, Seat
from gege.hotline.rules.call_events import signature_of
from tests.cast import Cast
from tests.hotline.conftest import cast, play
from tests.matters.play import Play

ADDRESS = "/hotline/calls/events"
CALLER, OTHER_CALLER = "10000000155", "10000000166"
EXTENSION = "8001"


@dataclass
class Exchange:
    """A telephone system of the test: it signs what it tells at the time of the play."""

    play: Play
    system: PhoneSystem
    secret: str
    client: Client = field(default_factory=Client)
    told: int = 0

    def event(self, kind: str, call: str = "c1", **given: Any) -> dict[str, Any]:
        """A message about a call, happening now."""
        self.told += 1
        at = given.pop("at", None) or self.play.now
        moment = at.isoformat() if isinstance(at, datetime) else at
        return {"id": f"e{self.told}", "call": call, "event": kind, "at": moment} | given

    def send(self, event: Any, *, body: bytes | None = None, **head: str) -> Any:
        """POST a message as the system signs it; `head` replaces a header."""
        content = json.dumps(event).encode() if body is None else body
        stamp = head.pop("stamp", str(int(self.play.now.timestamp())))
        headers = {
            "X-Gege-System": self.system.code,
            "X-Gege-Timestamp": stamp,
            "X-Gege-Signature": signature_of(self.secret, stamp, content),
        }
        return self.client.post(
            ADDRESS, content, content_type="application/json", headers=headers | head
        )

    def tell(self, kind: str, call: str = "c1", **given: Any) -> dict[str, Any]:
        """Send a message that is taken; return the answer."""
        answer = self.send(self.event(kind, call, **given))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def ring(self, call: str = "c1", number: str | None = CALLER) -> Call:
        self.tell("ringing", call, **({"from": number} if number is not None else {}))
        return Call.objects.get(ref=call)

    def talk(
        self, call: str = "c1", number: str | None = CALLER, extension: str = EXTENSION
    ) -> Call:
        """A call that rang for seven seconds and is being talked."""
        self.ring(call, number)
        self.play.now += timedelta(seconds=7)
        self.tell("answered", call, extension=extension)
        return Call.objects.get(ref=call)


def sit(cast: Cast, who: str = "hotline_operator", extension: str = EXTENSION) -> None:
    """Put somebody at an extension."""
    account = cast.actor(who).account_id
    Seat.objects.create(account_id=account, extension=extension, since=timezone.now())


@pytest.fixture
def exchange(play: Play, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    system, secret = open_system("pbx", "热线交换机", by=play.cast.administrator, now=play.now)
    sit(play.cast)
    return Exchange(play, system, secret)


Opener = Callable[[str], Client]

__all__ = ["cast", "play"]
