"""What stands on every page: policies in its head, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import gege.desk
from gege.matters.api import Matter
from tests.matters.play import Play
from tests.security.doors import address, matter_in_hand, names

STATIC = Path(gege.desk.__file__).parent / "static" / "desk"
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HANDHELD_POLICY = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' data:"
SANDBOX = "default-src 'none'; sandbox"
LOADS = {"src", "href", "action", "srcset", "poster", "data", "formaction", "hx-get", "hx-post"}
FOREIGN = r"\s*(https?:)?//(?!testserver/)|\s*javascript:"
"""An address of another host. The platform's own may be written out: a poster has to."""
DATA = ("application/json",)
"""Types of a script element that a browser does not run."""


class Page(HTMLParser):
    """Finds what the policy forbids, and addresses that lead elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "style" or "style" in said:
            self.found.append(f"inline style on {tag}")
        if tag == "script" and "src" not in said and said.get("type") not in DATA:
            self.found.append("inline script")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")):
                self.found.append(f"{name} on {tag}")
            if name in LOADS and re.match(FOREIGN, value or ""):
                self.found.append(f"{name}={value}")


def pages(play: Play, matter: Matter) -> list[tuple[str, str]]:
    return [(name, address(name, play, matter)) for name in names()]


@pytest.mark.row("R-038")
@pytest.mark.parametrize(
    "who", ["county_dispatcher", "grid_worker", "electronic_supervisor", "administrator"]
)
def test_pages_carry_nothing_foreign(play: Play, who: str) -> None:
    matter = matter_in_hand(play)
    client = play.cast.client(who)
    looked = 0
    for name, path in pages(play, matter):
        response = client.get(path)
        carried = {header: response.headers.get(header) for header in HEADERS}
        # What is no page, such as a file somebody uploaded, may do even less.
        policy = carried["Content-Security-Policy"]
        page = response.headers.get("Content-Type", "").startswith("text/html")
        allowed = {policy_of(path)} | (set() if page else {SANDBOX})
        assert policy in allowed, (name, response.status_code)
        expected = HEADERS | {"Content-Security-Policy": policy}
        assert carried == expected, (name, response.status_code)
        if page:
            assert Page(response.content.decode()).found == [], name
            looked += 1
    assert looked > 20


def policy_of(path: str) -> str:
    """The handheld's pages alone may run the grammar that computes forms."""
    return HANDHELD_POLICY if path.startswith("/field/") else POLICY


def test_pages_about_people_stay_in_no_cache(play: Play) -> None:
    matter = matter_in_hand(play)
    client = play.cast.client("county_dispatcher")
    for name in ("matter:page", "matter:print", "matter:file", "desk:export"):
        said = client.get(address(name, play, matter)).headers.get("Cache-Control", "")
        assert "private" in said or "no-store" in said, name


@pytest.mark.row("R-038")
def test_what_is_sent_to_browsers_names_no_other_host() -> None:
    """Own style sheets and scripts; those of others are shown by the journeys."""
    own = [path for path in sorted(STATIC.rglob("*")) if path.suffix in (".css", ".js", ".svg")]
    assert len(own) > 10
    for path in own:
        text = path.read_text(encoding="utf-8")
        foreign = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
        assert [one for one in foreign if "www.w3.org" not in one] == [], path.name


def test_errors_carry_the_policies_too(play: Play) -> None:
    response = Client().get("/no-such-page")
    assert response.status_code == 404
    assert {header: response.headers.get(header) for header in HEADERS} == HEADERS
    assert Page(response.content.decode()).found == []
