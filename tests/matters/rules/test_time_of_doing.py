"""From which moment a thing counts that the platform heard of later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gege.matters.rules.doing import time_of_doing

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

CASES = {
    "nothing said": (None, (), NOW),
    "an hour ago": (NOW - HOUR, (NOW - 2 * HOUR, None), NOW - HOUR),
    "in the future": (NOW + HOUR, (), NOW),
    "before the report": (NOW - 3 * HOUR, (NOW - 2 * HOUR, None), NOW - 2 * HOUR),
    "before the last of what is known": (
        NOW - 3 * HOUR,
        (NOW - 2 * HOUR, NOW - HOUR),
        NOW - HOUR,
    ),
    "known in the future": (NOW - HOUR, (NOW + HOUR,), NOW),
}


@pytest.mark.row("R-063")
@pytest.mark.parametrize("case", CASES)
def test_a_deed_counts_from_when_it_was_done(case: str) -> None:
    at, known, expected = CASES[case]
    assert time_of_doing(at, NOW, known) == expected
