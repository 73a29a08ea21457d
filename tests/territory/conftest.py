"""The demonstration county in a database, and the signature and clock of the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gege.territory.api import demonstration_county
from gege.trail.api import Signature

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def by() -> Signature:
    return Signature(None, "a test", "test", "administrator", None, "")


@pytest.fixture
def county(db: None, by: Signature, now: datetime) -> None:
    demonstration_county(by=by, now=now)


@pytest.fixture(scope="session")
def real() -> Callable[[str], Path]:
    """A real file by its name under ../shared/data; the test is skipped when it is not there."""

    def find(name: str) -> Path:
        path = REAL / name
        if not path.exists():
            pytest.skip(f"the real data file ../shared/data/{name} is not there")
        return path

    return find
