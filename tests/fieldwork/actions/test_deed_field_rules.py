"""Editions of the field rules: from now on, and what ended keeps its faults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import FieldRules, FieldRulesEdition, Invalid, Patrol, Refused
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail import publishing
from tests.cast import Cast
from tests.fieldwork.walks import Walks, at, deeds, walks_of


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


def publish(walks: Walks, by: Actor | None = None, **given: Any) -> int:
    entry = {key: given.pop(key) for key in ("note", "based_on") if key in given}
    return fieldwork.publish_field_rules(
        replace(FieldRules(), **given),
        by=by or walks.cast.administrator,
        now=at("08:00"),
        **({"note": "夏季时间"} | entry),
    )


def test_the_defaults_hold_until_something_is_published(walks: Walks) -> None:
    assert fieldwork.current_rules(read_editions()) == FieldRules()
    assert publish(walks, least_points=5) == 1
    assert fieldwork.current_rules(read_editions()) == FieldRules(least_points=5)
    assert publish(walks, least_points=4, based_on=1) == 2
    assert fieldwork.current_rules(read_editions()) == FieldRules(least_points=4)
    assert deeds("field_rules") == [("publish", "冯管理"), ("publish", "冯管理")]


@pytest.mark.row("R-080")
def test_an_edition_changes_what_comes_and_not_what_was(walks: Walks) -> None:
    before = walks.whole("09:00")
    late = walks.start(at("09:50"))
    walks.end(late, at("10:20"))
    publish(walks, least_points=0, least_minutes=60)
    after = walks.end(walks.start(at("10:30")), at("11:00"))
    found = [list(Patrol.objects.get(pk=one.pk).faults) for one in (before, late, after)]
    assert found == [[], ["too_few_points"], ["too_short"]]


@pytest.mark.parametrize(
    ("given", "field", "word"),
    [
        ({"least_points": 51}, "least_points", "rules_problem"),
        ({"morning": ("12:00", "08:00")}, "morning", "rules_problem"),
        ({"note": " "}, "note", "needed"),
        ({"note": "x" * 201}, "note", "too_long"),
    ],
)
def test_unsound_rules_are_refused(
    walks: Walks, given: dict[str, Any], field: str, word: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        publish(walks, **({"least_points": 9} | given))
    assert (refusal.value.field, refusal.value.word) == (field, word)
    assert FieldRulesEdition.objects.count() == 0


def test_two_editors_do_not_overwrite_each_other(walks: Walks) -> None:
    publish(walks, least_points=5, based_on=0)
    with pytest.raises(Refused, match="rules_moved_on"):
        publish(walks, least_points=6, based_on=0)
    with pytest.raises(Refused, match="changes_nothing"):
        publish(walks, least_points=5, based_on=1)


@pytest.mark.parametrize("who", ["station_clerk", "county_supervisor", "electronic_supervisor"])
def test_only_an_administrator_publishes(walks: Walks, who: str) -> None:
    with pytest.raises(Refused, match="administrators_only"):
        publish(walks, by=walks.cast.people[who], least_points=5)


def test_an_edition_without_its_line_is_none(walks: Walks, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is broken")

    monkeypatch.setattr(publishing, "record", broken)
    before = read_editions()["fieldwork"]
    with pytest.raises(RuntimeError):
        publish(walks, least_points=5)
    assert (FieldRulesEdition.objects.count(), read_editions()["fieldwork"]) == (0, before)
