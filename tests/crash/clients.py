"""People who report over HTTP as fast as they can, and note what was acknowledged."""

from __future__ import annotations

import http.client
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.cast import GRID, PASSWORD

LOGINS = ("grid-worker", "station-clerk", "township-operator", "hotline-operator")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NUMBER = re.compile(r"/matters/(\d{8}-\d+)")


@dataclass
class Client:
    """One logged-in browser. A connection that breaks is made anew."""

    login: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    link: http.client.HTTPConnection | None = None

    def log_in(self) -> None:
        self.token = self.token_of("/login")
        status, _ = self.send(
            "POST", "/login", {"username": self.login, "password": PASSWORD} | self.proof
        )
        if status != 302:
            raise RuntimeError(f"{self.login} cannot log in: {status}")
        self.token = self.token_of("/matters/new")

    @property
    def proof(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.token}

    def token_of(self, path: str) -> str:
        status, body = self.send("GET", path)
        found = TOKEN.search(body)
        if found is None:
            raise RuntimeError(f"{path} answered {status} without a token")
        return found.group(1)

    def report(self, title: str, receipt: str) -> str:
        """Send a report; return the number of the acknowledgement, "" where there is none."""
        entry = {
            "title": title,
            "kind": "B01",
            "grid_code": GRID,
            "channel": "phone",
            "name": "",
            "phone": "",
            "receipt_key": receipt,
        }
        status, where = self.send("POST", "/matters/new", entry | self.proof)
        found = NUMBER.search(where)
        return found.group(1) if status == 302 and found else ""

    def send(self, method: str, path: str, entry: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body, or for a redirect where it leads."""
        if self.link is None:
            self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.link.request(method, path, urlencode(entry) if entry else None, headers)
            answer = self.link.getresponse()
            body = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.link.close()
            self.link = None
            raise
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", body)


@dataclass
class Crowd:
    """Several clients at once. What fails is sent again, with the receipt it had."""

    port: int
    name: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    failures: int = 0
    ending: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        clients = [Client(login, self.port) for login in LOGINS]
        for client in clients:
            client.log_in()
        self.threads = [threading.Thread(target=self._work, args=(one,)) for one in clients]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.ending.set()
        for thread in self.threads:
            thread.join()

    def goes_on(self, more: int, seconds: float) -> bool:
        """Wait until so many more reports are acknowledged from now."""
        aim = len(self.acknowledged) + more
        return wait(lambda: len(self.acknowledged) >= aim, seconds)

    def _work(self, client: Client) -> None:
        count = 0
        title = receipt = ""
        while not self.ending.is_set():
            if not receipt:
                count += 1
                title, receipt = f"{self.name}: {client.login} {count}", str(uuid.uuid4())
            try:
                number = client.report(title, receipt)
            except (OSError, http.client.HTTPException):
                number = ""
            if number:
                self.acknowledged[number] = title
                receipt = ""
            else:
                self.failures += 1
                time.sleep(0.1)


def wait(question: Callable[[], bool], seconds: float) -> bool:
    """Ask until the answer is yes."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.05)
    return False
