"""Every page by axe on a phone and at a desk, and nothing wider than either in two languages."""

from importlib.resources import files
from typing import Any

import pytest
from django.utils import timezone

from gege.supervision import api as supervision
from gege.supervision.api import Span
from tests.journeys.screen import County
from tests.matters.play import CALLER, Play

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
"""WCAG 2.2, levels A and AA, by the names axe has for them."""

SIZES = {"phone": (360, 800), "desk": (1366, 768)}
LOOKS = (("phone", "en"), ("desk", "zh-hans"))
"""Each size and language once, for pages of the same shell: long words are on the small screen."""
PAGES = {
    "county_dispatcher": (
        "/",
        "/matters?box=all",
        "/matters?q=nothing-like-it",
        "/matters/new",
        "/matters/{number}",
        "/matters/{number}/dispatch",
        "/matters/{number}/print",
        "/overview",
        "/supervision/lights",
        "/supervision/lights?wall=1",
        "/supervision/orders",
        "/supervision/coordination/new",
        "/supervision/briefings/{briefing}",
        "/supervision/briefings/{briefing}/conclusions/new",
        "/boards/indicators",
        "/boards/indicators/near?by=kind",
        "/notices",
        "/account",
        "/account/password",
        "/stranded",
    ),
    "grid_worker": ("/", "/matters/new", "/handbook"),
    "department_officer": ("/handbook?box=kept", "/handbook/new"),
    "station_clerk": (
        "/field-work/patrols",
        "/field-work/patrols/days",
        "/field-work/excuses",
        "/field-work/excuses/new",
        "/field-work/points",
        "/field-work/points/new",
        "/field-work/points/import",
        "/field-work/rules",
    ),
    "electronic_supervisor": ("/", "/matters/{number}"),
    "administrator": (
        "/",
        "/people",
        "/people/new",
        "/people/vacant-grids",
        "/setup/rulebook",
        "/setup/rulebook/kinds/B01",
        "/setup/rulebook/limits",
        "/setup/rulebook/thresholds",
        "/setup/rulebook/editions",
        "/setup/topics/edit",
        "/no-such-page",
    ),
}
LOOK = """async rules => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map(one => `${one.id}: ${one.nodes.map(n => n.html).slice(0, 2)}`);
}"""


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_no_page_has_a_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    play = Play(county.cast, timezone.now())
    number = play.triaged(who=CALLER).number
    play.in_hand(title="一件标题很长的事项，说的是路面、井盖、路灯和绿化带一起出了问题" * 2)
    briefing = drafted(play)
    county.deliver()
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {
        "viewport": {"width": width, "height": height},
        "bypass_csp": True,
    }
    found = look_at_log_in(county, language, window)
    for who, paths in PAGES.items():
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
        person = county.person(who, **window)
        for path in paths:
            person.visit(path.format(number=number, briefing=briefing))
            found += problems(person.page, f"{who} {path}", language)
            found += too_wide_elsewhere(person.page, f"{who} {path}", size)
            name = (
                path.strip("/").replace("/", "-").replace("?", "-").format(number="n", briefing="b")
            )
            person.shot(f"{size}-{language}-{who}-{name or 'home'}")
    assert found == [], "\n".join(["", *found])


def drafted(play: Play) -> str:
    """A briefing of the last whole week with a conclusion that has no task yet."""
    by = play.cast.county_dispatcher
    first = supervision.last_whole(Span.WEEK, timezone.localdate(play.now)).first
    one = supervision.draft_briefing(Span.WEEK, first, by=by, now=play.now)
    entry = supervision.Concluded("base", "老城片区路面破损反复上报，应成片整治")
    supervision.conclude(one.uid, entry, by=by, now=play.now)
    return str(one.uid)


def look_at_log_in(county: County, language: str, window: dict[str, Any]) -> list[str]:
    nobody = county.stranger("nobody", **window)
    cookie = {"name": "django_language", "value": language, "url": county.address}
    nobody.page.context.add_cookies([cookie])  # type: ignore[list-item]
    nobody.visit("/login")
    return problems(nobody.page, "log-in", language)


def problems(page: Any, name: str, language: str) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    page.evaluate(AXE)
    found = [f"{name}: {one}" for one in page.evaluate(LOOK, RULES)]
    found += too_wide(page, name)
    spoken = page.evaluate("document.documentElement.lang")
    if spoken != language:
        found.append(f"{name}: is said to be in {spoken}")
    return found


def too_wide(page: Any, name: str) -> list[str]:
    """Whether the page is wider than the window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{name}: {wide} px wide on a screen of {window}"] if wide > window else []


def too_wide_elsewhere(page: Any, name: str, size: str) -> list[str]:
    """Whether it is wider than a window of the other size; the window is as before then."""
    found = []
    for other in (*(one for one in SIZES if one != size), size):
        width, height = SIZES[other]
        page.set_viewport_size({"width": width, "height": height})
        found += too_wide(page, f"{name} on a {other}")
    return found
