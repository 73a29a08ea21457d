"""Another system that listens: its process, its subscription, what it was told."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from gege.openapi.actions.deliver import send_webhooks
from gege.openapi.actions.feed import feed
from gege.openapi.actions.subscribe import Wish, subscribe
from gege.openapi.models import Subscription
from gege.openapi.rules.webhooks import Kind
from tests.matters.play import Play
from tests.openapi.conftest import System

EVERYTHING = tuple(map(str, Kind))
HOME = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass
class Receiver:
    """A receiver that runs."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    def behaves(self, mode: str) -> None:
        self._ask("PUT", f"/_mode/{mode}")

    def log(self) -> list[dict[str, Any]]:
        """Everything that came so far."""
        return list(json.loads(self._ask("GET", "/_log")))

    def messages(self, secret: str, since: int = 0) -> list[dict[str, Any]]:
        """What came, each verified with the published library; its id stands beside it."""
        found = []
        for one in self.log()[since:]:
            content = Webhook(secret).verify(one["body"], one["heads"])
            found.append({"id": one["heads"]["webhook-id"], "mode": one["mode"], **content})
        return found

    def messages_at(self, secret: str, since: int) -> list[dict[str, Any]]:
        """The same for messages of another day, whose time the library would refuse."""
        found = []
        for one in self.log()[since:]:
            heads = one["heads"]
            at = datetime.fromtimestamp(int(heads["webhook-timestamp"]), UTC)
            signed = Webhook(secret).sign(heads["webhook-id"], at, one["body"])
            assert signed in heads["webhook-signature"].split(" ")
            found.append(
                {"id": heads["webhook-id"], "mode": one["mode"], **json.loads(one["body"])}
            )
        return found

    def _ask(self, method: str, path: str) -> bytes:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request(method, path)
        return line.getresponse().read()


@pytest.fixture(scope="module")
def running_receiver() -> Iterator[Receiver]:
    program = Path(__file__).with_name("receiver.py")
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield Receiver(int(process.stdout.readline()))
        process.kill()


@pytest.fixture
def receiver(running_receiver: Receiver, settings: Any) -> Receiver:
    """A receiver on this machine that the operator allows, in a good mood."""
    settings.GEGE_CALL_HTTP = True
    settings.GEGE_CALL_NETWORKS = HOME
    running_receiver.behaves("ok")
    return running_receiver


def told_of(
    system: System, receiver: Receiver, play: Play, *events: str, now: datetime
) -> tuple[Subscription, str]:
    """Subscribe a system to events, all of them unless some are named."""
    wish = Wish(receiver.address, events or EVERYTHING)
    return subscribe(system.client.uid, wish, by=play.cast.administrator, now=now)


def run(now: datetime, minutes: float = 0) -> int:
    """Read the trail and send until nothing is due; return how many messages were handled."""
    at = now + timedelta(minutes=minutes)
    while feed(now=at):
        pass
    handled = 0
    while done := send_webhooks(now=at):
        handled += done
    return handled
