"""Two phones of one worker, or two people, at the same moment: nothing twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from gege.fieldwork import api as fieldwork
from gege.fieldwork.models import CheckIn, CheckPoint, Patrol, Visit
from tests.cast import GRID, SINCE, Cast, committed_cast, ledger_that_can_be_emptied
from tests.matters.conftest import set_up
from tests.matters.test_two_at_once import at_once, errors, ledger_is_whole

__all__ = ["committed_cast", "ledger_that_can_be_emptied"]


@pytest.fixture
def county(committed_cast: Cast) -> Cast:
    set_up()
    return committed_cast


@pytest.mark.row("R-080")
def test_one_start_sent_on_three_connections_is_one_patrol(county: Cast) -> None:
    now, uid = timezone.now(), uuid4()
    start = partial(
        fieldwork.start_patrol, uid, area_code=GRID, at=now, by=county.grid_worker, now=now
    )
    results = at_once(start, start, start)
    assert errors(results) == []
    assert len({one.pk for one in results}) == 1
    assert Patrol.objects.count() == 1
    assert ledger_is_whole()


@pytest.mark.row("R-080")
def test_of_two_patrols_begun_at_once_one_runs(county: Cast) -> None:
    now = timezone.now()
    starts = [
        partial(
            fieldwork.start_patrol,
            uuid4(),
            area_code=GRID,
            at=now - timedelta(seconds=place),
            by=county.grid_worker,
            now=now,
        )
        for place in range(3)
    ]
    results = at_once(*starts)
    assert set(errors(results)) <= {fieldwork.Refused}
    assert Patrol.objects.filter(ended_at=None).count() == 1
    assert Patrol.objects.count() == 3 - len(errors(results))
    assert ledger_is_whole()


@pytest.mark.row("R-080")
def test_one_point_passed_on_two_phones_at_once_is_passed_once(county: Cast) -> None:
    now, uid = timezone.now(), uuid4()
    point = CheckPoint.objects.create(area_code=GRID, name="甲栋", valid_from=SINCE, changed_at=now)
    by = county.grid_worker
    fieldwork.start_patrol(uid, area_code=GRID, at=now, by=by, now=now)
    passing = partial(fieldwork.check_in, uid, point=point.uid, at=now, how="hand", by=by, now=now)
    end = partial(fieldwork.end_patrol, uid, at=now, by=by, now=now)
    assert errors(at_once(passing, passing, end)) == []
    assert CheckIn.objects.count() == 1
    assert Patrol.objects.get().ended_at == now
    assert ledger_is_whole()


@pytest.mark.row("R-106")
def test_one_visit_sent_on_three_connections_is_one(county: Cast) -> None:
    now, uid = timezone.now(), uuid4()
    tell = partial(
        fieldwork.make_visit,
        uid,
        area_code=GRID,
        purpose="care",
        state="done",
        at=now,
        words="一切都好",
        next_on=timezone.localdate() + timedelta(days=20),
        door="2-301",
        by=county.grid_worker,
        now=now,
    )
    results = at_once(tell, tell, tell)
    assert errors(results) == []
    assert len({one.pk for one in results}) == 1
    assert Visit.objects.filter(done_at__isnull=False).count() == 1
    assert Visit.objects.filter(state="planned").count() == 1
    assert ledger_is_whole()


@pytest.mark.row("R-106")
def test_of_two_who_made_one_planned_visit_at_once_one_is_told(county: Cast) -> None:
    now, uid = timezone.now(), uuid4()
    planned = fieldwork.plan_visit(
        uid,
        area_code=GRID,
        purpose="care",
        due_on=timezone.localdate(),
        door="2-301",
        by=county.station_clerk,
        now=now,
    )
    made = [
        partial(
            fieldwork.make_visit,
            uid,
            area_code=GRID,
            purpose="",
            state=state,
            at=now,
            seen=planned.version,
            by=by,
            now=now,
        )
        for state, by in (("refused", county.grid_worker), ("absent", county.station_clerk))
    ]
    results = at_once(*made)
    assert errors(results) == [fieldwork.Stale]
    told = next(one for one in results if isinstance(one, Visit))
    kept = Visit.objects.get()
    assert (kept.state, kept.version) == (told.state, planned.version + 1)
    assert ledger_is_whole()


@pytest.mark.row("R-104")
def test_one_contact_made_on_two_phones_at_once_leaves_one_plan(county: Cast) -> None:
    now, by = timezone.now(), county.grid_worker
    link = fieldwork.link_household(
        uuid4(),
        account_id=by.account_id or 0,
        area_code=GRID,
        who="陈大娘",
        door="2-301",
        by=by,
        now=now,
    )
    contacts = [
        partial(
            fieldwork.make_visit,
            uuid4(),
            area_code=GRID,
            purpose="contact",
            state="done",
            at=now - timedelta(minutes=place),
            next_on=timezone.localdate() + timedelta(days=20 + place),
            link=link.uid,
            by=by,
            now=now,
        )
        for place in range(3)
    ]
    assert errors(at_once(*contacts)) == []
    assert Visit.objects.filter(done_at__isnull=False).count() == 3
    assert Visit.objects.filter(state="planned").count() == 1
    assert ledger_is_whole()
