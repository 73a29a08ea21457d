"""A light turns red while its board is open: the board shows it, and goes on after a break."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from playwright.sync_api import expect

from gege.boards.api import Hearing, Stream
from gege.config.asgi import parameters_of
from tests.journeys.screen import County
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-091")]


@pytest.fixture
def hearing(county: County) -> Iterator[tuple[int, Hearing]]:
    """The stream of open boards beside the pages, as the server runs it: its port, its listener."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listener = Hearing(parameters_of(connection.settings_dict))
    loop = asyncio.new_event_loop()
    server = Server(
        Stream(listener),
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(server.serve())
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield port, listener
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)


def test_an_open_board_hears_of_a_light(
    county: County, hearing: tuple[int, Hearing], settings: pytest.FixtureRequest
) -> None:
    port, listener = hearing
    settings.GEGE_STREAM_URL = f"http://127.0.0.1:{port}/supervision/stream"  # type: ignore[attr-defined]
    long_ago = timezone.now() - timedelta(days=40)
    page = county.person("township_operator").visit("/supervision/lights").page
    red, state = page.locator('#board [data-light="red"] b'), page.locator("#board-state")
    expect(state).to_have_attribute("data-now", "live")
    expect(red).to_have_text("0")

    Play(county.cast, long_ago).in_hand()
    expect(red).to_have_text("1")

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [listener.backend])
    Play(county.cast, long_ago).in_hand()
    expect(red).to_have_text("2")
    expect(state).to_have_attribute("data-now", "live")

    page.goto("about:blank")
    # It spoke to the stream of its own county and to nobody else.
    others = [url for url in county.seen.foreign if not url.startswith(f"http://127.0.0.1:{port}/")]
    assert others == []
    county.seen.foreign.clear()
