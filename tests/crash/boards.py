"""Boards that stay open without a browser: many of one person, and when each heard of a change."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.crash.clients import Client, wait

BOARD = "/supervision/lights?part=board"
STREAM = re.compile(r'data-stream="([^"]+)"')
PATIENCE = 60.0


@dataclass
class OpenBoards:
    """So many open boards. `heard` has for each the moments at which it heard of a change."""

    port: int
    path: str
    many: int
    heard: list[list[float]] = field(default_factory=list)
    cut: int = 0
    """Boards whose stream ended while nobody closed it."""
    _opened: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    @classmethod
    def of(cls, client: Client, port: int, many: int) -> OpenBoards:
        """Open the board of somebody who is logged in, as that many windows would."""
        status, page = client.send("GET", BOARD)
        found = STREAM.search(page)
        assert status == 200, status
        assert found is not None
        boards = cls(port, "/" + found.group(1).split("/", 3)[3], many)
        boards._begin()
        return boards

    def all_heard(self, since: float) -> bool:
        """Tell whether each of them heard of a change since a moment."""
        return all(times and times[-1] >= since for times in self.heard)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _begin(self) -> None:
        self.heard = [[] for _ in range(self.many)]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert wait(lambda: self._opened == self.many, PATIENCE), f"{self._opened} are open"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = [self._loop.create_task(self._hear(times.append)) for times in self.heard]
        self._loop.run_forever()
        for task in listening:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*listening, return_exceptions=True))
        self._loop.close()

    async def _hear(self, note: Callable[[float], None]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        ask = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
        writer.write(ask.encode())
        async for line in reader:
            if line.startswith(b"event: opened"):
                self._opened += 1
            elif line.startswith(b"event: changed"):
                note(time.monotonic())
        self.cut += 1
