"""A real SMPP centre (the server of `smpp34`, which shares no code with ours), stopped at will."""

from __future__ import annotations

import asyncio
import itertools
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any

import smpp34

from gege.notices.rules.short_messages import without_header, words_of

Verdict = Callable[[Any], int | None]


class Centre:
    """Takes what is submitted as `verdict` says: a status (0: taken), None to stay silent."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.port, self._own_port = _free_port(), _free_port()
        self._tls = tls
        self.submitted: list[Any] = []
        self.verdict: Verdict = lambda _event: 0
        self.receipts: str | None = "DELIVRD"
        self._sessions: dict[str, Any] = {}
        self._names = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._kept: list[Any] = []
        self._line: asyncio.Server | None = None
        self._callers: list[asyncio.StreamWriter] = []
        self._server = smpp34.Server(host="127.0.0.1", port=self._own_port, system_id="centre")
        self._run(lambda: self._server.start())
        self._soon(self._read)
        self.start()

    def start(self) -> None:
        """Connect the line that leads to the centre."""
        self._run(self._connect)

    def stop(self) -> None:
        """Cut the line without a word: what was not answered never will be."""
        self._run(self._cut)

    def end(self) -> None:
        self.stop()
        self._run(lambda: self._server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def inner_port(self) -> int:
        """The centre itself, without the line in between that can be cut."""
        return self._own_port

    @property
    def bound(self) -> int:
        return len(self._sessions)

    def begin(self, sender: str, body: bytes, **given: Any) -> Future[Any]:
        """Begin to give something; the answer comes while the platform's session goes on."""
        esme = list(self._sessions.values())[-1]
        given.setdefault("data_coding", 8)
        return self._soon(lambda: esme.deliver_sm("106500001", body, source_addr=sender, **given))

    def receipt(self, event: Any, name: str, state: str) -> Future[Any]:
        dates = "submit date:2611250800 done date:2611250801"
        text = f"id:{name} sub:001 dlvrd:001 {dates} stat:{state} err:000 text:"
        return self.begin(event.destination_addr, text.encode(), data_coding=0, esm_class=4)

    def texts(self) -> list[tuple[str, str]]:
        """(number, words) of what was taken, parts put together in the order of their numbers."""
        long: dict[tuple[str, int], dict[int, bytes]] = {}
        found: list[tuple[str, str]] = []
        for event in self.submitted:
            body = bytes(event.short_message)
            for tlv in event.tlvs:
                body = body or bytes(tlv.value)
            if event.esm_class & 0x40:
                place, rest = without_header(body)
                assert place is not None
                parts = long.setdefault((event.destination_addr, place.reference), {})
                parts[place.number] = rest
                if len(parts) == place.of:
                    whole = b"".join(parts[one] for one in sorted(parts))
                    found.append((event.destination_addr, words_of(event.data_coding, whole)))
            else:
                found.append((event.destination_addr, words_of(event.data_coding, body)))
        return found

    async def _connect(self) -> None:
        self._line = await asyncio.start_server(self._called, "127.0.0.1", self.port, ssl=self._tls)

    async def _cut(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        for one in self._callers:
            one.transport.abort()
        self._callers.clear()
        self._sessions.clear()
        self._kept.clear()

    async def _called(self, there: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        inside, outside = await asyncio.open_connection("127.0.0.1", self._own_port)
        self._callers += [back, outside]
        await asyncio.gather(_pass_on(there, outside), _pass_on(inside, back))

    async def _read(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self._sessions[event.session_id] = event
            elif isinstance(event, smpp34.Unbound):
                self._sessions.pop(event.session_id, None)
            else:
                self._judge(event)

    def _judge(self, event: Any) -> None:
        status = self.verdict(event)
        if status is None:
            self._kept.append(event)
        elif status:
            event.reject(status)
        else:
            name = f"m{next(self._names)}"
            self.submitted.append(event)
            event.accept(name)
            if self.receipts:
                self.receipt(event, name, self.receipts)

    def _run(self, what: Callable[[], Any]) -> Any:
        return self._soon(what).result(10)

    def _soon(self, what: Callable[[], Any]) -> Future[Any]:
        # The library makes its promises inside a running loop only.
        async def awaited() -> Any:
            return await what()

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    target.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
