"""What every deed has in common: scope, staleness, refusals, and all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from gege.matters import api as matters
from gege.matters.actions import report as report_deed
from gege.matters.actions import step as step_of_deeds
from gege.matters.api import Invalid, Matter, NotFound, Refusal, Refused, Stale
from gege.notices.api import Message
from gege.trail.api import Entry
from tests.cast import GRID, HOUSING
from tests.matters.play import PLAIN, Play

W: dict[str, Any] = {"reason": "理由充分"}
DEEDS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (matters.accept, {}),
    (matters.acknowledge, {}),
    (matters.ask_extension, {"days": 1} | W),
    (matters.call_back, {"reporting_id": 1, "contact": "confirmed"}),
    (matters.close, {}),
    (matters.complete, {"outcome": "done", "words": "已经办完"}),
    (matters.decline, {"why": "in_court", "words": "请等待判决"}),
    (matters.dispatch, {"lead": HOUSING}),
    (matters.downgrade, W),
    (matters.escalate, {"tried": "已经尝试"} | W),
    (matters.extend, {}),
    (matters.give_back, W),
    (matters.handle_in_place, {"outcome": "done", "words": "已经办完"}),
    (matters.merge, {"parent": "20261124-0000018"}),
    (matters.pause, {"why": "weather", "words": "暴雨", "days": 1}),
    (matters.place, {"grid_code": GRID}),
    (matters.reassign, {"to": GRID} | W),
    (matters.refuse_extension, W),
    (matters.reopen, W),
    (matters.resume, {}),
    (matters.rule, {"lead": HOUSING} | W),
    (matters.send_back, W),
    (matters.skip_level, W),
    (matters.triage, {"kind": PLAIN, "severity": "normal", "intent": "request"}),
    (matters.verify, {}),
]
WITHOUT_A_VERSION: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (matters.note, {"words": "内部说明"}),
    (matters.reply, {"words": "答复您"}),
    (matters.urge, W),
]
EVERY = [*DEEDS, *WITHOUT_A_VERSION]


def _named(deeds: list[tuple[Callable[..., Any], dict[str, Any]]]) -> Any:
    return pytest.mark.parametrize(("deed", "entry"), deeds, ids=[d.__name__ for d, _ in deeds])


@_named(EVERY)
def test_out_of_scope_and_absent_look_the_same(
    play: Play, deed: Callable[..., Any], entry: dict[str, Any]
) -> None:
    matter = play.report()
    strangers = (
        play.cast.stranger,
        play.cast.strange_township_operator,
        play.cast.second_grid_worker,
        play.cast.department_officer,
        play.cast.administrator,
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            deed(matter.number, by=stranger, now=play.now, **entry)
    for number in ("", "20261124-0000000", "x" * 500, "20261124-9999994", "'; --"):
        with pytest.raises(NotFound):
            deed(number, by=play.cast.county_dispatcher, now=play.now, **entry)
    assert play.deeds(matter) == ["report"]


@_named(DEEDS)
def test_somebody_who_saw_an_older_version_is_told(
    play: Play, deed: Callable[..., Any], entry: dict[str, Any]
) -> None:
    matter = play.report()
    matters.note(matter.number, words="改动", by=play.cast.grid_worker, now=play.now)
    with pytest.raises(Stale):
        deed(matter.number, by=play.cast.grid_worker, now=play.now, seen=1, **entry)


@pytest.mark.row("R-085")
@_named(EVERY)
def test_the_electronic_supervisor_writes_nothing(
    play: Play, deed: Callable[..., Any], entry: dict[str, Any]
) -> None:
    matter = play.report()
    before = Matter.objects.values().get()
    with pytest.raises(Refused):
        deed(matter.number, by=play.cast.electronic_supervisor, now=play.now, **entry)
    assert Matter.objects.values().get() == before
    assert play.deeds(matter) == ["report"]


@_named([(deed, entry) for deed, entry in EVERY if "reason" in entry])
@pytest.mark.parametrize("reason", ["", "  \u200b", "短", "长" * 501])
def test_a_reason_is_given_in_words(
    play: Play, deed: Callable[..., Any], entry: dict[str, Any], reason: str
) -> None:
    matter = play.report()
    with pytest.raises(Invalid) as refused:
        deed(matter.number, by=play.cast.grid_worker, now=play.now, **entry | {"reason": reason})
    assert refused.value.field == "reason"


@pytest.mark.row("R-088")
def test_a_deed_whose_ledger_line_cannot_be_written_changes_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = play.report()
    before, lines = Matter.objects.values().get(), Entry.objects.count()

    def broken(**_: Any) -> None:
        raise IntegrityError("the ledger is out of order")

    monkeypatch.setattr(step_of_deeds, "record", broken)
    monkeypatch.setattr(report_deed, "record", broken)
    with pytest.raises(IntegrityError):
        play.do(matters.accept, matter, play.cast.grid_worker)
    with pytest.raises(IntegrityError):
        play.report()
    assert Matter.objects.values().get() == before
    assert matters.Instruction.objects.count() == 0
    assert (Entry.objects.count(), Message.objects.count()) == (lines, 0)


def test_a_deed_whose_notice_cannot_be_written_changes_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = play.report()
    before = Matter.objects.values().get()

    def broken(*_: Any, **__: Any) -> None:
        raise IntegrityError("the outbox is out of order")

    monkeypatch.setattr(step_of_deeds, "post", broken)
    with pytest.raises(IntegrityError):
        play.escalate(matter, play.cast.grid_worker)
    assert Matter.objects.values().get() == before
    assert play.deeds(matter) == ["report"]


@pytest.mark.row("R-088")
def test_a_ledger_line_says_who_did_what_when_with_before_and_after(play: Play) -> None:
    matter = play.at_station()
    line = play.line(matter)
    names = {code: unit.name_zh for code, unit in play.cast.units.items()}
    assert (line["deed"], line["name"], line["at"]) == ("escalate", "王网格", play.now)
    assert line["post"] == f"grid_worker@{GRID}"
    assert line["before"]["holder"] == names[GRID]
    assert line["after"]["holder"] == names[GRID[:12]]
    assert (line["reason"], line["tried"]) == ("需要上级协调", "已现场处置")


def test_every_refusal_has_its_sentence() -> None:
    for refusal in Refusal:
        assert matters.sentence_of(Refused(refusal)) != str(refusal)
    for error in (NotFound(), Stale()):
        assert matters.sentence_of(error) != error.word
