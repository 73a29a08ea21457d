"""Pairs of records that may be one: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.registers.api import Merge, Pair, merge_pair, propose
from gege.territory.api import read_editions
from tests.matters.play import Play
from tests.registers.keeping_records import Home, go_live

Row = tuple[int, frozenset[str], int]

HERE = frozenset({"station_clerk", "township_operator", "county_dispatcher", "county_supervisor"})
"""Who decides on a pair of this community: its clerk, and those above."""
DECIDING = HERE | {"second_station_clerk", "stranger", "strange_township_operator"}

TABLE: Mapping[str, Row] = {
    "registers:pairs": (200, DECIDING, 404),
    # It is sent by a form.
    "registers:confirm-pairs": (405, DECIDING, 404),
    "registers:pair": (200, HERE, 404),
    "registers:pair-reveal": (302, HERE, 404),
    "registers:apart": (200, HERE, 404),
    "registers:same-as": (200, HERE, 404),
}


def arguments_of_pairs(part: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of pairs; None for others."""
    if part in ("pairs", "confirm-pairs"):
        return {}
    if part in ("pair", "pair-reveal"):
        return {"number": (Pair.objects.filter(how="").first() or _proposed(play)).pk}
    if part == "apart":
        return {"number": _merge(play).pk}
    return None


def _merge(play: Play) -> Merge:
    """Two residents of the grid who became one."""
    if not Merge.objects.exists():
        pair = _proposed(play)
        about = {"by": play.cast.station_clerk, "now": play.now, "editions": read_editions()}
        merge_pair(pair.pk, kept=pair.one.uid, reason="同一人", **about)
    return Merge.objects.get()


def _proposed(play: Play) -> Pair:
    """Two residents of the grid, of whom somebody thinks that they are one."""
    go_live()
    home = Home(play.cast.grid_worker)
    other = home.person(play.cast.grid_worker, name="王晓明")
    about = {"by": play.cast.station_clerk, "now": play.now, "editions": read_editions()}
    return propose(home.resident.uid, other.uid, **about)
