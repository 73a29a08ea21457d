"""An installation of its own for tests that start the command as a person does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

OF_THE_TESTS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SECRET_KEY", "GEGE_", "PORT", "DEBUG")


@dataclass(frozen=True)
class Installation:
    """A data folder and two free ports, and the environment that names them.

    The port beside that of the pages may be another test's: that of open boards is found by itself.
    """

    data_dir: Path
    port: int
    stream_port: int

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(OF_THE_TESTS)
        }
        own = {
            "GEGE_DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "GEGE_STREAM_PORT": str(self.stream_port),
        }
        return {**kept, **own, **(more or {})}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gege", *arguments],
            env=self.environment(more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for a server of PostgreSQL.

    Not pytest's: every start of pytest closes its folders again to the system user that an
    embedded server has when root runs the tests.
    """
    with tempfile.TemporaryDirectory(prefix="gege-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def new_installation(place: Path) -> Installation:
    with socket.socket() as pages, socket.socket() as boards:
        for listener in (pages, boards):
            listener.bind(("127.0.0.1", 0))
        ports = pages.getsockname()[1], boards.getsockname()[1]
    return Installation(place / "data", *ports)


@pytest.fixture
def installation(place: Path) -> Installation:
    return new_installation(place)
