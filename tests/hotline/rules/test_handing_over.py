"""The table of a hand-over: what may be pressed when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gege.hotline.rules.handing_over import Deed, Outcome, Refusal, State, Times, may

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STARTED, CONNECTED, ENDED = Times(), Times(AT), Times(AT, AT)
UNANSWERED = Times(None, AT)


def test_where_it_stands_follows_from_its_times() -> None:
    assert [one.state for one in (STARTED, CONNECTED, ENDED, UNANSWERED)] == [
        State.STARTED, State.CONNECTED, State.ENDED, State.ENDED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "times", "outcome", "note", "refusal"),
    [
        (Deed.CONNECT, STARTED, None, "", None),
        (Deed.CONNECT, CONNECTED, None, "", Refusal.CONNECTED_ALREADY),
        (Deed.END, STARTED, Outcome.TAKEN_OVER, "", Refusal.NEVER_CONNECTED),
        (Deed.END, STARTED, Outcome.NO_ANSWER, "", None),
        (Deed.END, STARTED, Outcome.CALLER_LEFT, "", None),
        (Deed.END, CONNECTED, Outcome.TAKEN_OVER, "", None),
        (Deed.END, CONNECTED, Outcome.REFUSED, " ", Refusal.SAY_WHY),
        (Deed.END, CONNECTED, Outcome.REFUSED, "说不归他们管", None),
        (Deed.END, CONNECTED, Outcome.NOT_NEEDED, "", None),
        (Deed.THREE_PARTY, CONNECTED, None, "", None),
    ],
)
def test_what_may_be_pressed(
    deed: Deed, times: Times, outcome: Outcome | None, note: str, refusal: Refusal | None
) -> None:
    assert may(deed, times, outcome, note) is refusal
    assert may(deed, ENDED, outcome, note) is Refusal.OVER
