"""The pages of duty: a gap is refused in words, both sign, numbers are logged (R-073, R-074)."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from gege.desk.api import handover_items
from gege.hotline.models import HandOver
from gege.staff.api import Actor, duty
from gege.trail.api import AccessLine
from tests.cast import CIVIL_AFFAIRS, HOUSING, OTHER_TOWN, TOWN
from tests.matters.conftest import play
from tests.matters.play import Play
from tests.staff.duty.watch import Watch

pytestmark = pytest.mark.usefixtures("standing_clock")

__all__ = ["play"]


@pytest.fixture
def watch(play: Play) -> Watch:
    """The county's desk at the moment of the test: pages read the clock."""
    return Watch(play.cast, now=timezone.now())


@pytest.fixture
def running(watch: Watch) -> Watch:
    """A published week around now, in one long shift a day."""
    duty.change_desk(
        watch.desk.uid,
        duty.DeskPlan(pattern="08:00-08:00"),
        by=watch.cast.county_supervisor,
        now=watch.now,
        revision=1,
    )
    watch.desk.refresh_from_db()
    day = timezone.localdate()
    watch.published(day - timedelta(days=1), day + timedelta(days=5))
    return watch


def shift_now(watch: Watch) -> tuple[duty.Shift, Actor]:
    """The shift that runs, and its person."""
    found = next(one for one in watch.shifts() if one.starts <= watch.now < one.ends)
    return found, watch.actor(found.account_id)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.row("R-073")
def test_a_roster_with_a_gap_is_refused_in_words_and_published_once_mended(watch: Watch) -> None:
    client = watch.cast.client("county_dispatcher")
    day = timezone.localdate() + timedelta(days=1)
    turns = {f"turn_{one}": place for place, one in enumerate(watch.people, 1)}
    entry = {"first": day, "last": day, "how": "turns", **turns}
    drawn = client.post(f"/duty/desks/{watch.desk.uid}/draw-up", entry)
    assert drawn.status_code == 302
    shifts = watch.shifts()
    assert [one.account_id for one in shifts] == watch.people
    nobody = client.post(f"/duty/shifts/{shifts[1].uid}/assign", {"account": ""})
    assert nobody.status_code == 302
    shown = client.get(drawn.headers["Location"])
    gap = f"{day:%m-%d} 16:00–{day + timedelta(days=1):%m-%d} 00:00：缺 1 人。"
    assert gap in text_of(shown)
    refused = client.post(f"{drawn.headers['Location']}/publish")
    assert (refused.status_code, gap in text_of(refused)) == (422, True)
    client.post(f"/duty/shifts/{shifts[1].uid}/assign", {"account": watch.people[1]})
    assert client.post(f"{drawn.headers['Location']}/publish").status_code == 302
    without = client.post(f"/duty/shifts/{shifts[1].uid}/remove", {"reason": "不要了"})
    assert (without.status_code, gap in text_of(without)) == (422, True)


@pytest.mark.row("R-073")
def test_the_watch_is_signed_in_handed_over_and_taken_over(running: Watch) -> None:
    shift, person = shift_now(running)
    client = running.cast.client(person)
    assert "签到" in text_of(client.get("/"))
    client.post(f"/duty/shifts/{shift.uid}/sign-in")
    assert "已签到" in text_of(client.get(f"/duty/shifts/{shift.uid}"))
    early = client.post(f"/duty/shifts/{shift.uid}/hand-over", {"notes": "一切正常"})
    last_hour = shift.ends - running.now <= timedelta(hours=1)
    assert early.status_code == (302 if last_hour else 422)
    # The shift ends now: its person writes, the next one signs in and signs.
    ends = timezone.now() - timedelta(minutes=1)
    duty.Shift.objects.filter(id=shift.pk).update(ends=ends)
    later = next(one for one in running.shifts() if one.starts > running.now)
    duty.Shift.objects.filter(id=later.pk).update(starts=ends)
    coming = running.actor(later.account_id)
    entry = {"notes": "东门水管待修", "items": ["GD-1 路灯"]}
    assert client.post(f"/duty/shifts/{shift.uid}/hand-over", entry).status_code == 302
    other = running.cast.client(coming)
    assert "接" in text_of(other.get("/"))
    signed = other.post(f"/duty/shifts/{later.uid}/sign-in")
    made = duty.Handover.objects.get()
    assert signed.headers["Location"] == f"/duty/handovers/{made.uid}"
    assert other.post(f"/duty/handovers/{made.uid}", {"remark": ""}).status_code == 302
    log = text_of(other.get(f"/duty/desks/{running.desk.uid}/handovers"))
    assert person.name in log
    assert coming.name in log


def test_open_things_stand_on_the_handover(running: Watch, monkeypatch: Any) -> None:
    monkeypatch.setattr(handover_items, "_readers", [])
    handover_items.add(lambda _actor, _unit, _now: ["三方通话 1 件未挂断"])
    shift, person = shift_now(running)
    page = running.cast.client(person).get(f"/duty/shifts/{shift.uid}/hand-over")
    assert "三方通话 1 件未挂断" in text_of(page)


@pytest.mark.row("R-074")
def test_a_principals_number_is_masked_in_the_list_and_its_reading_is_logged(watch: Watch) -> None:
    given = duty.Given("0826-6210001", "刘书记", "10000000111", "")
    duty.change_entry(TOWN, given, by=watch.cast.county_supervisor, now=watch.now)
    client = watch.cast.client("hotline_operator")
    listed = text_of(client.get("/duty/directory"))
    assert ("10000000111" in listed, "100****0111" in listed, "0826-6210001" in listed) == (
        False,
        True,
        True,
    )
    assert AccessLine.objects.count() == 0
    assert "10000000111" in text_of(client.get(f"/duty/directory/{TOWN}"))
    client.get("/duty/directory/print")
    sheet = client.get("/duty/directory/export")
    rows = list(load_workbook(BytesIO(sheet.content)).worksheets[0].values)
    assert [row[4] for row in rows if row[0] == TOWN] == ["10000000111"]
    read = AccessLine.objects.order_by("id").values_list("subject", "fields", "name")
    name = watch.cast.hotline_operator.name
    assert list(read) == [
        (f"directory:{TOWN}", "leader_phone", name),
        ("directory:all", "leader_phone", name),
        ("directory:all", "leader_phone", name),
    ]


@pytest.mark.row("R-074")
def test_a_unit_confirms_with_one_press_and_sees_nobody_elses_entry(watch: Watch) -> None:
    given = duty.Given("0826-6210001", "刘书记", "10000000111", "")
    duty.change_entry(TOWN, given, by=watch.cast.county_supervisor, now=watch.now)
    watch.cast.client("county_dispatcher").post("/duty/directory/ask", {"unit": TOWN})
    client = watch.cast.client("township_operator")
    assert "请确认本单位的电话号码" in text_of(client.get("/"))
    assert client.get("/duty/directory").status_code == 404
    assert client.get(f"/duty/directory/{OTHER_TOWN}").status_code == 404
    page = client.get(f"/duty/directory/{TOWN}")
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())
    assert seen is not None
    client.post(f"/duty/directory/{TOWN}/confirm", {"seen": seen.group(1)})
    line = duty.line_of_unit(TOWN, timezone.now(), duty.current_rules())
    assert line is not None
    assert (line.standing, line.how) == ("verified", "confirmed")
    assert "请确认本单位的电话号码" not in text_of(client.get("/"))
    watch.cast.client("department_officer").post(f"/duty/directory/{TOWN}/confirm")
    kept = duty.DirectoryEntry.objects.get()
    assert kept.looked_by.startswith(watch.cast.township_operator.name)


@pytest.mark.row("R-014")
def test_units_lacking_anything_are_listed_and_none_is_the_pass(watch: Watch) -> None:
    client = watch.cast.client("county_dispatcher")
    assert "县民政局" in text_of(client.get("/duty/directory")).partition("缺负责人")[2]
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("代码", "值班电话", "负责人", "负责人手机", "联络员"))
    for number, one in enumerate(duty.lines_of_directory(watch.now, duty.current_rules())):
        page.append((one.unit.code, "0826-6210001", "负责人", f"1000000{number:04}", "联络员"))
    file = BytesIO()
    book.save(file)
    file.name, _start = "list.xlsx", file.seek(0)
    supervisor = watch.cast.client("county_supervisor")
    staged = supervisor.post("/duty/directory/import", {"list": file})
    assert staged.status_code == 302
    assert "县民政局" in text_of(supervisor.get(staged.headers["Location"]))
    assert supervisor.post(staged.headers["Location"]).status_code == 302
    listed = text_of(client.get("/duty/directory"))
    # Stations are pilot units too, and their contacts stand in the set-up.
    lacking = listed.rpartition("缺负责人")[2]
    assert ("县民政局" in lacking, "解放路社区" in lacking) == (False, True)


def test_a_secret_address_reads_one_calendar_without_a_log_in(running: Watch) -> None:
    client = running.cast.client("county_dispatcher")
    made = client.post("/duty/calendar")
    address = re.search(r'value="http://[^/]+(/duty/feeds/[^"]+)"', made.content.decode())
    assert address is not None
    outside = Client()
    read = outside.get(address.group(1))
    assert (read.status_code, read.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in read.headers["Cache-Control"]
    assert address.group(1) not in client.get("/duty/calendar").content.decode()
    client.post("/duty/calendar/end")
    assert outside.get(address.group(1)).status_code == 404


def test_a_list_costs_the_same_with_one_row_and_with_three(running: Watch) -> None:
    cast, client = running.cast, running.cast.client("county_dispatcher")
    paths = ("/duty/", f"/duty/desks/{running.desk.uid}", "/duty/directory", "/duty/swaps")
    client.get("/duty/")
    costs = []
    for code in (None, TOWN, HOUSING, CIVIL_AFFAIRS):
        if code is not None:
            desk = running.open(code, pattern="08:00-08:00")
            assert desk.unit_id == cast.unit_id(code)
        seen = []
        for path in paths:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(path).status_code == 200
            seen.append(len(asked))
        costs.append(seen)
    assert costs == [costs[0]] * 4


def test_only_an_administrator_changes_the_rules_and_editions_stay(watch: Watch) -> None:
    client = watch.cast.client("administrator")
    defaults = {name: getattr(duty.DutyRules(), name) for name in duty.RANGES}
    entry = {**defaults, "missed_minutes": 5, "note": "更快", "based_on": 0}
    assert client.post("/setup/duty/edit", entry).status_code == 302
    assert duty.current_rules().missed_minutes == 5
    wrong = client.post("/setup/duty/edit", {**entry, "missed_minutes": 0, "based_on": 1})
    late = client.post("/setup/duty/edit", {**entry, "missed_minutes": 6, "based_on": 0})
    assert (wrong.status_code, late.status_code) == (422, 422)
    assert "15" in text_of(client.get("/setup/duty/editions/1"))
    assert watch.cast.client("county_dispatcher").get("/setup/duty/edit").status_code == 404


@pytest.mark.parametrize("who", ["strange_township_operator", "station_clerk", "grid_worker"])
def test_a_stranger_meets_no_desk_by_any_address(running: Watch, who: str) -> None:
    shift, _person = shift_now(running)
    client = running.cast.client(who)
    for path in (
        f"/duty/desks/{running.desk.uid}",
        f"/duty/desks/{running.desk.uid}/roster.ics",
        f"/duty/shifts/{shift.uid}",
        f"/duty/rosters/{shift.roster.uid}",
        "/duty/directory",
    ):
        assert client.get(path).status_code == 404, path
    for path in (f"/duty/shifts/{shift.uid}/sign-in", f"/duty/rosters/{shift.roster.uid}/publish"):
        assert client.post(path).status_code in (302, 404), path
    shift.refresh_from_db()
    assert shift.signed_in_at is None


def test_a_running_hand_over_of_the_line_stands_on_the_handover_of_duty(running: Watch) -> None:
    HandOver.objects.create(
        kind="119", name="119", started_at=running.now, by="何热线", by_post="hotline_operator"
    )
    found = handover_items.open_items(
        running.cast.hotline_operator, running.desk, running.now + timedelta(minutes=5)
    )
    assert [one for one in found if "119" in one] == [
        f"{timezone.localtime(running.now):%H:%M} 转接119，尚未结束"
    ]
    stranger = running.cast.strange_township_operator
    assert handover_items.open_items(stranger, running.desk, running.now) == []
