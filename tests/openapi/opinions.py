"""The county opinion platform in the tests: its process, its client, its cases."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from gege.openapi.models import OpinionPlatform
from gege.openapi.opinion.platform import Ways, connect
from tests.cast import COUNTY
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import System, opened
from tests.openapi.hooks import HOME

KEY = "key-of-the-county-platform"
CLIENT = {
    "name": "县民情受理反馈平台", "unit_code": COUNTY, "role": "hotline_operator",
    "reports": True, "reads": True, "moves": False, "public": False,
}  # fmt: skip
CASE = {
    "version": 1,
    "raised_at": "2026-11-23T09:00:00+08:00",
    "title": "路灯不亮",
    "description": "解放路口的路灯三天不亮",
    "intent": "request",
    "lng": 106.285,
    "lat": 30.345,
    "address": "解放路口",
    "name": "居民乙",
    "phone": "10000000002",
    "wants_callback": True,
}


@dataclass
class Running:
    """The platform's process."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def is_in_mood(self, mode: str) -> None:
        self.ask("PUT", f"/_mode/{mode}")

    def put(self, key: str, **entries: Any) -> None:
        """Have a case that was raised three days ago: the last days are compared."""
        raised = {"raised_at": (timezone.now() - timedelta(days=3)).isoformat()}
        self.ask("PUT", f"/_cases/{quote(key)}", CASE | raised | entries)

    def knows(self, key: str) -> dict[str, Any] | None:
        """What the county told it of a case last."""
        found = self.ask("GET", f"/_cases/{key}")
        return found.get("standing")

    def forgets(self, key: str) -> None:
        self.ask("DELETE", f"/_cases/{key}")

    def ask(self, method: str, path: str, content: Any = None) -> dict[str, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        head = {"Authorization": f"Bearer {KEY}"}
        line.request(method, path, json.dumps(content) if content else None, head)
        found: dict[str, Any] = json.loads(line.getresponse().read())
        return found


@pytest.fixture
def county_platform(settings: Any) -> Iterator[Running]:
    """A platform with empty hands on this machine, which the operator allows."""
    settings.GEGE_CALL_HTTP = True
    settings.GEGE_CALL_NETWORKS = HOME
    program = Path(__file__).with_name("moody_platform.py")
    with subprocess.Popen([sys.executable, str(program), KEY], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield Running(int(process.stdout.readline()))
        process.kill()


@dataclass
class Connected:
    """The platform's client here, and how it is connected."""

    system: System
    row: OpinionPlatform


@pytest.fixture
def joined(play: Play) -> Callable[..., Connected]:
    """Connects the platform; without an address it only hands over."""

    def join(address: str = "", **ways: Any) -> Connected:
        system = opened(play.cast, **CLIENT)
        both = {"fetches": bool(address), "sends": bool(address), "key": KEY if address else ""}
        given = Ways(PLAIN, address=address, **both | ways)
        by, now = play.cast.administrator, timezone.now()
        return Connected(system, connect(system.client.uid, given, by=by, now=now))

    return join
