"""`patrol_…`, `check_in`, `track`, `excuse`, `visit`, `entry`: with the times of the doing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from gege.fieldwork import api as fieldwork
from gege.fieldwork.models import CheckIn, CheckPoint, Patrol, TrackPoint, Visit
from gege.matters.api import Matter
from tests.cast import GRID, SECOND_GRID, SINCE, Cast, centre_of
from tests.field.phone import Phone, phone_of

LNG, LAT = centre_of(GRID)


@pytest.fixture
def points(county: Cast) -> list[CheckPoint]:
    return [
        CheckPoint.objects.create(
            area_code=GRID,
            name=f"{place}号楼",
            address=f"解放路{place}号",
            lng=LNG + place / 10_000,
            lat=LAT,
            valid_from=SINCE,
            changed_at=timezone.now(),
        )
        for place in range(1, 4)
    ]


def walk(phone: Phone, points: list[CheckPoint], began: datetime) -> list[dict[str, Any]]:
    """The messages of a patrol of half an hour, as a phone makes them on its way."""
    uid, chain = str(uuid4()), []

    def add(kind: str, minutes: int, body: dict[str, Any]) -> None:
        made_at = (began + timedelta(minutes=minutes) + phone.ahead).isoformat()
        after = chain[-1]["key"] if chain else None
        chain.append(phone.message(kind, body, made_at=made_at, after=after))

    add("patrol_start", 0, {"uid": uid, "grid": GRID})
    for place, point in enumerate(points):
        near = {"lng": point.lng, "lat": point.lat}
        add(
            "check_in",
            5 + 5 * place,
            {"patrol": uid, "point": str(point.uid), "how": "position", "note": ""} | near,
        )
    fixes = [
        [(began + timedelta(minutes=n) + phone.ahead).isoformat(), LNG + n / 1000, LAT, 8.0]
        for n in (1, 10, 20)
    ]
    beyond = [(began + timedelta(minutes=n) + phone.ahead).isoformat() for n in (-30, 45)]
    add("track", 25, {"patrol": uid, "positions": [*fixes, *([t, LNG, LAT, 8.0] for t in beyond)]})
    add("patrol_end", 30, {"patrol": uid, "note": "无异常"})
    return chain


@pytest.mark.row("R-080")
@pytest.mark.parametrize("ahead", [0, -1, 1])
def test_a_patrol_of_the_morning_arrives_at_noon_with_its_own_times(
    phone: Phone, points: list[CheckPoint], ahead: int
) -> None:
    phone.ahead = timedelta(days=ahead)
    began = timezone.now() - timedelta(hours=3)
    chain = walk(phone, points, began)
    answers = phone.send(*chain)
    assert [one["status"] for one in answers] == ["done"] * len(chain), answers
    patrol = Patrol.objects.get()
    assert abs(patrol.started_at - began) < timedelta(seconds=5)
    assert patrol.ended_at is not None
    assert abs(patrol.ended_at - began - timedelta(minutes=30)) < timedelta(seconds=5)
    assert (CheckIn.objects.count(), patrol.note) == (3, "无异常")
    # What lies before the start is not kept; what lies after the end goes when the end is known.
    assert (answers[4]["kept"], answers[4]["left_out"]) == (4, 1)
    assert TrackPoint.objects.count() == 3
    assert all(patrol.started_at <= one.at <= patrol.ended_at for one in TrackPoint.objects.all())
    assert phone.send(*chain) == [one | {"again": True} for one in answers]
    assert (Patrol.objects.count(), CheckIn.objects.count(), TrackPoint.objects.count()) == (
        1,
        3,
        3,
    )


def test_the_patrol_of_somebody_else_takes_no_position(
    phone: Phone, county: Cast, points: list[CheckPoint]
) -> None:
    began = timezone.now() - timedelta(hours=1)
    start = phone.message("patrol_start", {"uid": str(uuid4()), "grid": GRID})
    start["made_at"] = began.isoformat()
    phone.send(start)
    other = phone_of(county, "second_grid_worker")
    uid = start["body"]["uid"]
    at = timezone.now().isoformat()
    answers = other.send(
        other.message("track", {"patrol": uid, "positions": [[at, LNG, LAT, 5]]}),
        other.message("check_in", {"patrol": uid, "point": str(points[0].uid), "how": "hand"}),
        other.message("patrol_end", {"patrol": uid, "note": ""}),
        other.message("patrol_start", {"uid": uid, "grid": SECOND_GRID}),
        other.message("patrol_start", {"uid": str(uuid4()), "grid": GRID}),
    )
    assert {one["status"] for one in answers} == {"refused"}
    assert (TrackPoint.objects.count(), CheckIn.objects.count(), Patrol.objects.count()) == (
        0,
        0,
        1,
    )


WRONG: dict[str, list[Any]] = {
    "a word": ["here"],
    "half a position": [["2026-11-24T10:00:00+08:00", 106.2]],
    "a time that is none": [["then", LNG, LAT, 5]],
    "text for a degree": [["2026-11-24T10:00:00+08:00", "106", LAT, 5]],
    "a list within": [["2026-11-24T10:00:00+08:00", [LNG], LAT, 5]],
    "too many": [["2026-11-24T10:00:00+08:00", LNG, LAT, 5]] * 2001,
}


@pytest.mark.parametrize("case", WRONG)
def test_positions_that_are_none_are_refused_whole(phone: Phone, case: str) -> None:
    answer = phone.do("track", {"patrol": str(uuid4()), "positions": WRONG[case]})
    assert (answer["status"], answer["field"][:9]) == ("refused", "positions")


@pytest.mark.row("R-080")
def test_what_is_found_on_a_patrol_belongs_to_it(phone: Phone, points: list[CheckPoint]) -> None:
    start = phone.message("patrol_start", {"uid": str(uuid4()), "grid": GRID})
    report = phone.report(patrol=start["body"]["uid"], point=str(points[0].uid), after=start["key"])
    assert [one["status"] for one in phone.send(start, report)] == ["done", "done"]
    matter = Matter.objects.get()
    assert (matter.channel, matter.address, matter.lng) == ("patrol", "解放路1号", points[0].lng)
    running = phone.section("patrol")["running"]
    assert running["uid"] == start["body"]["uid"]


def test_a_half_day_is_excused_by_a_message(phone: Phone) -> None:
    body = {
        "uid": str(uuid4()),
        "grid": GRID,
        "day": timezone.localdate().isoformat(),
        "half": "morning",
        "reason": "weather",
        "note": "暴雨",
    }
    assert phone.do("excuse", body)["status"] == "done"
    assert [one["uid"] for one in phone.section("patrol")["excuses"]] == [body["uid"]]
    assert phone.do("excuse", body | {"day": "tomorrow"})["code"] == "not_a_moment"


VISIT = {
    "version": None,
    "grid": GRID,
    "purpose": "care",
    "purpose_note": "",
    "state": "done",
    "words": "老人身体尚可",
    "next_on": None,
    "point": None,
    "door": "2单元301",
    "who": "居民乙",
    "phone": "10000000002",
    "link": None,
    "confirm": None,
}


@pytest.mark.row("R-106")
def test_a_visit_is_kept_with_its_time_and_refusal_is_an_answer(phone: Phone) -> None:
    done = timezone.now() - timedelta(hours=2)
    made = [
        phone.message("visit", VISIT | {"uid": str(uuid4()), "state": state, "words": "无"})
        | {"made_at": done.isoformat(), "skew_ms": 0}
        for state in ("done", "refused", "absent")
    ]
    assert [(one["status"], one["version"]) for one in phone.send(*made)] == [("done", 1)] * 3
    rows = list(Visit.objects.order_by("id"))
    assert [one.state for one in rows] == ["done", "refused", "absent"]
    assert {one.done_at for one in rows} == {done}


@pytest.mark.row("R-106")
def test_a_concern_of_a_visit_becomes_a_matter(phone: Phone) -> None:
    visit = phone.message("visit", VISIT | {"uid": str(uuid4())})
    report = phone.report(visit=visit["body"]["uid"], after=visit["key"])
    assert [one["status"] for one in phone.send(visit, report)] == ["done", "done"]
    concern = fieldwork.Concern.objects.get()
    assert (str(concern.visit.uid), concern.matter.channel) == (visit["body"]["uid"], "visit")


def test_a_planned_visit_that_was_changed_meanwhile_is_shown(phone: Phone, county: Cast) -> None:
    by, now, uid = county.station_clerk, timezone.now(), uuid4()
    fieldwork.plan_visit(
        uid,
        area_code=GRID,
        purpose="care",
        due_on=timezone.localdate(),
        door="2单元301",
        by=by,
        now=now,
    )
    due = phone.section("visits")["due"]
    assert [(one["uid"], one["version"]) for one in due] == [(str(uid), 1)]
    fieldwork.cancel_visit(uid, reason="已搬走", seen=1, by=by, now=now)
    answer = phone.do("visit", VISIT | {"uid": str(uid), "version": 1})
    assert (answer["status"], answer["present"]["state_text"]) == ("conflict", "已取消")


def test_the_confirmation_of_a_doorstep_service_has_its_own_time(phone: Phone) -> None:
    phone.ahead = timedelta(days=1)
    uid = uuid4()
    said = {"how": "tap", "code": "", "at": phone.time.isoformat()}
    body = VISIT | {"uid": str(uid), "purpose": "service", "confirm": said}
    answer = phone.do("visit", body)
    visit = Visit.objects.get(uid=uid)
    assert (answer["status"], answer["confirmed"], visit.confirm_how) == ("done", "tap", "tap")
    assert visit.confirmed_at is not None
    assert timezone.now() - visit.confirmed_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"uid": "x"}, "uid"),
        ({"uid": None}, "uid"),
        ({"state": "planned"}, "state"),
        ({"state": None}, "state"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "spying"}, "purpose"),
        ({"next_on": "soon"}, "next_on"),
        ({"grid": SECOND_GRID}, "area_code"),
        ({"link": str(UUID(int=1))}, "link"),
        ({"confirm": {"how": "tap"}}, "confirm.at"),
        ({"confirm": "yes"}, "confirm"),
        ({"risk": "high"}, "risk"),
    ],
)
def test_a_visit_that_cannot_be_taken_names_its_field(
    phone: Phone, wrong: dict[str, Any], field: str
) -> None:
    answer = phone.do("visit", VISIT | {"uid": str(uuid4())} | wrong)
    assert (answer["status"], answer["field"]) == ("refused", field), answer
    assert Visit.objects.count() == 0
