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


def test_a_long_list_is_read_page_by_page_each_matter_once(desk: Desk) -> None:
    made = [desk.play.report().pk for _ in range(103)]
    Matter.objects.filter(pk__in=made).update(placed=False)
    address, shown, lengths = "/stranded", [], []
    while address:
        context = desk.get("county_supervisor", address).context
        shown += [line["row"].number for line in context["rows"]]
        lengths.append(len(context["rows"]))
        assert bool(context["turns"].first) == (len(lengths) > 1)
        address = f"/stranded{context['turns'].next}" if context["turns"].next else ""
    numbers = [one.number for one in Matter.objects.filter(pk__in=made).order_by("id")]
    assert (shown, lengths) == (numbers, [50, 50, 3])


@pytest.mark.parametrize("key", ["'", "-1", "x", "9" * 5000, "\x00", "١"])
def test_a_key_that_cannot_be_read_begins_at_the_first_page(desk: Desk, key: str) -> None:
    lost = desk.play.report()
    Matter.objects.filter(pk=lost.pk).update(placed=False)
    answer = desk.client("county_supervisor").get("/stranded", {"after": key})
    assert [line["row"].number for line in answer.context["rows"]] == [lost.number]


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
    # Some of them are the counts of the rail.
    assert costs[0] <= 13
