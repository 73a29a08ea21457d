"""Report: the one way anything comes in (R-062, R-064)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.kernel.coordinates import Crs, Point, from_wgs84
from gege.matters import api as matters
from gege.matters.api import Invalid, Matter, Report, Reporting, Who
from gege.notices.api import Message
from gege.staff.api import SYSTEM, Role
from gege.trail.api import Entry
from tests.cast import (
    COMMUNITY,
    COUNTY,
    GRID,
    NEIGHBOUR_GRID,
    OTHER_GRID,
    SECOND_GRID,
    TOWN,
    VACANT_GRID,
    add_person,
    centre_of,
)
from tests.matters.play import CALLER, MORNING, OWNED, PLAIN, Play

KEY = UUID("01902e7e-0000-7000-8000-000000000001")


def test_a_report_writes_the_matter_its_reporter_and_its_clocks(play: Play) -> None:
    matter = play.report(
        by=play.cast.station_clerk,
        description="车辙很深",
        address="解放路5号",
        channel="phone",
        who=CALLER,
    )
    assert (matter.state, matter.version, matter.rulebook) == (
        "reported", 1, Matter.objects.get().rulebook
    )  # fmt: skip
    assert (matter.family, matter.intent, matter.severity) == ("management", "request", "normal")
    assert matter.place_label == "沿口镇 · 解放路社区 · 第1网格"
    assert (matter.holder_id, matter.lead_id) == (play.cast.unit_id(GRID), None)
    assert (matter.reported_at, matter.recorded_at) == (play.now, play.now)
    assert (matter.due_at, matter.next_light_at, matter.closed_at) == (None, None, None)
    assert matter.step_due_at == play.now + timedelta(hours=6, minutes=30)
    assert (matter.first_time, matter.first_at) == ("respond", None)
    reporting = Reporting.objects.get(matter=matter)
    assert (reporting.name, reporting.phone, reporting.wants_callback) == (
        "居民甲", "10000000001", True
    )  # fmt: skip


@pytest.mark.row("R-088")
def test_a_report_writes_its_ledger_line(play: Play) -> None:
    matter = play.report(by=play.cast.station_clerk)
    assert play.line(matter) == {
        "deed": "report",
        "name": "张站员",
        "post": f"station_clerk@{COMMUNITY}",
        "at": play.now,
        "before": {},
        "after": {
            "state": "reported",
            "holder": play.cast.units[GRID].name_zh,
            "kind": PLAIN,
            "area_code": GRID,
            "channel": "counter",
        },
    }
    assert matter.trail_seq == 1


def test_the_holder_is_told_unless_the_holder_reported(play: Play) -> None:
    play.report(by=play.cast.station_clerk)
    assert play.told() == [(GRID, "reported")]
    play.forget_notices()
    play.report(by=play.cast.grid_worker)
    assert play.told() == []


@pytest.mark.row("R-056")
def test_a_report_enters_at_the_locality_or_at_the_centre_that_reaches_the_owner(
    play: Play,
) -> None:
    def entered(**entry: Any) -> str:
        matter = play.report(by=play.cast.hotline_operator, **entry)
        return next(code for code, unit in play.cast.units.items() if unit.pk == matter.holder_id)

    assert entered(grid_code=GRID) == GRID
    assert entered(grid_code=VACANT_GRID) == COMMUNITY
    assert entered(grid_code=GRID, kind=OWNED) == COUNTY
    assert entered(grid_code="") == COUNTY


def test_a_substitute_takes_reports_of_a_vacant_grid(play: Play) -> None:
    unit_id = play.cast.unit_id(VACANT_GRID)
    add_person("stand-in", "代班员", Role.GRID_WORKER, unit_id)
    assert play.report(by=play.cast.station_clerk, grid_code=VACANT_GRID).holder_id == unit_id


@pytest.mark.parametrize("crs", Crs)
def test_a_point_finds_its_grid_in_every_coordinate_system(play: Play, crs: Crs) -> None:
    point = from_wgs84(Point(*centre_of(SECOND_GRID)), crs)
    matter = play.report(by=play.cast.station_clerk, grid_code="", point=point, crs=crs)
    assert (matter.area_code, matter.placed) == (SECOND_GRID, True)
    assert matter.lng == pytest.approx(centre_of(SECOND_GRID)[0], abs=1e-5)


def test_a_point_outside_every_grid_is_kept_and_waits_for_a_person(play: Play) -> None:
    matter = play.report(by=play.cast.station_clerk, grid_code="", point=Point(106.5, 30.9))
    assert (matter.placed, matter.area_code) == (False, COMMUNITY)
    assert matter.holder_id == play.cast.unit_id(COUNTY)
    assert [
        row.why for row in matters.stranded(play.cast.county_supervisor, now=play.now).rows
    ] == ["not_placed"]
    assert matters.matter_by_number(matter.number, play.cast.station_clerk) == matter


@pytest.mark.parametrize(
    ("entry", "field", "word"),
    [
        ({"kind": "Z99"}, "kind", "unknown_kind"),
        ({"kind": ""}, "kind", "unknown_kind"),
        ({"grid_code": "511622100001999"}, "grid_code", "unknown_grid"),
        ({"grid_code": COMMUNITY}, "grid_code", "unknown_grid"),
        ({"grid_code": "'; DROP TABLE"}, "grid_code", "unknown_grid"),
        ({"title": ""}, "title", "needed"),
        ({"title": " \u200b\u202e\x00 "}, "title", "needed"),
        ({"title": "坑"}, "title", "too_short"),
        ({"title": "坑" * 121}, "title", "too_long"),
        ({"description": "坑" * 2001}, "description", "too_long"),
        ({"address": "坑" * 201}, "address", "too_long"),
        ({"channel": "pigeon"}, "channel", "unknown_choice"),
        ({"intent": "wish"}, "intent", "unknown_choice"),
        ({"severity": "huge"}, "severity", "unknown_choice"),
        ({"grid_code": "", "point": Point(30.345, 106.285)}, "point", "point_swapped"),
        ({"grid_code": "", "point": Point(500, 500)}, "point", "point_not_a_position"),
        ({"point": Point(500, 500)}, "point", "point_not_a_position"),
        ({"who": Who(anonymous=True, name="某人")}, "anonymous", "anonymous_with_name"),
        ({"who": Who(anonymous=True, phone="1")}, "anonymous", "anonymous_with_name"),
        ({"who": Who(anonymous=False, name="某人", wants_callback=True)}, "phone",
         "callback_needs_phone"),
        ({"who": Who(False, phone="0826-6210000", wants_callback=True, by_text=True)}, "phone",
         "text_needs_mobile"),
        ({"who": Who(False, phone="10000000001", by_text=True)}, "phone", "text_needs_mobile"),
        ({"who": Who(anonymous=False, name="某" * 61)}, "name", "too_long"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_taken_is_named_and_nothing_is_kept(
    play: Play, entry: dict[str, Any], field: str, word: str
) -> None:
    lines = Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        play.report(by=play.cast.station_clerk, **entry)
    assert (refused.value.field, refused.value.word) == (field, word)
    assert matters.sentence_of(refused.value)
    assert (Matter.objects.count(), Message.objects.count()) == (0, 0)
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("field", ["happened_at", "reported_at"])
def test_a_future_moment_is_refused_but_a_fast_clock_is_forgiven(play: Play, field: str) -> None:
    soon = play.report(**{field: play.now + timedelta(minutes=5)})
    assert getattr(soon, field) == play.now
    minutes, years = timedelta(minutes=6), timedelta(days=10_000)
    for wrong, word in ((minutes, "in_the_future"), (-years, "too_long_ago")):
        with pytest.raises(Invalid) as refused:
            play.report(**{field: play.now + wrong})
        assert (refused.value.field, refused.value.word) == (field, word)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("路灯坏了😀", "路灯坏了😀"),
        ("一家人👨\u200d👩\u200d👧求助", "一家人👨\u200d👩\u200d👧求助"),
        ("  路灯\r\n坏了\t ", "路灯 坏了"),
        ("路\x00灯\x1f坏\u202e了", "路灯坏了"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("%(number)s %s 100%", "%(number)s %s 100%"),
    ],
)
def test_a_title_is_kept_as_it_was_meant(play: Play, typed: str, kept: str) -> None:
    matter = play.report(title=typed, by=play.cast.station_clerk)
    assert matter.title == kept
    assert Message.objects.get().values["title"] == kept


def test_nobody_reports_into_an_area_beyond_their_own(play: Play) -> None:
    cast = play.cast
    for by, grid in (
        (cast.grid_worker, SECOND_GRID),
        (cast.station_clerk, NEIGHBOUR_GRID),
        (cast.township_operator, OTHER_GRID),
        (cast.town_branch_officer, OTHER_GRID),
    ):
        with pytest.raises(Invalid, match="not_your_area"):
            play.report(by=by, grid_code=grid)
    assert play.report(by=cast.department_officer, grid_code=OTHER_GRID).area_code == OTHER_GRID
    assert play.report(by=SYSTEM, grid_code=OTHER_GRID).area_code == OTHER_GRID


def test_whoever_reports_can_read_it_at_once(play: Play) -> None:
    for by in (play.cast.grid_worker, play.cast.department_officer, play.cast.hotline_operator):
        matter = play.report(by=by)
        assert matters.matter_by_number(matter.number, by) == matter


def test_the_same_receipt_key_is_the_same_report(play: Play) -> None:
    first = play.report(receipt_key=KEY)
    play.forget_notices()
    again = play.report(receipt_key=KEY, title="第二次发送")
    assert (again, again.title) == (first, "路面有坑")
    assert (Matter.objects.count(), Reporting.objects.count(), play.told()) == (1, 1, [])
    assert play.deeds(first) == ["report"]


def test_a_replayed_report_is_answered_even_when_it_could_not_be_taken_any_more(
    play: Play,
) -> None:
    first = play.report(receipt_key=KEY)
    assert play.report(receipt_key=KEY, kind="Z99") == first


def test_the_receipt_key_of_somebody_else_shows_nothing(play: Play) -> None:
    play.report(receipt_key=KEY)
    with pytest.raises(Invalid, match="receipt_key_used"):
        play.report(receipt_key=KEY, by=play.cast.stranger, grid_code=OTHER_GRID)


def test_an_anonymous_report_carries_nobody(play: Play) -> None:
    matter = play.report(who=Who())
    reporting = Reporting.objects.get(matter=matter)
    assert (reporting.anonymous, reporting.name, reporting.phone) == (True, "", "")


def test_a_report_costs_at_most_six_statements(play: Play) -> None:
    play.report(by=play.cast.station_clerk)
    with CaptureQueriesContext(connection) as captured:
        play.report(by=play.cast.station_clerk, who=CALLER)
    said = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= 6, said


def test_a_number_leads_back_to_its_matter_only_with_its_own_day(play: Play) -> None:
    matter = play.report()
    assert matter.number.startswith("20261124-")
    found = matters.matter_by_number(matter.number, play.cast.grid_worker)
    assert found == matter
    wrong_day = matters.Matter(pk=matter.pk, reported_at=play.now - timedelta(days=1)).number
    with pytest.raises(matters.NotFound):
        matters.matter_by_number(wrong_day, play.cast.grid_worker)
    page = matters.page(
        play.cast.grid_worker, matters.Filter(box=matters.Box.ALL, text=wrong_day), now=play.now
    )
    assert (page.rows, page.exact) == ((), None)


def test_without_a_territory_nothing_can_be_reported(db: None) -> None:
    matters.publish_rulebook(matters.default_rulebook(), note="first", by=SYSTEM, now=MORNING)
    with pytest.raises(Invalid, match="no_territory"):
        matters.report(Report(title="路面有坑", kind=PLAIN), by=SYSTEM, now=MORNING)


def test_a_report_to_a_grid_of_a_town_is_seen_up_to_the_county_and_nowhere_else(
    play: Play,
) -> None:
    matter = play.report()
    seeing = {
        name
        for name, actor in play.cast.people.items()
        if matters.visible(actor).filter(pk=matter.pk).exists()
    }
    assert seeing == {
        "grid_worker", "station_clerk", "township_operator", "county_supervisor",
        "county_dispatcher", "hotline_operator", "electronic_supervisor",
    }  # fmt: skip
    assert matter.township_code in ("", TOWN)
