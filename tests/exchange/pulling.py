"""Declaring a source of the housing bureau and reading it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gege.exchange.actions.keep_source import Terms, open_source
from gege.exchange.actions.pull import pull, pull_due
from gege.exchange.models import Run, Source
from gege.registers.api import Import
from gege.territory.api import read_editions
from tests.cast import HOUSING, Cast
from tests.registers.keeping_records import NOW

COLUMNS = "id, name, address, changed, area"


def declare(cast: Cast, **terms: Any) -> Source:
    given: dict[str, Any] = {
        "name": "房屋库", "unit_code": HOUSING, "sheet": "building", "kind": "table",
        "every": 60, "alarm": 60,
    } | terms  # fmt: skip
    return open_source(Terms(**given), by=cast.administrator, now=NOW, editions=read_editions())


def read(source: Source, now: datetime) -> Run:
    run = pull(source.pk, now=now, editions=read_editions())
    assert run is not None
    return run


def read_due(now: datetime) -> int:
    return pull_due(now=now, editions=read_editions())


def counts(run: Run) -> tuple[int, int, int, int]:
    """Rows read, taken, known, refused."""
    return run.read, run.taken, run.same, run.refused


def received() -> list[tuple[str, int]]:
    """The imports that wait: whose, and how many rows each has."""
    return [(one.source, one.rows) for one in Import.objects.order_by("pk")]
