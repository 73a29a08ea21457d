"""The day's patrols of the worker's grids: half-days, the one that runs, suggested rounds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import pgettext_lazy

from gege.field.scene import Scene
from gege.fieldwork import api as fieldwork
from gege.matters.api import LOCAL

EXCUSE_DAYS: Final = 7
MOST_EXCUSES: Final = 20
_TEXTS: Final[Mapping[str, Promise | str]] = {
    fieldwork.Standing.TO_COME: pgettext_lazy("half-day", "To come"),
    fieldwork.Standing.OPEN_NOW: pgettext_lazy("half-day", "May begin now"),
    fieldwork.Standing.RUNNING: pgettext_lazy("half-day", "Under way"),
    fieldwork.Standing.DONE: pgettext_lazy("half-day", "Done"),
    fieldwork.Standing.NOT_COUNTED: pgettext_lazy("half-day", "Walked, does not count"),
    fieldwork.Standing.MISSED: pgettext_lazy("half-day", "Missed"),
    fieldwork.Standing.EXCUSED: pgettext_lazy("half-day", "Excused"),
    fieldwork.Standing.OFF_DUTY: pgettext_lazy("half-day", "Not expected today"),
}


def patrol(scene: Scene) -> dict[str, Any]:
    """Return today's half-days: of the own grid, and under `also` of the grids that are covered."""
    days = [_day(scene, code) for code in scene.codes]
    _add_rounds(scene, days)
    since = scene.today - timedelta(days=EXCUSE_DAYS)
    excuses = {
        one.pk: one for code in scene.codes for one in fieldwork.excuses_of_grid(code, since)
    }
    return {
        "day": scene.today.isoformat(),
        **days[0],
        "also": days[1:],
        "running": _running(scene),
        "excuses": [_excuse(one) for one in list(excuses.values())[:MOST_EXCUSES]],
        "last": [_line(one) for one in fieldwork.recent_patrols(scene.account.pk)],
    }


def _day(scene: Scene, code: str) -> dict[str, Any]:
    grid = scene.where.atlas.area(code, scene.today)
    return {
        "grid": code,
        "name": scene.where.atlas.label(code, scene.language),
        "halves": _halves(scene, grid) if grid is not None else [],
        "rounds": {},
    }


def _add_rounds(scene: Scene, days: list[dict[str, Any]]) -> None:
    """Put the suggested rounds with their grids; one statement for all of them."""
    rounds = {day["grid"]: day["rounds"] for day in days}
    for one in fieldwork.rounds_of(scene.codes, scene.today):
        rounds[one.area_code][one.half] = {
            "stops": [{"uid": uid, "minutes": minutes} for uid, minutes in one.stops],
            "length_m": one.length_m,
            "minutes": one.minutes,
        }


def _halves(scene: Scene, grid: Any) -> list[dict[str, Any]]:
    day = fieldwork.day_of_grid(grid, day=scene.today, now=scene.now)
    found = []
    for line in day.halves:
        window = scene.rules.window(line.half)
        opens, shuts = window if window else (None, None)
        found.append(
            {
                "half": str(line.half),
                "from": f"{opens:%H:%M}" if opens else "",
                "to": f"{shuts:%H:%M}" if shuts else "",
                "state": str(line.standing),
                "text": str(fieldwork.names.name_of(_TEXTS, line.standing)),
            }
        )
    return found


def _running(scene: Scene) -> dict[str, Any] | None:
    walked = fieldwork.open_patrol(scene.account.pk)
    if walked is None:
        return None
    return {
        "uid": str(walked.uid),
        "half": walked.half,
        "grid": walked.area_code,
        "started_at": localtime(walked.started_at, LOCAL).isoformat(timespec="seconds"),
        "points": list(fieldwork.passed_on(walked)),
    }


def _excuse(one: fieldwork.Excuse) -> dict[str, Any]:
    return {
        "uid": str(one.uid),
        "grid": one.area_code,
        "day": one.day.isoformat(),
        "half": one.half,
        "reason": one.reason,
        "granted": one.granted,
        "answer": one.answer,
    }


def _line(one: fieldwork.PatrolLine) -> dict[str, Any]:
    ended = one.ended_at
    return {
        "uid": str(one.uid),
        "day": one.day.isoformat(),
        "half": one.half,
        "started_at": localtime(one.started_at, LOCAL).isoformat(timespec="seconds"),
        "ended_at": localtime(ended, LOCAL).isoformat(timespec="seconds") if ended else None,
        "points": one.points,
        "counted": one.counted,
        "faults": [
            str(fieldwork.names.name_of(fieldwork.names.FAULTS, fault)) for fault in one.faults
        ],
    }
