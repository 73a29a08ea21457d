"""A telephone system beside the browser: it signs what it tells over the network, as a real one."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from gege.hotline.calls.systems import open_system
from gege.hotline.models import Seat
from gege.hotline.rules.call_events import signature_of
from tests.journeys.screen import County

CALLER = "10000000155"


@dataclass
class Exchange:
    """Tells of calls by signed messages."""

    address: str
    secret: str
    told: int = 0

    def tell(self, event: str, call: str, *, ago: int = 0, **given: Any) -> str:
        """Tell of something `ago` seconds ago; return the call's address."""
        self.told += 1
        at: datetime = timezone.now() - timedelta(seconds=ago)
        message = {"id": f"m{self.told}", "call": call, "event": event, "at": at.isoformat()}
        body = json.dumps(message | given).encode()
        stamp = str(int(timezone.now().timestamp()))
        request = urllib.request.Request(
            f"{self.address}/hotline/calls/events",
            body,
            {
                "Content-Type": "application/json",
                "X-Gege-System": "pbx",
                "X-Gege-Timestamp": stamp,
                "X-Gege-Signature": signature_of(self.secret, stamp, body),
            },
        )
        with urllib.request.urlopen(request) as answer:
            return f"/hotline/calls/{json.load(answer)['call']}"

    def ring(self, call: str, number: str = CALLER, *, ago: int = 0) -> str:
        return self.tell("ringing", call, ago=ago, **({"from": number} if number else {}))


def exchange(county: County) -> Exchange:
    """A telephone system, and the hotline's operator at its extension 8001."""
    now = timezone.now()
    _system, secret = open_system("pbx", "热线交换机", by=county.cast.administrator, now=now)
    operator = county.cast.hotline_operator.account_id
    Seat.objects.create(account_id=operator, extension="8001", since=now)
    return Exchange(county.address, secret)
