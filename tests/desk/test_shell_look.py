"""The style guide: every part renders, keeps the content policy, and can be read and reached."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from gege.desk import navigation
from gege.desk.styleguide import sample, style
from gege.staff.api import Actor, Role
from tests.one_browser import browser

__all__ = ["browser"]
CSS = Path(__file__).parents[2] / "gege" / "desk" / "static" / "desk" / "css"
SIZES = [(360, 800), (768, 1024), (1366, 768), (1920, 1080)]
LANGUAGES = ["zh-hans", "en"]
PAGES = [
    "desk/styleguide.html",
    "desk/print.html",
    "desk/errors/403.html",
    "desk/errors/403_csrf.html",
    "desk/errors/404.html",
    "desk/errors/413.html",
    "desk/errors/429.html",
    "desk/errors/500.html",
]


@pytest.fixture(autouse=True)
def _rail(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (
        navigation.Entry(str(n), f"Accounts and posts {n}", "style-guide", rank=n, light="red")
        for n in range(8)
    )
    monkeypatch.setattr(navigation, "_entries", {entry.key: entry for entry in entries})
    monkeypatch.setattr(
        navigation, "_readers", [lambda request: {"0": 12, "1": 4321, "notices": 3}]
    )


def request_of(role: Role = Role.ADMINISTRATOR, address: str = "/desk/style") -> HttpRequest:
    plain = RequestFactory().get(address)
    request: Any = plain
    name = "武胜县网格化服务管理监管中心"
    english = "Wusheng County Supervision Centre of Grid-based Services"
    first = Actor(1, "甲", 1, role, 1, "990000", "county_centre", name, "990000", english)
    second = Actor(1, "甲", 2, role, 2, "990000100", "township_centre", name, "990000100", english)
    request.actor, request.held = first, (first, second)
    request.account = SimpleNamespace(display_name="欧阳某某", large_print="large" in address)
    return plain


def page(name: str, language: str, address: str = "/desk/style") -> str:
    with translation.override(language):
        return render_to_string(name, sample(), request=request_of(address=address))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_inline_style_or_script(name: str, language: str) -> None:
    html = page(name, language)
    assert re.findall(r"\sstyle=|\son\w+=|<style|javascript:|hx-on", html) == []
    scripts = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", html)
    assert [kind for kind in scripts if 'type="application/json"' not in kind] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_is_said_once_and_every_label_has_its_field(language: str) -> None:
    html = page("desk/parts/form.html", language) + page("desk/parts/sentence.html", language)
    ids = re.findall(r'\sid="([^"]+)"', html)
    aims = re.findall(r'\s(?:for|href)="#?(id_[^"]+)"', html)
    assert (sorted(ids), [aim for aim in aims if aim not in ids]) == (sorted(set(ids)), [])


def test_the_guide_is_for_administrators_unless_developing(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        style(request_of(Role.STATION_CLERK))
    assert style(request_of()).status_code == 200
    settings.DEBUG = True
    assert style(request_of(Role.STATION_CLERK)).status_code == 200


@pytest.mark.row("R-090")
@pytest.mark.parametrize("ground", [":root {", ":root[data-wall] {"])
def test_every_text_colour_reads_on_every_ground(ground: str) -> None:
    text = (CSS / "ground.css").read_text(encoding="utf-8")
    block = text.split(ground, 1)[1].split("}", 1)[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    words = ["ink", "ink-soft", "accent", "accent-deep", "light-green", "light-yellow", "light-red"]
    grounds = ["paper", "paper-raised", "paper-hover", "paper-chosen"]
    poor = [
        (word, under, round(ratio, 2))
        for word in words
        for under in grounds
        if (ratio := contrast(colours[word], colours[under])) < 4.5
    ]
    assert poor == []
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    shapes = [colours["light-yellow-shape"], colours["edge"]]
    assert [shape for shape in shapes if contrast(shape, colours["paper"]) < 3] == []


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3: the ratio of the relative luminances of two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def opened(browser: Browser, html: str, size: tuple[int, int]) -> Page:
    """Show a page of ours; static files come from their folders, nothing else is answered."""
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]})

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/desk/style":
            policy = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:"}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)
            return
        found = finders.find(re.sub(r"^/static/", "", path))
        route.fulfill(path=str(found)) if found else route.fulfill(status=404)

    tab.route("**/*", answer)
    tab.goto("http://gege.invalid/desk/style")
    return tab


@pytest.mark.row("R-110")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/desk/style", "/desk/style?large", "/desk/style?wall=1"])
def test_nothing_is_wider_than_the_screen(browser: Browser, language: str, address: str) -> None:
    html = page("desk/styleguide.html", language, address)
    wide = []
    for size in SIZES:
        tab = opened(browser, html, size)
        over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide.append((size, over))
        tab.close()
    assert wide == []


def test_a_list_is_walked_and_a_grave_deed_asks_once(browser: Browser) -> None:
    tab = opened(browser, page("desk/styleguide.html", "en"), (1366, 768))
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    rows = tab.locator("[data-list] .opens").all_text_contents()
    tab.evaluate("document.activeElement.blur()")
    walked = []
    for key in ("j", "j", "k"):
        tab.keyboard.press(key)
        walked.append(tab.evaluate("document.activeElement.textContent"))
    tab.get_by_role("button", name="Decline").click()
    asked = tab.locator("#ask-words").text_content() or ""
    tab.locator("#ask [data-no]").click()
    still_here = tab.url.endswith("/desk/style")
    tab.close()
    assert (walked, asked[:20], still_here, errors) == (
        [rows[0], rows[1], rows[0]],
        "Decline this matter?",
        True,
        [],
    )
