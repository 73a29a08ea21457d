"""Every screen by axe in two languages and in large print; at three sizes nothing too small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.journeys.handheld.day import LONG, Day, day
from tests.journeys.handheld.phone import Handheld, handheld
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import AXE, LOOK, RULES
from tests.matters.play import Play

SIZES = {
    "phone": {"width": 360, "height": 800},
    "lying": {"width": 740, "height": 360},
    "tablet": {"width": 768, "height": 1024},
}
SMALL = """() => [...document.querySelectorAll(
    "a[href], button, select, summary, input:not([type=file]), textarea")]
  .filter(one => one.getClientRects().length && !one.closest(".leaflet-control-attribution"))
  .map(one => {
    const box = (one.closest("label.choice") ?? one).getBoundingClientRect();
    return [one, Math.round(box.width), Math.round(box.height)];
  })
  .filter(([, width, height]) => height < 44 || width < 44)
  .map(([one, width, height]) => `${width}x${height} ${one.outerHTML.slice(0, 120)}`)"""
"""What is pressed and is smaller than a thumb; links inside running text do not occur."""


def screens(seeded: Day) -> tuple[str, ...]:
    campaign = seeded.campaign
    assert campaign is not None
    return (
        "today", "report", "matters", f"matter/{seeded.matters['new'].number}",
        f"matter/{seeded.matters['away'].number}", "matter/20990101-0000000", "patrol", "visits",
        "visit/new", f"visit/{seeded.visits['service'].uid}", "campaigns",
        f"campaign/{campaign.uid}", f"form/{campaign.uid}", "handbook", "notices", "outbox", "me",
        "more", "no-such-screen",
    )  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a phone stands: the first size is looked at by axe, the others are measured only."""

    language: str
    large: bool
    sizes: tuple[str, ...]
    by_axe: bool = True


@pytest.mark.parametrize(
    "look",
    [
        Look("zh-hans", large=False, sizes=("phone", "lying")),
        Look("en", large=False, sizes=("tablet", "phone")),
        Look("zh-hans", large=True, sizes=("phone",), by_axe=False),
        Look("en", large=True, sizes=("phone",)),
    ],
    ids=lambda look: f"{look.language}-{'large' if look.large else 'usual'}",
)
@pytest.mark.row("R-039")
def test_no_screen_has_a_barrier(county: County, look: Look) -> None:
    seeded = day(county.cast)
    awaits_verification(county.cast)
    county.deliver()
    account = county.cast.account("grid_worker")
    account.language, account.large_print = look.language, look.large
    account.save(update_fields=["language", "large_print"])
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    phone = handheld(county, viewport=SIZES[look.sizes[0]], bypass_csp=True)
    phone.page.goto(f"{county.address}/field/")
    phone.page.locator("form.form").wait_for()
    found = problems(phone, look, "enter", None)
    phone.enter().settled()
    for number, screen in enumerate(screens(seeded)):
        phone.open(screen)
        if screen.startswith("form"):
            phone.page.locator(".xform .field").first.wait_for()
        found += problems(phone, look, f"{number:02}-{screen.split('/')[0]}", look.language)
    found += unusual(phone, look)
    assert found == [], "\n".join(["", *found])


def awaits_verification(cast: Cast) -> None:
    """A long title beside the longest words of a state, on a list of narrow rows."""
    play = Play(cast, timezone.now() - timedelta(minutes=30))
    matter = play.complete(play.accepted(title=LONG, kind="B01"), cast.grid_worker)
    assert matter.state == "completed"


def unusual(phone: Handheld, look: Look) -> list[str]:
    """Faults at fields, a map, a running patrol, a question, kept things without a network."""
    seen = partial(problems, phone, look, language=look.language)
    phone.open("report").tap("#send-report")
    found = seen("report-wrong")
    phone.tap(".choices.is-short .choice:nth-child(2)")
    phone.page.locator(".map.leaflet-container").wait_for()
    found += seen("report-map")
    phone.open("patrol").tap(".button.is-big")
    phone.page.locator("[data-point]").first.wait_for()
    found += seen("patrol-running")
    phone.offline()
    phone.tap("[data-point] >> nth=2")
    found += seen("patrol-by-hand")
    phone.yes()
    phone.open("outbox")
    found += seen("outbox-offline")
    phone.tap(".rows a.opens")
    found += seen("kept")
    phone.open("today")
    found += seen("today-offline")
    return found


def problems(phone: Handheld, look: Look, screen: str, language: str | None) -> list[str]:
    """What axe finds, what is wider than the window, what is too small for a thumb."""
    page: Any = phone.page
    found: list[str] = []
    for size in reversed(look.sizes):
        name = f"{size}-{look.language}{'-large' if look.large else ''}-{screen}"
        if len(look.sizes) > 1:
            page.set_viewport_size(SIZES[size])
        if look.by_axe and size == look.sizes[0]:
            page.evaluate(AXE)
            found += [f"{name}: {one}" for one in page.evaluate(LOOK, RULES)]
        # Not `innerWidth`: a phone zooms out over a page that is too wide, and says it is as wide.
        wide, window = page.evaluate("document.documentElement.scrollWidth"), SIZES[size]["width"]
        if wide > window:
            found.append(f"{name}: {wide} px wide on a screen of {window}")
        found += [f"{name}: {one}" for one in page.evaluate(SMALL)]
        phone.shot(name, whole=True)
    spoken = page.evaluate("document.documentElement.lang")
    if language and spoken != language:
        found.append(f"{screen}: is said to be in {spoken}")
    return found


@pytest.mark.row("R-039")
def test_an_empty_phone_says_what_would_stand_there(county: County) -> None:
    """A worker with nothing to do sees words on every list, not blank paper."""
    phone = handheld(county).enter()
    for screen in ("today", "matters", "visits", "campaigns", "handbook", "notices", "outbox"):
        phone.open(screen)
        assert phone.page.locator(".empty, .section .soft").count() > 0, screen
        phone.shot(f"empty-{screen}")
