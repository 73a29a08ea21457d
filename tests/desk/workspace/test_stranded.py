"""What nobody can act on is on a list that a person sees."""

from __future__ import annotations

import pytest

from gege.matters.models import Matter
from gege.staff.api import end_post
from tests.desk.workspace.conftest import Desk, Scene


@pytest.mark.row("R-036")
def test_a_matter_without_place_or_people_is_listed_with_its_reason(
    desk: Desk, scene: Scene
) -> None:
    cast = desk.play.cast
    lost = desk.play.report(by=cast.hotline_operator, grid_code="", title="说不清在哪里")
    end_post(
        post_id=cast.department_officer.post_id or 0,
        reason="调离",
        by=cast.administrator,
        now=desk.play.now,
    )
    lines = desk.get("county_supervisor", "/stranded").context["rows"]
    assert [(line["row"].number, line["why"]) for line in lines] == [
        (scene.department.number, "该单位没有在岗人员"),
        (lost.number, "不在任何网格内"),
    ]
    town = desk.get("township_operator", "/stranded").context["rows"]
    assert [line["row"].number for line in town] == [scene.department.number]
    assert desk.get("strange_township_operator", "/stranded").context["rows"] == []


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
