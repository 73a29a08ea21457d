"""One Chromium for all tests that follow one another in a process and need one."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.whole_pages import wait_for_whole_pages
from tools.chromium import find

DEBIAN = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""A Chromium that speaks to the tested server only, and can resolve no other name."""


def chromium() -> str:
    """Return the path of a Chromium. There is no skipping: a journey not made shows nothing."""
    place = find() or (DEBIAN if Path(DEBIAN).exists() else None)
    if place is None:
        pytest.fail("There is no Chromium on this machine: run `python tools/chromium.py`.")
    return place


class OneBrowser:
    """It is started when a test asks, and stays while the next test needs it as well.

    Not a fixture of the session: Playwright keeps a loop in the thread, in which tests that have
    nothing to do with a browser shall not run.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._player: Playwright | None = None
        self._browser: Browser | None = None

    def player(self) -> Playwright:
        """Return the Playwright that is started."""
        if self._player is None:
            environment = self._open.enter_context(pytest.MonkeyPatch.context())
            # The tests use the database beside Playwright's loop, not in it.
            environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
            wait_for_whole_pages(environment)
            self._player = self._open.enter_context(sync_playwright())
        return self._player

    def browser(self) -> Browser:
        """Return the Chromium that runs; another one where a test has broken it."""
        if self._browser is None or not self._browser.is_connected():
            made = self.player().chromium
            self._browser = made.launch(executable_path=chromium(), args=list(ARGUMENTS))
        return self._browser

    def close(self) -> None:
        """End both, where they run."""
        if self._browser is not None:
            self._browser.close()
        self._open.close()
        self._player = self._browser = None


ONE = OneBrowser()


@pytest.fixture
def player() -> Playwright:
    return ONE.player()


@pytest.fixture
def browser() -> Browser:
    return ONE.browser()


def is_needed_by(item: pytest.Item | None) -> bool:
    """Tell whether a test asks for a browser, itself or through its fixtures."""
    asked: list[str] = getattr(item, "fixturenames", [])
    return "browser" in asked or "player" in asked
