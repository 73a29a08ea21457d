"""Visits: planned, made, declined, cancelled, told late or twice (R-099, R-106)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gege.fieldwork import api as field
from gege.fieldwork.api import Invalid, NotFound, Refused, Stale, Visit
from gege.fieldwork.models import Concern
from gege.matters.api import Report, default_rulebook, publish_rulebook, report
from gege.staff.api import SYSTEM
from gege.territory.api import load_years
from gege.trail.api import Entry
from tests.cast import COMMUNITY, FOUNDED_AT, GRID, NEIGHBOUR_GRID, OTHER_GRID, Cast
from tests.fieldwork.visiting import DAY, HOUR, NOW, TODAY, Visiting, deeds


@pytest.fixture
def visiting(cast: Cast) -> Visiting:
    return Visiting(cast)


@pytest.mark.row("R-106")
def test_a_visit_without_a_purpose_cannot_be_saved(visiting: Visiting) -> None:
    for deed in (visiting.plan, visiting.make):
        for purpose in ("", "  "):
            with pytest.raises(Invalid, match="visit_without_purpose"):
                deed(purpose=purpose)
        with pytest.raises(Invalid, match="unknown_choice"):
            deed(purpose="curiosity")
    assert Visit.objects.count() == 0


@pytest.mark.row("R-106")
@pytest.mark.parametrize("state", ["done", "refused", "absent"])
def test_every_outcome_is_written_in_the_same_way_and_told_to_nobody(
    visiting: Visiting, state: str
) -> None:
    visit = visiting.make(visiting.plan(), state=state, at=NOW - HOUR, words="谈了天气")
    assert (visit.state, visit.done_at, visit.received_at, visit.version, visit.by_name) == (
        state, NOW - HOUR, NOW, 2, "王网格"
    )  # fmt: skip
    assert (visit.door, visit.who, visit.words) == ("2-301", "居民甲", "谈了天气")
    assert deeds(visit) == ["plan_visit", "make_visit"]
    assert visiting.told() == []


def test_the_ledger_keeps_no_door_no_name_and_no_words(visiting: Visiting) -> None:
    visiting.make(visiting.plan(), words="独居，想要助餐")
    kept = "".join(
        Entry.objects.filter(stream__startswith="visit:").values_list("payload", flat=True)
    )
    for secret in ("2-301", "居民甲", "10000000001", "助餐"):
        assert secret not in kept


def test_an_unplanned_visit_is_as_good_as_a_planned_one(visiting: Visiting) -> None:
    point = visiting.point()
    visit = visiting.make(point=point.uid, door="301", who="居民丙", purpose="opinion")
    assert (visit.state, visit.due_on, visit.point, visit.area_code, visit.version) == (
        "done", None, point, GRID, 1
    )  # fmt: skip


@pytest.mark.row("R-099")
def test_the_next_day_makes_the_next_planned_visit_on_the_workers_list(visiting: Visiting) -> None:
    first = visiting.make(visiting.plan(), next_on=TODAY + 7 * DAY)
    following = Visit.objects.get(previous=first)
    assert (following.state, following.due_on, following.purpose) == (
        "planned", TODAY + 7 * DAY, "care"
    )  # fmt: skip
    assert (following.door, following.who) == ("2-301", "居民甲")
    assert (following.account_id, following.planned_by, following.version) == (None, "王网格", 1)
    due = field.visits_due(visiting.cast.grid_worker, [GRID], TODAY + 10 * DAY)
    assert due == (following,)
    assert field.is_overdue(following.due_on, TODAY + 10 * DAY)


@pytest.mark.parametrize(
    ("next_on", "word"),
    [(TODAY, "visit_next_before"), (TODAY + 401 * DAY, "visit_next_too_far")],
)
def test_a_next_day_that_cannot_be_is_refused(visiting: Visiting, next_on: Any, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        visiting.make(next_on=next_on)


def test_told_twice_it_is_one_visit(visiting: Visiting) -> None:
    uid = uuid4()
    first = visiting.make(uid=uid, words="好", next_on=TODAY + DAY)
    again = visiting.make(uid=uid, words="好", next_on=TODAY + DAY, at=NOW, now=NOW)
    assert (again, Visit.objects.count(), deeds(uid)) == (first, 2, ["make_visit"])
    planned = visiting.plan()
    visiting.make(planned)
    assert visiting.make(planned).version == 2


def test_told_in_other_words_it_is_a_conflict_and_the_first_stays(visiting: Visiting) -> None:
    planned = visiting.plan()
    visiting.make(planned, state="absent")
    with pytest.raises(Stale):
        visiting.make(planned, state="done")
    with pytest.raises(Stale):
        visiting.make(planned, by=visiting.cast.station_clerk)
    assert Visit.objects.get().state == "absent"


def test_the_key_of_another_persons_visit_is_refused(visiting: Visiting) -> None:
    uid = visiting.make().uid
    with pytest.raises(Refused, match="uid_used"):
        visiting.make(uid=uid, by=visiting.cast.station_clerk)
    with pytest.raises(Refused, match="uid_used"):
        visiting.make(uid=uid, by=visiting.cast.stranger, area_code=OTHER_GRID)


def test_a_visit_that_was_cancelled_meanwhile_is_a_conflict_until_it_is_looked_at(
    visiting: Visiting,
) -> None:
    planned = visiting.plan()
    cancelled = field.cancel_visit(
        planned.uid, reason="住院了", seen=1, by=visiting.cast.station_clerk, now=NOW
    )
    with pytest.raises(Stale):
        visiting.make(planned, now=NOW + HOUR)
    with pytest.raises(Stale):
        visiting.make(planned, seen=None, now=NOW + HOUR)
    made = visiting.make(cancelled, now=NOW + HOUR)
    assert (made.state, made.version) == ("done", 3)


def test_a_planned_visit_that_nobody_knows_is_not_found(visiting: Visiting) -> None:
    with pytest.raises(NotFound):
        visiting.make(uid=uuid4(), seen=1)


def test_only_what_is_planned_and_was_seen_as_it_is_can_be_cancelled(visiting: Visiting) -> None:
    planned = visiting.plan()
    by = visiting.cast.station_clerk
    with pytest.raises(Invalid, match="needed"):
        field.cancel_visit(planned.uid, reason=" ", seen=1, by=by, now=NOW)
    with pytest.raises(Stale):
        field.cancel_visit(planned.uid, reason="搬走了", seen=2, by=by, now=NOW)
    visiting.make(planned)
    with pytest.raises(Refused, match="visit_not_planned"):
        field.cancel_visit(planned.uid, reason="搬走了", seen=2, by=by, now=NOW)


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (NOW + HOUR, "in_the_future"),
        (NOW - timedelta(days=8, hours=1), "too_long_ago"),
    ],
)
def test_the_time_of_a_visit_is_neither_to_come_nor_long_past(
    visiting: Visiting, at: datetime, word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        visiting.make(at=at)


def test_a_visit_is_taken_from_a_phone_that_was_away_for_five_days(visiting: Visiting) -> None:
    at = NOW - timedelta(days=5)
    assert visiting.make(at=at).done_at == at


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"state": "planned"}, "unknown_choice"),
        ({"state": "angry"}, "unknown_choice"),
        ({"words": "字" * 2001}, "too_long"),
        ({"door": "字" * 41}, "too_long"),
        ({"point": uuid4()}, "visit_other_point"),
        ({"link": uuid4()}, "visit_no_link"),
        ({"area_code": "511622100001999"}, "unknown_grid"),
        ({"area_code": "nonsense"}, "unknown_grid"),
        ({"area_code": NEIGHBOUR_GRID}, "not_your_area"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_kept(
    visiting: Visiting, entry: dict[str, Any], word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        visiting.make(**entry)
    assert Visit.objects.count() == 0


def test_a_point_of_another_grid_is_no_place_of_a_visit(visiting: Visiting) -> None:
    elsewhere = visiting.point(NEIGHBOUR_GRID)
    with pytest.raises(Invalid, match="visit_other_point"):
        visiting.plan(point=elsewhere.uid)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"due_on": None}, "needed"),
        ({"due_on": TODAY - DAY}, "visit_due_passed"),
        ({"due_on": TODAY + 500 * DAY}, "visit_next_too_far"),
        ({"door": "", "who": ""}, "visit_place_needed"),
        ({"area_code": OTHER_GRID}, "not_your_area"),
        ({"area_code": "511622"}, "unknown_grid"),
        ({"account_id": 987654321}, "visit_nobody_there"),
    ],
)
def test_a_plan_that_cannot_be_is_named(
    visiting: Visiting, entry: dict[str, Any], word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        visiting.plan(**entry)


def test_a_visit_planned_for_somebody_is_told_and_on_nobody_elses_list(visiting: Visiting) -> None:
    cast = visiting.cast
    visit = visiting.plan(account_id=cast.grid_worker.account_id)
    assert visiting.told() == [("visit_planned_for_you", None, cast.grid_worker.account_id)]
    assert field.visits_due(cast.grid_worker, [GRID], TODAY) == (visit,)
    assert field.visits_due(cast.station_clerk, [GRID], TODAY) == ()
    assert visiting.plan(uid=visit.uid) == visit


def test_who_may_plan_make_and_see(visiting: Visiting) -> None:
    cast = visiting.cast
    planned = visiting.plan()
    for by in (cast.stranger, cast.second_grid_worker, cast.administrator, cast.hotline_operator):
        with pytest.raises(NotFound):
            field.visit_page(planned.uid, by)
        with pytest.raises((NotFound, Stale)):
            visiting.make(planned, by=by)
        with pytest.raises(Invalid, match="not_your_area"):
            visiting.plan(by=by)
        assert field.visits(by, field.VisitFilter(), today=TODAY).rows == ()
    for by in (cast.department_officer, cast.electronic_supervisor):
        with pytest.raises(Invalid, match="not_your_area"):
            visiting.plan(by=by)
    for by in (
        cast.grid_worker,
        cast.station_clerk,
        cast.township_operator,
        cast.county_supervisor,
    ):
        assert field.visit_page(planned.uid, by).visit == planned
    assert field.visit_page(planned.uid, cast.electronic_supervisor).visit == planned


def test_door_and_name_stand_open_to_the_grid_and_its_station_only(visiting: Visiting) -> None:
    cast = visiting.cast
    readers = {who: field.reads_personal(by, GRID, None) for who, by in cast.people.items()}
    assert {who for who, reads in readers.items() if reads} == {"grid_worker", "station_clerk"}
    mine = cast.township_operator.account_id
    assert field.reads_personal(cast.township_operator, COMMUNITY, mine)
    assert not field.reads_personal(cast.strange_township_operator, COMMUNITY, mine)


@pytest.mark.row("R-104")
def test_a_concern_is_a_matter_with_an_owner_raised_once(visiting: Visiting) -> None:
    cast = visiting.cast
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    load_years(years=(2026, 2027), by=SYSTEM.signature(), now=FOUNDED_AT)
    kind = default_rulebook().live_kinds[0].code
    matter = report(
        Report(title="楼道灯不亮", kind=kind, grid_code=GRID, channel="visit"),
        by=cast.grid_worker,
        now=NOW,
    )
    visit, other = visiting.make(), visiting.make()
    for _ in range(2):
        field.raised_on(visit.uid, number=matter.number, by=cast.grid_worker, now=NOW)
    assert deeds(visit) == ["make_visit", "raise_concern"]
    assert field.visit_page(visit.uid, cast.station_clerk).concerns == (matter.number,)
    assert matter.holder_id is not None
    with pytest.raises(Refused, match="raised_elsewhere"):
        field.raised_on(other.uid, number=matter.number, by=cast.grid_worker, now=NOW)
    with pytest.raises(Invalid, match="matter_not_there"):
        field.raised_on(other.uid, number="nonsense", by=cast.grid_worker, now=NOW)
    with pytest.raises(NotFound):
        field.raised_on(visit.uid, number=matter.number, by=cast.stranger, now=NOW)
    with pytest.raises(Refused, match="visit_not_made"):
        field.raised_on(visiting.plan().uid, number=matter.number, by=cast.grid_worker, now=NOW)


@pytest.mark.row("R-088")
@pytest.mark.parametrize("deed", ["plan", "make", "cancel", "raise"])
def test_nothing_stays_of_a_deed_that_the_ledger_did_not_take(
    visiting: Visiting, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned, made = visiting.plan(), visiting.make()
    before = list(Visit.objects.order_by("pk").values())

    def broken(**_line: object) -> None:
        raise RuntimeError("the ledger is down")

    for module in ("plan_visit", "make_visit", "raise_concern"):
        monkeypatch.setattr(f"gege.fieldwork.actions.{module}.record", broken)
    monkeypatch.setattr(
        "gege.fieldwork.actions.raise_concern.matter_by_number",
        lambda number, by: _matter(visiting),
    )
    act = {
        "plan": lambda: visiting.plan(account_id=visiting.cast.grid_worker.account_id),
        "make": lambda: visiting.make(planned, next_on=TODAY + DAY),
        "cancel": lambda: field.cancel_visit(
            planned.uid, reason="搬走", seen=1, by=visiting.cast.station_clerk, now=NOW
        ),
        "raise": lambda: field.raised_on(
            made.uid, number="any", by=visiting.cast.grid_worker, now=NOW
        ),
    }[deed]
    with pytest.raises(RuntimeError, match="the ledger is down"):
        act()
    assert list(Visit.objects.order_by("pk").values()) == before
    assert Concern.objects.count() == 0
    assert visiting.told() == []


def _matter(visiting: Visiting) -> Any:
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    load_years(years=(2026, 2027), by=SYSTEM.signature(), now=FOUNDED_AT)
    kind = default_rulebook().live_kinds[0].code
    entry = Report(title="楼道灯不亮", kind=kind, grid_code=GRID)
    return report(entry, by=visiting.cast.grid_worker, now=NOW)
