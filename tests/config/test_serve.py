"""The server as a person starts it: answers, survives, stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
import pytest

from gege.config.embedded import Embedded
from gege.config.serve import FIRST_PAUSE, LONGEST_PAUSE, Child, PortTakenError, refuse_taken_port
from tests.config.conftest import Installation, new_installation
from tests.hotline.centre import Centre
from tests.hotline.gateway import until

PATIENCE = 60.0


@pytest.fixture(scope="module")
def prepared() -> Iterator[Installation]:
    """An installation with tables and calendar; the tests of this file take turns with it."""
    with tempfile.TemporaryDirectory(prefix="gege-", ignore_cleanup_errors=True) as folder:
        installation = new_installation(Path(folder))
        for command in (("migrate",), ("calendar", "load")):
            ended = installation.run(*command)
            assert ended.returncode == 0, ended.stderr
        yield installation


@pytest.fixture
def served(prepared: Installation) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "gege", "serve"],
        env=prepared.environment({"GEGE_LOG_LEVEL": "ERROR"}),
        stdout=subprocess.PIPE,
    )
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(PATIENCE)


def answer(installation: Installation) -> tuple[int, dict[str, Any]]:
    """Status and body of /healthz; (0, {}) while nothing answers."""
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{installation.port}/healthz", timeout=20
        ) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        body = error.read()
        return error.code, json.loads(body) if body.startswith(b"{") else {}
    except OSError:
        return 0, {}


def within_patience(question: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False


def test_it_serves_survives_kills_and_stops(
    prepared: Installation, served: subprocess.Popen[bytes]
) -> None:
    database = Embedded(prepared.data_dir / "postgres")
    assert within_patience(lambda: answer(prepared)[0] == 200), answer(prepared)
    assert served.stdout
    said = served.stdout.readline().decode()
    assert said == f"Gege serves on http://127.0.0.1:{prepared.port}\n"

    # The database dies: it comes back, and so do the answers.
    postmaster = database.pid()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    assert within_patience(lambda: database.pid() != postmaster and database.answers())
    assert within_patience(lambda: answer(prepared)[0] == 200), answer(prepared)

    # The worker dies: another takes its place.
    assert within_patience(lambda: one_child(served, "worker").pid != served.pid)
    worker = one_child(served, "worker")
    worker.kill()
    assert within_patience(lambda: one_child(served, "worker").pid not in (worker.pid, served.pid))

    # A body of two gigabytes is refused by its length, before it is sent.
    assert head_of_two_gigabytes(prepared) == b"HTTP/1.1 413"

    # A polite stop: no process and no database stay behind.
    children = psutil.Process(served.pid).children(recursive=True)
    served.terminate()
    assert served.wait(PATIENCE) == 0
    assert [child for child in children if lives(child)] == []
    assert not database.answers()


def test_a_killed_supervisor_leaves_no_server_behind(
    prepared: Installation, served: subprocess.Popen[bytes]
) -> None:
    assert within_patience(lambda: answer(prepared)[0] == 200), answer(prepared)
    children = psutil.Process(served.pid).children(recursive=True)
    served.kill()
    served.wait(PATIENCE)
    assert within_patience(lambda: not any(lives(child) for child in children))
    Embedded(prepared.data_dir / "postgres").stop()


def test_it_refuses_to_serve_a_database_of_another_version(installation: Installation) -> None:
    ended = installation.run("serve")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Error: The database is empty. Run `gege migrate`.\n"


def test_a_taken_port_is_refused_in_words() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Cannot listen on 127.0.0.1:{port} .*PORT=8010"):
            refuse_taken_port("127.0.0.1", port)


def test_a_child_that_keeps_ending_is_started_ever_later() -> None:
    child = Child("ends", [sys.executable, "-c", ""])
    clock, starts = 0.0, []
    for _ in range(9):
        child.look(clock)
        assert child.process is not None
        starts.append(clock)
        child.process.wait(PATIENCE)
        child.look(clock)
        clock = child.due
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert (pauses[0], pauses[-1]) == (FIRST_PAUSE, LONGEST_PAUSE)


def test_a_child_that_was_steady_is_started_at_once() -> None:
    child = Child("steady", [sys.executable, "-c", ""], pause=LONGEST_PAUSE)
    child.look(0.0)
    assert child.process is not None
    child.process.wait(PATIENCE)
    child.look(61.0)
    assert child.due == 61.0 + FIRST_PAUSE


def test_the_link_to_the_centre_is_kept_and_left_when_asked(prepared: Installation) -> None:
    without = prepared.run("smpp")
    assert (without.returncode, "GEGE_SMPP_HOST" in without.stderr) == (1, True)
    centre = Centre()
    there = {"GEGE_SMPP_HOST": "127.0.0.1", "GEGE_SMPP_PORT": str(centre.port)}
    link = subprocess.Popen([sys.executable, "-m", "gege", "smpp"], env=prepared.environment(there))
    try:
        until(lambda: centre.bound, "the link is bound", PATIENCE)
        stands = "The link to the SMS centre stands"
        until(lambda: stands in prepared.run("doctor", **there).stdout, stands, PATIENCE)
    finally:
        link.terminate()
    assert link.wait(PATIENCE) == 0
    until(lambda: not centre.bound, "the link took leave", PATIENCE)
    centre.end()


def one_child(served: subprocess.Popen[bytes], word: str) -> psutil.Process:
    """The child whose command has the word; the supervisor itself while there is none."""
    for child in psutil.Process(served.pid).children():
        with suppress(psutil.Error):
            if word in child.cmdline():
                return child
    return psutil.Process(served.pid)


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def head_of_two_gigabytes(installation: Installation) -> bytes:
    with socket.create_connection(("127.0.0.1", installation.port), timeout=20) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483648\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
        )
        return line.recv(12)
