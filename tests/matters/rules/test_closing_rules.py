"""When a matter may be called done, and when it may be closed (R-103, R-110)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from gege.kernel.working_time import WorkingCalendar
from gege.matters.api import LOCAL, State, Thresholds, Tier, default_rulebook
from gege.matters.rules.closing import (
    Reporter,
    after_completion,
    after_verification,
    confirmed,
    outcome_problem,
    reopen_until,
    silent_until,
)
from gege.matters.rules.words import Contact, Intent, Outcome

BOOK, CALENDAR, LIMITS = default_rulebook(), WorkingCalendar({}), Thresholds()
ROUTINE, PLAIN = BOOK.kind("C01"), BOOK.kind("B01")
WAITING = Reporter(wants_callback=True)
SILENT = Reporter(wants_callback=False)


def when(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


@pytest.mark.row("R-103")
@pytest.mark.parametrize(
    ("intent", "allowed"),
    [
        (Intent.IDEA, {Outcome.CONSIDERED}),
        (Intent.CALL, {Outcome.RESPONDED, Outcome.DONE}),
        (Intent.REQUEST, {Outcome.DONE, Outcome.REFUSED}),
    ],
)
def test_each_intent_is_answered_in_its_own_way(intent: Intent, allowed: set[Outcome]) -> None:
    answers = {one for one in Outcome if outcome_problem(intent, one, "已按要求处理") is None}
    assert answers == allowed
    assert outcome_problem(intent, None, "已按要求处理") == "outcome_does_not_answer"


@pytest.mark.row("R-103")
def test_an_answer_says_something() -> None:
    assert outcome_problem(Intent.REQUEST, Outcome.DONE, "已办结") == "answer_too_short"
    assert outcome_problem(Intent.REQUEST, Outcome.DONE, "  ok  ") == "answer_too_short"
    assert outcome_problem(Intent.REQUEST, Outcome.REFUSED, "不行") == "refusal_needs_reason"
    assert outcome_problem(Intent.REQUEST, Outcome.DONE, "已经修好") is None


@pytest.mark.row("R-063")
@pytest.mark.parametrize("tier", Tier)
def test_only_routine_work_of_the_locality_is_not_verified(tier: Tier) -> None:
    local = tier in (Tier.GRID, Tier.STATION)
    assert after_completion(PLAIN, tier, [WAITING]) is State.COMPLETED
    assert after_completion(ROUTINE, tier, [WAITING]) is (
        State.VERIFIED if local else State.COMPLETED
    )
    assert after_completion(ROUTINE, tier, [SILENT]) is (State.CLOSED if local else State.COMPLETED)


@pytest.mark.row("R-110")
def test_a_verified_matter_waits_while_anybody_waits_for_a_call() -> None:
    assert after_verification([]) is State.CLOSED
    assert after_verification([SILENT]) is State.CLOSED
    assert after_verification([SILENT, WAITING]) is State.VERIFIED


# Friday 20 November 2026: three working days later is Wednesday the 25th, 18:00.
FRIDAY, BEFORE, AFTER = "2026-11-20 10:00", "2026-11-25 17:59", "2026-11-25 18:00"


@pytest.mark.row("R-110")
@pytest.mark.parametrize(
    ("contact", "tries", "now", "closes"),
    [
        (None, 0, AFTER, False),
        (Contact.CONFIRMED, 1, FRIDAY, True),
        (Contact.UNSOLVED, 1, AFTER, False),
        (Contact.UNSOLVED, 5, AFTER, False),
        (Contact.UNREACHABLE, 1, AFTER, False),
        (Contact.UNREACHABLE, 2, BEFORE, False),
        (Contact.UNREACHABLE, 2, AFTER, True),
        (Contact.UNREACHABLE, 9, AFTER, True),
        (Contact.UNREACHABLE, 0, AFTER, False),
        (Contact.DECLINED, 1, FRIDAY, True),
        (Contact.WRONG_NUMBER, 1, BEFORE, False),
        (Contact.WRONG_NUMBER, 1, AFTER, True),
        (Contact.WRONG_NUMBER, 0, AFTER, False),
    ],
)
def test_a_reporter_has_confirmed_or_was_tried_twice_and_stayed_silent(
    contact: Contact | None, tries: int, now: str, closes: bool
) -> None:
    one = replace(
        WAITING, contact=contact, tries=tries, last_try_at=(tries and when(FRIDAY)) or None
    )
    assert confirmed([one], LIMITS, CALENDAR, when(now)) is closes
    assert confirmed([one, SILENT], LIMITS, CALENDAR, when(now)) is closes
    assert confirmed([one, WAITING], LIMITS, CALENDAR, when(now)) is False


@pytest.mark.row("R-110")
def test_silence_is_counted_in_working_days() -> None:
    assert silent_until(when(FRIDAY), LIMITS, CALENDAR) == when(AFTER)


def test_a_matter_may_be_reopened_for_fifteen_days() -> None:
    assert reopen_until(when(FRIDAY), LIMITS) == when("2026-12-05 10:00")
