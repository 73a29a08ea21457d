"""What may be done with a terminal, and when it has been silent for too long (R-022)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gege.fieldwork.rules.terminals import (
    ALLOWED,
    CODE_SIGNS,
    TerminalDeed,
    code_is_over,
    deeds_possible,
    is_silent,
    problem_of,
    typed_code,
)
from gege.fieldwork.rules.words import TerminalState

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.row("R-022")
@pytest.mark.parametrize("state", TerminalState)
def test_each_state_allows_its_deeds_and_no_other(state: TerminalState) -> None:
    expected = {
        "stock": {"hand_over", "enrol", "report_lost", "revoke", "retire"},
        "in_use": {"hand_over", "renew", "report_lost", "revoke", "retire", "leave"},
        "lost": {"found_again", "retire"},
        "revoked": {"hand_over", "report_lost", "retire"},
        "retired": set(),
    }
    assert {str(deed) for deed in ALLOWED if problem_of(deed, state) is None} == expected[state]


def test_an_own_phone_is_never_handed_over_nor_found() -> None:
    assert problem_of(TerminalDeed.HAND_OVER, "in_use", own_phone=True) == (
        "own_phone_is_not_handed_over"
    )
    assert problem_of(TerminalDeed.FIND, "lost", own_phone=True) == "own_phone_is_not_handed_over"
    assert deeds_possible("lost", own_phone=True, held=True) == (TerminalDeed.RETIRE,)


def test_nothing_is_taken_back_from_nobody() -> None:
    assert problem_of(TerminalDeed.REVOKE, "stock", held=False) == "terminal_not_held"
    assert deeds_possible("stock", own_phone=False, held=False) == (
        TerminalDeed.HAND_OVER,
        TerminalDeed.LOSE,
        TerminalDeed.RETIRE,
    )


@pytest.mark.parametrize(
    ("contact_days", "password_days", "silent"),
    [
        (None, None, True),
        (7, None, False),
        (7.01, None, True),
        (None, 6, False),
        (30, 1, False),
        (1, 30, False),
        (8, 9, True),
    ],
)
def test_silence_counts_from_the_last_sign_of_its_holder(
    contact_days: float | None, password_days: float | None, silent: bool
) -> None:
    def ago(days: float | None) -> datetime | None:
        return None if days is None else NOW - timedelta(days=days)

    assert is_silent(ago(contact_days), ago(password_days), NOW, 7) is silent


def test_a_code_is_good_up_to_its_last_moment() -> None:
    assert code_is_over(None, NOW)
    assert not code_is_over(NOW, NOW)
    assert code_is_over(NOW - timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("abcd-efgh", "ABCDEFGH"),
        (" ABCD EFGH ", "ABCDEFGH"),
        ("ABCDEFGHJKMN", "ABCDEFGHJ"),
        ("０１", ""),
        ("", ""),
        ("'; --", ""),
    ],
)
def test_a_code_is_read_however_it_was_written(typed: str, meant: str) -> None:
    assert typed_code(typed) == meant


def test_no_sign_of_a_code_is_taken_for_another() -> None:
    assert not set("01OIL") & set(CODE_SIGNS)
    assert len(set(CODE_SIGNS)) == len(CODE_SIGNS) == 31
