"""Households a cadre keeps in touch with ("1+N"), and the contacts their rhythm plans (R-104)."""

from __future__ import annotations

from typing import Any

import pytest

from gege.fieldwork import api as field
from gege.fieldwork.api import ContactLink, Invalid, NotFound, Refused, Visit
from gege.staff.api import deactivate
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, NEIGHBOUR_GRID, OTHER_GRID, Cast
from tests.fieldwork.visiting import DAY, NOW, TODAY, Visiting, deeds


@pytest.fixture
def visiting(cast: Cast) -> Visiting:
    return Visiting(cast)


@pytest.mark.row("R-104")
def test_a_cadre_links_households_of_the_own_area_and_sees_them(visiting: Visiting) -> None:
    cadre = visiting.cast.township_operator
    first, second = visiting.link(), visiting.link(area_code=COMMUNITY, who="居民丙")
    lines = field.links_of(cadre.account_id or 0, TODAY, area_codes=(cadre.area_code,))
    assert [(one.link, one.last_at, one.due_on) for one in lines] == [
        (first, None, None),
        (second, None, None),
    ]
    assert (
        field.links_of(visiting.cast.station_clerk.account_id or 0, TODAY, area_codes=(COUNTY,))
        == ()
    )


@pytest.mark.row("R-104")
def test_more_households_than_the_target_are_no_fault(visiting: Visiting) -> None:
    for number in range(field.TARGET_HOUSEHOLDS + 1):
        visiting.link(door=f"{number}-1")
    assert ContactLink.objects.count() == 11


@pytest.mark.row("R-104")
def test_a_contact_is_a_visit_and_its_next_day_stays_the_cadres(visiting: Visiting) -> None:
    link, cadre = visiting.link(), visiting.cast.township_operator
    visit = visiting.make(by=cadre, link=link.uid, purpose="contact", next_on=TODAY + 9 * DAY)
    assert (visit.who, visit.door, visit.link) == ("居民乙", "5-102", link)
    following = Visit.objects.get(previous=visit)
    assert (following.account_id, following.link) == (cadre.account_id, link)
    (line,) = field.links_of(cadre.account_id or 0, TODAY, area_codes=(cadre.area_code,))
    assert (line.last_at, line.due_on) == (NOW, TODAY + 9 * DAY)
    assert field.visits_due(cadre, [], TODAY) == (following,)
    assert field.visits_due(visiting.cast.grid_worker, [GRID], TODAY) == ()


def test_a_department_cadre_sees_the_own_households_and_nothing_else(visiting: Visiting) -> None:
    cadre = visiting.cast.department_officer
    link = visiting.link(by=cadre)
    visiting.link(), visiting.make(visiting.plan())
    visit = visiting.make(by=cadre, link=link.uid, purpose="contact")
    assert field.visits(cadre, field.VisitFilter(), today=TODAY).rows == (visit,)
    lines, _ = field.links(cadre, today=TODAY)
    assert [one.link for one in lines] == [link]
    with pytest.raises(Invalid, match="not_your_area"):
        visiting.make(by=cadre)


def test_the_rhythm_plans_the_next_contact_once_and_in_time(visiting: Visiting) -> None:
    link = visiting.link(every_days=30)
    assert field.plan_from_links(now=NOW + 15 * DAY) == 0
    assert field.plan_from_links(now=NOW + 16 * DAY) == 1
    assert field.plan_from_links(now=NOW + 16 * DAY) == 0
    planned = Visit.objects.get()
    assert (planned.due_on, planned.purpose, planned.account_id, planned.who, planned.version) == (
        TODAY + 30 * DAY, "contact", link.account_id, "居民乙", 1
    )  # fmt: skip
    assert deeds(planned) == ["plan_visit"]
    visiting.make(planned, by=visiting.cast.township_operator, now=NOW + 20 * DAY)
    assert field.plan_from_links(now=NOW + 35 * DAY) == 0
    assert field.plan_from_links(now=NOW + 90 * DAY) == 1
    late = Visit.objects.get(state="planned")
    assert late.due_on == TODAY + 90 * DAY


def test_links_that_ended_or_whose_cadre_left_plan_nothing(visiting: Visiting) -> None:
    cast = visiting.cast
    ended = visiting.link()
    field.end_link(ended.uid, reason="搬走了", by=cast.township_operator, now=NOW)
    visiting.link(by=cast.station_clerk)
    deactivate(
        by=cast.administrator, now=NOW, account_id=cast.station_clerk.account_id or 0, reason="退休"
    )
    assert field.plan_from_links(now=NOW + 90 * DAY) == 0


def test_a_household_has_one_planned_visit(visiting: Visiting) -> None:
    link, cadre = visiting.link(), visiting.cast.township_operator
    planned = visiting.plan(by=cadre, link=link.uid, purpose="contact")
    with pytest.raises(Refused, match="link_has_a_plan"):
        visiting.plan(by=cadre, link=link.uid, purpose="contact")
    visiting.make(by=cadre, link=link.uid, purpose="contact", next_on=TODAY + 20 * DAY)
    moved = Visit.objects.get(state="planned")
    assert (moved.pk, moved.due_on, moved.version) == (planned.pk, TODAY + 20 * DAY, 2)


def test_an_ended_link_gives_its_planned_visit_up_and_keeps_its_log(visiting: Visiting) -> None:
    link, cadre = visiting.link(), visiting.cast.township_operator
    visiting.make(by=cadre, link=link.uid, purpose="contact", next_on=TODAY + DAY)
    ended = field.end_link(link.uid, reason="搬走了", by=cadre, now=NOW)
    assert ended.valid_to == TODAY
    assert list(Visit.objects.order_by("id").values_list("state", flat=True)) == [
        "done",
        "cancelled",
    ]
    assert field.links_of(cadre.account_id or 0, TODAY, area_codes=(cadre.area_code,)) == ()
    with pytest.raises(Refused, match="link_ended"):
        field.end_link(link.uid, reason="搬走了", by=cadre, now=NOW)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"who": ""}, "needed"),
        ({"door": ""}, "visit_place_needed"),
        ({"every_days": 6}, "between"),
        ({"every_days": 367}, "between"),
        ({"area_code": "511622100001999"}, "unknown_grid"),
        ({"area_code": "511622100"}, "unknown_grid"),
        ({"area_code": OTHER_GRID}, "not_your_area"),
        ({"account_id": 987654321}, "visit_nobody_there"),
    ],
)
def test_a_link_that_cannot_be_is_named(
    visiting: Visiting, entry: dict[str, Any], word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        visiting.link(**entry)
    assert ContactLink.objects.count() == 0


def test_who_may_link_whom(visiting: Visiting) -> None:
    cast = visiting.cast
    station = cast.station_clerk.account_id
    visiting.link(by=cast.township_operator, account_id=station)
    with pytest.raises(Invalid, match="visit_nobody_there"):
        visiting.link(account_id=station, area_code=NEIGHBOUR_GRID)
    for by in (cast.grid_worker, cast.department_officer, cast.administrator):
        with pytest.raises(Invalid, match="not_your_role"):
            visiting.link(by=by, account_id=station)
    link = visiting.link()
    with pytest.raises(NotFound):
        field.end_link(link.uid, reason="搬走了", by=cast.stranger, now=NOW)
    with pytest.raises(Refused, match="not_your_role"):
        field.end_link(link.uid, reason="搬走了", by=cast.grid_worker, now=NOW)
    with pytest.raises(Refused, match="uid_used"):
        visiting.link(uid=link.uid, account_id=station)
    assert visiting.link(uid=link.uid) == link


def test_a_link_of_another_household_is_no_link_of_the_visit(visiting: Visiting) -> None:
    link = visiting.link()
    with pytest.raises(Invalid, match="visit_no_link"):
        visiting.make(
            by=visiting.cast.second_station_clerk, area_code=NEIGHBOUR_GRID, link=link.uid
        )
    with pytest.raises(Invalid, match="visit_no_link"):
        visiting.make(by=visiting.cast.station_clerk, area_code=COMMUNITY, link=link.uid)


@pytest.mark.row("R-088")
@pytest.mark.parametrize("deed", ["link", "end", "rhythm"])
def test_nothing_stays_of_a_deed_that_the_ledger_did_not_take(
    visiting: Visiting, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = visiting.link()
    lines = Entry.objects.count()

    def broken(*_args: object, **_line: object) -> None:
        raise RuntimeError("the ledger is down")

    monkeypatch.setattr("gege.fieldwork.actions.link_household.record", broken)
    monkeypatch.setattr("gege.fieldwork.actions.plan_visit.open_streams", broken)
    act = {
        "link": lambda: visiting.link(),
        "end": lambda: field.end_link(
            link.uid, reason="搬走", by=visiting.cast.township_operator, now=NOW
        ),
        "rhythm": lambda: field.plan_from_links(now=NOW + 90 * DAY),
    }[deed]
    with pytest.raises(RuntimeError, match="the ledger is down"):
        act()
    assert [one.valid_to for one in ContactLink.objects.all()] == [None]
    assert (Visit.objects.count(), Entry.objects.count()) == (0, lines)
