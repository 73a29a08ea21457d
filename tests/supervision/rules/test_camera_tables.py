"""Cameras and viewing in tables: who keeps the register, who grants, and when one may view."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gege.supervision.rules.camera_words import CameraDeed, CameraState, ViewDeed, ViewState
from gege.supervision.rules.cameras import (
    CAMERA_TABLE,
    CameraRefusal,
    Keeper,
    camera_deeds,
    camera_leads_to,
    may_change,
)
from gege.supervision.rules.order_rules import OrderRules, from_json, problems_of, to_json
from gege.supervision.rules.viewing import (
    VIEW_TABLE,
    Stretch,
    ViewFacts,
    ViewRefusal,
    may_ask_to_view,
    may_view,
    view_deeds,
    view_leads_to,
)

pytestmark = pytest.mark.row("R-053")
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
S, D, R = ViewState, ViewDeed, ViewRefusal


def facts(state: ViewState = S.GRANTED, **more: Any) -> ViewFacts:
    values = {
        "state": state,
        "role": "station_clerk",
        "mine": True,
        "at_owner": False,
        "now": NOW,
        "view_from": NOW - HOUR,
        "view_until": NOW + HOUR,
    }
    return ViewFacts(**(values | more))


OWNER = {"role": "department_officer", "mine": False, "at_owner": True}


@pytest.mark.parametrize(
    ("state", "asker", "owner"),
    [
        (S.ASKED, (D.WITHDRAW,), (D.GRANT, D.REFUSE)),
        (S.GRANTED, (D.VIEW, D.WITHDRAW), (D.REVOKE,)),
        (S.REFUSED, (), ()),
        (S.WITHDRAWN, (D.VIEW,), ()),
        (S.REVOKED, (D.VIEW,), ()),
        (S.EXPIRED, (D.VIEW,), ()),
    ],
)
def test_what_each_side_may_do(
    state: ViewState, asker: tuple[ViewDeed, ...], owner: tuple[ViewDeed, ...]
) -> None:
    assert view_deeds(facts(state)) == asker
    assert view_deeds(facts(state, **OWNER)) == owner
    for role in ("electronic_supervisor", "administrator", "grid_worker", "hotline_operator"):
        assert view_deeds(facts(state, role=role, at_owner=True)) == ()
    assert view_deeds(facts(state, mine=False)) == ()


@pytest.mark.parametrize(
    ("deed", "given", "why"),
    [
        (D.GRANT, {"state": S.ASKED, "at_owner": True}, R.OWN_REQUEST),
        (D.REVOKE, {"at_owner": True}, R.OWN_REQUEST),
        (D.VIEW, {"state": S.ASKED}, R.NOT_GRANTED),
        (D.VIEW, {"state": S.REFUSED}, R.NOT_GRANTED),
        (D.VIEW, {"state": S.WITHDRAWN, "view_from": None}, R.OUTSIDE_WINDOW),
        (D.VIEW, {"view_from": None, "view_until": None}, R.OUTSIDE_WINDOW),
        (D.VIEW, {"view_from": NOW + HOUR, "view_until": NOW + 2 * HOUR}, R.OUTSIDE_WINDOW),
        (D.VIEW, {"view_until": NOW - timedelta(days=3, seconds=1)}, R.OUTSIDE_WINDOW),
        (D.VIEW, OWNER, R.NOT_YOURS),
        (D.GRANT, {"state": S.GRANTED, **OWNER}, R.WRONG_STATE),
        (D.EXPIRE, {}, R.NOT_YOURS),
        (D.ASK, {}, R.NOT_YOURS),
    ],
)
def test_why_it_may_not_be(deed: ViewDeed, given: dict[str, Any], why: ViewRefusal) -> None:
    assert may_view(deed, facts(**given)) is why


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (NOW - HOUR, True),
        (NOW, True),
        (NOW - HOUR - timedelta(seconds=1), False),
        (NOW + timedelta(seconds=1), False),
    ],
)
def test_a_viewing_lies_within_the_window_and_not_in_the_future(
    at: datetime, allowed: bool
) -> None:
    assert facts().allows(at) is allowed
    assert facts(view_from=None, view_until=None).allows(at) is False
    over = facts(view_until=NOW - HOUR / 2)
    assert over.allows(NOW) is False


def test_every_row_leads_where_it_says() -> None:
    for row in VIEW_TABLE:
        for state in row.states:
            assert view_leads_to(row.deed, state) is (row.to or state)
    for one in CAMERA_TABLE:
        for standing in one.states:
            assert camera_leads_to(one.deed, standing) is (one.to or standing)
    with pytest.raises(LookupError):
        view_leads_to(D.GRANT, S.REFUSED)
    with pytest.raises(LookupError):
        camera_leads_to(CameraDeed.RESUME, CameraState.REMOVED)


@pytest.mark.parametrize(
    ("begins", "ends", "problem"),
    [
        (-2, -1, ""),
        (-1, -1, "stretch_backwards"),
        (-1, -2, "stretch_backwards"),
        (-1, 1, "stretch_in_the_future"),
        (-30, -5, "stretch_too_long"),
        (-24 * 31, -24 * 31 + 1, "stretch_gone"),
    ],
)
def test_what_stretch_may_be_asked_for(begins: int, ends: int, problem: str) -> None:
    stretch = Stretch(NOW + begins * HOUR, NOW + ends * HOUR)
    assert stretch.problem(NOW, most_hours=24, retention_days=30) == problem


def test_who_keeps_the_register() -> None:
    def keeper(role: str, keeping: bool = False, owning: bool = False) -> Keeper:
        return Keeper(role, keeping, owning)

    keepers = [
        keeper("county_supervisor"),
        keeper("department_officer", keeping=True),
        keeper("department_officer", owning=True),
    ]
    assert [one.keeps for one in keepers] == [True, True, True]
    others = [
        keeper("department_officer"),
        keeper("station_clerk", owning=True),
        keeper("electronic_supervisor", keeping=True, owning=True),
        keeper("administrator"),
    ]
    assert [one.keeps for one in others] == [False] * 4
    removed = may_change(CameraDeed.AMEND, CameraState.REMOVED, keepers[0])
    assert removed is CameraRefusal.WRONG_STATE
    assert camera_deeds(CameraState.REMOVED, keepers[0]) == ()
    assert camera_deeds(CameraState.IN_USE, others[0]) == ()


def test_who_asks_to_view() -> None:
    roles = ("station_clerk", "township_operator", "department_officer", "county_dispatcher")
    assert all(may_ask_to_view(role) for role in roles)
    others = ("grid_worker", "electronic_supervisor", "administrator", "hotline_operator")
    assert not any(may_ask_to_view(role) for role in others)


def test_the_settings_of_supervision_are_read_back_as_they_were_written() -> None:
    rules = OrderRules(days=7, demands=("grave",), camera_keepers=("gongan", "jiaojing"))
    assert from_json(to_json(rules)) == rules
    assert from_json({"days": 7}) == OrderRules(days=7)
    assert problems_of(rules) == []
    bad = OrderRules(grant_days=0, retention_least=0, camera_keepers=("A b", "A b"))
    assert problems_of(bad) == ["retention_least", "grant_days", "camera_keepers"]
