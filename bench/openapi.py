"""Open311 over HTTP: creating and listing, against the bare framework answering, in turns."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from bench.reporting import CLIENTS, Load

BARE_PORT = 8794
ROUNDS = 3
Ask = Callable[[http.client.HTTPConnection], bool]
BARE = """
import django
from django.conf import settings
settings.configure(
    SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], ROOT_URLCONF="bare_framework", MIDDLEWARE=[],
    DATABASES={}, LOGGING_CONFIG=None,
)
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path
def answer(request):
    request.POST
    return JsonResponse([{"service_request_id": "1"}], safe=False)
urlpatterns = [path("bare", answer)]
application = get_wsgi_application()
"""
"""The framework with one address, no middleware and no database: the floor of an answer."""


def new_client(now: datetime) -> str:
    """Open a client that reports in public and return its token."""
    from gege.openapi.actions.open_client import Terms, open_client
    from gege.staff.api import SYSTEM
    from gege.territory.api import load_atlas

    county = load_atlas().county()
    assert county is not None
    terms = Terms(
        f"bench {now:%H%M%S}", county.code, "hotline_operator", True, public=True, per_minute=6000
    )
    client, token = open_client(terms, by=SYSTEM, now=now)
    type(client).objects.update(per_minute=10**8)
    return token


def create(token: str, lng: float, lat: float) -> Ask:
    """Return what creates one request."""
    entry = {
        "service_code": "B01", "lat": str(lat), "long": str(lng), "api_key": token,
        "description": "从昨天晚上开始这一段的路灯全部不亮，老人出门不方便。",
    }  # fmt: skip
    return _ask("POST", "/open311/v2/requests.json", 201, urlencode(entry))


def listing(token: str, size: int) -> Ask:
    """Return what reads one page of the list."""
    path = f"/open311/v2/requests.json?page_size={size}"
    return _ask("GET", path, 200, head={"Authorization": f"Bearer {token}"})


def bare(method: str) -> Ask:
    """Return what asks the bare framework for the same kind of request."""
    body = urlencode({"service_code": "B01", "description": "x"}) if method == "POST" else ""
    return _ask(method, "/bare", 200, body)


def _ask(
    method: str, path: str, good: int, body: str = "", head: dict[str, str] | None = None
) -> Ask:
    headers = dict(head or {})
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"

    def ask(link: http.client.HTTPConnection) -> bool:
        link.request(method, path, body or None, headers)
        answer = link.getresponse()
        answer.read()
        return answer.status == good

    return ask


def load(port: int, ask: Ask, seconds: float) -> Load:
    """Let every client ask as fast as it can for some seconds."""
    result, lock = Load(seconds), threading.Lock()
    end = time.monotonic() + seconds

    def work() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (start := time.monotonic()) < end:
            done = ask(link)
            took = time.monotonic() - start
            with lock:
                result.done += done
                result.failed += not done
                result.took.append(took)

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return result


def start_bare() -> subprocess.Popen[bytes]:
    """Serve the bare framework with the same server and as many processes."""
    folder = Path(tempfile.mkdtemp(prefix="gege-bench-"))
    (folder / "bare_framework.py").write_text(BARE)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(BARE_PORT)]
    command += [
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--no-ws",
        "bare_framework:application",
    ]
    server = subprocess.Popen(
        command, cwd=folder, env=dict(os.environ) | {"PYTHONPATH": str(folder)}
    )
    for _ in range(100):
        try:
            link = http.client.HTTPConnection("127.0.0.1", BARE_PORT, timeout=5)
            link.request("GET", "/bare")
            if link.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError("the bare framework does not answer")
