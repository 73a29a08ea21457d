"""A county that collects, served, and a worker's program with a password of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gege.fieldwork import api as fieldwork
from gege.staff.api import Actor
from tests.cast import Cast, committed_cast, ledger_that_can_be_emptied
from tests.field.openrosa.collector import Collector
from tests.fieldwork.collecting import Collecting
from tests.one_browser import browser


@dataclass
class Served:
    """The county behind a server; `collector` speaks for the first grid's worker."""

    collecting: Collecting
    address: str

    @property
    def cast(self) -> Cast:
        return self.collecting.cast

    def collector(self, who: Actor | None = None) -> Collector:
        """A program with a new password of a terminal."""
        by = who or self.cast.grid_worker
        account = self.cast.account(by)
        _terminal, token = fieldwork.enrol(
            account, code="", label="ODK Collect", app_version="", by=by, now=timezone.now()
        )
        return Collector(f"{self.address}/field/openrosa", account.login_name, token)


@pytest.fixture
def served(committed_cast: Cast, live_server: Any, settings: Any, tmp_path: Path) -> Served:
    """The county at this very moment."""
    settings.MEDIA_ROOT = tmp_path
    return Served(Collecting(committed_cast, timezone.now()).build(), live_server.url)


__all__ = ["browser", "committed_cast", "ledger_that_can_be_emptied"]
