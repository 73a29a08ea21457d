"""Making the days' files: the night's work, the days that were missed, a day again by hand."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from gege.boards.daily.as_of import at_the_end_of
from gege.boards.daily.counting import flows, indicators, standing
from gege.boards.daily.writing import open_cells, written
from gege.boards.period import Period
from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.staff.api import SYSTEM, Actor
from gege.supervision.api import DailyFile, DayContent, first_document, keep_day, last_daily
from gege.territory.api import load_atlas

_log: Final = logging.getLogger(__name__)
LONGEST: Final = 366
"""So many missed days are caught up at most."""
LOOKED_AT_AGAIN: Final = 7
"""Days whose files are counted once more each night: what was changed late is corrected."""


def make_missing(*, now: datetime) -> list[DailyFile]:
    """Make the files of all days since the last one, up to yesterday, and return the new ones.

    With a new day the last days are counted again. A day that fails is told in the log and is
    tried again with the next run; it holds up no other.
    """
    yesterday = local_date(now) - timedelta(days=1)
    last = last_daily()
    first = max(last + timedelta(days=1) if last else yesterday, yesterday - timedelta(LONGEST))
    missing = [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]
    if not missing or not _county(yesterday):
        return []
    again = [missing[0] - timedelta(days=n) for n in range(LOOKED_AT_AGAIN, 0, -1)]
    made: list[DailyFile] = []
    for day in [*(one for one in again if first_document(one) is not None), *missing]:
        try:
            found, fresh = make_day(day, by=SYSTEM, now=now)
        except Exception:
            _log.exception("the file of %s could not be made", day)
            if day in missing:
                break  # the next run begins with this day
            continue
        if fresh:
            made.append(found)
    return made


def make_last_days(
    *, now: datetime, days: int = LOOKED_AT_AGAIN, say: Callable[[str], None] = lambda _: None
) -> None:
    """Make the files of the last days of a county that begins with a history, the oldest first."""
    today = local_date(now)
    for before in range(days, 0, -1):
        make_day(today - timedelta(days=before), by=SYSTEM, now=now)
    say(f"The last {days} days are counted for the province.")


def make_day(day: date, *, by: Actor, now: datetime) -> tuple[DailyFile, bool]:
    """Count a day that is over and keep its file; tell whether it is new.

    Raises ValueError for a day that is not over, or while there is no county.
    """
    if day >= local_date(now):
        raise ValueError("a day is counted when it is over")
    content = content_of(day)
    found, fresh = keep_day(day, content, by=by, now=now)
    if fresh:
        hand_out(found)
    return found, fresh


def content_of(day: date) -> DayContent:
    """Count a day. What stood at midnight is counted once, with the first edition: a later deed
    may move a due time or a holder, and the light of that midnight with it."""
    county = _county(day)
    if not county:
        raise ValueError("there is no county yet")
    period, atlas = Period(day, day), load_atlas()
    before = first_document(day)
    with at_the_end_of(period) as rows:
        cells = flows(rows, period)
        stood = open_cells(before) if before else standing(rows, atlas, period.end)
        values = indicators(rows, period, period.end)
    return written(county, day, sorted([*cells, *stood]), values)


def name_of(one: DailyFile, ending: str) -> str:
    """Return the name of a file: county, day and edition."""
    county = _county(one.day)
    return f"gege-daily-{county}-{one.day}-{one.edition}.{ending}"


def hand_out(one: DailyFile) -> list[Path]:
    """Write both files into the operator's folder, each whole or not at all."""
    folder = Path(settings.GEGE_PROVINCE_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _put(folder / name_of(one, ending), text)
        for ending, text in (("json", one.document), ("csv", one.table))
    ]


def _put(path: Path, text: str) -> Path:
    handle, waiting = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(waiting).chmod(0o640)
        Path(waiting).replace(path)
    except BaseException:
        Path(waiting).unlink(missing_ok=True)
        raise
    return path


def _county(day: date) -> str:
    found = list(load_atlas().areas_on(day, Level.COUNTY))
    return found[0].code if found else ""
