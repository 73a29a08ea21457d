"""The map in a browser: time moves, circles open their lists, all of it by keyboard, no barrier."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gege.matters.api import LOCAL
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-051")]


def test_the_map_by_keyboard(county: County) -> None:
    play = Play(county.cast, timezone.now())
    for number in range(3):
        play.report(title=f"事项{number}")
    today = timezone.now().astimezone(LOCAL).date()
    desk = open_map(county, f"/map?area={county.cast.grid_worker.area_code}&days=7")
    page = desk.page

    # The slider moves by the arrows and says where it is; the last day holds all three.
    slider = page.locator("[data-slide]")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("[data-step]")).to_contain_text(today.isoformat())
    assert slider.get_attribute("aria-valuetext") == today.isoformat()
    expect(page.locator("#fullest-lines a")).to_have_text(["3 件"])
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#fullest-lines a")).to_have_count(0)
    page.keyboard.press("Home")

    # The cross stands on the only circle; Enter opens exactly its matters.
    chart = page.locator("#chart")
    chart.focus()
    page.evaluate("document.getElementById('chart').dispatchEvent(new Event('focus'))")
    expect(page.locator("#chart-here")).to_contain_text("3 件")
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/matters?*")
    assert page.locator("[data-list] .opens").count() == 3
    assert re.search(r"cell=\d+-\d+-\d+", page.url)

    # Layers live in the address, and the list beside the map leads to the same matters.
    page.go_back()
    ready(page)
    page.locator("input[value=lights]").check()
    assert "show=lights" in page.url
    page.locator("#fullest-lines a").first.press("Enter")
    page.wait_for_url("**/map/matters?*open=1*")
    assert page.locator("[data-list] .opens").count() == 3


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "zh-hans")])
def test_the_map_has_no_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    play = Play(county.cast, timezone.now())
    play.in_hand()
    account = county.cast.account("county_supervisor")
    account.language = language
    account.save(update_fields=["language"])
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    found: list[str] = []
    for path in ("/map?of=near", "/map?wall=1", "/map/matters"):
        person = county.person("county_supervisor", **window).visit(path)
        if "matters" not in path:
            ready(person.page)
        found += problems(person.page, path, language)
        person.shot(f"{size}-{language}-map{'-wall' if 'wall' in path else ''}")
    assert found == [], "\n".join(["", *found])


def open_map(county: County, path: str) -> Any:
    person = county.person("county_supervisor").visit(path)
    ready(person.page)
    return person


def ready(page: Any) -> None:
    page.locator("#chart[data-ready]").wait_for()
