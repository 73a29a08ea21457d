"""One connection that listens, and everybody in this process who waits for what it hears."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import sql

from gege.kernel.bell import CHANNEL, Ring, read_ring

log: Final = logging.getLogger("gege.stream")

FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 5.0
LOOK_SECONDS: Final = 20.0
"""How often a silent connection is asked whether it still lives."""
REMEMBERED: Final = 500


@dataclass(eq=False, slots=True)
class Waiter:
    """One open board. `bell` is set when something in it changed."""

    area_code: str
    unit_id: int | None
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, ring: Ring) -> None:
        if ring.concerns(self.area_code, self.unit_id):
            self.bell.set()


@dataclass(slots=True)
class Hearing:
    """The listener of a process. `parameters` are those of a connection of psycopg."""

    parameters: Mapping[str, Any]
    waiters: set[Waiter] = field(default_factory=set)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    backend: int = 0
    deaf_since: float = 0.0
    _heard: deque[tuple[float, Ring]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    async def run(self) -> None:
        """Listen for ever. A database that goes away is waited for; then every board asks anew."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await self._connect() as connection:
                    pause = FIRST_PAUSE
                    await self._listen(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("the listener lost the database (%s); again in %.1f s", error, pause)
            self.connected.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def wait_for(self, area_code: str, unit_id: int | None, since: float) -> Waiter:
        """Add an open board. What happened since its page was made rings at once."""
        waiter = Waiter(area_code, unit_id)
        if since < self.deaf_since:
            waiter.bell.set()
        for at, ring in self._heard:
            if at >= since:
                waiter.hear(ring)
        self.waiters.add(waiter)
        return waiter

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(
            **{"connect_timeout": 5, "application_name": "gege stream", **self.parameters},
            autocommit=True,
        )

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        self.backend = connection.info.backend_pid
        # Nobody knows what was rung while nobody listened.
        self.deaf_since = time.time()
        for waiter in self.waiters:
            waiter.bell.set()
        self.connected.set()
        while True:
            async for said in connection.notifies(timeout=LOOK_SECONDS):
                self._ring(said.payload)
            await connection.execute("SELECT 1")

    def _ring(self, payload: str) -> None:
        ring = read_ring(payload)
        if ring is None:
            return
        # A clock may be set back a little: a ring too many costs a page, one too few a change.
        self._heard.append((time.time() + 1, ring))
        for waiter in self.waiters:
            waiter.hear(ring)
