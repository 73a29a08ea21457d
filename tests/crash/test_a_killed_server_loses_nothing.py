"""Killing the web processes, the database or the supervisor in the middle of a load of reports.

What was acknowledged is there afterwards, with its number; what was not is there once or not at
all, never by halves; and the trail verifies.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser, expect

from gege.config.embedded import Embedded
from tests.config.conftest import Installation, new_installation
from tests.crash.boards import OpenBoards
from tests.crash.clients import Client, Crowd, wait
from tests.one_browser import browser

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
SOME = 20
BOARDS = 200
A_JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    VALUES ('default', 'gege.matters.jobs.announce_changed_lights', '{"timestamp": 0}')
    RETURNING id
"""

pytestmark = pytest.mark.row("R-088")

__all__ = ["browser"]


@pytest.fixture(scope="module")
def county() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="gege-", ignore_cleanup_errors=True) as folder:
        made = new_installation(Path(folder))
        script(made, "build")
        yield made
        Embedded(made.data_dir / "postgres").stop()


@pytest.fixture
def served(county: Installation) -> Iterator[subprocess.Popen[bytes]]:
    process = serve(county)
    yield process
    stop(process)


@pytest.fixture
def crowd(
    county: Installation, served: subprocess.Popen[bytes], request: pytest.FixtureRequest
) -> Iterator[Crowd]:
    made = Crowd(county.port, request.node.name[:60])
    made.begin()
    assert made.goes_on(SOME, PATIENCE), "nothing was acknowledged before the kill"
    yield made
    made.end()


@pytest.fixture
def operator(county: Installation, served: subprocess.Popen[bytes]) -> Client:
    client = Client("township-operator", county.port)
    client.log_in()
    return client


@pytest.fixture
def boards(county: Installation, operator: Client) -> Iterator[OpenBoards]:
    opened = OpenBoards.of(operator, county.stream_port, BOARDS - 1)
    yield opened
    opened.close()


def test_killed_web_processes_come_back_by_themselves(
    county: Installation, served: subprocess.Popen[bytes], crowd: Crowd
) -> None:
    web = child(served, "gege.config.wsgi")
    workers = web.children(recursive=True)
    assert workers
    for one in workers:
        one.kill()
    assert crowd.goes_on(SOME, PATIENCE), "nobody serves again"
    crowd.end()
    holds_everything(county, crowd)


def test_a_killed_web_server_leaves_no_process_behind(
    county: Installation, served: subprocess.Popen[bytes], crowd: Crowd
) -> None:
    web = child(served, "gege.config.wsgi")
    family = [web, *web.children(recursive=True)]
    web.kill()
    assert crowd.goes_on(SOME, PATIENCE), "nobody serves again"
    assert wait(lambda: not any(alive(one) for one in family), PATIENCE)
    crowd.end()
    holds_everything(county, crowd)


def test_a_killed_database_comes_back_by_itself(
    county: Installation, served: subprocess.Popen[bytes], crowd: Crowd
) -> None:
    database = Embedded(county.data_dir / "postgres")
    postmaster = database.pid()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    assert wait(lambda: database.pid() not in (None, postmaster), PATIENCE)
    assert crowd.goes_on(SOME, PATIENCE), "nothing is acknowledged after the kill"
    crowd.end()
    assert served.poll() is None
    holds_everything(county, crowd)


def test_after_a_killed_supervisor_the_next_start_finds_everything(
    county: Installation, served: subprocess.Popen[bytes], crowd: Crowd
) -> None:
    children = psutil.Process(served.pid).children(recursive=True)
    served.kill()
    served.wait(PATIENCE)
    assert wait(lambda: not any(one.is_running() for one in children), PATIENCE)
    again = serve(county)
    try:
        assert crowd.goes_on(SOME, PATIENCE), "the same log-ins go on after the start"
        crowd.end()
        holds_everything(county, crowd)
    finally:
        stop(again)


@pytest.mark.row("R-091")
def test_open_boards_outlive_the_database(
    county: Installation, operator: Client, boards: OpenBoards, browser: Browser
) -> None:
    address = f"http://127.0.0.1:{county.port}"
    context = browser.new_context()
    cookies = [
        {"name": name, "value": value, "url": address} for name, value in operator.cookies.items()
    ]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(f"{address}/supervision/lights")
    state, number = page.locator("#board-state"), page.locator('#board [data-light="none"] b')
    expect(state).to_have_attribute("data-now", "live")
    before = int(number.inner_text())

    began = time.monotonic()
    report(operator, "before the kill")
    expect(number).to_have_text(str(before + 1))
    assert wait(lambda: boards.all_heard(began), PATIENCE)

    database = Embedded(county.data_dir / "postgres")
    postmaster, killed = database.pid(), time.monotonic()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    report(operator, "while it is away")
    assert database.pid() != postmaster
    expect(number).to_have_text(str(before + 2), timeout=1000 * PATIENCE)
    assert wait(lambda: boards.all_heard(killed), PATIENCE)

    # The worker goes on: what is put into its queue is done, and leaves it.
    place = f"host={database.socket_dir} user=postgres dbname=gege"
    with psycopg.connect(place, autocommit=True) as connection:
        done = connection.execute(A_JOB).fetchone()
        assert done is not None
        left = "SELECT count(*) FROM procrastinate_jobs WHERE id = %s"
        assert wait(lambda: connection.execute(left, done).fetchone() == (0,), PATIENCE)

    # Boards are live again, and nobody had to open theirs anew.
    expect(state).to_have_attribute("data-now", "live", timeout=1000 * PATIENCE)
    again = time.monotonic()
    report(operator, "after the kill")
    expect(number).to_have_text(str(before + 3), timeout=1000 * PATIENCE)
    assert wait(lambda: boards.all_heard(again), PATIENCE)
    assert boards.cut == 0
    context.close()


def holds_everything(county: Installation, crowd: Crowd) -> None:
    held = json.loads(script(county, "tell"))
    missing = {
        number: title
        for number, title in crowd.acknowledged.items()
        if held["titles"].get(number) != title
    }
    assert missing == {}
    assert held["torn"] == []
    assert held["orphans"] == []
    sent = Counter(title for title in held["titles"].values() if title.startswith(crowd.name))
    assert max(sent.values()) == 1, "a report that was sent again is one report"
    proof = county.run("trail", "verify")
    assert proof.returncode == 0, proof.stderr
    assert proof.stdout.startswith("The trail verifies: ")


def report(client: Client, title: str) -> None:
    """Report one matter, again and again with one receipt until it is acknowledged."""
    receipt = str(uuid.uuid4())

    def is_acknowledged() -> bool:
        try:
            return bool(client.report(title, receipt))
        except (OSError, http.client.HTTPException):
            return False

    assert wait(is_acknowledged, PATIENCE), f"{title!r} is not acknowledged"


def serve(county: Installation) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "gege", "serve"],
        env=county.environment({"GEGE_LOG_LEVEL": "ERROR"}),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    assert wait(lambda: answers(county), PATIENCE), "the server does not answer"
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait(PATIENCE)


def answers(county: Installation) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{county.port}/login", timeout=5):
            return True
    except OSError:
        return False


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def child(served: subprocess.Popen[bytes], word: str) -> psutil.Process:
    return next(
        one for one in psutil.Process(served.pid).children() if word in " ".join(one.cmdline())
    )


def script(county: Installation, what: str) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "gege.config.settings", "GEGE_LOG_LEVEL": "ERROR"}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.crash.county", what],
        env=county.environment(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
