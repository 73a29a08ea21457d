"""Who may do what to a hot issue: a table of cases."""

from __future__ import annotations

import pytest

from gege.portal.rules.issues import (
    IssueDeed,
    IssueFacts,
    OpenWords,
    possible_issue_deeds,
    why_not,
)

pytestmark = pytest.mark.row("R-102")
A, W, B, H = IssueDeed.APPROVE, IssueDeed.WRITE, IssueDeed.SEND_BACK, IssueDeed.HIDE
NONE, WAITS, BACK = OpenWords.NONE, OpenWords.PROPOSED, OpenWords.SENT_BACK


@pytest.mark.parametrize(
    ("shown", "waits", "role", "within", "wrote", "deeds"),
    [
        (False, WAITS, "county_supervisor", True, False, (A, W, B)),
        (False, WAITS, "county_supervisor", True, True, (W,)),
        (True, WAITS, "township_operator", True, False, (A, W, B, H)),
        (True, NONE, "county_dispatcher", True, False, (W, H)),
        (False, BACK, "county_dispatcher", True, True, (W,)),
        (True, WAITS, "township_operator", False, False, ()),
        (True, WAITS, "station_clerk", True, False, ()),
        (True, WAITS, "electronic_supervisor", True, False, ()),
        (True, WAITS, "department_officer", True, False, ()),
    ],
)
def test_the_table(
    shown: bool,
    waits: OpenWords,
    role: str,
    within: bool,
    wrote: bool,
    deeds: tuple[IssueDeed, ...],
) -> None:
    assert possible_issue_deeds(IssueFacts(shown, waits, role, within, wrote)) == deeds


def test_a_refusal_has_its_word() -> None:
    mine = IssueFacts(False, WAITS, "county_supervisor", True, True)
    assert [why_not(deed, mine) for deed in (A, B, H)] == ["own_words", "own_words", "not_shown"]
    nothing = IssueFacts(True, NONE, "county_supervisor", True, False)
    assert why_not(A, nothing) == "nothing_open"
