"""Patrols: started, walked, ended, forgotten; late, twice, out of order (R-080)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from gege.fieldwork import api as fieldwork
from gege.fieldwork.actions import patrolling
from gege.fieldwork.api import CheckPoint, Invalid, NotFound, Patrol, Refused
from gege.fieldwork.models import CheckIn, Finding, TrackPoint
from gege.kernel.coordinates import Point
from gege.matters.api import Report, default_rulebook, publish_rulebook, report
from gege.staff.api import SYSTEM, actor_for, substitute
from gege.trail.api import Entry
from tests.cast import (
    FOUNDED_AT,
    GRID,
    NEIGHBOUR_GRID,
    SECOND_GRID,
    Cast,
    centre_of,
)
from tests.fieldwork.walks import DAY, MINUTE, Walks, at, deeds, fix, lines, told, walks_of


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


def stored() -> list[tuple[str, float, float]]:
    rows = TrackPoint.objects.order_by("at").values_list("at", "lng", "lat")
    return [(f"{one.astimezone(at('09:00').tzinfo):%H:%M:%S}", lng, lat) for one, lng, lat in rows]


@pytest.mark.row("R-080")
def test_a_whole_patrol_counts(walks: Walks) -> None:
    patrol = walks.whole()
    found = Patrol.objects.values("day", "half", "started_at", "ended_at", "ended_by", "faults")
    assert list(found) == [
        {
            "day": DAY,
            "half": "morning",
            "started_at": at("09:00"),
            "ended_at": at("09:40"),
            "ended_by": "worker",
            "faults": [],
        }
    ]
    walker = [(deed, "王网格") for deed in ("start", "check_in", "check_in", "check_in", "end")]
    assert deeds(f"patrol:{patrol.uid}") == walker


def test_a_patrol_that_does_not_count_says_why(walks: Walks) -> None:
    short = walks.end(walks.start(), at("09:10"))
    assert short.faults == ["too_short", "too_few_points"]
    late = walks.end(walks.start(at("12:00")), at("13:00"))
    assert (late.half, late.faults) == ("extra", ["outside_window", "too_few_points"])


def test_the_same_start_and_end_again_change_nothing(walks: Walks) -> None:
    uid = uuid4()
    first, again = walks.start(uid=uid), walks.start(uid=uid, now=at("09:05"))
    assert (first.pk, Patrol.objects.count()) == (again.pk, 1)
    walks.end(uid)
    before = lines()
    assert walks.end(uid, now=at("10:30")).ended_at == at("09:40")
    assert lines() == before
    with pytest.raises(Refused, match="ended_differently"):
        walks.end(uid, at("09:41"))


def test_the_uid_of_somebody_else_is_refused(walks: Walks) -> None:
    patrol = walks.start()
    other = walks.cast.second_grid_worker
    with pytest.raises(Refused, match="uid_used"):
        walks.start(uid=patrol.uid, by=other, area_code=SECOND_GRID)


def test_one_patrol_at_a_time(walks: Walks) -> None:
    walks.start()
    with pytest.raises(Refused, match="patrol_running") as refusal:
        walks.start(at("09:30"))
    assert refusal.value.values == {"since": "11-25 09:00"}
    assert "11-25 09:00" in fieldwork.sentence_of(refusal.value)


@pytest.mark.parametrize("who", ["second_grid_worker", "station_clerk", "stranger"])
def test_a_grid_is_walked_by_its_own_worker(walks: Walks, who: str) -> None:
    before = lines()
    with pytest.raises((NotFound, Refused)):
        walks.start(by=walks.cast.people[who])
    patrol = walks.start()
    for deed in (
        lambda by: walks.end(patrol, by=by),
        lambda by: walks.check_in(patrol, walks.three_points()[0], by=by),
        lambda by: fieldwork.track(patrol.uid, positions=[], by=by, now=at("09:01")),
    ):
        with pytest.raises((NotFound, Refused)):
            deed(walks.cast.people[who])
    assert lines() == before + 4  # the start, and three points


def test_a_substitute_walks_the_grid_he_stands_in_for(walks: Walks) -> None:
    worker = walks.cast.grid_worker
    post = substitute(
        by=SYSTEM,
        now=at("08:00"),
        account_id=worker.account_id or 0,
        unit_id=walks.cast.unit_id(SECOND_GRID),
        valid_from=DAY,
        valid_to=DAY + timedelta(days=7),
    )
    stands_in = actor_for(worker.account_id or 0, post.pk, at("09:00"))
    assert stands_in is not None
    patrol = walks.start(area_code=SECOND_GRID, by=stands_in)
    assert (patrol.by_name, patrol.area_code) == ("王网格", SECOND_GRID)


@pytest.mark.parametrize(
    ("when", "now", "word"),
    [
        ("09:00", "08:54", "in_the_future"),
        ("09:00", "2026-12-04", "too_long_ago"),
    ],
)
def test_a_time_that_cannot_be_is_refused(walks: Walks, when: str, now: str, word: str) -> None:
    moment = at(now) if len(now) == 5 else at("09:00", date.fromisoformat(now))
    with pytest.raises(Invalid, match=word):
        walks.start(at(when), now=moment)
    assert Patrol.objects.count() == 0


def test_a_clock_that_runs_a_little_ahead_is_taken_as_now(walks: Walks) -> None:
    assert walks.start(at("09:00"), now=at("08:56")).started_at == at("08:56")


def test_a_patrol_from_before_is_taken_in_its_place(walks: Walks) -> None:
    """A whole day without a network: the times are those of the walking."""
    three = walks.three_points()
    now = at("20:00")
    patrol = walks.start(at("09:00"), now=now)
    for number, point in enumerate(three, start=1):
        walks.check_in(patrol, point, at=at("09:00") + number * MINUTE, now=now)
    ended = walks.end(patrol, at("09:40"), now=now)
    assert (ended.half, ended.faults, ended.received_at) == ("morning", [], now)


def test_the_morning_of_another_phone_arrives_while_the_afternoon_is_walked(walks: Walks) -> None:
    afternoon = walks.start(at("14:30"))
    morning = walks.start(at("09:00"), now=at("15:00"))
    assert (morning.ended_at, morning.ended_by) == (at("12:30"), "timer")
    for number, point in enumerate(walks.three_points(), start=1):
        walks.check_in(morning, point, at=at("09:00") + number * MINUTE, now=at("15:00"))
    ended = walks.end(morning, at("09:40"), now=at("15:00"))
    assert (ended.ended_by, ended.faults) == ("worker", [])
    assert fieldwork.open_patrol(walks.cast.grid_worker.account_id or 0) == afternoon


def test_a_forgotten_morning_does_not_keep_from_the_afternoon(walks: Walks) -> None:
    morning = walks.start()
    walks.start(at("14:30"))
    morning.refresh_from_db()
    assert (morning.ended_at, morning.faults) == (at("12:30"), ["never_ended"])


@pytest.mark.row("R-080")
def test_a_patrol_that_nobody_ends_is_ended_and_its_walker_told(walks: Walks) -> None:
    patrol = walks.start()
    assert fieldwork.end_forgotten(now=at("12:29")) == 0
    assert fieldwork.end_forgotten(now=at("12:30")) == 1
    assert fieldwork.end_forgotten(now=at("12:40")) == 0
    patrol.refresh_from_db()
    assert (patrol.ended_at, patrol.ended_by, patrol.faults) == (
        at("12:30"), "timer", ["never_ended"],
    )  # fmt: skip
    assert told() == [("patrol_forgotten", None, walks.cast.grid_worker.account_id)]
    assert deeds(f"patrol:{patrol.uid}") == [("start", "王网格"), ("give_up", "gege")]


def test_the_walkers_own_end_goes_before_the_timers(walks: Walks) -> None:
    patrol = walks.start()
    for number, point in enumerate(walks.three_points(), start=1):
        walks.check_in(patrol, point, at=at("09:00") + number * MINUTE)
    fieldwork.end_forgotten(now=at("12:30"))
    ended = walks.end(patrol, at("09:40"), now=at("13:00"))
    assert (ended.ended_at, ended.ended_by, ended.faults) == (at("09:40"), "worker", [])


def test_an_end_before_the_start_is_refused(walks: Walks) -> None:
    patrol = walks.start()
    with pytest.raises(Invalid, match="ends_before_start"):
        walks.end(patrol, at("08:59"), now=at("09:10"))


def test_a_point_is_passed_once(walks: Walks) -> None:
    patrol, point = walks.start(), walks.point("1号楼")
    first = walks.check_in(patrol, point)
    again = walks.check_in(patrol, point, at=at("09:20"))
    assert (first.pk, CheckIn.objects.count()) == (again.pk, 1)
    assert deeds(f"patrol:{patrol.uid}") == [("start", "王网格"), ("check_in", "王网格")]


@pytest.mark.parametrize(
    ("how", "east", "kept", "distance"),
    [
        ("position", 0.0, "position", 0),
        ("position", 0.0005, "position", 48),
        ("position", 0.002, "hand", 192),
        ("code", 0.002, "code", 192),
        ("position", None, "hand", None),
        ("hand", None, "hand", None),
    ],
)
def test_a_check_in_is_kept_as_far_as_it_can_be_vouched_for(
    walks: Walks, how: str, east: float | None, kept: str, distance: int | None
) -> None:
    lng, lat = centre_of(GRID)
    position = None if east is None else Point(lng + east, lat)
    walks.check_in(walks.start(), walks.point("1号楼"), how=how, position=position)
    assert list(CheckIn.objects.values_list("how", "distance_m")) == [(kept, distance)]


def test_points_that_arrive_after_the_end_count(walks: Walks) -> None:
    patrol = walks.start()
    assert walks.end(patrol).faults == ["too_few_points"]
    for number, point in enumerate(walks.three_points(), start=1):
        walks.check_in(patrol, point, at=at("09:00") + number * MINUTE, now=at("10:00"))
    patrol.refresh_from_db()
    assert patrol.faults == []


@pytest.mark.parametrize("when", ["08:59", "09:41"])
def test_a_check_in_outside_of_the_patrol_is_refused(walks: Walks, when: str) -> None:
    patrol, point = walks.start(), walks.point("1号楼")
    walks.end(patrol)
    with pytest.raises(Refused, match="outside_patrol"):
        walks.check_in(patrol, point, at=at(when), now=at("10:00"))


def test_a_patrol_is_walked_under_whatever_post_its_walker_acts(walks: Walks) -> None:
    """A phone sends under the first post; the patrol is of the grid he stands in for."""
    worker = walks.cast.grid_worker
    post = substitute(
        by=SYSTEM,
        now=at("08:00"),
        account_id=worker.account_id or 0,
        unit_id=walks.cast.unit_id(SECOND_GRID),
        valid_from=DAY,
        valid_to=DAY + timedelta(days=7),
    )
    stands_in = actor_for(worker.account_id or 0, post.pk, at("09:00"))
    patrol = walks.start(area_code=SECOND_GRID, by=stands_in)
    walks.check_in(patrol, walks.point("二号", SECOND_GRID), by=worker)
    with pytest.raises(Refused, match="other_grid"):
        walks.check_in(patrol, walks.point("一号"), by=worker)
    assert walks.end(patrol, by=worker).ended_by == "worker"


def test_points_of_elsewhere_are_not_passed(walks: Walks) -> None:
    patrol = walks.start()
    gone = walks.point("拆了的楼")
    CheckPoint.objects.filter(pk=gone.pk).update(valid_to=date(2026, 11, 20))
    with pytest.raises(Refused, match="point_ended"):
        walks.check_in(patrol, gone)
    with pytest.raises(NotFound):
        walks.check_in(patrol, walks.point("别处", NEIGHBOUR_GRID))
    with pytest.raises(NotFound):
        walks.check_in(uuid4(), gone)
    with pytest.raises(Invalid, match="unknown_choice"):
        walks.check_in(patrol, gone, how="satellite")
    with pytest.raises(Invalid, match="too_long"):
        walks.check_in(patrol, gone, note="长" * 201)
    assert CheckIn.objects.count() == 0


@pytest.mark.row("R-080")
def test_positions_are_kept_between_start_and_end_only(walks: Walks) -> None:
    patrol = walks.start()
    walks.end(patrol)
    positions = [
        fix("08:59", 106.281, 30.341),
        fix("09:00", 106.2821234, 30.3421987),
        fix("09:40", 106.284, 30.344),
        fix("09:41", 106.285, 30.345),
        fix("23:00", 106.286, 30.346),
    ]
    by = walks.cast.grid_worker
    kept = fieldwork.track(patrol.uid, positions=positions, by=by, now=at("10:00"))
    assert (kept.kept, kept.left_out) == (2, 3)
    assert stored() == [("09:00:00", 106.2821, 30.3422), ("09:40:00", 106.284, 30.344)]


def test_an_earlier_end_takes_later_positions_away(walks: Walks) -> None:
    patrol = walks.start()
    by = walks.cast.grid_worker
    positions = [fix("09:10", 106.281, 30.341), fix("09:50", 106.283, 30.343)]
    fieldwork.track(patrol.uid, positions=positions, by=by, now=at("10:00"))
    walks.end(patrol, at("09:40"), now=at("10:00"))
    assert [moment for moment, *_ in stored()] == ["09:10:00"]


@pytest.mark.row("R-080")
@pytest.mark.parametrize(
    ("moment", "lng", "words"),
    [
        ("08:59", 106.281, "outside its patrol"),
        ("09:41", 106.281, "outside its patrol"),
        ("09:10", 106.28123, "four decimals"),
    ],
)
def test_the_database_refuses_a_position_outside_of_a_patrol(
    walks: Walks, moment: str, lng: float, words: str
) -> None:
    patrol = walks.start()
    walks.end(patrol)
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        TrackPoint.objects.create(patrol=patrol, at=at(moment), lng=lng, lat=30.3)
    assert TrackPoint.objects.count() == 0


@pytest.mark.row("R-080")
def test_the_database_keeps_positions_inside_when_a_patrol_changes(walks: Walks) -> None:
    patrol = walks.start()
    by = walks.cast.grid_worker
    fieldwork.track(patrol.uid, positions=[fix("09:10", 106.281, 30.341)], by=by, now=at("09:20"))
    for change in ({"started_at": at("09:11")}, {"ended_at": at("09:09")}):
        with pytest.raises(DatabaseError, match="positions outside"), transaction.atomic():
            Patrol.objects.filter(pk=patrol.pk).update(**change)


@pytest.mark.row("R-080")
def test_no_position_reaches_the_ledger(walks: Walks) -> None:
    patrol = walks.whole()
    by = walks.cast.grid_worker
    fieldwork.track(patrol.uid, positions=[fix("09:10", 106.2817, 30.3419)], by=by, now=at("09:50"))

    payloads = Entry.objects.filter(stream=f"patrol:{patrol.uid}").values_list("payload", flat=True)
    assert len(payloads) == 6
    assert not any("106." in one or "30.34" in one for one in payloads)


def test_too_many_or_impossible_positions_are_refused(walks: Walks) -> None:
    patrol = walks.start()
    by = walks.cast.grid_worker
    many = [fix("09:01", 106.281, 30.341)] * 2001
    with pytest.raises(Invalid, match="too_many_positions"):
        fieldwork.track(patrol.uid, positions=many, by=by, now=at("09:10"))
    swapped = [fix("09:01", 30.341, 106.281)]
    with pytest.raises(Invalid, match="point_not_a_position"):
        fieldwork.track(patrol.uid, positions=swapped, by=by, now=at("09:10"))


@pytest.mark.row("R-080")
def test_tracks_are_forgotten_after_some_days(walks: Walks) -> None:
    patrol = walks.start()
    by = walks.cast.grid_worker
    positions = [fix("09:10", 106.281, 30.341), fix("09:20", 106.283, 30.343)]
    fieldwork.track(patrol.uid, positions=positions, by=by, now=at("09:30"))
    later = at("09:15") + timedelta(days=7)
    assert fieldwork.forget_tracks(now=at("09:05") + timedelta(days=7)) == 0
    assert fieldwork.forget_tracks(now=later) == 1
    assert [moment for moment, *_ in stored()] == ["09:20:00"]
    assert deeds("fieldwork:tracks") == [("forget", "gege")]
    # What arrives when it would be forgotten already is not stored at all.
    walks.end(patrol, at("09:40"), now=at("10:00"))
    kept = fieldwork.track(patrol.uid, positions=positions[:1], by=by, now=later)
    assert kept.kept == 0


def test_a_matter_is_found_on_one_patrol(walks: Walks) -> None:
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    patrol, by = walks.start(), walks.cast.grid_worker
    entry = Report(title="路面有坑", kind="B01", grid_code=GRID)
    matter = report(entry, by=by, now=at("09:10"))
    for _ in range(2):
        fieldwork.found_on(patrol.uid, matter=matter, by=by, now=at("09:10"))
    assert list(Finding.objects.values_list("patrol", "matter")) == [(patrol.pk, matter.pk)]
    assert deeds(f"patrol:{patrol.uid}") == [("start", "王网格"), ("found", "王网格")]
    walks.end(patrol)
    other = walks.start(at("10:00"))
    with pytest.raises(Refused, match="found_elsewhere"):
        fieldwork.found_on(other.uid, matter=matter, by=by, now=at("10:01"))
    strange = report(entry, by=walks.cast.station_clerk, now=at("09:10"))
    with pytest.raises(Refused, match="matter_not_there"):
        fieldwork.found_on(other.uid, matter=strange, by=by, now=at("10:01"))


@pytest.mark.parametrize("deed", ["start", "check_in", "track", "end", "found_on"])
def test_a_deed_without_its_line_leaves_nothing(
    walks: Walks, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    by, point = walks.cast.grid_worker, walks.point("1号楼")
    patrol = None if deed == "start" else walks.start()
    entry = Report(title="路面有坑", kind="B01", grid_code=GRID)
    matter = report(entry, by=by, now=at("09:10"))

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is broken")

    monkeypatch.setattr(patrolling, "record", broken)
    walked = {
        "start": walks.start,
        "check_in": lambda: walks.check_in(_one(patrol), point),
        "track": lambda: fieldwork.track(
            _one(patrol).uid,
            positions=[fix("09:10", 106.281, 30.341)],
            by=by,
            now=at("09:10"),
        ),
        "end": lambda: walks.end(_one(patrol)),
        "found_on": lambda: fieldwork.found_on(
            _one(patrol).uid, matter=matter, by=by, now=at("09:10")
        ),
    }
    before = _all()
    with pytest.raises(RuntimeError):
        walked[deed]()
    assert _all() == before


def _all() -> list[Any]:
    models = (Patrol, CheckIn, TrackPoint, Finding)
    return [list(model.objects.order_by("pk").values()) for model in models]


def _one(patrol: Patrol | None) -> Patrol:
    assert patrol is not None
    return patrol
