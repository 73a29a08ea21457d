"""The directory and the calendars: verified, asked for, imported, subscribed to (R-014, R-074)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from openpyxl import Workbook

from gege.staff.api import SYSTEM, duty
from gege.staff.contacts import principal_of
from gege.staff.duty.models import CalendarFeed, DirectoryEntry
from gege.staff.models import Post
from gege.territory.api import AREAS, SourceFile, bump, load_atlas
from gege.territory.models import Unit
from gege.trail.api import Entry
from tests.cast import CIVIL_AFFAIRS, COUNTY, HOUSING, TOWN
from tests.staff.duty.watch import MONDAY, Watch

GIVEN = duty.Given("0826-6210001", "刘书记", "10000000111", "陈联络")


@pytest.fixture
def filled(watch: Watch) -> Watch:
    """The town has all it needs in its entry; nobody has verified it."""
    duty.change_entry(TOWN, GIVEN, by=watch.cast.county_supervisor, now=watch.now)
    return watch


def standing(watch: Watch, code: str = TOWN) -> str:
    line = duty.line_of_unit(code, watch.now, duty.current_rules())
    assert line is not None
    return str(line.standing)


@pytest.mark.row("R-074")
def test_an_entry_is_red_thirty_days_after_it_was_found_right(filled: Watch) -> None:
    assert (standing(filled), standing(filled, HOUSING)) == ("never", "lacking")
    dispatcher = filled.cast.county_dispatcher
    duty.look_at_entry(TOWN, duty.How.TEST_CALL, by=dispatcher, now=filled.now)
    kept = DirectoryEntry.objects.get()
    assert (kept.how, kept.looked_at, kept.looked_by) == (
        "test_call",
        filled.now,
        "吴派遣 (武胜县监管中心)",
    )
    seen = []
    for days in (0, 24, 1, 4, 1):
        filled.wait(days=days)
        seen.append(standing(filled))
    assert seen == ["verified", "verified", "ending", "ending", "stale"]
    duty.look_at_entry(TOWN, duty.How.NOT_REACHED, by=dispatcher, now=filled.now, note="无人接听")
    assert standing(filled) == "failed"


@pytest.mark.row("R-074")
def test_another_number_has_to_be_verified_anew(filled: Watch) -> None:
    town = filled.cast.township_operator
    duty.look_at_entry(TOWN, duty.How.CONFIRMED, by=town, now=filled.now)
    assert standing(filled) == "verified"
    changed = duty.Given("0826-6210002", GIVEN.leader, GIVEN.leader_phone, GIVEN.contact)
    duty.change_entry(TOWN, changed, by=town, now=filled.now)
    assert standing(filled) == "changed"
    with pytest.raises(duty.Refused, match="stale"):
        duty.look_at_entry(
            TOWN, duty.How.CONFIRMED, by=town, now=filled.now, seen=GIVEN.numbers.digest
        )


@pytest.mark.row("R-074")
def test_a_unit_is_asked_once_and_confirms_with_one_press(filled: Watch) -> None:
    cast = filled.cast
    assert duty.ask_to_confirm([TOWN], by=cast.county_dispatcher, now=filled.now) == 1
    assert duty.ask_to_confirm([TOWN], by=cast.county_dispatcher, now=filled.now) == 0
    assert filled.told("duty_confirm") == [(None, cast.unit_id(TOWN))]
    duty.look_at_entry(TOWN, duty.How.CONFIRMED, by=cast.township_operator, now=filled.now)
    assert DirectoryEntry.objects.get().asked_at is None
    # In time before it ends the platform asks by itself.
    assert duty.ask_units_in_time(now=filled.wait(days=24)) == 0
    assert duty.ask_units_in_time(now=filled.wait(days=1)) == 1


@pytest.mark.row("R-074")
def test_only_duty_staff_and_the_unit_itself_have_to_do_with_an_entry(filled: Watch) -> None:
    cast, now = filled.cast, filled.now
    for who in (cast.strange_township_operator, cast.station_clerk, cast.department_officer):
        for deed in (
            lambda who=who: duty.look_at_entry(TOWN, duty.How.TEST_CALL, by=who, now=now),
            lambda who=who: duty.look_at_entry(TOWN, duty.How.CONFIRMED, by=who, now=now),
            lambda who=who: duty.ask_to_confirm([TOWN], by=who, now=now),
            lambda who=who: duty.change_entry(TOWN, GIVEN, by=who, now=now),
        ):
            with pytest.raises(duty.NotFound):
                deed()
    # The county's watch may call, and confirms for nobody else.
    with pytest.raises(duty.NotFound):
        duty.look_at_entry(TOWN, duty.How.CONFIRMED, by=cast.county_supervisor, now=now)
    town = filled.open(TOWN, pattern="08:00-08:00")
    mine = cast.township_operator
    assert not duty.sees_directory(mine, now)
    roster = duty.draw_up(town.uid, MONDAY, MONDAY, by=mine, now=now, people=[mine.account_id or 0])
    duty.publish_roster(roster.uid, by=mine, now=now)
    assert duty.sees_directory(mine, now)
    assert not duty.sees_directory(mine, now + timedelta(days=30))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (duty.Given("六二一", "刘书记", "10000000111", ""), "phone_form"),
        (duty.Given("0826-6210001", "刘书记", "0826-6210001", ""), "mobile_form"),
        (duty.Given("0826-6210001", "刘" * 41, "10000000111", ""), "too_long"),
        (GIVEN, "changes_nothing"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    filled: Watch, given: duty.Given, word: str
) -> None:
    with pytest.raises(duty.DutyError) as refused:
        duty.change_entry(TOWN, given, by=filled.cast.county_supervisor, now=filled.now)
    assert refused.value.word == word


def test_an_entry_without_both_numbers_cannot_be_confirmed(watch: Watch) -> None:
    with pytest.raises(duty.Refused, match="entry_lacks"):
        duty.look_at_entry(TOWN, duty.How.CONFIRMED, by=watch.cast.township_operator, now=watch.now)


@pytest.mark.row("R-074")
def test_the_directory_comes_in_as_a_sheet_whole_or_not_at_all(filled: Watch) -> None:
    by = filled.cast.county_supervisor
    good = sheet(
        ("代码", "值班电话", "负责人", "负责人手机", "联络员"),
        (TOWN, "", "", "", "新联络"),
        (HOUSING, "0826-6210009", "郑局长", "10000000222", "钱"),
    )
    plan = duty.plan_entries(good, by=by, now=filled.now)
    assert (plan.problems, [code for code, _given in plan.changes]) == ((), [TOWN, HOUSING])
    assert duty.import_entries(plan, by=by, now=filled.now) == 2
    unit = load_atlas().unit_by_code(TOWN)
    assert unit is not None
    assert (unit.contact_officer, unit.duty_phone) == ("新联络", GIVEN.duty_phone)
    assert duty.plan_entries(good, by=by, now=filled.now).same == 2
    bad = sheet(
        ("代码", "值班电话", "负责人手机"),
        ("999", "0826-1", ""),
        (CIVIL_AFFAIRS, "不详", ""),
        (HOUSING, "", "10000000223"),
        (HOUSING, "", "10000000224"),
    )
    plan = duty.plan_entries(bad, by=by, now=filled.now)
    assert [one.partition(": ")[0] for one in plan.problems] == [
        "list.xlsx:2",
        "list.xlsx:3",
        "list.xlsx:5",
    ]
    with pytest.raises(duty.Refused, match="import_has_problems"):
        duty.import_entries(plan, by=by, now=filled.now)
    broken = SourceFile("list.xlsx", b"PK\x03\x04 no workbook")
    assert len(duty.plan_entries(broken, by=by, now=filled.now).problems) == 1
    with pytest.raises(duty.NotFound):
        duty.plan_entries(good, by=filled.cast.county_dispatcher, now=filled.now)


def sheet(*rows: tuple[str, ...]) -> SourceFile:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    out = BytesIO()
    book.save(out)
    return SourceFile("list.xlsx", out.getvalue())


def events(data: bytes) -> dict[str, tuple[str, str, str]]:
    """Start, end and summary of each event by its identity."""
    return {
        str(one["uid"]): (
            one["dtstart"].dt.isoformat(),
            one["dtend"].dt.isoformat(),
            str(one["summary"]),
        )
        for one in Calendar.from_ical(data).walk("VEVENT")
    }


def test_a_calendar_holds_the_own_duty_with_its_zone_and_stable_identities(watch: Watch) -> None:
    watch.published()
    account = watch.cast.account("county_dispatcher")
    data = duty.own_calendar(account, watch.now).data
    found = events(data)
    mine = [one for one in watch.shifts() if one.account_id == account.pk]
    assert sorted(found) == sorted(f"{one.uid}@duty.gege" for one in mine)
    assert sorted(found.values())[0] == (
        "2026-11-23T08:00:00+08:00",
        "2026-11-23T16:00:00+08:00",
        "值班：武胜县监管中心",
    )
    text = data.decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in text
    assert "DTSTART;TZID=Asia/Shanghai:20261123T080000\r\n" in text
    # RFC 5545, 3.1: a line has at most 75 octets, and every line ends with CR LF.
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert (lines[-1], b"\n" in data.replace(b"\r\n", b"")) == (b"", False)
    # A shift that goes to somebody else keeps its identity, and counts its changes.
    duty.assign_shift(
        mine[0].uid,
        watch.people[1],
        by=watch.cast.county_dispatcher,
        now=watch.now,
        reason="开会",
    )
    desk = duty.desk_calendar(watch.desk, account, watch.now).data
    one = next(
        event
        for event in Calendar.from_ical(desk).walk("VEVENT")
        if event["uid"] == f"{mine[0].uid}@duty.gege"
    )
    assert (int(one["sequence"]), str(one["summary"])) == (1, "郑派二值班：武胜县监管中心")
    assert len(events(duty.own_calendar(account, watch.now).data)) == len(mine) - 1


def test_a_draft_is_in_nobodys_calendar(watch: Watch) -> None:
    watch.draw()
    account = watch.cast.account("county_dispatcher")
    assert events(duty.own_calendar(account, watch.now).data) == {}


def test_an_address_is_secret_and_ends_when_it_is_taken_back(watch: Watch) -> None:
    watch.published()
    by = watch.cast.county_dispatcher
    secret = duty.make_feed(by=by, now=watch.now)
    whole = duty.make_feed(by=by, now=watch.now, desk_uid=watch.desk.uid)
    own, desk = (duty.calendar_of_feed(one, watch.now) for one in (secret, whole))
    assert own is not None
    assert desk is not None
    assert (len(events(own.data)), len(events(desk.data))) == (7, 21)
    assert not CalendarFeed.objects.filter(digest__contains=secret[:10]).exists()
    again = duty.make_feed(by=by, now=watch.now)
    assert [duty.calendar_of_feed(one, watch.now) is None for one in (secret, again)] == [
        True,
        False,
    ]
    duty.end_feed(by=by, now=watch.now)
    assert duty.calendar_of_feed(again, watch.now) is None
    with pytest.raises(duty.NotFound):
        duty.end_feed(by=by, now=watch.now)
    for nonsense in ("", "x" * 43, "x" * 5000):
        assert duty.calendar_of_feed(nonsense, watch.now) is None
    # Who leaves the county's centre reads its roster no more.
    Post.objects.filter(account_id=by.account_id).update(valid_to=watch.now.date())
    assert duty.calendar_of_feed(whole, watch.now) is None
    with pytest.raises(duty.NotFound):
        duty.make_feed(
            by=watch.cast.strange_township_operator, now=watch.now, desk_uid=watch.desk.uid
        )


Deed = Callable[[Watch], object]
DEEDS: dict[str, Deed] = {
    "change_entry": lambda w: duty.change_entry(
        TOWN, duty.Given("12345", "", "", ""), by=w.cast.county_supervisor, now=w.now
    ),
    "look_at_entry": lambda w: duty.look_at_entry(
        TOWN, duty.How.TEST_CALL, by=w.cast.county_dispatcher, now=w.now
    ),
    "ask_to_confirm": lambda w: duty.ask_to_confirm([TOWN], by=SYSTEM, now=w.now),
    "make_feed": lambda w: duty.make_feed(by=w.cast.county_dispatcher, now=w.now),
    "end_feed": lambda w: duty.end_feed(by=w.cast.county_supervisor, now=w.now),
}


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_without_its_line_in_the_ledger_no_deed_is_done(
    filled: Watch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    duty.make_feed(by=filled.cast.county_supervisor, now=filled.now)
    before = stored()

    def broken(**given: object) -> None:
        raise RuntimeError("the trail is broken")

    for module in ("keep_entry", "keep_feed"):
        monkeypatch.setattr(f"gege.staff.duty.actions.{module}.record", broken)
    with pytest.raises(RuntimeError, match="the trail is broken"):
        DEEDS[name](filled)
    assert stored() == before


def test_numbers_stay_out_of_the_lines_of_the_directory(filled: Watch) -> None:
    rows = Entry.objects.filter(stream=f"directory:{TOWN}")
    assert [GIVEN.leader_phone in one.payload for one in rows] == [False]


def test_the_principals_own_number_is_called_before_the_offices(filled: Watch) -> None:
    Unit.objects.filter(id=filled.cast.unit_id(COUNTY)).update(responsible_leader="秦主任")
    bump(AREAS)
    found = principal_of(filled.cast.unit_id(TOWN), filled.now)
    assert found is not None
    assert (found.name, found.phone) == ("刘书记", "10000000111")


def stored() -> list[object]:
    """Everything that the directory keeps, row by row."""
    tables = (DirectoryEntry, CalendarFeed, Unit)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]
