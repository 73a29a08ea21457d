"""Open boards: how soon all of them hear of a change, and what the stream costs."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bench.reporting import PORT
from gege.boards.api import STREAM_PATH

ROUNDS = 5
PAGES = {
    "lights, county": ("jianguan01", "/supervision/lights"),
    "lights, township": ("xiangzhen01", "/supervision/lights"),
    "lights, department": ("bumen01", "/supervision/lights"),
    "lights behind a number": ("jianguan01", "/supervision/lights/matters?light=red"),
    "orders": ("jianguan01", "/supervision/orders"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One ring: milliseconds until the first, half and the last of the boards heard it."""

    first: float
    half: float
    last: float


async def _open(ticket: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    ask = f"GET {STREAM_PATH}?ticket={ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    writer.write(ask.encode())
    await writer.drain()
    await reader.readuntil(b"event: opened")
    return reader, writer


async def _hear(reader: asyncio.StreamReader) -> float:
    await reader.readuntil(b"event: changed")
    return time.perf_counter()


async def _rings(dsn: str, tickets: Sequence[str]) -> list[Heard]:
    boards = [await _open(ticket) for ticket in tickets]
    found = []
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as ringer:
        for _turn in range(ROUNDS + 1):
            # The stream tells a board once in three seconds.
            await asyncio.sleep(4)
            waits = [asyncio.ensure_future(_hear(reader)) for reader, _ in boards]
            await asyncio.sleep(0)
            start = time.perf_counter()
            await ringer.execute("SELECT pg_notify('gege_lights', '511622100001001;')")
            heard = await asyncio.wait_for(asyncio.gather(*waits), 60)
            took = sorted(1000 * (one - start) for one in heard)
            found.append(Heard(took[0], statistics.median(took), took[-1]))
    for _reader, writer in boards:
        writer.close()
    # The first ring may find a board that was rung while it opened.
    return found[1:]


def tickets(login: str, count: int) -> list[str]:
    """Return tickets as that many pages of one person would bring them."""
    client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT=str(PORT))
    client.force_login(get_user_model().objects.get(login_name=login))
    found = []
    for _one in range(count):
        page = client.get("/supervision/lights?part=board").content.decode()
        found.append(page.partition("?ticket=")[2].partition('"')[0])
    return found


def measure(dsn: str, server: int, boards: int) -> None:
    """Print what so many open boards cost: the server must run."""
    stream = _stream_of(server)
    before = stream.memory_info().rss
    words = tickets("jianguan01", boards)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity")
        others = cursor.fetchone()[0]
    found = asyncio.run(_rings(dsn, words))
    print(
        f"{boards} boards open: a change is heard by the first after "
        f"{statistics.median(one.first for one in found):.0f} ms, by half after "
        f"{statistics.median(one.half for one in found):.0f} ms, by the last after "
        f"{statistics.median(one.last for one in found):.0f} ms "
        f"(worst {max(one.last for one in found):.0f} ms)"
    )
    after = stream.memory_info().rss
    print(
        f"the stream: {before / 1e6:.0f} MB before, {after / 1e6:.0f} MB after, "
        f"{stream.num_threads()} threads; {others} connections of the database in all"
    )


def _stream_of(server: int) -> Any:
    found = [
        one
        for one in psutil.Process(server).children(recursive=True)
        if "gege.config.asgi" in " ".join(one.cmdline())
    ]
    return found[-1]
