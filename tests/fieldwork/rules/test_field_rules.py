"""The rules of the field: ranges, documents, windows."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time
from typing import Any

import pytest

from gege.fieldwork.rules.field_rules import (
    RANGES,
    SWITCHES,
    WINDOWS,
    FieldRules,
    from_json,
    problems_of,
    to_json,
)
from gege.fieldwork.rules.words import Half


def test_the_defaults_are_sound_and_every_field_is_bounded() -> None:
    assert problems_of(FieldRules()) == []
    assert sorted([*RANGES, *WINDOWS, *SWITCHES]) == sorted(one.name for one in fields(FieldRules))


@pytest.mark.parametrize("name", sorted(RANGES))
def test_a_number_stays_within_its_range(name: str) -> None:
    least, most = RANGES[name]
    for value in (least - 1, most + 1, "7", None, True, 1.5):
        found = [one.field for one in problems_of(replace(FieldRules(), **{name: value}))]
        assert name in found, value


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"morning": ("11:30", "08:30")}, "morning: backwards"),
        ({"morning": ("8 Uhr", "11:30")}, "morning: not_a_time"),
        ({"morning": ("08:30:30", "11:30")}, "morning: not_a_time"),
        ({"morning": "08:30"}, "morning: not_a_time"),
        ({"morning": ("08:30", "08:40")}, "morning: too_short_window"),
        ({"morning": ("08:30", "14:20")}, "afternoon: overlap"),
        ({"terminals_by_code": 1}, "terminals_by_code: not_yes_or_no"),
        ({"least_minutes": 0}, "least_minutes: range (1 to 180)"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, Any], problem: str) -> None:
    assert [str(one) for one in problems_of(replace(FieldRules(), **given))] == [problem]


def test_a_document_and_back() -> None:
    rules = replace(FieldRules(), morning=("07:00", "10:00"), least_points=5)
    document = to_json(rules)
    assert document["morning"] == ["07:00", "10:00"]
    assert from_json(document) == rules


def test_a_document_of_another_version_is_read() -> None:
    assert from_json({"least_points": 9, "of_tomorrow": 1}) == replace(FieldRules(), least_points=9)


def test_windows_are_times() -> None:
    assert FieldRules().window(Half.MORNING) == (time(8, 30), time(11, 30))
    assert FieldRules().window(Half.EXTRA) is None
