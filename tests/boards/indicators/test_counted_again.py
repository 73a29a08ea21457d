"""Property: whatever matters there are, a sheet of them counts to the same numbers (R-110)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gege.boards.indicators.counting import behind, divide, measure
from gege.boards.indicators.declared import INDICATORS
from gege.boards.indicators.files import csv_parts
from gege.boards.indicators.parts import DIVISIONS
from gege.boards.period import Period
from gege.boards.queries import seen
from gege.matters.api import Matter, State, words
from gege.territory.api import load_atlas
from tests.boards.indicators.counted_again import SHARES, TIMES, Again, count_again, read
from tests.cast import GRID, NEIGHBOUR_GRID, OTHER_GRID
from tests.matters.play import Play

PERIOD = Period(date(2026, 11, 1), date(2026, 11, 30))
NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def moments() -> st.SearchStrategy[datetime]:
    """Moments at and around the ends of the period, and close to one another."""
    near = [PERIOD.start - TICK, PERIOD.start, PERIOD.end - TICK, PERIOD.end]
    inside = st.integers(-30, 800).map(lambda hour: PERIOD.start + timedelta(hours=hour))
    return st.sampled_from(near) | inside


def perhaps(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


ROWS = st.fixed_dictionaries(
    {
        "state": st.sampled_from([State.CLOSED] * 4 + list(State)),
        "area_code": st.sampled_from([GRID, NEIGHBOUR_GRID, OTHER_GRID]),
        "family": st.sampled_from(list(words.Family)),
        "kind": st.sampled_from(["A01", "B01"]),
        "severity": st.sampled_from(list(words.Severity)),
        "first_time": st.sampled_from(list(words.FirstTime)),
        "settled_tier": st.sampled_from(["", *words.Tier]),
        "escalated": st.booleans(),
        "to_county": st.booleans(),
        "returns": st.integers(0, 2),
        "reopenings": st.integers(0, 1),
        "contact": st.sampled_from(["", *words.Contact]),
        "satisfaction": st.sampled_from(["", *words.Satisfaction]),
        "happened_at": perhaps(moments()),
        "recorded_at": moments(),
        "reported_at": moments(),
        "accepted_at": perhaps(moments()),
        "instructed_at": perhaps(moments()),
        "first_at": perhaps(moments()),
        "first_due_at": perhaps(moments()),
        "settled_at": perhaps(moments()),
        "closed_at": moments(),
        "due_in": perhaps(st.integers(0, 300)),
    }
)


def kept(play: Play, model: Matter, rows: list[dict[str, Any]]) -> None:
    """Write rows as they are told, within what the table allows."""
    made = []
    for given_row in rows:
        row = dict(given_row)
        due_in = row.pop("due_in")
        issued = row["instructed_at"]
        merged = row["state"] == State.MERGED
        made.append(
            Matter(
                **row
                | {
                    "title": "=路面有坑",
                    "intent": model.intent,
                    "channel": model.channel,
                    "rulebook": model.rulebook,
                    "place_label": model.place_label,
                    "holder_id": model.holder_id,
                    "lead_id": model.holder_id if row["to_county"] else None,
                    "parent_id": model.pk if merged else None,
                    "paused_at": row["reported_at"] if row["state"] == State.PAUSED else None,
                    "closed_at": row["closed_at"] if row["state"] in words.ENDED else None,
                    "due_at": issued + timedelta(hours=due_in) if issued and due_in else None,
                }
            )
        )
    Matter.objects.bulk_create(made)


@pytest.mark.row("R-110", "R-065", "R-066", "R-076", "R-083")
@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROWS, min_size=1, max_size=14))
def test_every_indicator_is_counted_again_from_the_sheet(
    play: Play, rows: list[dict[str, Any]]
) -> None:
    with transaction.atomic():
        model = play.report()
        Matter.objects.filter(pk=model.pk).update(reported_at=PERIOD.start - timedelta(days=9))
        kept(play, model, rows)
        atlas, scope = load_atlas(), seen(play.cast.county_supervisor)
        found = measure(scope, PERIOD, NOW)
        lines = read(b"".join(csv_parts(scope, atlas, NOW)))
        assert len(lines) == len(rows) + 1
        for code, one in found.items():
            again = count_again(code, lines, PERIOD.start, PERIOD.end)
            assert same(one, again), code
            sheet = read(
                b"".join(csv_parts(behind(scope, INDICATORS[code], PERIOD, "of", NOW), atlas, NOW))
            )
            assert len(sheet) == one.of, code
            assert same(one, count_again(code, sheet, PERIOD.start, PERIOD.end)), code
            assert behind(scope, INDICATORS[code], PERIOD, "counted", NOW).count() == (
                one.counted if code in SHARES else one.of
            )
        for division in DIVISIONS.values():
            near = INDICATORS["near"]
            parts = divide(scope, near, division, PERIOD, NOW)
            assert sum(part.of for part in parts.values()) == found["near"].of
            assert sum(part.counted for part in parts.values()) == found["near"].counted
            for part, value in parts.items():
                narrowed = division.narrow(behind(scope, near, PERIOD, "of", NOW), near.base, part)
                assert narrowed.count() == value.of, (division.code, part)
        transaction.set_rollback(True)


def same(one: Any, again: Again) -> bool:
    """Counts are the same; times to the thousandth of a second, for both sides interpolate."""

    def close(left: timedelta | None, right: timedelta | None) -> bool:
        if left is None or right is None:
            return left is right
        return abs(left - right) < timedelta(milliseconds=1)

    return (
        (one.of, one.counted) == (again.of, again.counted)
        and close(one.median, again.median)
        and close(one.ninetieth, again.ninetieth)
    )


def test_a_wrong_number_would_be_noticed(play: Play) -> None:
    one = measure(seen(play.cast.county_supervisor), PERIOD, NOW)["near"]
    assert same(one, Again(0))
    assert not same(replace(one, of=1), Again(0))
    assert sorted({*SHARES, *TIMES}) == sorted(INDICATORS)
