"""What a piece of work costs: the clock, the processors of this process and of its session."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil


@dataclass(slots=True)
class Took:
    """Seconds of the clock, of all processors, and of the database's among them."""

    wall: float = 0.0
    cpu: float = 0.0
    database: float = 0.0


@contextmanager
def measured() -> Iterator[Took]:
    """Measure the processor time of this process and of its session at the database together."""
    took, begun, own, server = Took(), time.perf_counter(), _own(), _server()
    yield took
    took.wall, took.database = time.perf_counter() - begun, _server() - server
    took.cpu = took.database + _own() - own


def spent() -> float:
    """Return the seconds that this process and its database have taken of the processors."""
    return _own() + _server()


def peak_mb() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def vacuum() -> None:
    """Bring the statistics of the tables up to date, as the server does by itself in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _own() -> float:
    return time.process_time()


def _server() -> float:
    """The processor time of this process's session at the database.

    Not of its other processes: something else may run beside. So a statement may not share its work
    with any of them.
    """
    from django.db import connection

    if connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    assert connection.connection is not None
    backend = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return float(backend.user + backend.system)
