"""A phone of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.cast import Cast, committed_cast, ledger_that_can_be_emptied
from tests.field.engine.phone import BLANK, PHONE, Phone, served
from tests.journeys.conftest import open_for_work
from tests.one_browser import browser, player


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
    open_for_work()
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


__all__ = ["browser", "committed_cast", "ledger_that_can_be_emptied", "player"]
