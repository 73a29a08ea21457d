"""The embedded PostgreSQL: started once, shared, survives a kill, stopped by its last user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gege.config.embedded import DATABASE, SUPERUSER, Embedded, EmbeddedError

USE_IT = """
import sys
from pathlib import Path
from gege.config.embedded import Embedded
hold = Embedded(Path(sys.argv[1])).hold()
print(hold.server.pid(), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def server(place: Path) -> Iterator[Embedded]:
    server = Embedded(place / "postgres")
    yield server
    if server.pid() is not None:
        server.stop()


def rows(server: Embedded, statement: str) -> list[tuple[object, ...]]:
    place = str(server.socket_dir)
    with psycopg.connect(host=place, user=SUPERUSER, dbname=DATABASE) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def test_the_last_to_let_go_stops_it(server: Embedded) -> None:
    first = server.hold()
    user = subprocess.Popen(
        [sys.executable, "-c", USE_IT, str(server.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout
    assert int(user.stdout.readline()) == server.pid()
    first.release()
    assert server.answers()
    user.communicate("go\n", timeout=30)
    assert (server.answers(), server.is_alive(), server.pid()) == (False, False, None)


def test_an_installation_waits_for_the_disk_and_the_tests_do_not(
    server: Embedded, place: Path
) -> None:
    waits = server.hold()
    assert rows(server, "SHOW fsync") == [("on",)]
    waits.release()
    careless = Embedded(place / "of-tests", careless=True)
    hold = careless.hold()
    assert rows(careless, "SHOW fsync") == [("off",)]
    hold.release()


def test_a_user_that_is_killed_does_not_keep_it(server: Embedded) -> None:
    first = server.hold()
    user = subprocess.Popen(
        [sys.executable, "-c", USE_IT, str(server.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout
    user.stdout.readline()
    user.kill()
    user.wait(30)
    first.release()
    assert not server.answers()


def test_what_was_committed_outlives_a_kill_of_the_server(server: Embedded) -> None:
    hold = server.hold()
    rows(server, "CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)")
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not server.is_alive()
    server.start()
    assert server.pid() != pid
    assert rows(server, "SELECT number FROM kept") == [(7,)]
    hold.release()


def test_its_data_are_its_owner_s_alone(server: Embedded) -> None:
    hold = server.hold()
    assert (server.home.stat().st_mode & 0o777) == 0o700
    assert rows(server, "SELECT current_setting('listen_addresses')") == [("",)]
    hold.release()


def test_it_can_be_emptied(server: Embedded) -> None:
    hold = server.hold()
    rows(server, "CREATE TABLE gone (number int)")
    server.empty()
    assert rows(server, "SELECT to_regclass('gone')") == [(None,)]
    hold.release()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    short, long = Embedded(tmp_path / "a"), Embedded(tmp_path / ("b" * 100))
    assert short.socket_dir == short.home
    assert len(str(long.socket_dir)) < 60
    assert long.socket_dir == Embedded(tmp_path / ("b" * 100)).socket_dir


def test_data_that_are_not_its_own_are_refused_with_the_place_of_the_log(place: Path) -> None:
    server = Embedded(place / "postgres")
    server.home.mkdir()
    (server.home / "something").write_text("else")
    with pytest.raises(EmbeddedError, match="its log is"):
        server.start()
