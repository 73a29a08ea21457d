"""The line's settings: what is sound, what is shown when, when residents are called (R-072)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.hotline.rules.line_rules import (
    LineRules,
    from_json,
    problems_of,
    read_emergencies,
    shown_on,
    to_json,
    within,
    written_emergencies,
)
from gege.matters.api import LOCAL

PLAIN = LineRules()
MERGED = replace(PLAIN, merged_into="12345", merged_on="2026-12-01", told="请拨 12345")


@pytest.mark.row("R-072")
def test_number_name_and_the_line_it_merges_into_are_settings() -> None:
    before, after = date(2026, 11, 30), date(2026, 12, 1)
    assert (shown_on(PLAIN, after).number, shown_on(PLAIN, after).name) == ("6666880", "帮帮你")
    soon, now = shown_on(MERGED, before), shown_on(MERGED, after)
    assert (soon.number, soon.becomes, soon.formerly, soon.told) == (
        "6666880", "12345", "", "请拨 12345",
    )  # fmt: skip
    assert (now.number, now.becomes, now.formerly) == ("12345", "", "6666880")
    english = shown_on(MERGED, after, "en")
    assert (english.name, english.told) == ("Here to Help", "请拨 12345")


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"number": "66"}, "number", "not_a_number"),
        ({"number": "六六六"}, "number", "not_a_number"),
        ({"name": ""}, "name", "empty"),
        ({"name": "帮" * 21}, "name", "too_long"),
        ({"merged_into": "6666880", "merged_on": "2026-12-01"}, "merged_into", "not_a_number"),
        ({"merged_into": "12345"}, "merged_on", "not_a_day"),
        ({"merged_into": "12345", "merged_on": "soon"}, "merged_on", "not_a_day"),
        ({"merged_on": "2026-12-01"}, "merged_on", "without_merging"),
        ({"told": "请拨"}, "told", "without_merging"),
        ({"answer_seconds": 4}, "answer_seconds", "range"),
        ({"answer_seconds": True}, "answer_seconds", "range"),
        ({"sample_percent": 9}, "sample_percent", "range"),
        ({"tries": 1}, "tries", "range"),
        ({"window": ("20:00", "08:00")}, "window", "not_a_time"),
        ({"window": ("08:00", "25:00")}, "window", "not_a_time"),
        ({"emergencies": ()}, "emergencies", "too_many"),
        ({"emergencies": (("1", "火警", "Fire"),)}, "emergencies", "emergency"),
        ({"emergencies": (("119", "", "Fire"),)}, "emergencies", "emergency"),
        ({"emergencies": (("119", "火警", ""), ("119", "火", ""))}, "emergencies", "twice"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(change: dict[str, Any], field: str, word: str) -> None:
    found = problems_of(replace(PLAIN, **change))
    assert [(one.field, one.word) for one in found] == [(field, word)]


def test_the_defaults_are_sound_and_travel_as_a_document() -> None:
    assert problems_of(PLAIN) == problems_of(MERGED) == []
    assert from_json(to_json(MERGED)) == MERGED
    assert from_json({"number": "12345", "later": 1}) == replace(PLAIN, number="12345")


def test_emergency_lines_are_read_as_they_are_written() -> None:
    assert read_emergencies(written_emergencies(PLAIN.emergencies)) == PLAIN.emergencies
    text = "110  公安报警\n\n12395 水上遇险 Distress at sea"
    assert read_emergencies(text) == (
        ("110", "公安报警", ""), ("12395", "水上遇险", "Distress at sea"),
    )  # fmt: skip
    assert PLAIN.emergency("119") == ("119", "火警", "Fire")
    assert PLAIN.emergency("114") is None


@given(st.integers(0, 366 * 24 * 3600))
def test_residents_are_called_within_the_hours_at_the_first_moment(second: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=LOCAL) + timedelta(seconds=second)
    found = within(PLAIN, moment)
    assert found >= moment
    assert "08:00" <= f"{found:%H:%M}" < "20:00"
    if found != moment:
        assert f"{found:%H:%M:%S.%f}" == "08:00:00.000000"
        assert (found - moment).total_seconds() <= 12 * 3600
