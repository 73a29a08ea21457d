"""Visits, linked households and terminals: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from gege.fieldwork import api as field
from gege.fieldwork.api import ContactLink, Terminal, Visit
from gege.matters.api import local_date
from tests.cast import COMMUNITY, GRID
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

DEPARTMENTS = frozenset({"department_officer", "other_department_officer", "town_branch_officer"})
PLANNING = frozenset(
    {
        "grid_worker",
        "second_grid_worker",
        "station_clerk",
        "second_station_clerk",
        "township_operator",
        "county_dispatcher",
        "county_supervisor",
        "stranger",
        "strange_township_operator",
    }
)
WRITING = PLANNING | DEPARTMENTS
VISITING = WRITING | {"electronic_supervisor"}
AT_THE_VISIT = frozenset(
    {
        "grid_worker",
        "station_clerk",
        "township_operator",
        "county_dispatcher",
        "county_supervisor",
    }
)
STATION = frozenset({"station_clerk"})
REGISTER = PLANNING - {"grid_worker", "second_grid_worker"} | {
    "electronic_supervisor",
    "administrator",
}
AT_THE_TERMINAL = AT_THE_VISIT - {"grid_worker"} | {"electronic_supervisor", "administrator"}
MANAGING = frozenset({"station_clerk", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})
EVERYBODY = VISITING | {"hotline_operator", "administrator"}

TABLE: Mapping[str, Row] = {
    "visits:list": (200, VISITING, 404),
    "visits:export": (200, VISITING, 404),
    "visits:plan": (200, PLANNING, 404),
    "visits:record": (200, PLANNING, 404),
    "visits:page": (200, AT_THE_VISIT | {"electronic_supervisor"}, 404),
    "visits:reveal": (200, AT_THE_VISIT, 404),
    "visits:record-planned": (200, AT_THE_VISIT, 404),
    "visits:cancel": (200, AT_THE_VISIT, 404),
    "visits:concern": (200, AT_THE_VISIT, 404),
    "visits:enter-code": (200, AT_THE_VISIT, 404),
    "visits:code": (200, STATION, 404),
    "visits:call": (200, STATION, 404),
    "visits:links": (200, VISITING, 404),
    "visits:new-link": (200, WRITING, 404),
    "visits:end-link": (
        200,
        frozenset({"station_clerk", "township_operator", "county_supervisor"}),
        404,
    ),
    "terminals:list": (200, REGISTER, 404),
    "terminals:export": (200, REGISTER, 404),
    "terminals:new": (200, ADMINISTRATOR, 404),
    "terminals:import": (200, ADMINISTRATOR, 404),
    # Nothing was uploaded.
    "terminals:import-preview": (404, EVERYBODY, 404),
    "terminals:page": (200, AT_THE_TERMINAL, 404),
    "terminals:hand-over": (200, MANAGING, 404),
    "terminals:lost": (200, MANAGING, 404),
    "terminals:found": (200, MANAGING, 404),
    "terminals:revoke": (200, MANAGING, 404),
    "terminals:retire": (200, ADMINISTRATOR, 404),
    "terminals:mine": (200, EVERYBODY, 404),
    "terminals:mine-lost": (405, EVERYBODY, 404),
    "terminals:mine-leave": (405, EVERYBODY, 404),
}


def uid_for(name: str, play: Play) -> UUID | None:
    """The uid that an address of this table takes; None for one that takes none."""
    if name in ("visits:end-link",):
        return _link(play).uid
    if name.startswith("terminals:") and name.split(":")[1] in (
        "page", "hand-over", "lost", "found", "revoke", "retire", "mine-lost", "mine-leave",
    ):  # fmt: skip
        return _terminal(play).uid
    if name.startswith("visits:") and name.split(":")[1] in (
        "page", "reveal", "record-planned", "cancel", "concern", "enter-code", "code", "call",
    ):  # fmt: skip
        return _visit(play).uid
    return None


def _visit(play: Play) -> Visit:
    """A doorstep service that is planned in the first grid."""
    return Visit.objects.first() or field.plan_visit(
        uuid4(),
        area_code=GRID,
        purpose="service",
        due_on=local_date(play.now) + timedelta(days=2),
        door="2-301",
        by=play.cast.station_clerk,
        now=play.now,
    )


def _link(play: Play) -> ContactLink:
    """A household of the first grid that the township's operator keeps in touch with."""
    by = play.cast.township_operator
    return ContactLink.objects.first() or field.link_household(
        uuid4(),
        account_id=by.account_id or 0,
        area_code=GRID,
        who="居民乙",
        door="5-102",
        by=by,
        now=play.now,
    )


def _terminal(play: Play) -> Terminal:
    """A device of the first community, in stock."""
    return Terminal.objects.first() or field.register_terminal(
        serial="SN-1", model="", unit_code=COMMUNITY, by=play.cast.administrator, now=play.now
    )
