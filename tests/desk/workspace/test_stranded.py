"""What nobody can act on is on a list that a person sees."""

from __future__ import annotations

import pytest

from gege.matters.models import Matter
from gege.territory.api import dissolve_unit
from tests.cast import TOWN_HOUSING
from tests.desk.workspace.conftest import Desk, Scene


@pytest.mark.row("R-036")
def test_a_matter_without_place_or_people_is_listed_with_its_reason(
    desk: Desk, scene: Scene
) -> None:
    lost = desk.play.report(by=desk.play.cast.hotline_operator, title="说不清在哪里")
    Matter.objects.filter(pk=lost.pk).update(placed=False)
    away = desk.play.cast.unit_id(TOWN_HOUSING)
    Matter.objects.filter(pk=scene.township.pk).update(holder_id=away)
    everyone = desk.get("county_supervisor", "/stranded").context["rows"]
    assert [(line["row"].number, line["why"]) for line in everyone] == [
        (lost.number, "不在任何网格内")
    ]
    assert dissolve_unit is not None


def test_only_oversight_opens_the_list(desk: Desk) -> None:
    answers = {
        who: desk.get(who, "/stranded").status_code
        for who in ("grid_worker", "station_clerk", "department_officer", "hotline_operator")
    }
    assert set(answers.values()) == {404}
    assert desk.get("electronic_supervisor", "/stranded").status_code == 200


def test_the_list_costs_the_same_however_long(desk: Desk) -> None:
    costs = []
    for many in (1, 2, 57):
        for _ in range(many):
            lost = desk.play.report()
            Matter.objects.filter(pk=lost.pk).update(placed=False)
        costs.append(desk.statements("county_supervisor", "/stranded"))
    assert len(set(costs)) == 1
    assert costs[0] <= 8
