"""Every screen by axe, at three sizes, in two languages and in large print; nothing too small."""

from __future__ import annotations

from datetime import timedelta
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


@pytest.mark.parametrize(
    ("size", "language", "large"),
    [
        ("phone", "zh-hans", False),
        ("phone", "en", False),
        ("phone", "zh-hans", True),
        ("phone", "en", True),
        ("lying", "zh-hans", False),
        ("tablet", "en", False),
    ],
)
@pytest.mark.row("R-039")
def test_no_screen_has_a_barrier(county: County, size: str, language: str, large: bool) -> None:
    seeded = day(county.cast)
    awaits_verification(county.cast)
    county.deliver()
    account = county.cast.account("grid_worker")
    account.language, account.large_print = language, large
    account.save(update_fields=["language", "large_print"])
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    phone = handheld(county, viewport=SIZES[size], bypass_csp=True)
    phone.page.goto(f"{county.address}/field/")
    phone.page.locator("form.form").wait_for()
    name = f"{size}-{language}{'-large' if large else ''}"
    found = problems(phone, f"{name}-enter", None)
    phone.enter().settled()
    for number, screen in enumerate(screens(seeded)):
        phone.open(screen)
        if screen.startswith("form"):
            phone.page.locator(".xform .field").first.wait_for()
        found += problems(phone, f"{name}-{number:02}-{screen.split('/')[0]}", language)
    found += unusual(phone, name, language)
    assert found == [], "\n".join(["", *found])


def awaits_verification(cast: Cast) -> None:
    """A long title beside the longest words of a state, on a list of narrow rows."""
    play = Play(cast, timezone.now() - timedelta(minutes=30))
    matter = play.complete(play.accepted(title=LONG, kind="B01"), cast.grid_worker)
    assert matter.state == "completed"


def unusual(phone: Handheld, name: str, language: str) -> list[str]:
    """Faults at fields, a map, a running patrol, a question, kept things without a network."""
    phone.open("report").tap("#send-report")
    found = problems(phone, f"{name}-report-wrong", language)
    phone.tap(".choices.is-short .choice:nth-child(2)")
    phone.page.locator(".map.leaflet-container").wait_for()
    found += problems(phone, f"{name}-report-map", language)
    phone.open("patrol").tap(".button.is-big")
    phone.page.locator("[data-point]").first.wait_for()
    found += problems(phone, f"{name}-patrol-running", language)
    phone.offline()
    phone.tap("[data-point] >> nth=2")
    found += problems(phone, f"{name}-patrol-by-hand", language)
    phone.yes()
    found += problems(phone.open("outbox"), f"{name}-outbox-offline", language)
    found += problems(phone.tap(".rows a.opens"), f"{name}-kept", language)
    phone.open("today")
    found += problems(phone, f"{name}-today-offline", language)
    return found


def problems(phone: Handheld, name: str, language: str | None) -> list[str]:
    """What axe finds, what is wider than the window, what is too small for a thumb."""
    page: Any = phone.page
    page.evaluate(AXE)
    found = [f"{name}: {one}" for one in page.evaluate(LOOK, RULES)]
    # Not `innerWidth`: a phone zooms out over a page that is too wide, and says it is as wide.
    wide, window = (
        page.evaluate("document.documentElement.scrollWidth"),
        page.viewport_size["width"],
    )
    if wide > window:
        found.append(f"{name}: {wide} px wide on a screen of {window}")
    found += [f"{name}: {one}" for one in page.evaluate(SMALL)]
    spoken = page.evaluate("document.documentElement.lang")
    if language and spoken != language:
        found.append(f"{name}: is said to be in {spoken}")
    phone.shot(name, whole=True)
    return found


@pytest.mark.row("R-039")
def test_an_empty_phone_says_what_would_stand_there(county: County) -> None:
    """A worker with nothing to do sees words on every list, not blank paper."""
    phone = handheld(county).enter()
    for screen in ("today", "matters", "visits", "campaigns", "handbook", "notices", "outbox"):
        phone.open(screen)
        assert phone.page.locator(".empty, .section .soft").count() > 0, screen
        phone.shot(f"empty-{screen}")
