"""One button is filled: the most likely next move of those the rules allow."""

from __future__ import annotations

import pytest

from gege.desk.matter.labels import BUTTONS
from gege.desk.matter.next_move import ORDER, TALK, choose
from gege.matters.api import Light, Move, State

M = Move


def test_every_move_a_person_can_make_has_a_place_and_a_button() -> None:
    pressed = set(Move) - {M.REPORT, M.IMPORT}
    assert set(ORDER) | set(TALK) == pressed
    assert set(BUTTONS) == pressed


@pytest.mark.parametrize(
    ("state", "moves", "first"),
    [
        (State.REPORTED, {M.ACCEPT, M.ESCALATE}, M.ACCEPT),
        (State.REPORTED, {M.PLACE, M.ACCEPT}, M.PLACE),
        (State.ACCEPTED, {M.DISPATCH, M.TRIAGE}, M.DISPATCH),
        (State.DISPATCHED, {M.ACKNOWLEDGE, M.RETURN}, M.ACKNOWLEDGE),
        (State.HANDLING, {M.COMPLETE, M.PAUSE}, M.COMPLETE),
        (State.HANDLING, {M.EXTEND, M.URGE}, M.EXTEND),
        (State.PAUSED, {M.RESUME}, M.RESUME),
        (State.DISPUTED, {M.RULE}, M.RULE),
        (State.COMPLETED, {M.VERIFY, M.SEND_BACK}, M.VERIFY),
        (State.VERIFIED, {M.CALL_BACK}, M.CALL_BACK),
        (State.VERIFIED, {M.CALL_BACK, M.CLOSE}, M.CLOSE),
        (State.CLOSED, {M.REOPEN, M.NOTE}, None),
        (State.HANDLING, {M.NOTE}, None),
    ],
)
def test_the_likely_move_follows_the_state(
    state: State, moves: set[Move], first: Move | None
) -> None:
    assert choose(moves, state).first is first


def test_what_the_rules_do_not_allow_is_never_offered() -> None:
    chosen = choose({M.NOTE}, State.REPORTED, routine=True, grave=True)
    assert (chosen.first, chosen.others, chosen.talk) == (None, (), (M.NOTE,))


def test_routine_work_is_settled_on_the_spot_first() -> None:
    moves = {M.ACCEPT, M.HANDLE_IN_PLACE}
    assert choose(moves, State.REPORTED, routine=True).first is M.HANDLE_IN_PLACE
    assert choose(moves, State.REPORTED, routine=False).first is M.ACCEPT


def test_a_major_matter_alarms_the_county_first() -> None:
    moves = {M.ACCEPT, M.SKIP_LEVEL}
    assert choose(moves, State.REPORTED, grave=True).first is M.SKIP_LEVEL
    assert choose(moves, State.REPORTED).first is M.ACCEPT


@pytest.mark.parametrize(
    ("light", "first"), [(Light.NONE, None), (Light.YELLOW, M.URGE), (Light.RED, M.URGE)]
)
def test_urging_is_likely_once_the_light_says_so(light: Light, first: Move | None) -> None:
    assert choose({M.URGE}, State.HANDLING, light=light).first is first
