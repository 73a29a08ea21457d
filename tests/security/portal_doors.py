"""The residents' portal: its addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from gege.portal.actions.issues import Said, approve_issue, write_issue
from gege.portal.actions.page_words import PageFiles, PageWords
from gege.portal.actions.pages import approve_page, propose_page, write_page
from gege.portal.actions.thank import decide_thanks, thank_place
from gege.portal.models import HotIssue, PageFile, PublicPage, Thanks
from gege.services.api import Article, Text, publish_article, write_article
from gege.territory.api import load_atlas
from tests.cast import COMMUNITY, GRID
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

TOWN_AND_COUNTY = frozenset({"township_operator", "county_dispatcher", "county_supervisor"})
ALL_TOWNS = TOWN_AND_COUNTY | {"strange_township_operator"}
STATIONS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
KEEPERS = ALL_TOWNS | STATIONS | {"administrator"}
OFFICERS = frozenset({"department_officer", "other_department_officer", "town_branch_officer"})
AUTHORS = ALL_TOWNS | STATIONS | OFFICERS
PAGE_READERS = frozenset({"station_clerk", "township_operator", "county_supervisor"})
WORKERS = frozenset({"grid_worker", "second_grid_worker"})
THANKED = WORKERS | OFFICERS
DECIDERS = (ALL_TOWNS | STATIONS) - {"county_dispatcher"}
THANKS_READERS = PAGE_READERS | {"grid_worker"}
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
    "portal:own-data": (200, NOBODY, 200),
    "portal:who-places": (200, NOBODY, 200),
    "portal:who": (200, NOBODY, 200),
    "portal:issues": (200, NOBODY, 200),
    "portal:policies": (200, NOBODY, 200),
    "portal:policy": (200, NOBODY, 200),
    "portal:thanks": (200, NOBODY, 200),
    "portal:thank": (200, NOBODY, 200),
    "portal:map": (200, NOBODY, 200),
    "portal:map-picture": (200, NOBODY, 200),
    "portal:here": (405, NOBODY, 405),
    "portal:news": (200, NOBODY, 200),
    "portal:news-places": (200, NOBODY, 200),
    "portal:news-of": (302, NOBODY, 302),
    "portal:feed": (200, NOBODY, 200),
    "portal:news-page": (200, NOBODY, 200),
    "portal:page-file": (200, NOBODY, 200),
    "portal-desk:codes": (200, KEEPERS, 404),
    "portal-desk:sheet": (200, TOWN_AND_COUNTY | {"station_clerk", "administrator"}, 404),
    "portal-desk:issues": (200, ALL_TOWNS, 404),
    "portal-desk:new-issue": (200, ALL_TOWNS, 404),
    "portal-desk:issue": (200, TOWN_AND_COUNTY, 404),
    "portal-desk:edit-issue": (200, TOWN_AND_COUNTY, 404),
    "portal-desk:issue-deed": (200, TOWN_AND_COUNTY, 404),
    # A page of the station: its own people, its township and the county's supervisors.
    "portal-desk:pages": (200, AUTHORS, 404),
    "portal-desk:new-page": (200, AUTHORS, 404),
    "portal-desk:page": (200, PAGE_READERS, 404),
    "portal-desk:page-version": (200, PAGE_READERS, 404),
    "portal-desk:page-file": (200, PAGE_READERS, 404),
    "portal-desk:page-deed": (200, PAGE_READERS, 404),
    "portal-desk:edit-page": (200, frozenset({"station_clerk"}), 404),
    "portal-desk:thanks": (200, THANKED | DECIDERS, 404),
    "portal-desk:thanks-one": (200, THANKS_READERS, 404),
}


def arguments_at_portal(name: str, play: Play, number: str) -> dict[str, Any] | None:
    """What the addresses of the portal take; None for other rooms."""
    given: dict[str, dict[str, str]] = {
        "portal:report": {"place": GRID},
        "portal:scanned": {"place": GRID},
        "portal:who": {"place": COMMUNITY},
        "portal:say": {"deed": "add"},
        "portal-desk:sheet": {"place": COMMUNITY},
        "portal:thanks": {"place": COMMUNITY},
        "portal:thank": {"place": GRID},
        "portal:news-of": {"place": COMMUNITY},
    }
    if name in ("portal:news-page", "portal-desk:page", "portal-desk:edit-page"):
        return {"uid": _page(play).uid}
    if name == "portal:page-file":
        return {"uid": _file(play)}
    if name == "portal-desk:page-file":
        return {"uid": _page(play).uid, "file": _file(play)}
    if name == "portal-desk:page-version":
        return {"uid": _page(play).uid, "number": 1}
    if name == "portal-desk:page-deed":
        return {"uid": _page(play).uid, "deed": "withdraw"}
    if name == "portal-desk:thanks-one":
        return {"uid": _thanks(play).uid}
    if name in ("portal-desk:issue", "portal-desk:edit-issue"):
        return {"uid": _issue(play, number).uid}
    if name == "portal-desk:issue-deed":
        return {"uid": _issue(play, number).uid, "deed": "hide"}
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
    issue = write_issue(said, number=number, by=play.cast.county_supervisor, now=play.now)
    return approve_issue(issue.uid, by=play.cast.county_dispatcher, now=play.now)


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


def _page(play: Play) -> PublicPage:
    """A page of the station that is shown, with a paper."""
    found = PublicPage.objects.first()
    if found is not None:
        return found
    clerk, now = play.cast.station_clerk, play.now
    words = PageWords("notice", "停水通知", "明天上午停水，请先储水。", now.date())
    paper = SimpleUploadedFile("附件.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    page = write_page(words, PageFiles(papers=[paper]), by=clerk, now=now)
    propose_page(page.uid, by=clerk, now=now)
    return approve_page(page.uid, by=play.cast.township_operator, now=now)


def _file(play: Play) -> UUID:
    return PageFile.objects.get(text__page=_page(play)).uid


def _thanks(play: Play) -> Thanks:
    """Thanks to the grid worker that only they may read."""
    found = Thanks.objects.first()
    if found is not None:
        return found
    given = thank_place(GRID, "谢谢您", receipt_key=uuid4(), atlas=load_atlas(), now=play.now)
    by = play.cast.station_clerk
    return decide_thanks(given.uid, "private", note="涉及家事", by=by, now=play.now)
