"""The handheld's interface over HTTP: a message alone and among a hundred, and a shift's start."""

from __future__ import annotations

import asyncio
import gzip
import json
import secrets
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from bench.reporting import PORT, percentile

BATCH = 100
ROUNDS = 3
HANDHELDS = 1_000
AT_ONCE = 200
"""Connections that are open at the same time: as many as the shift's phones that ask in a second,
within what one listening socket takes."""


@dataclass
class Start:
    """What became of a shift's start: the seconds each phone waited, and what went wrong."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    failed: int = 0
    sizes: list[int] = field(default_factory=list)


def enrolled(count: int) -> list[tuple[str, str]]:
    """Give `count` terminals to the county's grid workers; return (secret, grid) of each.

    Written straight into the table: a thousand log-ins would measure the hashing of passwords.
    """
    from gege.fieldwork.models import Terminal
    from gege.fieldwork.queries.terminals import hash_of_token
    from gege.staff.api import Account, Post, Role

    now = datetime.now(UTC)
    posts = Post.objects.filter(role=str(Role.GRID_WORKER), valid_to=None, substitute=False)
    workers = list(posts.order_by("id").values_list("account_id", "unit__code"))
    # A first log-in would have asked for a password of one's own.
    accounts = Account.objects.filter(id__in=[pk for pk, _ in workers])
    accounts.update(must_change_password=False)
    marks = {one.pk: one.get_session_auth_hash() for one in accounts}
    made = [(secrets.token_urlsafe(32), *workers[n % len(workers)]) for n in range(count)]
    Terminal.objects.bulk_create(
        Terminal(
            model="bench",
            own_phone=True,
            account_id=account_id,
            state="in_use",
            token_hash=hash_of_token(token),
            password_mark=marks[account_id],
            password_seen_at=now,
            last_contact_at=now,
            since=now,
        )
        for token, account_id, _ in made
    )
    return [(token, grid) for token, _, grid in made]


class Handheld:
    """One terminal over one kept-alive connection."""

    def __init__(self, token: str, grid: str) -> None:
        self.link = HTTPConnection("127.0.0.1", PORT, timeout=120)
        self.cookies = {"gege_terminal": token}
        self.grid = grid
        self.token = str(self.start()["csrf"])

    def start(self, have: dict[str, str] | None = None) -> dict[str, Any]:
        return dict(self.post("start", {"have": have or {}, "app_version": "bench", "waiting": 0}))

    def messages(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        sent_at = datetime.now(UTC).isoformat()
        return list(self.post("messages", {"sent_at": sent_at, "messages": batch})["answers"])

    def report(self) -> dict[str, Any]:
        body = {"title": "路灯不亮，晚上看不清路", "kind": "A01", "grid": self.grid}
        made_at = datetime.now(UTC).isoformat()
        return {"key": str(uuid4()), "kind": "report", "made_at": made_at, "body": body}

    def post(self, address: str, body: dict[str, Any]) -> Any:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": "application/json", "Cookie": cookies}
        headers["X-CSRFToken"] = getattr(self, "token", "")
        self.link.request("POST", f"/field/api/{address}", json.dumps(body), headers)
        answer = self.link.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status} {data[:200]!r}")
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return json.loads(data)


def message_cost(phone: Handheld) -> tuple[float, float]:
    """Return the milliseconds of a report alone and in a batch of a hundred, medians in turns."""
    alone, together = [], []
    for _ in range(ROUNDS):
        single = [phone.report() for _ in range(BATCH)]
        begun = time.perf_counter()
        for one in single:
            _all_done(phone.messages([one]))
        alone.append(1000 * (time.perf_counter() - begun) / BATCH)
        batch = [phone.report() for _ in range(BATCH)]
        begun = time.perf_counter()
        _all_done(phone.messages(batch))
        together.append(1000 * (time.perf_counter() - begun) / BATCH)
    return statistics.median(alone), statistics.median(together)


def bytes_of_syncs(phone: Handheld) -> dict[str, tuple[int, int]]:
    """Return (bytes, bytes packed) of a first sync, one without a change, one after a report."""
    first = phone.start()
    have = {name: one["etag"] for name, one in first["sections"].items()}
    found = {"first": first, "nothing changed": phone.start(have)}
    _all_done(phone.messages([phone.report()]))
    found["after a report"] = phone.start(have)
    sizes = {}
    for name, answer in found.items():
        data = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        sizes[name] = (len(data), len(gzip.compress(data, 6)))
    return sizes


def shift_start(tokens: list[str], at_once: int = AT_ONCE) -> Start:
    """Let every handheld ask for its whole day, `at_once` of them side by side."""
    return asyncio.run(_shift_start(tokens, at_once))


async def _shift_start(tokens: list[str], at_once: int) -> Start:
    result, gate = Start(), asyncio.Semaphore(at_once)
    begun = time.perf_counter()

    async def one(token: str) -> None:
        async with gate:
            asked = time.perf_counter()
            try:
                size = await asyncio.wait_for(_ask(token), 120)
            except (TimeoutError, OSError, ValueError):
                result.failed += 1
                return
            result.took.append(time.perf_counter() - asked)
            result.sizes.append(size)

    await asyncio.gather(*(one(token) for token in tokens))
    result.seconds = time.perf_counter() - begun
    return result


async def _ask(token: str) -> int:
    """Ask as a phone does: one connection, JSON, packed. Returns the bytes that came."""
    body = json.dumps({"have": {}, "app_version": "bench", "waiting": 0})
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        writer.write(
            f"POST /field/api/start HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n"
            f"Cookie: gege_terminal={token}\r\nContent-Type: application/json\r\n"
            f"Accept-Encoding: gzip\r\nContent-Length: {len(body)}\r\n"
            f"Connection: close\r\n\r\n{body}".encode()
        )
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise ValueError(answer[:60])
    return len(answer)


def told(result: Start) -> str:
    """Say a shift's start in one line."""
    if not result.took:
        return f"all {result.failed} failed"
    return (
        f"{len(result.took)} of {len(result.took) + result.failed} in {result.seconds:.1f} s "
        f"({len(result.took) / result.seconds:.0f}/s), {result.failed} failed; median "
        f"{1000 * percentile(result.took, 50):.0f} ms, 95 % "
        f"{1000 * percentile(result.took, 95):.0f} ms, longest {1000 * max(result.took):.0f} ms; "
        f"{statistics.median(result.sizes) / 1000:.1f} kB each"
    )


def _all_done(answers: list[dict[str, Any]]) -> None:
    wrong = [one for one in answers if one["status"] != "done"]
    if wrong:
        raise RuntimeError(str(wrong[0]))
