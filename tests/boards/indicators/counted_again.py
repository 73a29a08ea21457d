"""Every indicator counted again in plain Python from the lines of an exported sheet.

Written from the words of the declared table, not from its conditions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Line = dict[str, Any]
Test = Callable[[Line], bool]
MOMENTS = (
    "happened_at", "recorded_at", "reported_at", "accepted_at", "instructed_at", "first_at",
    "first_due_at", "due_at", "warn_at", "settled_at", "closed_at", "as_of",
)  # fmt: skip
NUMBERS = ("escalated", "to_county", "returns", "reopenings", "entry_hours")


def read(sheet: bytes) -> list[Line]:
    """The lines of a CSV file, with moments and numbers as such."""
    found: list[Line] = []
    for row in csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))):
        line: Line = dict(row)
        for name in MOMENTS:
            line[name] = datetime.fromisoformat(row[name]) if row[name] else None
        found.append(line | {name: int(row[name]) for name in NUMBERS})
    return found


def in_time(line: Line, ends: str, limit: str) -> bool:
    return bool(line[ends] and line[limit] and line[ends] <= line[limit])


def is_local(line: Line) -> bool:
    return line["settled_tier"] in ("grid", "station")


def is_closed(line: Line) -> bool:
    return bool(line["state"] == "closed")


def counts(line: Line) -> bool:
    return line["state"] not in ("declined", "merged")


def was_heard(line: Line) -> bool:
    return is_closed(line) and line["contact"] in ("confirmed", "unsolved")


def is_pleased(line: Line) -> bool:
    return line["satisfaction"] in ("satisfied", "basically_satisfied")


def was_answered(line: Line) -> bool:
    limit = timedelta(hours=24 if line["severity"] == "normal" else 2)
    return bool(line["first_at"] and line["first_at"] <= line["instructed_at"] + limit)


def clock(name: str) -> tuple[str, Test, Test]:
    def over(line: Line) -> bool:
        stopped = line["first_at"] is not None
        late = line["first_due_at"] is not None and line["first_due_at"] < line["as_of"]
        return counts(line) and line["first_time"] == name and (stopped or late)

    return "reported_at", over, lambda line: in_time(line, "first_at", "first_due_at")


SHARES: dict[str, tuple[str, Test, Test]] = {
    "grid": ("closed_at", is_closed, is_local),
    "township": (
        "closed_at",
        lambda line: is_closed(line) and line["escalated"],
        lambda line: not line["to_county"],
    ),
    "near": (
        "closed_at",
        is_closed,
        lambda line: is_local(line) and line["contact"] != "unsolved" and line["reopenings"] == 0,
    ),
    "response": (
        "reported_at",
        lambda line: (
            counts(line) and line["first_time"] == "respond" and line["instructed_at"] is not None
        ),
        was_answered,
    ),
    "resolution": ("closed_at", was_heard, lambda line: line["contact"] == "confirmed"),
    "satisfaction": ("closed_at", was_heard, is_pleased),
    "unreached": (
        "closed_at",
        lambda line: is_closed(line) and line["contact"] != "",
        lambda line: line["contact"] in ("unreachable", "wrong_number"),
    ),
    **{
        f"first_{name}": clock(name)
        for name in ("collect", "start", "respond", "mediate", "remove")
    },
    "on_time": (
        "closed_at",
        lambda line: is_closed(line) and line["due_at"] is not None,
        lambda line: in_time(line, "settled_at", "due_at"),
    ),
    "closed": ("reported_at", counts, is_closed),
    "disputes": (
        "closed_at",
        lambda line: is_closed(line) and line["first_time"] == "mediate",
        lambda line: is_local(line) and line["reopenings"] == 0,
    ),
    "returned": (
        "closed_at",
        lambda line: is_closed(line) and line["instructed_at"] is not None,
        lambda line: line["returns"] > 0,
    ),
    "reopened": ("closed_at", is_closed, lambda line: line["reopenings"] > 0),
    "entry": (
        "reported_at",
        lambda line: counts(line) and line["happened_at"] is not None,
        lambda line: (
            line["recorded_at"] <= line["happened_at"] + timedelta(hours=line["entry_hours"])
        ),
    ),
    "satisfied": (
        "closed_at",
        lambda line: is_closed(line) and line["satisfaction"] not in ("", "not_asked"),
        is_pleased,
    ),
}
TIMES = {
    "triage_time": ("reported_at", "accepted_at"),
    "response_time": ("reported_at", "first_at"),
    "handling_time": ("instructed_at", "settled_at"),
    "entry_delay": ("happened_at", "recorded_at"),
}


@dataclass(frozen=True)
class Again:
    """What an indicator comes to by plain counting."""

    of: int
    counted: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None


def count_again(code: str, lines: Iterable[Line], begins: datetime, ends: datetime) -> Again:
    """One indicator over the lines whose day lies in the period."""
    if code in SHARES:
        day, of, counted = SHARES[code]
        base = [line for line in lines if within(line[day], begins, ends) and of(line)]
        return Again(len(base), len([line for line in base if counted(line)]))
    first, last = TIMES[code]
    took = sorted(
        line[last] - line[first]
        for line in lines
        if within(line["closed_at"], begins, ends)
        and is_closed(line)
        and line[first] is not None
        and line[last] is not None
    )
    return Again(len(took), 0, at(took, 0.5), at(took, 0.9))


def within(moment: datetime | None, begins: datetime, ends: datetime) -> bool:
    return moment is not None and begins <= moment < ends


def at(took: list[timedelta], share: float) -> timedelta | None:
    """The continuous percentile: between two neighbours it is interpolated."""
    if not took:
        return None
    place = share * (len(took) - 1)
    low = int(place)
    high = min(low + 1, len(took) - 1)
    return took[low] + (took[high] - took[low]) * (place - low)
