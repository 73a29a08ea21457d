"""The residents' portal: its addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from gege.portal.actions.issues import Said, show_issue
from gege.portal.models import HotIssue
from gege.services.api import Article, Text, publish_article, write_article
from tests.cast import COMMUNITY, GRID
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

TOWN_AND_COUNTY = frozenset({"township_operator", "county_dispatcher", "county_supervisor"})
ALL_TOWNS = TOWN_AND_COUNTY | {"strange_township_operator"}
STATIONS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
KEEPERS = ALL_TOWNS | STATIONS | {"administrator"}
NOBODY: frozenset[str] = frozenset()

TABLE: Mapping[str, Row] = {
    # Open to everybody, whoever is logged in; what was reported opens by number and code alone.
    "portal:home": (200, NOBODY, 200),
    "portal:places": (200, NOBODY, 200),
    "portal:report": (200, NOBODY, 200),
    "portal:scanned": (200, NOBODY, 200),
    "portal:receipt": (302, NOBODY, 302),
    "portal:follow": (200, NOBODY, 200),
    "portal:item": (302, NOBODY, 302),
    "portal:say": (302, NOBODY, 302),
    "portal:finish": (405, NOBODY, 405),
    "portal:who-places": (200, NOBODY, 200),
    "portal:who": (200, NOBODY, 200),
    "portal:issues": (200, NOBODY, 200),
    "portal:policies": (200, NOBODY, 200),
    "portal:policy": (200, NOBODY, 200),
    "portal-desk:codes": (200, KEEPERS, 404),
    "portal-desk:sheet": (200, TOWN_AND_COUNTY | {"station_clerk", "administrator"}, 404),
    "portal-desk:issues": (200, ALL_TOWNS, 404),
    "portal-desk:new-issue": (200, ALL_TOWNS, 404),
    "portal-desk:issue": (200, TOWN_AND_COUNTY, 404),
}


def arguments_at_portal(name: str, play: Play, number: str) -> dict[str, str | UUID] | None:
    """What the addresses of the portal take; None for other rooms."""
    given: dict[str, dict[str, str]] = {
        "portal:report": {"place": GRID},
        "portal:scanned": {"place": GRID},
        "portal:who": {"place": COMMUNITY},
        "portal:say": {"deed": "add"},
        "portal-desk:sheet": {"place": COMMUNITY},
    }
    if name == "portal-desk:issue":
        return {"uid": _issue(play, number).uid}
    if name == "portal:policy":
        return {"uid": _policy(play).uid}
    if name in given:
        return {**given[name]}
    return {} if name.startswith("portal") else None


def _issue(play: Play, number: str) -> HotIssue:
    found = HotIssue.objects.first()
    if found is not None:
        return found
    said = Said("other", "老城区路面修补", plan="年内完成")
    return show_issue(number, said, by=play.cast.county_supervisor, now=play.now)


def _policy(play: Play) -> Article:
    found = Article.objects.filter(kind="policy").first()
    if found is not None:
        return found
    by, today = play.cast.department_officer, play.now.date()
    text = Text(
        kind="policy",
        title="公租房政策",
        body="住房有困难的家庭可以申请。",
        source="县政府文件",
        owner_id=by.unit_id or 0,
        valid_from=today.replace(month=1, day=1),
        review_on=today.replace(year=today.year + 1),
    )
    return publish_article(write_article(text, by=by, now=play.now).uid, by=by, now=play.now)
