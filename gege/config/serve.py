"""The server: web processes and the worker as children of one supervisor.

The supervisor restarts a child that ends (with a pause that grows while it keeps ending), starts
the embedded PostgreSQL again when that dies, and on SIGTERM or SIGINT lets requests and jobs
finish before it goes.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from gege.config.embedded import Embedded, EmbeddedError

log = logging.getLogger("gege.serve")

LOOK_SECONDS: Final = 0.2
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
STEADY_SECONDS: Final = 60.0
"""A child that lived so long starts with a short pause again."""
GRACE_SECONDS: Final = 20.0
_PR_SET_PDEATHSIG: Final = 1


Announce = Callable[[], None]


class PortTakenError(Exception):
    """Somebody listens on the port already."""


@dataclass(slots=True)
class Child:
    """A process that is to run as long as the supervisor does."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0

    def look(self, clock: float) -> None:
        """Start it when its time has come; note when it has ended."""
        if self.process is None:
            if clock >= self.due:
                self._start(clock)
            return
        code = self.process.poll()
        if code is None:
            return
        if clock - self.started > STEADY_SECONDS:
            self.pause = FIRST_PAUSE
        log.warning("%s ended with %s; starts again in %.1f s", self.name, code, self.pause)
        _end_group(self.process.pid)
        self.process = None
        self.due = clock + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _start(self, clock: float) -> None:
        # Its own group: Ctrl-C reaches the supervisor alone, which ends the children in order.
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        self.started = clock

    def stop(self, seconds: float) -> None:
        """Ask it to end, and end it after `seconds`."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            log.warning("%s does not end; it is killed", self.name)
            self.process.kill()
            self.process.wait()


def _end_with_parent() -> None:
    # A supervisor that is killed outright must not leave a server behind on its port.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(leader: int) -> None:
    # A web server that is killed outright leaves its processes listening on the port, beside
    # those of the next one. They share its group, which no other process can have while they do.
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


@dataclass(slots=True)
class Supervisor:
    """Keeps children, and the embedded database if there is one, running until told to stop."""

    children: Sequence[Child]
    database: Embedded | None = None
    stopping: bool = field(default=False, init=False)

    def run(self, *, ready: Callable[[], bool], announce: Announce) -> None:
        """Supervise until a signal comes; call `announce` once when `ready` first says so."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        announced = False
        try:
            while not self.stopping:
                self._look_at_database()
                for child in self.children:
                    child.look(time.monotonic())
                if not announced and ready():
                    announced = True
                    announce()
                time.sleep(LOOK_SECONDS)
        finally:
            for child in self.children:
                child.stop(GRACE_SECONDS)

    def _on_signal(self, number: int, frame: object) -> None:
        self.stopping = True

    def _look_at_database(self) -> None:
        if self.database is None or self.database.is_alive():
            return
        log.error("the embedded PostgreSQL died; starting it again")
        try:
            self.database.start()
        except EmbeddedError:
            log.exception("it does not start; trying again")
        else:
            log.warning("the embedded PostgreSQL is back")


def web(host: str, port: int, processes: int, threads: int) -> Child:
    """Return the web server as a child."""
    command = [
        sys.executable, "-m", "granian", "gege.config.wsgi:application",
        "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(threads),
        "--http", "1", "--no-ws", "--respawn-failed-workers", "--respawn-interval", "0.5",
        "--workers-kill-timeout", "15", "--log-level", "warning",
    ]  # fmt: skip
    return Child("web server", command)


def stream(host: str, port: int) -> Child:
    """Return the server of open boards as a child: one process, one loop, no thread for each."""
    command = [
        sys.executable, "-m", "granian", "gege.config.asgi:application",
        "--interface", "asginl", "--host", host, "--port", str(port),
        "--workers", "1", "--http", "1", "--no-ws", "--backlog", "2048",
        "--respawn-failed-workers", "--respawn-interval", "0.5",
        "--workers-kill-timeout", "5", "--log-level", "warning",
    ]  # fmt: skip
    return Child("stream of open boards", command)


def worker() -> Child:
    """Return the worker as a child."""
    return Child("worker", [sys.executable, "-m", "gege", "worker"])


def link_to_centre() -> Child:
    """Return the process that keeps the connection to the centre of texts."""
    return Child("link to the SMS centre", [sys.executable, "-m", "gege", "smpp"])


def refuse_taken_port(host: str, port: int) -> None:
    """Raise PortTakenError when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host.strip("[]"), port))
        except OSError as error:
            raise PortTakenError(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                "End the program that does, or choose another port: PORT=8010."
            ) from error


def listens(host: str, port: int) -> bool:
    """Tell whether something takes connections there."""
    try:
        with socket.create_connection((host.strip("[]"), port), timeout=0.5):
            return True
    except OSError:
        return False
