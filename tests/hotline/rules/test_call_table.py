"""The table of a call, as cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gege.hotline.rules.call_table import (
    GIVEN_BY,
    TABLE,
    WRITING_UP,
    CallFacts,
    CallMove,
    CallRefusal,
    CallState,
    Given,
    Standing,
    Times,
    may,
    possible,
    state_of,
)

M, S = CallMove, CallState
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "state"),
    [
        (Times(), S.RINGING),
        (Times(answered_at=AT), S.TALKING),
        (Times(answered_at=AT, ended_at=AT), S.ENDED),
        (Times(answered_at=AT, abandoned_at=AT), S.ENDED),
        (Times(answered_at=AT, lost_at=AT), S.ENDED),
        (Times(abandoned_at=AT), S.MISSED),
        (Times(ended_at=AT), S.MISSED),
        (Times(lost_at=AT), S.LOST),
        (Times(lost_at=AT, abandoned_at=AT), S.MISSED),
    ],
)
def test_where_a_call_stands_follows_from_its_times(times: Times, state: CallState) -> None:
    assert state_of(times) is state


def facts(state: CallState = S.TALKING, **more: object) -> CallFacts:
    return CallFacts(**({"state": state, "mine": True, "taken": True} | more))  # type: ignore[arg-type]


def test_every_move_has_its_row_and_every_writing_up_its_word() -> None:
    assert set(TABLE) == set(M)
    assert set(GIVEN_BY) == WRITING_UP


@pytest.mark.parametrize(
    ("move", "given", "refusal"),
    [
        (M.REPORT, facts(), None),
        (M.REPORT, facts(S.ENDED), None),
        (M.REPORT, facts(S.RINGING), CallRefusal.WRONG_STATE),
        (M.REPORT, facts(S.MISSED), CallRefusal.WRONG_STATE),
        (M.TAKE, facts(S.MISSED), CallRefusal.WRONG_STATE),
        (M.TAKE, facts(S.LOST, mine=False, taken=False), None),
        (M.TAKE, facts(mine=False), None),
        (M.TAKE, facts(mine=False, given=Given.REPORTED), CallRefusal.WRITTEN_UP),
        (M.ANSWER, facts(mine=False), CallRefusal.SOMEBODY_ELSES),
        (M.NOTE, facts(mine=False, given=Given.REPORTED), None),
        (M.ADD, facts(given=Given.ANSWERED), CallRefusal.WRITTEN_UP),
        (M.ADD, facts(given=Given.NO_REQUEST), None),
        (M.REPORT, facts(given=Given.HANDED_OVER), None),
        (M.HAND_OVER, facts(given=Given.REPORTED), None),
        (M.NAME, facts(standing=Standing.ANONYMOUS), CallRefusal.ANONYMOUS_FOR_GOOD),
    ],
)
def test_what_may_be_done(move: CallMove, given: CallFacts, refusal: CallRefusal | None) -> None:
    assert may(move, given) is refusal


def test_a_missed_call_is_named_and_noted_only() -> None:
    assert possible(facts(S.MISSED, mine=False, taken=False)) == (M.NAME, M.NOTE)
