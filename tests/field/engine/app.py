"""The whole app as a worker has it: the shell of the platform, its service worker, its door."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.cast import PASSWORD
from tests.field.engine.phone import HELPERS, PHONE, PIN

PATIENCE = 15_000
WORKER_READY = """
async () => {
  const {active} = await navigator.serviceWorker.ready;
  while (active.state !== 'activated') await new Promise((go) => setTimeout(go, 20));
  return (await caches.keys()).sort();
}
"""


class App:
    """One installed app in a browser of its own."""

    def __init__(self, browser: Browser, address: str, **more: Any) -> None:
        self.context: BrowserContext = browser.new_context(**PHONE, **more)
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(HELPERS)
        self.address = address
        self.errors: list[str] = []
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("console", lambda one: self._note(one.type, one.text))
        self.page: Page = self.context.new_page()

    def _note(self, kind: str, text: str) -> None:
        # A refused or unreachable request is named by the browser; it is meant here.
        if kind == "error" and "Failed to load resource" not in text:
            self.errors.append(text)

    def open(self) -> App:
        self.page.goto(f"{self.address}/field/")
        return self

    def enter(self, login: str, *, password: str = PASSWORD, pin: str = PIN) -> App:
        """Fill in the first screen and press the button."""
        self.open()
        self.fill({"登录名": login, "密码": password, "设一个解锁码": pin, "再输一次解锁码": pin})
        self.press("登录")
        return self

    def fill(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            self.page.get_by_label(label, exact=True).fill(value)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def unlock(self, pin: str = PIN) -> App:
        self.fill({"解锁码": pin})
        self.press("打开")
        return self

    def inside(self) -> App:
        """Wait until the app's own screens are there."""
        self.page.locator(".frame").wait_for()
        return self

    def installed(self) -> list[str]:
        """Wait until the service worker holds the app; return the names of its caches."""
        names: list[str] = self.page.evaluate(WORKER_READY)
        return names

    def run(self, script: str, argument: Any = None) -> Any:
        """Run the body of an async function with the very modules that the app uses."""
        return self.page.evaluate(f"async (it) => {{ {script} }}", argument)

    def until(self, script: str, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while not self.run(script):
            assert time.monotonic() < end, script
            self.page.wait_for_timeout(50)

    def quiet(self) -> None:
        """Let a talk with the platform end."""
        self.run(
            """
            (await engine('store')).lock();
            const {state} = await engine('sync');
            while (state.busy) await new Promise((resolve) => setTimeout(resolve, 20));
            """
        )
