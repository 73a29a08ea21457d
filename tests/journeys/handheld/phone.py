"""A grid worker with a phone: what they see, press and type; a network that comes and goes."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Locator, Page

from gege.fieldwork import api as fieldwork
from gege.fieldwork.models import CheckPoint
from gege.staff.api import Actor
from tests.cast import GRID, PASSWORD, Cast, centre_of
from tests.journeys.screen import PATIENCE, SHOTS, County

PIN = "193728"
SIZE = {"width": 360, "height": 800}
WINDOW: dict[str, Any] = {
    "viewport": SIZE,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "has_touch": True,
    "is_mobile": True,
    "permissions": ["geolocation"],
}


@dataclass
class Handheld:
    """The app in a browser of a phone's size. `words` maps what is looked for to the language."""

    login: str
    address: str
    context: BrowserContext
    page: Page

    # Coming in.

    def enter(self) -> Handheld:
        """Make the phone a terminal, and wait until the day is on it."""
        self.page.goto(f"{self.address}/field/")
        fields = self.page.locator("form.form input")
        for index, value in ((0, self.login), (1, PASSWORD)):
            fields.nth(index).fill(value)
        for pin in self.page.locator("input[inputmode=numeric]").all():
            pin.fill(PIN)
        self.page.click("button[type=submit]")
        self.page.locator("nav.bar").wait_for(timeout=PATIENCE * 2)
        return self

    def unlock(self) -> Handheld:
        self.page.fill("input[type=password]", PIN)
        self.page.click("button[type=submit]")
        self.page.locator("nav.bar").wait_for(timeout=PATIENCE)
        return self

    def installed(self) -> Handheld:
        """Wait until the service worker has the whole app."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return self

    # The network.

    def offline(self) -> Handheld:
        self.context.set_offline(True)
        self.page.locator(".head .offline").wait_for(timeout=PATIENCE)
        return self

    def online(self) -> Handheld:
        self.context.set_offline(False)
        return self

    def all_sent(self, patience: int = PATIENCE * 3) -> Handheld:
        """Wait until the outbox holds nothing that is kept, waiting or on its way."""
        self.page.locator(".head .line .unsent").wait_for(state="detached", timeout=patience)
        return self

    # Going about.

    def open(self, screen: str) -> Handheld:
        """Go to a screen by its address behind the #."""
        self.page.evaluate("where => { location.hash = where; }", f"#/{screen}")
        self.settled()
        return self

    def settled(self) -> Handheld:
        """Wait until a screen is drawn and nothing is being done."""
        self.page.locator("main.screen > *").first.wait_for(state="attached", timeout=PATIENCE)
        self.page.wait_for_timeout(150)
        return self

    def press(self, words: str, *, exact: bool = True) -> Handheld:
        """Press a button or a link by what it says."""
        buttons = self.page.get_by_role("button", name=words, exact=exact)
        links = self.page.get_by_role("link", name=words, exact=exact)
        buttons.or_(links).first.click()
        self.settled()
        return self

    def tap(self, selector: str) -> Handheld:
        self.page.locator(selector).first.click()
        self.settled()
        return self

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=False).first

    def type(self, label: str, words: str) -> Handheld:
        self.field(label).fill(words)
        return self

    def choose(self, words: str) -> Handheld:
        """Tick a choice by what it says."""
        self.page.locator(".choice", has_text=words).first.click()
        return self

    def yes(self) -> Handheld:
        """Answer what is asked with yes."""
        self.page.locator("dialog [data-yes]").click()
        self.settled()
        return self

    def kind(self, words: str) -> Handheld:
        """Find a kind by its words and take the first."""
        self.page.locator(".finder input").first.fill(words)
        self.page.locator(".found button").first.click()
        return self

    def photo(self, colour: str = "#557", place: str = ".report") -> Handheld:
        """Take a photograph: what the camera gives."""
        shown = self.page.locator(f"{place} .photo")
        count = shown.count()
        self.page.locator(f"{place} input[data-take]").first.set_input_files(
            {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": picture(colour)}
        )
        shown.nth(count).wait_for(timeout=PATIENCE)
        return self

    # Looking.

    def says(self, words: str) -> bool:
        return words in self.text("body")

    def text(self, selector: str = "main.screen") -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    @property
    def unsent(self) -> int:
        """How many things the head says are not sent."""
        found = re.search(r"\d+", " ".join(self.page.locator(".head .unsent").all_inner_texts()))
        return int(found[0]) if found else 0

    def stand(self, lng: float, lat: float, accuracy: float = 12) -> Handheld:
        """Be at a place."""
        self.context.set_geolocation({"longitude": lng, "latitude": lat, "accuracy": accuracy})
        return self

    def shot(self, name: str, *, whole: bool = False) -> None:
        """Leave a picture, when the environment names a folder for them."""
        folder = os.environ.get(SHOTS)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)


def handheld(county: County, who: str = "grid_worker", **window: Any) -> Handheld:
    """A phone in the hand of a member of the cast, not yet entered."""
    context = county.browser.new_context(**(WINDOW | window))
    context.set_default_timeout(PATIENCE)
    county.seen.listen(context)
    login = county.cast.account(who).login_name
    return Handheld(login, county.address, context, context.new_page())


def picture(colour: str = "#557") -> bytes:
    """A photograph as a telephone makes it, with a place in its hidden fields."""
    image = Image.new("RGB", (1200, 900), colour)
    ImageDraw.Draw(image).ellipse((300, 200, 900, 700), fill="#c96")
    exif = Image.Exif()
    exif[0x010F] = "maker"
    exif.get_ifd(0x8825)[2] = (30.0, 20.0, 10.0)
    out = io.BytesIO()
    image.save(out, format="JPEG", exif=exif)
    return out.getvalue()


def points(cast: Cast, number: int = 5, *, grid: str = GRID) -> list[CheckPoint]:
    """Check-in points in a row through the middle of a grid, some 60 metres apart."""
    lng, lat = centre_of(grid)
    by: Actor = cast.station_clerk
    return [
        fieldwork.add_point(
            area_code=grid,
            kind="building",
            name=f"解放路 {index + 1} 号楼",
            address=f"解放路 {index * 2 + 10} 号",
            lng=lng + index * 0.0006,
            lat=lat,
            households=24,
            by=by,
            now=timezone.now(),
        )
        for index in range(number)
    ]


def today() -> date:
    return timezone.localdate()


def soon(days: int = 3) -> date:
    return today() + timedelta(days=days)
