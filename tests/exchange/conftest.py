"""A county whose registers are live, and a department with a system that may exchange them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gege.kernel.county_day import local_date
from gege.openapi.actions.open_client import Terms, open_client
from gege.registers.api import CatalogueEntry, share
from gege.territory.api import read_editions
from tests.cast import CIVIL_AFFAIRS, Cast
from tests.exchange.asking import System
from tests.matters.conftest import (
    cast,
    committed_cast,
    committed_play,
    ledger_that_can_be_emptied,
    play,
)
from tests.matters.play import Play
from tests.openapi.hooks import HOME, receiver, running_receiver
from tests.registers.keeping_records import Home, go_live

FIELDS = ("name", "born", "id_number")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.GEGE_EXCHANGE_DIR = tmp_path / "exchange"
    settings.MEDIA_ROOT = tmp_path / "attachments"
    # The department's database of the tests is on this machine and speaks no TLS.
    settings.GEGE_EXCHANGE_PLAIN = HOME


@pytest.fixture
def county(play: Play) -> Cast:
    """The cast with a rulebook, a calendar and live registers."""
    go_live()
    return play.cast


@pytest.fixture
def home(county: Cast) -> Home:
    """王小明 at home in the first grid."""
    return Home(county.grid_worker)


Opener = Callable[..., System]


def opened(cast: Cast, **terms: Any) -> System:
    given = {
        "name": "民政系统", "unit_code": CIVIL_AFFAIRS, "role": "department_officer",
        "registers": True, "per_minute": 6000,
    } | terms  # fmt: skip
    return System(*open_client(Terms(**given), by=cast.administrator, now=timezone.now()))


@pytest.fixture
def system(county: Cast) -> System:
    """The system of the civil affairs bureau."""
    return opened(county)


def shared(cast: Cast, *fields: str, sheet: str = "resident", **more: Any) -> CatalogueEntry:
    """An entry of the catalogue for the civil affairs bureau, live from yesterday for a while."""
    today = local_date(timezone.now())
    given: dict[str, Any] = {
        "sheet": sheet, "fields": fields or FIELDS, "receiver": CIVIL_AFFAIRS,
        "purpose": "verification", "basis": "社会救助暂行办法第六条", "frequency": "daily",
        "valid_from": today - timedelta(days=1), "valid_until": today + timedelta(days=90),
    } | more  # fmt: skip
    return share(**given, by=cast.county_supervisor, now=timezone.now(), editions=read_editions())


__all__ = [
    "cast", "committed_cast", "committed_play", "ledger_that_can_be_emptied", "play", "receiver",
    "running_receiver",
]  # fmt: skip
