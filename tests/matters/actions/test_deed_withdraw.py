"""A resident without an account acts on what they reported, and on nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from gege.matters import api as matters
from gege.matters.api import Matter, Refused, Remark, Reporting
from gege.notices.api import Message
from gege.staff.api import resident
from gege.trail.api import Entry
from tests.matters.play import CALLER, MAJOR, PLAIN, Play


def reported(play: Play, **entry: Any) -> Matter:
    return play.report(by=resident(), **({"channel": "web", "who": CALLER} | entry))


def of(matter: Matter) -> int:
    return int(Reporting.objects.get(matter=matter).pk)


def test_a_resident_is_named_as_what_they_are_in_the_trail(play: Play) -> None:
    line = play.line(reported(play))
    assert (line["name"], line["post"], line["deed"]) == ("居民", "resident@portal", "report")


@pytest.mark.row("R-111")
def test_a_report_taken_back_before_any_work_ends_and_forgets_the_name(play: Play) -> None:
    matter = reported(play)
    matters.withdraw(matter.number, reporting_id=of(matter), by=resident(matter.pk), now=play.now)
    matter.refresh_from_db()
    row = Reporting.objects.get(matter=matter)
    assert (matter.state, row.name, row.phone, row.anonymous) == ("declined", "", "", True)
    assert (row.wants_callback, play.line(matter)["why"]) == (False, "withdrawn")
    assert list(Remark.objects.values_list("public", flat=True)) == [False]


@pytest.mark.parametrize("kind", [PLAIN, MAJOR])
def test_what_is_in_work_or_grave_goes_on_without_the_reporter(play: Play, kind: str) -> None:
    matter = reported(play, kind=kind)
    if kind == PLAIN:
        play.do(matters.accept, matter, play.cast.grid_worker)
    before = Matter.objects.values_list("state", flat=True)[0]
    matters.withdraw(matter.number, reporting_id=of(matter), by=resident(matter.pk), now=play.now)
    matter.refresh_from_db()
    assert (matter.state, Reporting.objects.get(matter=matter).phone) == (before, "")
    assert play.told()[-1][1] == "resident_added"


def test_what_another_reported_too_goes_on(play: Play) -> None:
    matter, twin = reported(play), reported(play)
    play.do(matters.merge, twin, play.cast.station_clerk, parent=matter.number)
    matters.withdraw(matter.number, reporting_id=of(matter), by=resident(matter.pk), now=play.now)
    matter.refresh_from_db()
    assert matter.state == "reported"
    assert sorted(Reporting.objects.values_list("phone", flat=True)) == ["", CALLER.phone]


def test_words_are_added_for_whoever_holds_it_and_for_nobody_else(play: Play) -> None:
    matter = reported(play)
    matters.add_words(matter.number, words="坑又大了 <b>", by=resident(matter.pk), now=play.now)
    remark = Remark.objects.get(matter=matter)
    assert (remark.words, remark.public, remark.name) == ("坑又大了 <b>", False, "居民")
    assert play.told()[-1][1] == "resident_added"


@pytest.mark.row("R-110")
def test_a_resident_rates_after_the_closing_and_no_try_is_counted(play: Play) -> None:
    matter = play.closed()
    matters.call_back(
        matter.number,
        reporting_id=of(matter),
        contact="confirmed",
        satisfaction="satisfied",
        by=resident(matter.pk),
        now=play.now,
    )
    row = Reporting.objects.get(matter=matter)
    matter.refresh_from_db()
    assert (row.satisfaction, row.tries, matter.state) == ("satisfied", 0, "closed")
    assert matter.satisfaction == "satisfied"


def test_not_solved_after_the_closing_is_said_by_reopening(play: Play) -> None:
    matter, by = play.closed(), None
    by = resident(matter.pk)
    with pytest.raises(Refused):
        matters.call_back(
            matter.number, reporting_id=of(matter), contact="unsolved", by=by, now=play.now
        )
    matters.reopen(matter.number, reason="还是坑", by=by, now=play.now)
    matter.refresh_from_db()
    assert (matter.state, matter.lead_id) == ("dispatched", matter.holder_id)


def test_not_solved_before_the_closing_sends_it_back_to_work(play: Play) -> None:
    matter = play.verified()
    matters.call_back(
        matter.number,
        reporting_id=of(matter),
        contact="unsolved",
        words="没有修好",
        by=resident(matter.pk),
        now=play.now,
    )
    matter.refresh_from_db()
    assert matter.state == "handling"


def test_a_closed_matter_reopens_in_its_days_only(play: Play) -> None:
    matter = play.closed()
    with pytest.raises(Refused, match="reopen_too_late"):
        matters.reopen(
            matter.number, reason="又坏了", by=resident(matter.pk), now=play.wait(days=16).now
        )


@pytest.mark.parametrize("own", [None, -1])
def test_another_residents_matter_does_not_exist(play: Play, own: int | None) -> None:
    matter = play.closed()
    by, lines = resident(own, area_code=matter.area_code), Entry.objects.count()
    deeds: list[Any] = [
        lambda: matters.add_words(matter.number, words="我来看看", by=by, now=play.now),
        lambda: matters.reopen(matter.number, reason="不满意", by=by, now=play.now),
        lambda: matters.withdraw(matter.number, reporting_id=of(matter), by=by, now=play.now),
        lambda: matters.matter_page(matter.number, by=by, now=play.now),
    ]
    for deed in deeds:
        with pytest.raises(matters.NotFound):
            deed()
    assert Entry.objects.count() == lines
    assert not matters.visible(by).exists()


@pytest.mark.parametrize("deed", ["add_words", "withdraw"])
def test_nothing_stays_when_the_trail_cannot_be_written(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    matter = reported(play)
    before = Message.objects.count()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gege.matters.actions.step.record", broken)
    more = {"words": "补充"} | ({"reporting_id": of(matter)} if deed == "withdraw" else {})
    with pytest.raises(RuntimeError):
        getattr(matters, deed)(matter.number, by=resident(matter.pk), now=play.now, **more)
    matter.refresh_from_db()
    assert (matter.state, Remark.objects.count()) == ("reported", 0)
    assert (Reporting.objects.get(matter=matter).phone, Message.objects.count()) == (
        CALLER.phone,
        before,
    )
