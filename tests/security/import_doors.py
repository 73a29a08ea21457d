"""Files on their way into the registers: their addresses, and who opens them.

The import at hand is a list of the community's own desk: nobody else comes across it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.registers.api import Import, import_rows
from gege.territory.api import read_editions
from tests.matters.play import Play
from tests.registers.intake.files import person, previewed
from tests.registers.keeping_records import Home, go_live

Row = tuple[int, frozenset[str], int]

IMPORTERS = frozenset(
    {
        "station_clerk", "second_station_clerk", "stranger", "department_officer",
        "town_branch_officer", "other_department_officer",
    }
)  # fmt: skip
OWN = frozenset({"station_clerk"})

TABLE: Mapping[str, Row] = {
    "registers:imports": (200, IMPORTERS, 404),
    "registers:import-new": (200, IMPORTERS, 404),
    **dict.fromkeys(
        (
            "registers:import", "registers:import-columns", "registers:import-lines",
            "registers:import-line", "registers:import-faults", "registers:import-undo",
        ),
        (200, OWN, 404),
    ),
    **dict.fromkeys(
        (
            "registers:import-decide", "registers:import-apply", "registers:import-drop",
            "registers:import-again",
        ),
        (405, IMPORTERS, 404),
    ),
}  # fmt: skip


def arguments_of_imports(part: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of imports; None for others."""
    if f"registers:{part}" not in TABLE:
        return None
    if part in ("imports", "import-new"):
        return {}
    one = _import(play)
    if part == "import-line":
        page = import_rows(
            one.uid, by=play.cast.station_clerk, now=play.now, editions=read_editions(),
            language="zh-hans",
        )  # fmt: skip
        return {"uid": one.uid, "number": page.lines[0].number}
    return {"uid": one.uid}


def _import(play: Play) -> Import:
    found = Import.objects.first()
    if found is not None:
        return found
    go_live()
    Home(play.cast.grid_worker)
    return previewed([person("李新来", "19620411", serial=3)], play.cast.station_clerk)
