"""Lists of visits: by key, from scope, in few statements, and without counting refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.fieldwork import api as field
from gege.fieldwork.api import VisitBox, VisitFilter
from tests.cast import COMMUNITY, GRID, NEIGHBOUR_GRID, SECOND_GRID, Cast
from tests.fieldwork.visiting import DAY, NOW, TODAY, Visiting


@pytest.fixture
def visiting(cast: Cast) -> Visiting:
    return Visiting(cast)


@pytest.mark.parametrize("box", [VisitBox.ALL, VisitBox.DUE])
def test_pages_follow_one_another_and_hold_each_visit_once(
    visiting: Visiting, box: VisitBox
) -> None:
    planned = [visiting.plan(due_on=TODAY + (n % 3) * DAY) for n in range(5)]
    chosen, found, key = VisitFilter(box=box), [], ""
    for _ in range(3):
        page = field.visits(visiting.cast.station_clerk, chosen, today=TODAY, after=key, size=2)
        found += page.rows
        key = page.next_key
    assert key == ""
    expected = sorted(planned, key=lambda one: (one.due_on, one.pk))
    assert found == (expected if box is VisitBox.DUE else planned[::-1])


@pytest.mark.parametrize("key", ["nonsense", "_", "2026-99-99_5", "_99999999999999999999", "_-1"])
def test_a_key_that_is_none_begins_anew(visiting: Visiting, key: str) -> None:
    planned = visiting.plan()
    page = field.visits(
        visiting.cast.station_clerk, VisitFilter(box=VisitBox.DUE), today=TODAY, after=key
    )
    assert page.rows == (planned,)


def test_each_filter_narrows(visiting: Visiting) -> None:
    cast = visiting.cast
    late = visiting.plan()
    visiting.plan(area_code=SECOND_GRID, due_on=TODAY + 90 * DAY)
    made = visiting.make(purpose="safety", state="absent")
    link = visiting.link(by=cast.station_clerk)
    contact = visiting.make(by=cast.station_clerk, link=link.uid, purpose="contact")

    def rows(**chosen: object) -> tuple[field.Visit, ...]:
        wanted = VisitFilter(**chosen)  # type: ignore[arg-type]
        return field.visits(cast.station_clerk, wanted, today=TODAY + 10 * DAY).rows

    assert rows(box=VisitBox.OVERDUE) == (late,)
    assert rows(box=VisitBox.MADE) == (contact, made)
    assert rows(purpose="safety") == (made,)
    assert rows(state="absent") == (made,)
    assert rows(box=VisitBox.DUE, area_code=GRID) == (late,)
    assert rows(mine=True) == (contact,)
    assert rows(link=link.uid) == (contact,)
    assert rows(box=VisitBox.MADE, since=TODAY, until=TODAY + DAY) == (contact, made)
    assert rows(box=VisitBox.MADE, until=TODAY) == ()
    assert rows(box=VisitBox.DUE, until=TODAY + 6 * DAY) == (late,)


def test_the_day_list_has_what_is_overdue_first_and_nothing_far_ahead(visiting: Visiting) -> None:
    cast = visiting.cast
    far, near = visiting.plan(due_on=TODAY + 30 * DAY), visiting.plan(due_on=TODAY + 3 * DAY)
    overdue = visiting.plan(due_on=TODAY)
    visiting.plan(by=cast.second_station_clerk, area_code=NEIGHBOUR_GRID)
    assert field.visits_due(cast.grid_worker, [GRID, NEIGHBOUR_GRID], TODAY + DAY) == (
        overdue,
        near,
    )
    assert far not in field.visits_due(cast.grid_worker, [GRID], TODAY + DAY)
    assert field.visits_due(cast.administrator, [GRID], TODAY) == ()


def test_what_a_worker_made_last_is_his_own(visiting: Visiting) -> None:
    mine = visiting.make()
    visiting.make(by=visiting.cast.station_clerk)
    assert field.visits_made(visiting.cast.grid_worker) == (mine,)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_with_one_row_and_with_three(visiting: Visiting, rows: int) -> None:
    clerk = visiting.cast.station_clerk
    for _ in range(rows):
        point = visiting.point(name=f"{_}号楼")
        visiting.plan(point=point.uid)
        visiting.link(by=clerk, point=point.uid)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for visit in field.visits(clerk, VisitFilter(), today=TODAY).rows:
            assert visit.point is not None
        lines, _key = field.links(clerk, today=TODAY, area_code=COMMUNITY)
        assert [one.link.account.pk for one in lines] == [clerk.account_id] * rows
    assert len(asked) == 4


def test_refusals_are_counted_by_no_read_of_the_room(visiting: Visiting) -> None:
    """To decline is a normal answer (R-106): nothing that is exported adds answers up."""
    for _ in range(3):
        visiting.make(state="refused", door="2-301", at=NOW - timedelta(hours=1))
    page = field.visit_page(
        field.visits_made(visiting.cast.grid_worker)[0].uid, visiting.cast.grid_worker
    )
    assert set(field.VisitPage.__dataclass_fields__) == {"visit", "concerns", "following", "steps"}
    assert set(field.LinkLine.__dataclass_fields__) == {"link", "last_at", "due_on"}
    assert page.visit.state == "refused"
