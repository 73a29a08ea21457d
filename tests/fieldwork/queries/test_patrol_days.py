"""How grids' half-days stand, the figure of completion, and who may see what (R-080)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Counts, Invalid, NotFound, Standing
from gege.staff.api import SYSTEM, end_post
from gege.trail.api import AccessLine
from tests.cast import COMMUNITY, GRID, NEIGHBOUR_GRID, OTHER_TOWN, SECOND_GRID, TOWN, Cast
from tests.fieldwork.walks import DAY, Walks, at, fix, walks_of

SATURDAY = date(2026, 11, 28)


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


def figure(walks: Walks, who: str = "county_supervisor", **entry: object) -> Counts:
    given = {"first": DAY, "last": DAY, "now": at("20:00")} | entry
    return fieldwork.completion(walks.cast.people[who], **given).total  # type: ignore[arg-type]


def standings(walks: Walks, who: str = "station_clerk", when: str = "20:00") -> list[object]:
    page = fieldwork.patrols_of_day(walks.cast.people[who], day=DAY, now=at(when))
    return [(row.grid.code[-3:], row.morning.standing, row.afternoon.standing) for row in page.rows]


@pytest.mark.row("R-080")
def test_completion_is_grids_with_two_valid_patrols_over_grids_on_duty(walks: Walks) -> None:
    assert figure(walks) == Counts(complete=0, on_duty=2, vacant=3)
    walks.whole("09:00")
    assert figure(walks) == Counts(complete=0, on_duty=2, vacant=3)
    walks.whole("15:00")
    assert figure(walks) == Counts(complete=1, on_duty=2, vacant=3)


@pytest.mark.row("R-080")
def test_an_excused_half_day_is_not_expected_and_an_asked_one_is(walks: Walks) -> None:
    walks.whole("09:00")
    row = walks.excuse(half="afternoon")
    assert figure(walks) == Counts(complete=0, on_duty=2, vacant=3)
    by = walks.cast.station_clerk
    fieldwork.decide_excuse(row.uid, granted=True, by=by, now=at("13:00"))
    assert figure(walks) == Counts(complete=1, on_duty=2, vacant=3)
    for half in ("morning", "afternoon"):
        walks.excuse(area_code=COMMUNITY, half=half, reason="weather", by=by)
    # The walked morning counts, the second grid is not on duty.
    assert figure(walks) == Counts(complete=1, on_duty=1, vacant=3, excused=1)


@pytest.mark.row("R-080")
def test_a_patrol_with_a_fault_completes_nothing(walks: Walks) -> None:
    walks.whole("09:00")
    walks.whole("15:00", minutes=5)
    assert figure(walks).complete == 0


@pytest.mark.row("R-080")
def test_only_service_days_are_counted_and_days_to_come_are_not(walks: Walks) -> None:
    by = walks.cast.county_supervisor
    week = fieldwork.completion(
        by, first=SATURDAY, last=SATURDAY + timedelta(days=20), now=at("20:00", date(2026, 12, 1))
    )
    assert [day.isoformat() for day, _ in week.of] == ["2026-11-30", "2026-12-01"]
    assert (week.total, week.days) == (Counts(on_duty=4, vacant=6), 2)
    future = fieldwork.completion(by, first=DAY, last=DAY, now=at("20:00", DAY - timedelta(days=1)))
    assert (future.total, future.of) == (Counts(), ())
    years = fieldwork.completion(by, first=date(2020, 1, 1), last=DAY, now=at("20:00"))
    assert years.first == DAY - timedelta(days=91)


@pytest.mark.row("R-080")
def test_days_before_the_first_patrol_of_the_county_are_not_counted(walks: Walks) -> None:
    walks.whole("09:00")
    walks.whole("15:00")
    month = fieldwork.completion(
        walks.cast.county_supervisor, first=DAY - timedelta(days=29), last=DAY, now=at("20:00")
    )
    assert (month.first, month.last, month.days) == (DAY, DAY, 1)
    assert month.total == Counts(complete=1, on_duty=2, vacant=3)


def test_a_grid_that_loses_its_worker_was_on_duty_before(walks: Walks) -> None:
    cast = walks.cast
    end_post(
        by=SYSTEM,
        now=at("08:00"),
        post_id=cast.second_grid_worker.post_id or 0,
        on=DAY,
    )
    assert figure(walks, first=DAY - timedelta(days=1), last=DAY - timedelta(days=1)).on_duty == 2
    assert figure(walks).on_duty == 1


@pytest.mark.parametrize(
    ("who", "grids"),
    [
        ("grid_worker", 1),
        ("station_clerk", 2),
        ("second_station_clerk", 0),
        ("township_operator", 2),
        ("county_dispatcher", 2),
        ("electronic_supervisor", 2),
        ("stranger", 0),
        ("strange_township_operator", 0),
        ("department_officer", 0),
        ("hotline_operator", 0),
        ("administrator", 0),
    ],
)
@pytest.mark.row("R-080")
def test_everybody_reads_the_figure_of_the_own_scope(walks: Walks, who: str, grids: int) -> None:
    assert figure(walks, who).on_duty == grids


def test_a_figure_of_elsewhere_is_empty(walks: Walks) -> None:
    assert figure(walks, "station_clerk", area_code=OTHER_TOWN) == Counts()
    assert figure(walks, "township_operator", area_code=COMMUNITY).on_duty == 2


@pytest.mark.row("R-080")
def test_a_row_per_grid_says_how_each_half_day_stands(walks: Walks) -> None:
    walks.whole("09:00")
    walks.start(at("14:30"))
    walks.excuse(area_code=SECOND_GRID, by=walks.cast.second_grid_worker)
    assert standings(walks, when="15:00") == [
        ("001", Standing.DONE, Standing.RUNNING),
        ("002", Standing.MISSED, Standing.OPEN_NOW),
        ("003", Standing.OFF_DUTY, Standing.OFF_DUTY),
    ]
    assert standings(walks, "stranger") == [("001", Standing.OFF_DUTY, Standing.OFF_DUTY)]
    page = fieldwork.patrols_of_day(walks.cast.station_clerk, day=DAY, now=at("15:00"))
    assert [row.walkers for row in page.rows] == [("王网格",), ("李二格",), ()]
    waiting = page.rows[1].morning.excuse
    assert waiting is not None
    assert waiting.granted is None


def test_days_turn_by_key_and_narrow_to_an_area(walks: Walks) -> None:
    by = walks.cast.county_supervisor
    seen, after = [], ""
    while True:
        page = fieldwork.patrols_of_day(by, day=DAY, now=at("09:00"), after=after, size=2)
        seen += [row.grid.code for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == 5
    assert seen == sorted(set(seen))
    narrow = fieldwork.patrols_of_day(by, day=DAY, now=at("09:00"), area_code=TOWN)
    assert [row.grid.code[:9] for row in narrow.rows] == [TOWN] * 4
    clerk = walks.cast.station_clerk
    outside = fieldwork.patrols_of_day(clerk, day=DAY, now=at("09:00"), area_code=NEIGHBOUR_GRID)
    assert outside.rows == ()


def test_a_day_costs_the_same_with_one_grid_and_with_five(walks: Walks) -> None:
    walks.whole("09:00")
    costs = []
    for who in ("county_supervisor", "grid_worker", "county_supervisor"):
        with CaptureQueriesContext(connection) as queries:
            fieldwork.patrols_of_day(walks.cast.people[who], day=DAY, now=at("15:00"))
            fieldwork.completion(walks.cast.people[who], first=DAY, last=DAY, now=at("15:00"))
        costs.append(len(queries))
    assert costs[1] == costs[2]  # the first one fills the caches


@pytest.mark.parametrize("who", ["stranger", "strange_township_operator", "second_station_clerk"])
def test_a_stranger_meets_no_patrol(walks: Walks, who: str) -> None:
    patrol, person = walks.whole(), walks.cast.people[who]
    for deed in (
        lambda: fieldwork.patrol_page(patrol.uid, person),
        lambda: fieldwork.reveal_track(patrol.uid, purpose="想看", by=person, now=at("10:00")),
        lambda: fieldwork.patrol_page("no uid", person),
    ):
        with pytest.raises(NotFound):
            deed()
    assert AccessLine.objects.count() == 0


def test_the_page_of_a_patrol(walks: Walks) -> None:
    patrol = walks.whole()
    page = fieldwork.patrol_page(patrol.uid, walks.cast.station_clerk)
    assert [(one.name, one.at, one.how) for one in page.points] == [
        ("1号楼", at("09:01"), "hand"),
        ("2号楼", at("09:02"), "hand"),
        ("3号楼", at("09:03"), "hand"),
    ]
    assert (page.findings, page.positions, page.own) == ((), 0, False)
    assert fieldwork.patrol_page(patrol.uid, walks.cast.grid_worker).own


@pytest.mark.row("R-080")
def test_a_track_is_seen_by_its_walker_and_by_his_station_with_a_purpose(walks: Walks) -> None:
    cast, patrol = walks.cast, walks.start()
    fieldwork.track(
        patrol.uid, positions=[fix("09:10", 106.281, 30.341)], by=cast.grid_worker, now=at("09:20")
    )
    running = {"by": cast.station_clerk, "now": at("09:20"), "purpose": "找人"}
    with pytest.raises(NotFound):
        fieldwork.reveal_track(patrol.uid, **running)  # type: ignore[arg-type]
    own = fieldwork.reveal_track(patrol.uid, by=cast.grid_worker, now=at("09:20"))
    assert [(one.lng, one.lat) for one in own] == [(106.281, 30.341)]
    walks.end(patrol)
    for who in ("township_operator", "county_supervisor", "electronic_supervisor"):
        with pytest.raises(NotFound):
            fieldwork.reveal_track(patrol.uid, by=cast.people[who], now=at("10:00"), purpose="看看")
    with pytest.raises(Invalid, match="needed"):
        fieldwork.reveal_track(patrol.uid, by=cast.station_clerk, now=at("10:00"), purpose=" ")
    assert AccessLine.objects.count() == 0
    fieldwork.reveal_track(patrol.uid, by=cast.station_clerk, now=at("10:00"), purpose="核对巡查点")
    noted = AccessLine.objects.values_list("name", "subject", "fields", "purpose")
    assert list(noted) == [("张站员", f"patrol:{patrol.uid}", "track", "核对巡查点")]


def test_a_worker_reads_the_newest_of_his_own(walks: Walks) -> None:
    walks.whole("09:00")
    walks.end(walks.start(at("15:00")), at("15:05"))
    account = walks.cast.grid_worker.account_id or 0
    found = [(one.half, one.points, one.counted) for one in fieldwork.recent_patrols(account)]
    assert found == [("afternoon", 0, False), ("morning", 3, True)]
    assert fieldwork.recent_patrols(walks.cast.second_grid_worker.account_id or 0) == ()


def test_excuses_are_read_by_scope_and_page(walks: Walks) -> None:
    walks.excuse()
    walks.excuse(half="afternoon")
    second = walks.excuse(area_code=SECOND_GRID, by=walks.cast.second_grid_worker)
    clerk, waiting = walks.cast.station_clerk, []
    page = fieldwork.excuses_page(clerk, waiting=True, size=2)
    waiting += [one.area_code[-3:] for one in page.lines]
    page = fieldwork.excuses_page(clerk, waiting=True, after=page.after, size=2)
    assert (waiting + [one.area_code[-3:] for one in page.lines], page.after) == (
        ["002", "001", "001"], None,
    )  # fmt: skip
    counts = [
        fieldwork.excuses_waiting(walks.cast.people[who], 99)
        for who in ("station_clerk", "grid_worker", "stranger", "administrator")
    ]
    assert counts == [3, 2, 0, 0]
    assert [one.pk for one in fieldwork.excuses_of_grid(SECOND_GRID, DAY)] == [second.pk]
    assert fieldwork.excuses_of_grid(GRID, DAY + timedelta(days=1)) == ()
