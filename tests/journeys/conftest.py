"""A real server, a real Chromium, and the county with its rulebook and calendar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from gege.matters.api import default_rulebook, publish_rulebook
from gege.staff.api import SYSTEM
from gege.territory.api import load_years
from tests.cast import FOUNDED_AT, Cast, committed_cast, ledger_that_can_be_emptied
from tests.journeys.screen import ARGUMENTS, County
from tools.chromium import find

DEBIAN = "/usr/bin/chromium"


def chromium() -> str:
    """Return the path of a Chromium. There is no skipping: a journey not made shows nothing."""
    place = find() or (DEBIAN if Path(DEBIAN).exists() else None)
    if place is None:
        pytest.fail("There is no Chromium on this machine: run `python tools/chromium.py`.")
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the journeys of a file."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread; the tests use the database beside it, not in it.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def county(committed_cast: Cast, live_server: Any, browser: Browser) -> Iterator[County]:
    """The county, served. In the end: nothing was asked of another host, no page had an error."""
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    year = timezone.localdate().year
    load_years(years=(year - 1, year, year + 1), by=SYSTEM.signature(), now=FOUNDED_AT)
    made = County(live_server.url, committed_cast, browser)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.seen.requests > 0
    assert made.seen.foreign == [], "R-038: a page asks no other host for anything"
    assert made.seen.problems == []


__all__ = ["committed_cast", "ledger_that_can_be_emptied"]
