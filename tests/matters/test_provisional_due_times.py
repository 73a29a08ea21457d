"""Steps and "first time" clocks over days nobody had announced follow the notice (domain 2.10)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gege.kernel.working_time import CalendarDay, DayKind
from gege.matters import api as matters
from gege.matters.api import LOCAL, Matter
from gege.staff.api import SYSTEM
from gege.territory.api import set_calendar_days
from tests.cast import GRID
from tests.matters.play import Play

FIRST, FOURTH = date(2027, 1, 1), date(2027, 1, 4)


def notice(play: Play, *holidays: date) -> None:
    """The county enters the notice for the first days of 2027."""
    days = [CalendarDay(day, DayKind.HOLIDAY, provisional=False) for day in holidays]
    set_calendar_days(
        days=days, source="国办发明电", by=SYSTEM.signature(), now=play.now, whole_years=True
    )


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}" if moment else ""


def reported(play: Play) -> Matter:
    """Reported late on New Year's Eve: its step and its first answer are due after the holiday."""
    play.at("2026-12-31 17:30")
    return play.report()


@pytest.mark.row("R-083")
def test_the_step_and_the_first_time_clock_follow_the_notice(play: Play) -> None:
    matter = reported(play)
    assert (local(matter.step_due_at), local(matter.first_due_at)) == (
        "2027-01-04 12:00", "2027-01-04 18:00"
    )  # fmt: skip
    assert (matter.step_recount, matter.first_recount) == ("4 working_hours", "1 working_days")
    assert matters.settle_provisional(now=play.now) == (matter.pk, 0)
    notice(play, FIRST, FOURTH)
    play.forget_notices()
    assert matters.settle_provisional(now=play.now) == (matter.pk, 1)
    matter.refresh_from_db()
    assert (local(matter.step_due_at), local(matter.first_due_at)) == (
        "2027-01-05 12:00", "2027-01-05 18:00"
    )  # fmt: skip
    assert (matter.step_recount, matter.first_recount) == ("", "")
    assert play.told() == [(GRID, "step_due_changed")]
    line = play.line(matter)
    assert (line["deed"], set(line["after"])) == ("calendar", {"step_due_at", "first_due_at"})
    assert matters.settle_provisional(now=play.now) == (0, 0)


def test_the_announcement_of_a_late_step_follows_too(play: Play) -> None:
    matter = reported(play)
    notice(play, FIRST, FOURTH)
    matters.settle_provisional(now=play.now)
    play.at("2027-01-04 18:00").forget_notices()
    assert matters.announce_steps(now=play.now) == 0
    play.at("2027-01-05 12:01")
    assert matters.announce_steps(now=play.now) == 1
    assert play.told() == [(GRID, "late_accept")]
    assert play.deeds(matter)[-1] == "step_late"


def test_a_step_that_was_late_by_the_old_calendar_is_announced_anew(play: Play) -> None:
    reported(play)
    play.at("2027-01-04 17:59").forget_notices()
    matters.announce_steps(now=play.now)
    notice(play, FIRST, FOURTH)
    matters.settle_provisional(now=play.now)
    matters.announce_steps(now=play.at("2027-01-05 13:00").now)
    assert [word for _, word in play.told()] == ["late_accept", "step_due_changed", "late_accept"]


def test_a_clock_that_was_stopped_is_judged_by_what_was_known_then(play: Play) -> None:
    matter = reported(play)
    play.do(matters.accept, matter, play.cast.grid_worker)
    assert matter.first_at is None  # a plain request is answered, not accepted
    matters.reply(matter.number, words="已经收到", by=play.cast.grid_worker, now=play.now)
    matter.refresh_from_db()
    judged = (matter.first_at, matter.first_due_at)
    notice(play, FIRST, FOURTH)
    matters.settle_provisional(now=play.now)
    matter.refresh_from_db()
    assert (matter.first_at, matter.first_due_at) == judged


def test_triage_after_the_report_does_not_change_what_is_counted_again(play: Play) -> None:
    play.at("2026-12-31 17:30")
    matter = play.at_station()
    before = matter.first_recount
    entry = {"kind": "B01", "severity": "urgent", "intent": "request"}
    play.do(matters.triage, matter, play.cast.station_clerk, **entry)
    notice(play, FIRST, FOURTH)
    matters.settle_provisional(now=play.now)
    matter.refresh_from_db()
    assert before == "1 working_days"
    assert local(matter.first_due_at) == "2027-01-05 18:00"


def test_nothing_stays_when_the_ledger_refuses(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = reported(play)
    due = (matter.step_due_at, matter.first_due_at)
    notice(play, FIRST, FOURTH)

    def refuse(**_: object) -> None:
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr("gege.matters.actions.step.record", refuse)
    assert matters.settle_provisional(now=play.now) == (matter.pk, 0)
    matter.refresh_from_db()
    assert (matter.step_due_at, matter.first_due_at) == due
    assert matter.step_recount != ""
