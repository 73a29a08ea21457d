"""The county with the default rulebook, and its administrator's browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gege.matters.api import default_rulebook, publish_rulebook
from gege.staff.api import SYSTEM
from tests.cast import Cast, cast


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def book(cast: Cast) -> int:
    """The number of the first edition: the defaults."""
    then = timezone.now() - timedelta(days=9)
    return publish_rulebook(default_rulebook(), note="开办", by=SYSTEM, now=then)


@pytest.fixture
def admin(cast: Cast) -> Client:
    return cast.client("administrator")


__all__ = ["admin", "book", "cast"]
