"""The app without a finger or a mouse: keys only."""

from __future__ import annotations

import pytest

from gege.matters.api import Matter
from tests.cast import PASSWORD
from tests.journeys.handheld.phone import PIN, Handheld, handheld, points
from tests.journeys.screen import County


@pytest.mark.row("R-039")
def test_a_report_is_made_by_keys_alone(county: County) -> None:
    points(county.cast)
    phone = handheld(county, has_touch=False, is_mobile=False)
    phone.page.goto(f"{county.address}/field/")
    phone.page.locator("form.form").wait_for()
    for words in (phone.login, PASSWORD, PIN, PIN):
        reach(phone, "input")
        phone.page.keyboard.type(words)
    phone.page.keyboard.press("Enter")
    phone.page.locator("nav.bar").wait_for()
    phone.settled()
    reach(phone, 'nav.bar a[href="#/report"]', enter=True)
    reach(phone, ".report input[type=text]")
    phone.page.keyboard.type("护栏松了")
    reach(phone, ".finder input")
    phone.page.keyboard.type("道路")
    phone.page.keyboard.press("Enter")
    reach(phone, "input[type=radio][value=position]")
    phone.page.keyboard.press("ArrowRight")
    phone.page.locator(".map.leaflet-container").wait_for()
    reach(phone, ".map")
    phone.page.keyboard.press("Enter")
    phone.page.locator("path.chosen-place").wait_for()
    reach(phone, "#send-report", enter=True)
    phone.all_sent()
    made = Matter.objects.get(title="护栏松了")
    assert (made.kind, made.lng is not None) == ("B01", True)
    # Escape goes back, and the heading is where reading goes on.
    phone.open("more")
    reach(phone, 'a.opens[href="#/handbook"]', enter=True)
    assert phone.page.evaluate("document.activeElement.tagName") == "H1"
    phone.page.keyboard.press("Escape")
    phone.page.wait_for_function("location.hash === '#/more'")


def reach(phone: Handheld, selector: str, *, enter: bool = False) -> None:
    """Press Tab until something is reached that was not focused before."""
    page = phone.page
    before = page.evaluate_handle("document.activeElement")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "([selector, before]) => document.activeElement !== before"
            " && document.activeElement.matches(selector)",
            [selector, before],
        ):
            break
    else:
        raise AssertionError(f"{selector} is not reached by Tab")
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    if enter:
        page.keyboard.press("Enter")
        phone.settled()
