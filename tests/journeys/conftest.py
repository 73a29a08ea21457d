"""A real server, a real Chromium, and the county with its rulebook and calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from gege.matters.api import RulebookEdition, default_rulebook, publish_rulebook
from gege.staff.api import SYSTEM
from gege.territory.api import CALENDAR, load_years
from gege.territory.models import CalendarDay
from gege.trail.api import Entry
from tests.cast import FOUNDED_AT, Cast, committed_cast, ledger_that_can_be_emptied
from tests.journeys.screen import County
from tests.matters.conftest import read_set_up
from tests.one_browser import browser
from tests.written_once import WrittenOnce


def _open_for_work() -> None:
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    year = timezone.localdate().year
    load_years(years=(year - 1, year, year + 1), by=SYSTEM.signature(), now=FOUNDED_AT)


open_for_work = WrittenOnce(
    _open_for_work,
    RulebookEdition,
    CalendarDay,
    (Entry, "stream IN ('rulebook', 'calendar')"),
    editions=("rulebook", CALENDAR),
    remember=read_set_up,
)
"""Publish the first rulebook, and load the calendar of this year and of those beside it."""


@pytest.fixture
def county(
    committed_cast: Cast,
    live_server: Any,
    browser: Browser,
) -> Iterator[County]:
    """The county, served. In the end: nothing was asked of another host, no page had an error."""
    open_for_work()
    made = County(live_server.url, committed_cast, browser)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.seen.requests > 0
    assert made.seen.foreign == [], "R-038: a page asks no other host for anything"
    assert made.seen.problems == []


__all__ = ["browser", "committed_cast", "ledger_that_can_be_emptied"]
