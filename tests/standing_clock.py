"""A clock that stands, for tests of pages that read it: what a test writes and what it asks for
later stand on one day and in one half minute, at whatever moment it runs."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from gege.kernel.county_day import LOCAL

MOMENT = datetime(2026, 11, 24, 10, 0, 10, tzinfo=LOCAL)
"""A Tuesday morning; pages of matters played from nine o'clock find them an hour old."""


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let the clock stand; pages and deeds that ask it all read the same moment."""
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    return MOMENT
