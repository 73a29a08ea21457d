"""Who may do what to an order, and when time says something: tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from gege.supervision.rules.order_rules import (
    InstructionFacts,
    OrderRules,
    demand_of,
    from_json,
    problems_of,
    to_json,
)
from gege.supervision.rules.orders import OrderFacts, Refusal, may, may_ask, possible, target_of
from gege.supervision.rules.reminding import OrderClock, next_reminder, reminders_at
from gege.supervision.rules.words import OPEN, Demand, OrderDeed, OrderKind, OrderState, Origin

D, S, K = OrderDeed, OrderState, OrderKind
NINE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def facts(role: str, state: OrderState = S.ISSUED, **more: object) -> OrderFacts:
    given = {
        "kind": K.FOLLOW_UP,
        "origin": Origin.PERSON,
        "at_addressee": False,
        "at_issuer": False,
    } | more
    return OrderFacts(role=role, state=state, **given)  # type: ignore[arg-type]


@pytest.mark.row("R-013")
@pytest.mark.parametrize(
    ("state", "theirs", "ours"),
    [
        (S.ISSUED, {D.RECEIVE, D.PROGRESS, D.REPLY}, {D.URGE, D.WITHDRAW}),
        (S.RECEIVED, {D.PROGRESS, D.REPLY}, {D.URGE, D.WITHDRAW}),
        (S.REPLIED, set(), {D.SEND_BACK, D.CLOSE, D.WITHDRAW}),
        (S.CLOSED, set(), set()),
        (S.WITHDRAWN, set(), set()),
    ],
)
def test_the_unit_ordered_answers_and_the_supervision_closes(
    state: OrderState, theirs: set[OrderDeed], ours: set[OrderDeed]
) -> None:
    officer = facts("department_officer", state, at_addressee=True)
    assert set(possible(officer)) == theirs
    assert set(possible(facts("county_supervisor", state, at_issuer=True))) == ours
    others = ("county_dispatcher", "township_operator", "electronic_supervisor", "administrator")
    for role in others:
        assert possible(facts(role, state, at_issuer=True)) == (), role


@pytest.mark.row("R-013")
def test_who_asked_another_unit_closes_its_answer_and_the_supervision_may_urge() -> None:
    asked = {"kind": K.COORDINATION}
    asker = facts("department_officer", S.REPLIED, at_issuer=True, **asked)
    assert set(possible(asker)) == {D.SEND_BACK, D.CLOSE, D.WITHDRAW}
    supervisor = facts("county_supervisor", S.RECEIVED, **asked)
    assert possible(supervisor) == (D.URGE,)
    assert may(D.CLOSE, facts("county_supervisor", S.REPLIED, **asked)) is Refusal.NOT_YOURS
    assert may(D.URGE, facts("grid_worker", S.ISSUED, at_issuer=True, **asked))


@pytest.mark.row("R-012")
def test_nobody_closes_their_own_answer_and_a_decision_is_not_taken_back() -> None:
    own = facts("county_supervisor", S.REPLIED, at_issuer=True, replied_by_me=True)
    assert may(D.CLOSE, own) is Refusal.OWN_REPLY
    decided = facts("county_supervisor", S.RECEIVED, origin=Origin.DECISION)
    assert may(D.WITHDRAW, decided) is Refusal.DECISION_STANDS
    assert may(D.CLOSE, decided) is Refusal.WRONG_STATE


@pytest.mark.row("R-085")
def test_the_electronic_supervision_issues_and_changes_nothing() -> None:
    for kind, state, deed in product(K, S, D):
        assert not may_ask("electronic_supervisor", kind)
        seen = facts("electronic_supervisor", state, kind=kind, at_addressee=True, at_issuer=True)
        assert may(deed, seen) is not None


def test_a_deed_leads_where_the_table_says() -> None:
    assert target_of(D.RECEIVE, S.ISSUED) is S.RECEIVED
    assert target_of(D.URGE, S.ISSUED) is S.ISSUED
    assert {state for state in S if state in OPEN} == {S.ISSUED, S.RECEIVED, S.REPLIED}
    with pytest.raises(LookupError):
        target_of(D.CLOSE, S.ISSUED)


CLOCK = OrderClock(S.ISSUED, NINE, NINE + 10 * HOUR, NINE + 20 * HOUR)


@pytest.mark.row("R-090", "R-091")
def test_time_says_each_thing_once() -> None:
    moment = timedelta(microseconds=1)
    assert reminders_at(CLOCK, NINE) == ()
    assert next_reminder(CLOCK) == NINE + moment
    assert reminders_at(CLOCK, NINE + moment) == ("late_receipt",)
    signed = OrderClock(S.RECEIVED, CLOCK.receipt_due_at, CLOCK.warn_at, CLOCK.due_at)
    assert next_reminder(signed) == signed.warn_at
    assert reminders_at(signed, signed.warn_at) == ("near_due",)
    told = OrderClock(*_times(signed), said={"near_due"})
    assert next_reminder(told) == told.due_at + moment
    assert reminders_at(told, told.due_at) == ()
    assert reminders_at(told, told.due_at + moment) == ("overdue",)
    late = OrderClock(*_times(signed), said={"near_due", "overdue"}, again_at=NINE + 30 * HOUR)
    assert next_reminder(late) == late.again_at
    assert reminders_at(late, NINE + 29 * HOUR) == ()
    assert reminders_at(late, NINE + 30 * HOUR) == ("overdue_again",)
    enough = OrderClock(*_times(signed), said={"overdue"})
    assert next_reminder(enough) is None


def _times(clock: OrderClock) -> tuple[OrderState, datetime, datetime, datetime]:
    return clock.state, clock.receipt_due_at, clock.warn_at, clock.due_at


def test_after_a_standstill_only_what_is_true_now_is_said() -> None:
    assert reminders_at(CLOCK, NINE + 50 * HOUR) == ("late_receipt", "overdue")


@pytest.mark.parametrize("state", [S.REPLIED, S.CLOSED, S.WITHDRAWN])
def test_what_is_answered_is_not_reminded_of(state: OrderState) -> None:
    clock = OrderClock(state, NINE, NINE, NINE)
    assert (reminders_at(clock, NINE + HOUR), next_reminder(clock)) == ((), None)


@pytest.mark.row("R-093")
@pytest.mark.parametrize(
    ("given", "demand"),
    [
        ({}, None),
        ({"major": True}, Demand.MAJOR),
        ({"grave": True}, Demand.GRAVE),
        ({"ruled": True, "major": True}, Demand.RULED),
        ({"reopened": True}, Demand.REOPENED),
        ({"major": True, "self_given": True}, None),
    ],
)
def test_an_instruction_demands_an_order_by_the_rules(
    given: dict[str, bool], demand: Demand | None
) -> None:
    names = ("major", "grave", "ruled", "reopened", "self_given")
    found = InstructionFacts(**(dict.fromkeys(names, False) | given))
    assert demand_of(found, OrderRules()) is demand
    assert demand_of(found, OrderRules(demands=())) is None


def test_rules_that_make_no_sense_are_named() -> None:
    assert problems_of(OrderRules()) == []
    wrong = OrderRules(0, 251, 0, 31, ("major", "moon"))
    assert problems_of(wrong) == ["receipt_hours", "days", "again_days", "again_most", "demands"]
    assert from_json(to_json(OrderRules(days=7))) == OrderRules(days=7)
    assert from_json({"days": 7, "of another version": 1}) == OrderRules(days=7)
