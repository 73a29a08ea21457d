"""Residents' reports and status pages over HTTP, against the bare framework on the same server."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from bench.reporting import CLIENTS, PORT, ROUNDS, Load, percentile
from bench.world import ROOT

BARE_PORT: Final = 8792
BARE: Final = """
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
"""


class Resident:
    """A browser without an account, over one kept-alive connection."""

    def __init__(self, grid: str, port: int = PORT) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.path = f"/r/report/{grid}"

    def ask(self, method: str, path: str, entry: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if entry is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body_sent = urlencode(entry) if entry else None
        try:
            self.link.request(method, path, body_sent, headers)
            answer = self.link.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server ended a connection that stood idle while forms grew old enough.
            self.link.close()
            self.link.request(method, path, body_sent, headers)
            answer = self.link.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, body

    def forms(self, count: int) -> list[dict[str, str]]:
        """Open forms; they are to be sent when they are old enough."""
        return [self._form() for _ in range(count)]

    def _form(self) -> dict[str, str]:
        page = self.ask("GET", self.path)[1]
        found = dict(re.findall(r'name="(csrfmiddlewaretoken|token)" value="([^"]+)"', page))
        return found | {
            "intent": "request",
            "kind": "A01",
            "words": "路灯不亮，晚上看不清路。从昨天开始。",
            "address": "解放路12号门口",
        }

    def report(self, form: dict[str, str]) -> bool:
        return self.ask("POST", self.path, form)[0] == 302

    def look(self) -> bool:
        return self.ask("GET", "/r/own")[0] == 200


def measure(grid: str, seconds: int) -> None:
    """Print what a second takes of each, in turns with the bare framework."""
    residents = [Resident(grid) for _ in range(CLIENTS)]
    bare = [Resident(grid, BARE_PORT) for _ in range(CLIENTS)]
    server = _bare_server(bare[0])
    try:
        for turn in range(1, ROUNDS + 1):
            forms = [one.forms(seconds * 40) for one in residents]
            time.sleep(4)
            sent = _load(
                [_reporting(one, some) for one, some in zip(residents, forms, strict=True)], seconds
            )
            looked = _load([one.look for one in residents], seconds)
            floor = _load([lambda one=one: one.ask("GET", "/")[0] == 200 for one in bare], seconds)
            print(f"run {turn}: {_told('reports', sent, floor)}; {_told('status', looked, floor)}")
    finally:
        server.terminate()
        server.wait(30)


def _reporting(one: Resident, forms: list[dict[str, str]]) -> Callable[[], bool | None]:
    def send() -> bool | None:
        return one.report(forms.pop()) if forms else None

    return send


def _told(name: str, load: Load, floor: Load) -> str:
    return (
        f"{name} {load.rate:.0f}/s ({load.failed} failed, median "
        f"{1000 * percentile(load.took, 50):.0f} ms), bare {floor.rate:.0f}/s, "
        f"ratio {load.rate / floor.rate:.3f}"
    )


def _load(deeds: list[Any], seconds: float) -> Load:
    """Let every client do its deed as fast as it can; a deed that is None is at its end."""
    result, lock = Load(seconds), threading.Lock()
    begun = time.monotonic()

    def work(deed: Callable[[], bool | None]) -> None:
        while (start := time.monotonic()) < begun + seconds:
            done = deed()
            if done is None:
                return
            with lock:
                result.done += done
                result.failed += not done
                result.took.append(time.monotonic() - start)

    threads = [threading.Thread(target=work, args=(one,)) for one in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    result.seconds = min(seconds, time.monotonic() - begun)
    return result


def _bare_server(first: Resident) -> subprocess.Popen[bytes]:
    folder = ROOT / ".gege" / "bench"
    (folder / "bare_framework.py").write_text(BARE, encoding="utf-8")
    command = [
        sys.executable, "-m", "granian", "bare_framework:application", "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(BARE_PORT), "--workers", "2",
        "--blocking-threads", "4", "--http", "1", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=folder, env=dict(os.environ))
    for _ in range(100):
        try:
            if first.ask("GET", "/")[0] == 200:
                return server
        except OSError:
            first.link.close()
            time.sleep(0.1)
    server.terminate()
    raise RuntimeError("the bare framework does not answer")
