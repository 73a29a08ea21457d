"""A press that leads to another page is over when that page has been read to its end.

Playwright's own presses are over when the first byte of the answer has come. What a test counts or
lists at that moment, without waiting, depends on how fast the machine reads the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

PRESSES = ((Page, "click"), (Page, "press"), (Locator, "click"), (Locator, "press"))


def wait_for_whole_pages(patch: pytest.MonkeyPatch) -> None:
    """Let every press wait until the document that is then open has been read."""
    for kind, name in PRESSES:
        patch.setattr(kind, name, _patient(getattr(kind, name)))


def _patient(press: Callable[..., None]) -> Callable[..., None]:
    @wraps(press)
    def patient(self: Page | Locator, *args: Any, **kwargs: Any) -> None:
        press(self, *args, **kwargs)
        page = self if isinstance(self, Page) else self.page
        if not page.is_closed():
            page.wait_for_load_state("domcontentloaded")

    return patient
