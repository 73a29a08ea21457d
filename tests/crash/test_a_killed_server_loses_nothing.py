"""Killing the web processes, the database or the supervisor in the middle of a load of reports.

What was acknowledged is there afterwards, with its number; what was not is there once or not at
all, never by halves; and the trail verifies.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gege.config.embedded import Embedded
from tests.config.conftest import Installation, new_installation
from tests.crash.clients import Crowd, wait

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
SOME = 20

pytestmark = pytest.mark.row("R-088")


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
