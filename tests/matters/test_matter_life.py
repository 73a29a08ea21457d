"""A matter's life, drawn at random through the real deeds: what always holds (R-062)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gege.matters import api as matters
from gege.matters.api import Instruction, Light, Matter, MatterError, Reporting, State
from gege.staff.api import Actor
from gege.trail.api import Entry
from gege.trail.verify import _verify_heads, _verify_lines
from tests.cast import CIVIL_AFFAIRS, COMMUNITY, COUNTY, GRID, HOUSING, TOWN, build_cast
from tests.matters.conftest import set_up
from tests.matters.play import CALLER, MAJOR, PLAIN, ROUTINE, Play

MOVES_THE_DUE_TIME = {
    "accept", "handle_in_place", "dispatch", "rule", "reopen", "escalate", "skip_level", "return",
    "resume", "pause_over", "extend", "send_back", "call_back", "calendar",
}  # fmt: skip
PEOPLE = (
    "grid_worker", "station_clerk", "township_operator", "county_dispatcher", "county_supervisor",
    "department_officer", "other_department_officer", "hotline_operator", "electronic_supervisor",
    "second_grid_worker", "stranger", "administrator",
)  # fmt: skip
STRANGERS = (
    "second_grid_worker", "second_station_clerk", "strange_township_operator", "stranger",
    "administrator", "town_branch_officer",
)  # fmt: skip


def _deeds(draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[tuple[Any, dict[str, Any]]]:
    why = {"reason": "理由充分"}
    lead = draw(st.sampled_from((HOUSING, CIVIL_AFFAIRS, GRID, COMMUNITY, TOWN, COUNTY)))
    contact = draw(st.sampled_from(("confirmed", "unreachable", "unsolved")))
    days = draw(st.integers(1, 4))
    return [
        (matters.accept, {}),
        (matters.escalate, {"tried": "已经尝试"} | why),
        (matters.dispatch, {"lead": lead}),
        (matters.acknowledge, {}),
        (matters.give_back, why),
        (matters.rule, {"lead": lead} | why),
        (matters.ask_extension, {"days": days} | why),
        (matters.extend, {}),
        (matters.refuse_extension, why),
        (matters.pause, {"why": "weather", "words": "暴雨", "days": days}),
        (matters.resume, {}),
        (matters.complete, {"outcome": "done", "words": "已经办完"}),
        (matters.handle_in_place, {"outcome": "done", "words": "已经办完"}),
        (matters.verify, {}),
        (matters.send_back, why),
        (matters.call_back, {"contact": contact, "reporting_id": 0}),
        (matters.close, {}),
        (matters.reopen, why),
        (matters.skip_level, why),
        (matters.downgrade, why),
        (matters.triage, {"kind": PLAIN, "severity": "urgent", "intent": "request"}),
        (matters.urge, why),
        (matters.note, {"words": "内部说明"}),
        (matters.reply, {"words": "正在办理"}),
        (matters.reassign, {"to": lead} | why),
        (matters.decline, {"why": "in_court", "words": "请等待判决"}),
    ]


class MatterLife(RuleBasedStateMachine):
    """Anybody tries anything at any time; the rules and the tables hold."""

    def __init__(self) -> None:
        super().__init__()
        self._rollback = _undone()
        self._rollback.__enter__()
        self.play = Play(build_cast())
        set_up()
        self.matter: Matter | None = None

    def teardown(self) -> None:
        self._rollback.__exit__(None, None, None)

    @initialize(kind=st.sampled_from((PLAIN, ROUTINE, MAJOR)), called=st.booleans())
    def report(self, kind: str, called: bool) -> None:
        who = {"who": CALLER} if called else {}
        self.matter = self.play.report(kind=kind, by=self.play.cast.grid_worker, **who)

    @rule(data=st.data(), name=st.sampled_from(PEOPLE))
    def somebody_tries_something(self, data: st.DataObject, name: str) -> None:
        deed, entry = data.draw(st.sampled_from(_deeds(data.draw)))
        self.attempt(deed, self.play.cast.people[name], entry)

    @rule(data=st.data())
    def somebody_does_what_the_page_offers(self, data: st.DataObject) -> None:
        """Most wild attempts are refused; this goes deeper."""
        able = []
        for name in PEOPLE[:8]:
            by = self.play.cast.people[name]
            if matters.visible(by).filter(pk=self.row.pk).exists():
                page = matters.matter_page(self.row.number, by=by, now=self.play.now)
                able += [(by, str(move)) for move in page.moves]
        if not able:
            return
        by, move = data.draw(st.sampled_from(able))
        named = {"return": "give_back"}.get(move, move)
        for deed, entry in _deeds(data.draw):
            if deed.__name__ == named:
                self.attempt(deed, by, entry)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.play.wait(hours=hours)
        matters.end_pauses(now=self.play.now)
        matters.announce_lights(now=self.play.now)
        matters.settle_provisional(now=self.play.now)

    def attempt(self, deed: Any, by: Actor, entry: dict[str, Any]) -> None:
        if "reporting_id" in entry:
            first = Reporting.objects.filter(matter=self.row, wants_callback=True).first()
            entry = entry | {"reporting_id": first.pk if first else 0}
        before = Matter.objects.values().get(pk=self.row.pk)
        lines = Entry.objects.filter(stream=self.row.stream).count()
        try:
            with transaction.atomic():
                deed(self.row.number, by=by, now=self.play.now, **entry)
        except MatterError:
            self.nothing_changed(before)
            return
        after = self.row
        assert Entry.objects.filter(stream=after.stream).count() == lines + 1
        assert after.version == before["version"] + 1
        last = self.play.deeds(after)[-1]
        assert after.due_at == before["due_at"] or last in MOVES_THE_DUE_TIME, last

    def nothing_changed(self, before: dict[str, Any]) -> None:
        assert Matter.objects.values().get(pk=self.row.pk) == before

    @property
    def row(self) -> Matter:
        assert self.matter is not None
        return Matter.objects.get(pk=self.matter.pk)

    @invariant()
    @precondition(lambda self: self.matter is not None)
    def the_chain_is_whole(self) -> None:
        entries = Entry.objects.filter(stream=self.row.stream).order_by("seq")
        assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
        assert [one.at for one in entries] == sorted(one.at for one in entries)
        assert (_verify_lines()[1], _verify_heads()) == (None, None)

    @invariant()
    @precondition(lambda self: self.matter is not None)
    def one_unit_holds_it_and_its_state_fits(self) -> None:
        row = self.row
        live = Instruction.objects.filter(matter=row, ended_at__isnull=True)
        instructed = row.state in (State.DISPATCHED, State.HANDLING, State.PAUSED)
        assert live.count() == (1 if instructed else 0)
        if instructed:
            one = live.get()
            assert row.holder_id == row.lead_id == one.lead_id
            assert (one.due_at, one.issued_at) == (row.due_at, row.instructed_at)
        assert (row.closed_at is not None) == row.ended
        assert (row.step_due_at is None) == row.ended
        assert (row.paused_at is not None) == (row.state == State.PAUSED)
        assert (row.settled_at is not None) == (row.state in ("completed", "verified", "closed"))

    @invariant()
    @precondition(lambda self: self.matter is not None)
    def no_clock_runs_backwards(self) -> None:
        row, now = self.row, self.play.now
        assert matters.lateness_of(row.clock, now) >= timedelta(0)
        if row.due_at is not None:
            assert row.instructed_at is not None
            assert row.warn_at is not None
            assert row.instructed_at <= row.warn_at <= row.due_at
        for one in Instruction.objects.filter(matter=row):
            assert one.issued_at <= one.original_due_at <= one.due_at
        light = matters.light_of(row.clock, now)
        for each in Light:
            condition = matters.light_condition(each, now)
            assert Matter.objects.filter(condition, pk=row.pk).exists() is (each is light)

    @invariant()
    @precondition(lambda self: self.matter is not None)
    def who_had_no_part_in_it_never_sees_it(self) -> None:
        seeing = [
            name
            for name in STRANGERS
            if matters.visible(self.play.cast.people[name]).filter(pk=self.row.pk).exists()
        ]
        assert seeing == []


@contextmanager
def _undone() -> Iterator[None]:
    """A transaction of which nothing stays, so that every life begins in the same county."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.row("R-062")
@pytest.mark.django_db
def test_a_matters_life_keeps_to_the_rules() -> None:
    settings_of_lives = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    run_state_machine_as_test(MatterLife, settings=settings_of_lives)
