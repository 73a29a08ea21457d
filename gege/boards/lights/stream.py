"""The stream of an open board: server-sent events without a thread for each (decision 0044).

A small ASGI application beside the pages. It says that something in a board has changed and
nothing else; what has, the page asks for at its own door and under its own session.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qs

from gege.boards.lights.hearing import Hearing, Waiter
from gege.boards.lights.ticket import read

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH: Final = "/supervision/stream"
MOST: Final = 2_000
ALIVE_SECONDS: Final = 15.0
"""A line without meaning, so that a proxy does not think the connection dead."""
APART_SECONDS: Final = 3.0
"""A busy county rings many times a second; a board hears of it once in so long."""
LIFE_SECONDS: Final = 1_800.0
"""Then the page opens a new one with a new ticket: somebody may have lost their post."""
_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    # The ticket is the key, not a cookie; where the stream has a port of its own, a page of
    # another origin may hold one.
    (b"access-control-allow-origin", b"*"),
]
_CHANGED: Final = b"event: changed\ndata: \n\n"
_OPENED: Final = b"event: opened\ndata: \n\n"


class Stream:
    """The application. It listens from the first board on."""

    def __init__(self, hearing: Hearing, *, apart: float = APART_SECONDS) -> None:
        self.hearing = hearing
        self.apart = apart
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] != PATH or scope["method"] != "GET":
            await _refuse(send, 404)
            return
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=5)
        ticket = read(asked.get("ticket", [""])[0])
        if ticket is None:
            await _refuse(send, 403)
            return
        if len(self.hearing.waiters) >= MOST:
            await _refuse(send, 503)
            return
        self._listen()
        waiter = self.hearing.wait_for(ticket.area_code, ticket.unit_id, ticket.at)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            with suppress(OSError, RuntimeError):
                await self._tell(waiter, gone, send)
        finally:
            self.hearing.waiters.discard(waiter)
            gone.cancel()

    def _listen(self) -> None:
        if self._listening is None or self._listening.done():
            self._listening = asyncio.ensure_future(self.hearing.run())

    async def _tell(self, waiter: Waiter, gone: asyncio.Future[None], send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _say(send, _OPENED)
        clock = asyncio.get_running_loop().time
        # Not all at the same moment, after a start of the server.
        end = clock() + LIFE_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        while not gone.done() and clock() < end:
            rung = asyncio.ensure_future(waiter.bell.wait())
            either: set[asyncio.Future[Any]] = {rung, gone}
            try:
                await asyncio.wait(
                    either, timeout=ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                rung.cancel()
            if gone.done():
                return
            if not waiter.bell.is_set():
                await _say(send, b":\n\n")
                continue
            waiter.bell.clear()
            await _say(send, _CHANGED)
            await asyncio.wait({gone}, timeout=self.apart)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"access-control-allow-origin", b"*")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
