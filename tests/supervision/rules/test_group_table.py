"""Leading groups in tables: who keeps them, what a meeting allows, whose terms get in the way."""

from __future__ import annotations

from datetime import date

import pytest

from gege.supervision.rules.group import (
    TABLE,
    GroupRefusal,
    MeetingFacts,
    Term,
    in_the_way,
    may_keep,
    may_meet,
    meeting_deeds,
    meeting_leads_to,
)
from gege.supervision.rules.group_words import GroupDeed, MeetingDeed, MeetingState, Seat

pytestmark = pytest.mark.row("R-012")
S, D = MeetingState, MeetingDeed
DAY = date(2026, 11, 26)


def facts(state: MeetingState = S.HELD, **more: object) -> MeetingFacts:
    values = {
        "state": state,
        "role": "county_supervisor",
        "held_on": DAY,
        "today": DAY,
        "present": 5,
        "minuted": True,
    }
    return MeetingFacts(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "deeds"),
    [
        (S.CALLED, (D.HOLD, D.ATTACH, D.CHANGE, D.CANCEL)),
        (S.HELD, (D.DECIDE, D.MINUTE, D.CONCLUDE, D.ATTACH)),
        (S.CONCLUDED, ()),
        (S.CANCELLED, ()),
    ],
)
def test_what_a_meeting_allows(state: MeetingState, deeds: tuple[MeetingDeed, ...]) -> None:
    assert meeting_deeds(facts(state)) == deeds
    for role in ("county_dispatcher", "electronic_supervisor", "administrator", "grid_worker"):
        assert meeting_deeds(facts(state, role=role)) == ()


@pytest.mark.parametrize(
    ("deed", "given", "why"),
    [
        (D.HOLD, {"state": S.CALLED, "today": date(2026, 11, 25)}, GroupRefusal.NOT_YET),
        (D.HOLD, {"state": S.CANCELLED}, GroupRefusal.WRONG_STATE),
        (D.CONCLUDE, {"present": 0}, GroupRefusal.NOBODY_THERE),
        (D.CONCLUDE, {"minuted": False}, GroupRefusal.NO_MINUTES),
        (D.DECIDE, {"state": S.CALLED}, GroupRefusal.WRONG_STATE),
        (D.DECIDE, {"state": S.CONCLUDED}, GroupRefusal.WRONG_STATE),
        (D.DECIDE, {"role": "department_officer"}, GroupRefusal.NOT_YOURS),
    ],
)
def test_why_a_meeting_does_not_allow_it(
    deed: MeetingDeed, given: dict[str, object], why: GroupRefusal
) -> None:
    assert may_meet(deed, facts(**given)) is why  # type: ignore[arg-type]


def test_every_row_leads_where_it_says() -> None:
    for row in TABLE:
        for state in row.states:
            assert meeting_leads_to(row.deed, state) is (row.to or state)
    with pytest.raises(LookupError):
        meeting_leads_to(D.DECIDE, S.CONCLUDED)


def test_only_the_supervision_keeps_a_group_that_lives() -> None:
    for deed in GroupDeed:
        assert may_keep(deed, "county_supervisor", dissolved=False) is None
        assert may_keep(deed, "township_operator", dissolved=False) is GroupRefusal.NOT_YOURS
    assert may_keep(GroupDeed.CALL, "county_supervisor", dissolved=True) is GroupRefusal.DISSOLVED


ENDED = Term(Seat.CHAIR, "account:1", date(2025, 1, 1), date(2025, 12, 31))
CHAIR = Term(Seat.CHAIR, "account:2", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        (Term(Seat.CHAIR, "account:3", date(2026, 2, 1)), "second_chair"),
        (Term(Seat.CHAIR, "account:3", date(2025, 6, 1), date(2025, 7, 1)), "second_chair"),
        (Term(Seat.MEMBER, "account:2", date(2026, 2, 1)), "seated_already"),
        (Term(Seat.MEMBER, "account:1", date(2026, 1, 1)), ""),
        (Term(Seat.MEMBER, "account:1", date(2025, 12, 31)), "seated_already"),
        (Term(Seat.DEPUTY, "name:某人", date(2026, 1, 1)), ""),
        (Term(Seat.CHAIR, "name:某人", date(2020, 1, 1), date(2024, 12, 31)), ""),
    ],
)
def test_one_chair_on_each_day_and_one_seat_for_each_person(term: Term, problem: str) -> None:
    assert in_the_way(term, [ENDED, CHAIR]) == problem
