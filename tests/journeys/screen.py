"""People of the county before their screens: what they see, click and type."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from gege.notices.api import deliver
from tests.cast import PASSWORD

SHOTS = "GEGE_SHOTS"
"""The environment's name for a folder in which journeys leave pictures of what they saw."""

PATIENCE = 10_000
"""Milliseconds to wait for an answer of the server."""


@dataclass
class Seen:
    """What the browsers of one journey did behind the screen."""

    address: str
    foreign: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    requests: int = 0

    def listen(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))

    def _on_request(self, request: Request) -> None:
        self.requests += 1
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob"):
            return
        if f"{parts.scheme}://{parts.netloc}" != self.address:
            self.foreign.append(request.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A page that answers 409 or 422 is named by the browser as a failed load; it is meant.
        meant = "Failed to load resource" in message.text or "status code 4" in message.text
        if message.type == "error" and not meant:
            self.problems.append(message.text)


@dataclass
class Person:
    """Somebody of the cast in a browser of their own."""

    login: str
    address: str
    page: Page
    script: bool = True

    # Coming and going.

    def log_in(self, password: str = PASSWORD) -> Person:
        self.visit("/login")
        self.page.fill("input[name=username]", self.login)
        self.page.fill("input[name=password]", password)
        self.page.click("main button.is-first, .bare button.is-first, form button.is-first")
        self.page.wait_for_load_state("load")
        return self

    def come_in(self, client: Client) -> Person:
        """Take over the session of a client that is logged in; no page is open yet."""
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.address}]
        )
        return self

    def visit(self, path: str) -> Person:
        self.page.goto(f"{self.address}{path}")
        return self

    def open(self, number: str) -> Person:
        return self.visit(f"/matters/{number}")

    # Reporting.

    def report(self, **entry: Any) -> str:
        """Fill in the report and send it; return the number that the screen tells."""
        self.start_report(**entry)
        self.send_report()
        self.page.wait_for_url("**/matters/*?done=report")
        return self.number

    def start_report(self, **entry: Any) -> None:
        self.visit("/matters/new")
        for details in self.page.locator("details.more-fields").all():
            if not details.get_attribute("open"):
                details.locator("summary").click()
        self.fill("report", entry)

    def send_report(self) -> None:
        self.page.click("form.report button.is-first")

    # The page of a matter.

    @property
    def number(self) -> str:
        return self.text(".matter-head .number")

    @property
    def over(self) -> str:
        """The line over the title: number, light, state, marks."""
        return self.text(".matter-head .over")

    @property
    def stands(self) -> str:
        """The state in the head, in words."""
        words = self.page.locator(".matter-head .over > span:not(.number, .light, .mark)")
        return " ".join(words.all_inner_texts()).strip() or self.text(".matter-head .light .word")

    @property
    def due(self) -> str:
        """The due time in the head, as in 2026-11-24 18:00."""
        found = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", self.text(".matter-head .stands"))
        return found[-1]

    @property
    def light(self) -> str:
        """The light in the head: green, yellow, red, none, paused or ended."""
        css = self.page.locator(".matter-head .light").first.get_attribute("class") or ""
        return css.split("light-")[1].split()[0]

    @property
    def moves(self) -> list[str]:
        """The moves that change where the matter stands, in the page's order, as in addresses."""
        found = self.page.locator(
            ".matter-head .deeds:not(.talk) > a, .matter-head .deeds:not(.talk) > form"
        ).all()
        links = [one.get_attribute("href") or one.get_attribute("action") or "" for one in found]
        return [link.rsplit("/", 1)[1] for link in links]

    @property
    def steps(self) -> list[str]:
        """The deeds of the time line, oldest first."""
        found = self.page.locator(".timeline").last.locator(".deed strong").all_inner_texts()
        return [" ".join(one.split()) for one in reversed(found)]

    def start(self, move: str) -> Person:
        """Open the form of a move by its button."""
        self.page.click(f'.matter-head a[href$="/{move}"]')
        self.page.locator("#move form.form").wait_for(timeout=PATIENCE)
        return self

    def send(self) -> Person:
        """Press the filled button of the open form, answer what it asks, wait for the answer."""
        if not self.script:
            with self.page.expect_navigation():
                self.page.click("#move form button.is-first")
            return self
        form = self.page.locator("#move form.form").element_handle()
        assert form is not None
        self.page.click("#move form button.is-first")
        if form.get_attribute("data-ask"):
            self.page.click("#ask [data-yes]")
        form.wait_for_element_state("hidden", timeout=PATIENCE)
        return self

    def do(self, move: str, **entry: Any) -> Person:
        """Make a move by its button; the page must say that it is done."""
        pressed = self.page.locator(f'.matter-head form[action$="/{move}"] button')
        if pressed.count() and not entry:
            with self.page.expect_navigation():
                pressed.click()
        else:
            self.start(move)
            self.fill("move", entry)
            self.send()
        said = self.page.locator("#matter .flash .is-success")
        if not said.count():
            raise AssertionError(f"{self.login} cannot {move}: {self.text('#matter')[:800]}")
        return self

    def fill(self, form: str, entry: Mapping[str, Any]) -> None:
        """Fill in fields by their names: text, True or False, a choice by what it says."""
        for name, value in entry.items():
            self._fill(form, name, value)

    def _fill(self, form: str, name: str, value: Any) -> None:
        # A list that is searched has its entry under the id that the list had.
        searched = self.page.locator(f"#{form}_{name}[role=combobox]")
        field = self.page.locator(f"form.form [name={name}]")
        if searched.count():
            searched.fill(str(value))
            searched.press("Enter")
            return
        kind = field.first.evaluate("one => one.type")
        if kind == "radio":
            self.page.check(f'form.form [name={name}][value="{value}"]')
        elif kind == "checkbox":
            field.set_checked(bool(value))
        elif kind.startswith("select"):
            known = field.locator(f'option[value="{value}"]').count()
            field.select_option(**({"value": value} if known else {"label": str(value)}))
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def reveal(self, purpose: str) -> Person:
        """Say what the names are needed for, and have them shown."""
        self.page.click('#matter a[href$="/reveal"]')
        self.page.check(f'#move [name=purpose][value="{purpose}"]')
        self.page.click("#move form button.is-first")
        self.page.locator("#move form").wait_for(state="hidden")
        return self

    # Looking.

    def text(self, selector: str) -> str:
        """What stands in the first such place, in one line."""
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def says(self, words: str) -> bool:
        return words in " ".join(self.page.locator("body").inner_text().split())

    def listed(self, path: str) -> list[str]:
        """The titles that a list shows."""
        self.visit(path)
        return self.page.locator("[data-list] .opens").all_inner_texts()

    def shot(self, name: str) -> None:
        """Leave a picture, when the environment names a folder for them."""
        folder = os.environ.get(SHOTS)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@dataclass
class County:
    """The server, its people, and a browser for each of them."""

    address: str
    cast: Any
    browser: Browser
    seen: Seen = field(init=False)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seen = Seen(self.address)

    def person(self, who: str, *, script: bool = True, **context: Any) -> Person:
        """Somebody of the cast, logged in; the same browser the next time.

        The form of the log-in is filled in where there are no scripts, and by `log_in`; all others
        come with the session that it gives.
        """
        key = (who, repr((script, sorted(context.items(), key=repr))))
        if key not in self.people:
            login = self.cast.account(who).login_name
            made = self.stranger(login, script=script, **context)
            self.people[key] = made.come_in(self.cast.client(who)) if script else made.log_in()
        return self.people[key]

    def deliver(self) -> None:
        """Let the outbox deliver, as the worker does every five seconds."""
        while deliver(now=timezone.now()):
            pass

    def stranger(self, login: str, *, script: bool = True, **context: Any) -> Person:
        """A new browser in which nobody is logged in yet."""
        window: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN"}
        made = self.browser.new_context(
            **(window | {"java_script_enabled": script, "timezone_id": "Asia/Shanghai"} | context)
        )
        made.set_default_timeout(PATIENCE)
        self.seen.listen(made)
        return Person(login, self.address, made.new_page(), script)
