"""Briefings, digests of opinions and their topics: the addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gege.supervision import api as supervision
from gege.supervision.api import Briefing, Conclusion, Digest, Span
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

TOWNS = frozenset({"township_operator", "strange_township_operator"})
CENTRE = frozenset({"county_supervisor", "county_dispatcher"})
OFFICERS = frozenset({"department_officer", "other_department_officer", "town_branch_officer"})
WATCHING = frozenset({"electronic_supervisor"})
CLERKS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
READERS = TOWNS | CENTRE | OFFICERS | WATCHING | CLERKS
OF_DIGESTS = CENTRE | OFFICERS | WATCHING
WRITERS = CENTRE
"""Who writes a draft of the county; nobody else knows of it."""

TABLE: Mapping[str, Row] = {
    "briefings:list": (200, READERS, 404),
    "briefings:new": (200, TOWNS | CENTRE, 404),
    "briefings:one": (200, WRITERS, 404),
    "briefings:print": (200, WRITERS, 404),
    "briefings:paper": (200, WRITERS, 404),
    "briefings:words": (200, WRITERS, 404),
    # A deed is done by sending it.
    "briefings:do": (404, frozenset(), 404),
    "briefings:conclude": (200, WRITERS, 404),
    "briefings:conclusion": (200, WRITERS, 404),
    "briefings:drop": (405, READERS, 404),
    "briefings:digests": (200, OF_DIGESTS, 404),
    "briefings:make-digests": (200, frozenset({"county_supervisor"}), 404),
    "briefings:digest": (200, CENTRE | WATCHING | {"department_officer"}, 404),
    "briefings:topics": (200, CENTRE | WATCHING | {"administrator"}, 404),
    "briefings:edit-topics": (200, frozenset({"county_supervisor", "administrator"}), 404),
}


def arguments_at_briefings(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of briefings and digests; None for others."""
    if name not in TABLE:
        return None
    if name == "briefings:digest":
        return {"uid": _digest(play).uid}
    more = {
        "briefings:paper": {"ending": "docx"},
        "briefings:do": {"deed": "propose"},
    }
    with_one = {"one", "print", "paper", "words", "do", "conclude", "conclusion", "drop"}
    page = name.partition(":")[2]
    if page not in with_one:
        return {}
    one = _draft(play)
    if page in ("conclusion", "drop"):
        return {"uid": one.uid, "conclusion": Conclusion.objects.get().uid}
    return {"uid": one.uid, **more.get(name, {})}


def _draft(play: Play) -> Briefing:
    """A draft of the county over the week before, with a conclusion."""
    found = Briefing.objects.first()
    if found is not None:
        return found
    by = play.cast.county_dispatcher
    day = play.now.date() - timedelta(days=7)
    one = supervision.draft_briefing(Span.WEEK, day, by=by, now=play.now)
    entry = supervision.Concluded("base", "应集中整治")
    supervision.conclude(one.uid, entry, by=by, now=play.now)
    return one


def _digest(play: Play) -> Digest:
    """A digest of the month before to the housing bureau."""
    found = Digest.objects.first()
    if found is not None:
        return found
    month = (play.now.date().replace(day=1) - timedelta(days=1)).replace(day=10)
    now, play.now = play.now, play.now.replace(year=month.year, month=month.month, day=month.day)
    play.report(kind="G01", title="希望多修步道")
    play.now = now
    by = play.cast.county_supervisor
    return supervision.make_digests(month, by=by, now=play.now).digests[0]
