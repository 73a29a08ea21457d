"""One Chromium for a file of tests, a phone of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Playwright, sync_playwright

from gege.matters.api import default_rulebook, publish_rulebook
from gege.staff.api import SYSTEM
from gege.territory.api import load_years
from tests.cast import FOUNDED_AT, Cast, committed_cast, ledger_that_can_be_emptied
from tests.field.engine.phone import BLANK, PHONE, Phone, served
from tests.journeys.conftest import chromium
from tests.journeys.screen import ARGUMENTS


@pytest.fixture(scope="module")
def player() -> Iterator[Playwright]:
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread; the tests use the database beside it, not in it.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield playwright


@pytest.fixture(scope="module")
def browser(player: Playwright) -> Iterator[Browser]:
    running = player.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
    yield running
    running.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as where:
        yield where


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Phone]:
    """A new phone: the engine's modules, nothing kept yet."""
    context = browser.new_context(**PHONE)
    yield Phone(context, address)
    context.close()


@pytest.fixture
def platform(committed_cast: Cast, live_server: Any, settings: Any, tmp_path: Path) -> str:
    """The real platform, served, with its rulebook, its calendar and a folder for pictures."""
    settings.MEDIA_ROOT = tmp_path
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    year = timezone.localdate().year
    load_years(years=(year - 1, year, year + 1), by=SYSTEM.signature(), now=FOUNDED_AT)
    address: str = live_server.url
    return address


@pytest.fixture
def new_phone(
    browser: Browser, platform: str, committed_cast: Cast
) -> Iterator[Callable[..., Phone]]:
    """Makes phones that talk with the real platform; the modules without the app around them."""
    phones: list[Phone] = []

    def make(who: str | None = "grid_worker", **more: Any) -> Phone:
        context = browser.new_context(**PHONE, **more)
        context.route(f"{platform}/field/", lambda route: route.fulfill(**BLANK))
        phone = Phone(context, platform)
        phones.append(phone)
        return phone.enter(committed_cast.account(who).login_name) if who else phone

    yield make
    for phone in phones:
        phone.quiet()
        phone.context.close()


__all__ = ["committed_cast", "ledger_that_can_be_emptied"]
