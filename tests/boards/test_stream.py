"""A stream tells a board that it changed and nothing more; the listener outlives the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core import signing
from django.db import connection, transaction

from gege.boards.lights.hearing import Hearing
from gege.boards.lights.stream import PATH, Stream
from gege.boards.lights.ticket import Ticket, read, written
from gege.config.asgi import parameters_of
from gege.kernel.bell import CHANNEL, ring_of
from gege.matters.api import announce_lights
from gege.trail.api import Entry
from tests.cast import GRID, HOUSING, OTHER_TOWN, TOWN
from tests.matters.play import Play

PATIENCE = 30.0
"""How long a thing is waited for that must come; nothing takes that long."""


class Board:
    """An open board, without a browser: what it was sent, in order."""

    def __init__(self, stream: Stream, query: str) -> None:
        self.sent: asyncio.Queue[bytes | int] = asyncio.Queue()
        self._left = asyncio.Event()
        scope = {
            "type": "http",
            "method": "GET",
            "path": PATH,
            "query_string": query.encode(),
        }
        self.task = asyncio.ensure_future(stream(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.sent.put(message.get("status") or message["body"])

    async def next(self) -> bytes | int:
        return await asyncio.wait_for(self.sent.get(), PATIENCE)

    async def leave(self) -> None:
        self._left.set()
        await asyncio.wait_for(self.task, PATIENCE)


@pytest.fixture
def parameters(django_db_setup: None) -> dict[str, Any]:
    return parameters_of(connection.settings_dict)


def _with_a_stream(parameters: dict[str, Any], story: Callable[[Stream], Awaitable[None]]) -> None:
    async def play() -> None:
        stream = Stream(Hearing(parameters), apart=0.0)
        try:
            await story(stream)
        finally:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

    asyncio.run(play())


def _ticket(area: str, unit: int | None = None, at: float = 9e12) -> str:
    """A ticket; from the far future unless said, so that only what comes later rings."""
    return f"ticket={written(Ticket(area, unit, at))}"


async def _notify(parameters: dict[str, Any], payload: str) -> None:
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as one:
        await one.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


OPENED, CHANGED = b"event: opened\ndata: \n\n", b"event: changed\ndata: \n\n"


async def _open(stream: Stream, query: str) -> Board:
    board = Board(stream, query)
    assert await board.next() == 200
    assert await board.next() == OPENED
    await asyncio.wait_for(stream.hearing.connected.wait(), PATIENCE)
    return board


def test_a_board_hears_of_its_own_area_and_of_nothing_else(parameters: dict[str, Any]) -> None:
    async def story(stream: Stream) -> None:
        await (await _open(stream, _ticket(TOWN))).leave()
        town, other = await _open(stream, _ticket(TOWN)), await _open(stream, _ticket(OTHER_TOWN))
        bureau = await _open(stream, _ticket("511622", 7))
        await _notify(parameters, "no ring at all")
        await _notify(parameters, ring_of((GRID,), (8,)).written())
        assert await town.next() == CHANGED
        await _notify(parameters, ring_of((OTHER_TOWN,), (7,)).written())
        assert await other.next() == CHANGED
        assert await bureau.next() == CHANGED
        assert [one.sent.empty() for one in (town, other, bureau)] == [True] * 3
        for one in (town, other, bureau):
            await one.leave()
        assert stream.hearing.waiters == set()

    _with_a_stream(parameters, story)


@pytest.mark.row("R-091")
def test_the_database_goes_away_and_every_board_recovers(parameters: dict[str, Any]) -> None:
    async def story(stream: Stream) -> None:
        await (await _open(stream, _ticket(TOWN))).leave()
        board = await _open(stream, _ticket(TOWN))
        first = stream.hearing.backend
        async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as one:
            await one.execute("SELECT pg_terminate_backend(%s)", [first])
        # What was rung meanwhile nobody heard: it asks again by itself.
        assert await board.next() == CHANGED
        assert stream.hearing.backend != first
        await _notify(parameters, ring_of((GRID,)).written())
        assert await board.next() == CHANGED
        await board.leave()

    _with_a_stream(parameters, story)


def test_what_happened_while_the_page_was_on_its_way_rings_at_once(
    parameters: dict[str, Any],
) -> None:
    async def story(stream: Stream) -> None:
        await (await _open(stream, _ticket(TOWN))).leave()
        board = await _open(stream, _ticket(TOWN, at=0.0))
        assert await board.next() == CHANGED
        await board.leave()

    _with_a_stream(parameters, story)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "ticket=",
        "ticket=forged",
        "ticket=" + "x" * 400,
        "ticket=" + signing.dumps(["511622", None, 0.0], salt="another"),
        "ticket=" + signing.dumps(["511622"], salt="gege.boards.lights"),
        "ticket=%ff%fe",
    ],
    ids=["none", "empty", "forged", "long", "another", "too few", "no text"],
)
def test_without_a_ticket_nothing_is_heard(parameters: dict[str, Any], query: str) -> None:
    async def story(stream: Stream) -> None:
        board = Board(stream, query)
        assert await board.next() == 403
        assert await board.next() == b""
        assert stream.hearing.waiters == set()

    _with_a_stream(parameters, story)


def test_a_ticket_is_good_for_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    word = written(Ticket(TOWN, None, 1.0))
    assert read(word) == Ticket(TOWN, None, 1.0)
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 121)
    assert read(word) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("R-091")
def test_deeds_and_the_job_of_lights_ring_once_they_are_committed(committed_play: Play) -> None:
    play, bureau = committed_play, committed_play.cast.unit_id(HOUSING)
    with psycopg.connect(**parameters_of(connection.settings_dict), autocommit=True) as hearing:
        hearing.execute(f"LISTEN {CHANNEL}")

        def heard() -> list[str]:
            return [one.payload for one in hearing.notifies(timeout=0.2)]

        matter = play.in_hand()
        assert set(heard()) >= {
            ring_of((GRID,), (play.cast.unit_id(GRID),)).written(),
            ring_of((GRID,), (bureau,)).written(),
        }
        assert matter.due_at is not None
        play.now = matter.due_at + timedelta(seconds=1)
        assert announce_lights(now=play.now) == 1
        assert heard() == [ring_of((GRID,), (bureau,)).written()]
        with transaction.atomic():
            play.report()
            transaction.set_rollback(True)
        assert heard() == []
        assert Entry.objects.filter(stream=matter.stream, deed="overdue").count() == 1
