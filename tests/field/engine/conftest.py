"""One Chromium for a file of tests, a phone of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.field.engine.phone import PHONE, Phone, served
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
