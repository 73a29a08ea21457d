"""The registers: their addresses, and who opens them. The record is a building of a grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Assessment,
    Finding,
    Link,
    Question,
    Record,
    RightsRequest,
    RollCall,
    open_roll_call,
    receive_request,
    run_rules,
    say,
)
from gege.territory.api import read_editions
from tests.cast import GRID, centre_of
from tests.matters.play import Play
from tests.registers.keeping_records import Home, enter, go_live
from tests.security.import_doors import TABLE as IMPORTS
from tests.security.import_doors import arguments_of_imports
from tests.security.pair_doors import TABLE as PAIRS
from tests.security.pair_doors import arguments_of_pairs

Row = tuple[int, frozenset[str], int]

GRID_WORKERS = frozenset({"grid_worker", "second_grid_worker"})
CLERKS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
OFFICERS = frozenset({"department_officer", "town_branch_officer"})
KEEPING = GRID_WORKERS | CLERKS | OFFICERS | {"other_department_officer"}
ABOVE = frozenset(
    {"township_operator", "strange_township_operator", "county_dispatcher", "county_supervisor"}
)
ASKED = KEEPING | ABOVE
READING = ASKED | {"electronic_supervisor"}
SETTING_UP = frozenset({"administrator", "county_supervisor", "electronic_supervisor"})
HERE = frozenset({"grid_worker", "station_clerk"}) | OFFICERS
OVER_IT = HERE | {"township_operator", "county_dispatcher", "county_supervisor"}
FINDING = frozenset(
    {"grid_worker", "station_clerk", "township_operator", "county_dispatcher", "county_supervisor"}
)
OVER_GRIDS = frozenset({"township_operator", "county_dispatcher", "county_supervisor"})
SUPERVISOR = frozenset({"county_supervisor"})
CALLING = GRID_WORKERS | CLERKS | ABOVE
CALLING_HERE = FINDING
ROLL = tuple(f"registers:roll-call{part}" for part in ("", "-new", "-join", "-paper", "-close"))
"""The centres are asked there for their incident before anything is shown."""

TABLE: Mapping[str, Row] = {
    **PAIRS,
    **IMPORTS,
    "registers:index": (200, READING, 404),
    "registers:search": (200, ASKED, 404),
    "registers:find": (405, ASKED, 404),
    "registers:questions": (200, ASKED, 404),
    "registers:question": (200, OVER_IT, 404),
    "registers:findings": (200, ASKED, 404),
    "registers:finding": (200, FINDING, 404),
    "registers:declared": (200, READING | {"administrator"}, 404),
    "registers:declared-one": (200, READING | {"administrator"}, 404),
    "registers:document": (200, READING | {"administrator"}, 404),
    "registers:publish": (200, frozenset({"administrator"}), 404),
    "registers:assessments": (200, SETTING_UP, 404),
    "registers:assess": (200, SETTING_UP - {"electronic_supervisor"}, 404),
    "registers:assessment": (200, SETTING_UP, 404),
    "registers:sharing": (200, SETTING_UP, 404),
    "registers:share": (200, SUPERVISOR, 404),
    "registers:end-sharing": (200, SUPERVISOR, 404),
    "registers:around": (200, OVER_IT | {"electronic_supervisor"}, 404),
    # Every department has registers of subjects; all registers are in use.
    "registers:grid": (200, OVER_IT | {"electronic_supervisor", "other_department_officer"}, 404),
    "registers:statistics": (200, ABOVE | {"electronic_supervisor"}, 404),
    "registers:division": (200, ABOVE | {"administrator"}, 404),
    "registers:division-rules": (200, frozenset({"administrator"}), 404),
    "registers:division-grid": (200, OVER_GRIDS | {"administrator"}, 404),
    "registers:roll-calls": (200, CALLING | {"electronic_supervisor"}, 404),
    **dict.fromkeys(ROLL, (200, CALLING_HERE, 404)),
    "registers:roll-call-mark": (405, CALLING, 404),
    "registers:roll-call-phone": (405, CALLING, 404),
    "registers:record": (200, OVER_IT | {"electronic_supervisor"}, 404),
    "registers:say": (200, HERE, 404),
    "registers:end": (200, HERE, 404),
    # It is sent by a form; whoever only looks is led back to the record.
    "registers:reveal": (302, OVER_IT, 404),
    "registers:take-back": (200, HERE, 404),
    "registers:rights": (200, CLERKS | SUPERVISOR, 404),
    "registers:right": (200, frozenset({"station_clerk"}) | SUPERVISOR, 404),
    # The record at hand is a building, and nobody asks for a building's rights.
    "registers:receive": (404, frozenset({"station_clerk"}), 404),
    "registers:list": (200, READING - {"other_department_officer"}, 404),
    "registers:new": (200, KEEPING - {"other_department_officer"}, 404),
}


def arguments_at_registers(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of the registers; None for others."""
    part = name.removeprefix("registers:")
    if part == name:
        return None
    of_imports = arguments_of_imports(part, play)
    if of_imports is not None:
        return of_imports
    of_pairs = arguments_of_pairs(part, play)
    if of_pairs is not None:
        return of_pairs
    if part in ("declared-one", "assess"):
        return {"code": "housing"}
    if part in ("list", "new", "share", "find"):
        _building(play)
        return {"code": "building"}
    if part == "end-sharing":
        return {"number": 1}
    if part == "assessment":
        _building(play)
        return {"number": Assessment.objects.filter(register="housing").latest("id").pk}
    if part == "question":
        _building(play)
        return {"number": Question.objects.get().pk}
    if part == "finding":
        return {"number": _finding(play).pk}
    if part == "right":
        return {"number": _request(play).number}
    if part == "division-grid":
        return {"code": GRID}
    if part == "grid":
        go_live()
        return {"code": GRID}
    if part == "roll-call-new":
        go_live("population")
        return {"uid": _building(play).uid}
    if part.startswith("roll-call-") or part == "roll-call":
        return {"uid": _roll(play).uid}
    with_uid = ("same-as", "around", "record", "say", "end", "reveal", "receive", "take-back")
    return {"uid": _building(play).uid} if part in with_uid else {}


def _roll(play: Play) -> RollCall:
    """A roll that the grid worker called, of a building in the grid."""
    found = RollCall.objects.first()
    if found is not None:
        return found
    go_live("population", "households", "housing")
    return open_roll_call(
        new_uid(),
        building=Home(play.cast.grid_worker).building.uid,
        reason="fire",
        by=play.cast.grid_worker,
        now=play.now,
        editions=read_editions(),
    )


def _request(play: Play) -> RightsRequest:
    """A request about somebody who lives in the grid."""
    found = RightsRequest.objects.first()
    if found is not None:
        return found
    go_live()
    person = Home(play.cast.grid_worker).resident
    asked, _code = receive_request(
        person.uid,
        kind="see",
        asked_by="self",
        identity="card_shown",
        words="",
        by=play.cast.station_clerk,
        now=play.now,
        editions=read_editions(),
    )
    return asked


def _finding(play: Play) -> Finding:
    """A household that lost its head and members: work of the grid."""
    found = Finding.objects.first()
    if found is not None:
        return found
    go_live()
    household = Home(play.cast.grid_worker).household
    Link.objects.filter(source=household).update(until=play.now.date())
    run_rules(now=play.now, editions=read_editions())
    return Finding.objects.get(rule="L04")


def _building(play: Play) -> Record:
    """A building about which the grid and the bureau differ."""
    found = Record.objects.filter(pk__in=Question.objects.values("record_id")).first()
    if found is not None:
        return found
    go_live("housing")
    lng, lat = centre_of(GRID)
    building = enter(
        "building",
        {
            "building_code": "B1",
            "name": "3栋",
            "address": "解放路12号3栋",
            "point": {"lng": lng, "lat": lat},
            "use": "1",
            "self_built_business": "no",
            "floors": "6",
        },
        play.cast.grid_worker,
        now=play.now,
    )
    say(
        new_uid(),
        record=building.uid,
        typed={"floors": "7"},
        evidence="department_file",
        by=play.cast.department_officer,
        now=play.now,
        editions=read_editions(),
    )
    return building
