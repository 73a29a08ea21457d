"""A short demonstration, built once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from gege.simulate.api import Tally, build_demo

NOW = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)
"""A Tuesday morning, 10:40 in the county."""
DAYS = 30
FIELD_DAYS = 5
"""From Friday on: three working days with patrols, the last one half done."""


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tally]:
    """Thirty days of seed 7, rolled back when the module is done."""
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    was, settings.GEGE_DEMO = settings.GEGE_DEMO, True
    with django_db_blocker.unblock(), transaction.atomic():
        # pytest-django makes a database only where a test is marked with django_db.
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        yield build_demo(now=NOW, days=DAYS, per_day=14, field_days=FIELD_DAYS)
        transaction.set_rollback(True)
    settings.MEDIA_ROOT, settings.GEGE_DEMO = media, was


@pytest.fixture
def attachments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for what is attached."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path
