"""Property: a day's file says what anybody counts from the sheet of the indicators (R-110)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gege.boards.daily.counting import LEAST_PEOPLE, PEOPLE
from gege.boards.daily.making import content_of
from gege.boards.indicators.files import csv_parts
from gege.boards.period import Period
from gege.boards.queries import seen
from gege.matters.api import Matter
from gege.territory.api import load_atlas
from tests.boards.indicators.counted_again import (
    SHARES,
    TIMES,
    Line,
    count_again,
    in_time,
    is_closed,
    read,
    within,
)
from tests.boards.indicators.test_counted_again import NOW, ROWS, kept
from tests.matters.play import Play

DAY = date(2026, 11, 1)
PERIOD = Period(DAY, DAY)
ENDED = ("closed", "declined", "merged", "withdrawn")


def at_midnight(line: Line) -> Line | None:
    """A line as it stood when the day ended; None for what did not live in the day."""
    end = PERIOD.end
    if line["reported_at"] >= end or (line["closed_at"] and line["closed_at"] < PERIOD.start):
        return None
    late = line["closed_at"] is not None and line["closed_at"] >= end
    was = dict(line)
    if late:
        was |= {"state": "handling", "contact": "", "satisfaction": "", "settled_tier": ""}
    if not line["instructed_at"] or line["instructed_at"] >= end:
        was |= {"due_at": None, "warn_at": None}
    for name in ("accepted_at", "instructed_at", "first_at", "settled_at", "closed_at"):
        if line[name] is not None and line[name] >= end:
            was[name] = None
    return was | {"as_of": end}


def counts_of(lines: list[Line]) -> Counter[tuple[str, ...]]:
    """What came, went and stood, by township, kind and family; lights by plain comparing."""
    found: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        place = (line["area_code"][:9], line["kind"], line["family"])
        if within(line["reported_at"], PERIOD.start, PERIOD.end):
            found[(*place, "", "reported")] += 1
        if is_closed(line) and within(line["closed_at"], PERIOD.start, PERIOD.end):
            tier = line["settled_tier"]
            found[(*place, tier, "closed")] += 1
            found[(*place, tier, "closed_with_due")] += line["due_at"] is not None
            found[(*place, tier, "closed_on_time")] += in_time(line, "settled_at", "due_at")
        if line["state"] not in ENDED:
            found[(*place, light_of(line), "open")] += 1
    return +found


def light_of(line: Line) -> str:
    due, end = line["due_at"], PERIOD.end
    if line["state"] == "paused":
        return "paused"
    if due is None:
        return "none"
    if line["state"] in ("completed", "verified"):
        settled = line["settled_at"]
        return "red" if (settled > due if settled else due < end) else "none"
    if line["state"] not in ("dispatched", "handling"):
        return "none"
    if due < end:
        return "red"
    return "yellow" if line["warn_at"] and line["warn_at"] <= end else "none"


@pytest.mark.row("R-110", "R-065", "R-068")
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROWS, min_size=1, max_size=14), warn=st.integers(0, 60))
def test_a_days_file_is_counted_again_from_the_sheet(
    play: Play, rows: list[dict[str, Any]], warn: int
) -> None:
    with transaction.atomic():
        model = play.report()
        Matter.objects.filter(pk=model.pk).update(reported_at=PERIOD.start - timedelta(days=9))
        kept(play, model, rows)
        for one in Matter.objects.filter(due_at__isnull=False):
            one.warn_at = one.due_at - timedelta(hours=warn)
            one.save(update_fields=["warn_at"])
        sheet = read(b"".join(csv_parts(seen(play.cast.county_supervisor), load_atlas(), NOW)))
        document = json.loads(content_of(DAY).document)
        lines = [was for line in sheet if (was := at_midnight(line)) is not None]
        assert told(document) == counts_of(lines)
        places = ["", *sorted({line["area_code"][:9] for line in lines})]
        for township in places:
            own = [line for line in lines if line["area_code"].startswith(township)]
            assert figures(document, township) == again(own, township)
        transaction.set_rollback(True)


def told(document: dict[str, Any]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for one in document["counts"]:
        part = one["light"] if one["measure"] == "open" else one["tier"]
        place = (one["township"], one["kind"], one["family"], part, one["measure"])
        found[place] += one["count"]
    return found


def figures(document: dict[str, Any], township: str) -> dict[str, Any]:
    return {one["indicator"]: one for one in document["indicators"] if one["township"] == township}


def again(lines: list[Line], township: str) -> dict[str, Any]:
    """The indicators by plain counting, in the words of the file."""
    found: dict[str, Any] = {}
    for code in [*SHARES, *TIMES]:
        if code in PEOPLE and township:
            continue
        one = count_again(code, lines, PERIOD.start, PERIOD.end)
        hidden = code in PEOPLE and 0 < one.of < LEAST_PEOPLE
        if not one.of:
            continue
        found[code] = {
            "township": township,
            "indicator": code,
            "denominator": None if hidden else one.of,
            "kept_back": hidden,
        }
        if code in SHARES:
            found[code]["numerator"] = None if hidden else one.counted
        else:
            assert one.median is not None
            assert one.ninetieth is not None
            found[code]["median_seconds"] = round(one.median.total_seconds())
            found[code]["ninetieth_seconds"] = round(one.ninetieth.total_seconds())
    return found
