"""The state machine of a matter: every move anybody may make, in one table (R-062).

A move stands here or it does not exist. `may` answers for one person and one matter, and says in
one word why not; the deeds ask it under a lock, the screens ask it to draw only what works.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.matters.rules.words import LADDER, OPEN, Move, State, Tier

S, M, T = State, Move, Tier


class Standing(StrEnum):
    """How a person's unit stands to a matter; a resident has none and is its reporter."""

    HOLDER = "holder"
    INSTRUCTOR = "instructor"
    ABOVE = "above"
    IN_SCOPE = "in_scope"
    REPORTER = "reporter"


class Refusal(StrEnum):
    """Why a move is not possible; each has a sentence in `matters/names.py`."""

    WRONG_STATE = "wrong_state"
    NOT_YOURS = "not_yours"
    WRONG_ROLE = "wrong_role"
    WRONG_TIER = "wrong_tier"
    TOP_OF_LADDER = "top_of_ladder"
    INSTRUCTED_FROM_ABOVE = "instructed_from_above"
    SELF_INSTRUCTED = "self_instructed"
    NOT_MAJOR = "not_major"
    NOT_SKIPPED = "not_skipped"
    RULING_IS_FINAL = "ruling_is_final"
    RETURN_TOO_LATE = "return_too_late"
    VERIFIED_BY_HANDLER = "verified_by_handler"
    VERIFIED_BY_DISPATCHER = "verified_by_dispatcher"
    NOT_CONFIRMED = "not_confirmed"
    NOBODY_TO_CALL = "nobody_to_call"
    REOPEN_TOO_LATE = "reopen_too_late"
    EXTENSION_TOO_LATE = "extension_too_late"
    EXTENSION_PENDING = "extension_pending"
    NO_EXTENSION_ASKED = "no_extension_asked"
    PAUSE_USED_UP = "pause_used_up"
    ALREADY_PLACED = "already_placed"
    OWN_EXTENSION = "own_extension"
    ANOTHER_DECIDES = "another_decides"


GRID: Final = "grid_worker"
STATION: Final = "station_clerk"
TOWNSHIP: Final = "township_operator"
DISPATCHER: Final = "county_dispatcher"
SUPERVISOR: Final = "county_supervisor"
OFFICER: Final = "department_officer"
HOTLINE: Final = "hotline_operator"
RESIDENT: Final = "resident"

PLATFORMS: Final = frozenset({STATION, TOWNSHIP, DISPATCHER})
HANDLERS: Final = frozenset({GRID, STATION, TOWNSHIP, DISPATCHER, OFFICER})
OVERSEERS: Final = frozenset({STATION, TOWNSHIP, DISPATCHER, SUPERVISOR, HOTLINE})
DECIDERS: Final = OVERSEERS - {HOTLINE}
"""Who decides on more time: operators of the hotline take calls, they instruct nobody."""
WRITERS: Final = HANDLERS | OVERSEERS
VERIFIERS: Final = PLATFORMS | {SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may make a move from where. `to` None means that the state stays."""

    move: Move
    states: frozenset[State]
    to: State | None
    roles: frozenset[str]
    standings: frozenset[Standing]
    tiers: frozenset[Tier] = frozenset(Tier)


def _row(
    move: Move,
    states: set[State],
    to: State | None,
    roles: frozenset[str] | set[str],
    standings: set[Standing],
    tiers: set[Tier] | None = None,
) -> Rule:
    return Rule(
        move,
        frozenset(states),
        to,
        frozenset(roles),
        frozenset(standings),
        frozenset(tiers or set(Tier)),
    )


_HELD: Final = {Standing.HOLDER}
_OWN: Final = {Standing.REPORTER}
_ANY: Final = set(Standing) - _OWN
_LOCAL: Final = {T.GRID, T.STATION}
_CENTRES: Final = {T.TOWNSHIP, T.COUNTY}
_OPEN: Final = set(OPEN)

TABLE: Final = (
    _row(M.PLACE, {S.REPORTED}, S.REPORTED, OVERSEERS, {Standing.HOLDER, Standing.ABOVE}),
    _row(M.PLACE, _OPEN - {S.REPORTED}, None, OVERSEERS, {Standing.HOLDER, Standing.ABOVE}),
    _row(M.ACCEPT, {S.REPORTED}, S.HANDLING, {GRID, STATION}, _HELD, _LOCAL),
    _row(M.ACCEPT, {S.REPORTED}, S.ACCEPTED, {TOWNSHIP, DISPATCHER}, _HELD, _CENTRES),
    _row(M.DECLINE, {S.REPORTED, S.ACCEPTED}, S.DECLINED, PLATFORMS, _HELD),
    _row(M.HANDLE_IN_PLACE, {S.REPORTED}, S.COMPLETED, {GRID, STATION}, _HELD, _LOCAL),
    _row(
        M.ESCALATE,
        {S.REPORTED, S.ACCEPTED, S.HANDLING, S.RETURNED},
        S.REPORTED,
        {GRID, STATION, TOWNSHIP},
        _HELD,
        {T.GRID, T.STATION, T.TOWNSHIP},
    ),
    _row(
        M.SKIP_LEVEL,
        {S.REPORTED, S.ACCEPTED, S.HANDLING},
        S.REPORTED,
        {GRID, STATION, TOWNSHIP},
        {Standing.HOLDER, Standing.IN_SCOPE},
        {T.GRID, T.STATION, T.TOWNSHIP},
    ),
    _row(
        M.DOWNGRADE,
        {S.REPORTED, S.ACCEPTED},
        S.REPORTED,
        {DISPATCHER, SUPERVISOR},
        _HELD,
        {T.COUNTY},
    ),
    _row(M.TRIAGE, {S.REPORTED}, None, {STATION}, _HELD, {T.STATION}),
    _row(M.TRIAGE, {S.ACCEPTED}, None, {TOWNSHIP, DISPATCHER}, _HELD, _CENTRES),
    _row(M.DISPATCH, {S.REPORTED}, S.DISPATCHED, {STATION}, _HELD, {T.STATION}),
    _row(M.DISPATCH, {S.ACCEPTED}, S.DISPATCHED, {TOWNSHIP, DISPATCHER}, _HELD, _CENTRES),
    _row(M.DISPATCH, {S.RETURNED}, S.DISPATCHED, PLATFORMS, _HELD),
    _row(M.ACKNOWLEDGE, {S.DISPATCHED}, S.HANDLING, HANDLERS, _HELD),
    _row(M.RETURN, {S.DISPATCHED, S.HANDLING}, S.RETURNED, HANDLERS, _HELD),
    _row(M.RULE, {S.DISPUTED}, S.DISPATCHED, {DISPATCHER}, _HELD, {T.COUNTY}),
    _row(M.ASK_EXTENSION, {S.DISPATCHED, S.HANDLING}, None, HANDLERS, _HELD),
    _row(
        M.EXTEND,
        {S.DISPATCHED, S.HANDLING, S.PAUSED},
        None,
        DECIDERS,
        {Standing.INSTRUCTOR, Standing.ABOVE},
    ),
    _row(
        M.REFUSE_EXTENSION,
        {S.DISPATCHED, S.HANDLING, S.PAUSED},
        None,
        DECIDERS,
        {Standing.INSTRUCTOR, Standing.ABOVE},
    ),
    _row(M.PAUSE, {S.HANDLING}, S.PAUSED, HANDLERS, _HELD),
    _row(
        M.RESUME,
        {S.PAUSED},
        S.HANDLING,
        HANDLERS | OVERSEERS,
        {Standing.HOLDER, Standing.INSTRUCTOR},
    ),
    _row(M.COMPLETE, {S.HANDLING}, S.COMPLETED, HANDLERS, _HELD),
    _row(M.VERIFY, {S.COMPLETED}, S.VERIFIED, VERIFIERS, _HELD),
    _row(M.VERIFY, {S.COMPLETED}, S.VERIFIED, {SUPERVISOR}, {Standing.ABOVE}),
    _row(M.SEND_BACK, {S.COMPLETED}, S.HANDLING, VERIFIERS, _HELD),
    _row(M.SEND_BACK, {S.COMPLETED}, S.HANDLING, {SUPERVISOR}, {Standing.ABOVE}),
    _row(M.CALL_BACK, {S.VERIFIED}, None, OVERSEERS, {Standing.HOLDER, Standing.ABOVE}),
    _row(M.CLOSE, {S.VERIFIED}, S.CLOSED, OVERSEERS, {Standing.HOLDER, Standing.ABOVE}),
    _row(M.REOPEN, {S.CLOSED}, S.DISPATCHED, OVERSEERS, {Standing.HOLDER, Standing.ABOVE}),
    _row(
        M.MERGE,
        {S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.HANDLING, S.RETURNED},
        S.MERGED,
        PLATFORMS,
        {Standing.HOLDER, Standing.ABOVE},
    ),
    _row(M.URGE, _OPEN, None, OVERSEERS, {Standing.INSTRUCTOR, Standing.ABOVE}),
    _row(M.REASSIGN, _OPEN, None, PLATFORMS, {Standing.ABOVE}),
    _row(M.NOTE, set(State), None, WRITERS, _ANY),
    _row(M.REPLY, set(State), None, WRITERS, {Standing.HOLDER, Standing.ABOVE}),
    _row(M.ATTACH, _OPEN, None, WRITERS, _ANY),
    # Whoever reported it, without an account (decision 0025).
    _row(M.DECLINE, {S.REPORTED, S.ACCEPTED}, S.DECLINED, {RESIDENT}, _OWN),
    _row(M.CALL_BACK, {S.VERIFIED, S.CLOSED}, None, {RESIDENT}, _OWN),
    _row(M.REOPEN, {S.CLOSED}, S.DISPATCHED, {RESIDENT}, _OWN),
    _row(M.NOTE, _OPEN, None, {RESIDENT}, _OWN),
    _row(M.ATTACH, _OPEN, None, {RESIDENT}, _OWN),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What `may` needs to know of one matter and one person at one moment."""

    state: State
    tier: Tier
    role: str
    standings: frozenset[Standing]
    self_instructed: bool = False
    instructed_from_above: bool = False
    major: bool = False
    skipped: bool = False
    final: bool = False
    return_open: bool = True
    handled_by_me: bool = False
    handled_by_my_unit: bool = False
    dispatched_by_me: bool = False
    confirmed: bool = True
    reporters_to_call: bool = True
    reopen_open: bool = True
    before_due: bool = True
    extension_asked: bool = False
    outranked: bool = False
    pause_left: bool = True
    placed: bool = True


def rows_of(move: Move, state: State) -> Iterator[Rule]:
    """Yield the rows of a move from a state."""
    return (row for row in TABLE if row.move is move and state in row.states)


def may(move: Move, facts: Facts) -> Refusal | None:
    """Return None when the move is possible, else the most telling reason why not."""
    rows = list(rows_of(move, facts.state))
    if not rows:
        return Refusal.WRONG_STATE
    roles = [row for row in rows if facts.role in row.roles]
    if not roles:
        return Refusal.WRONG_ROLE
    standing = [row for row in roles if row.standings & facts.standings]
    if not standing:
        return Refusal.NOT_YOURS
    if not any(facts.tier in row.tiers for row in standing):
        return Refusal.TOP_OF_LADDER if move is Move.ESCALATE else Refusal.WRONG_TIER
    return _special(move, facts)


def target_of(move: Move, facts: Facts) -> State:
    """Return the state a permitted move leads to by the table (deeds may shorten the way)."""
    for row in rows_of(move, facts.state):
        if facts.role in row.roles and facts.tier in row.tiers and row.standings & facts.standings:
            return row.to or facts.state
    raise LookupError(f"{move} is not possible from {facts.state}")


def possible(facts: Facts) -> tuple[Move, ...]:
    """Return every move this person may make now, in the order of the table."""
    return tuple(dict.fromkeys(row.move for row in TABLE if may(row.move, facts) is None))


_ROLES_AT: Final = {
    T.GRID: frozenset({GRID}),
    T.STATION: frozenset({STATION}),
    T.TOWNSHIP: frozenset({TOWNSHIP}),
    T.COUNTY: frozenset({DISPATCHER, SUPERVISOR, HOTLINE}),
    T.DEPARTMENT: frozenset({OFFICER}),
}


def can_hold(state: State, tier: Tier) -> bool:
    """Tell whether somebody at a tier could move a matter on from a state as its holder."""
    return any(
        state in row.states
        and row.to not in (None, state, State.MERGED)
        and Standing.HOLDER in row.standings
        and tier in row.tiers
        and row.roles & _ROLES_AT[tier]
        for row in TABLE
    )


def tier_above(tier: Tier) -> Tier | None:
    """Return the next step of the ladder; None above the county."""
    if tier not in LADDER or tier is Tier.COUNTY:
        return None
    return LADDER[LADDER.index(tier) + 1]


def _special(move: Move, facts: Facts) -> Refusal | None:
    """The conditions that go beyond state, role, standing and tier."""
    checks: dict[Move, tuple[tuple[bool, Refusal], ...]] = {
        M.PLACE: ((facts.placed, Refusal.ALREADY_PLACED),),
        M.ESCALATE: ((facts.instructed_from_above, Refusal.INSTRUCTED_FROM_ABOVE),),
        M.SKIP_LEVEL: ((not facts.major, Refusal.NOT_MAJOR),),
        M.DOWNGRADE: ((not facts.skipped, Refusal.NOT_SKIPPED),),
        M.RETURN: (
            (facts.self_instructed, Refusal.SELF_INSTRUCTED),
            (facts.final, Refusal.RULING_IS_FINAL),
            (not facts.return_open, Refusal.RETURN_TOO_LATE),
        ),
        M.ASK_EXTENSION: (
            (not facts.before_due, Refusal.EXTENSION_TOO_LATE),
            (facts.extension_asked, Refusal.EXTENSION_PENDING),
        ),
        M.EXTEND: _decision(facts),
        M.REFUSE_EXTENSION: _decision(facts),
        M.PAUSE: ((not facts.pause_left, Refusal.PAUSE_USED_UP),),
        M.VERIFY: _independence(facts),
        M.SEND_BACK: _independence(facts),
        M.CALL_BACK: ((not facts.reporters_to_call, Refusal.NOBODY_TO_CALL),),
        M.CLOSE: ((not facts.confirmed, Refusal.NOT_CONFIRMED),),
        M.REOPEN: ((not facts.reopen_open, Refusal.REOPEN_TOO_LATE),),
    }
    return next((refusal for broken, refusal in checks.get(move, ()) if broken), None)


def _decision(facts: Facts) -> tuple[tuple[bool, Refusal], ...]:
    """Whoever took a matter on themselves asks somebody else for more time.

    Nobody gives time on an instruction that came from above them, though they stand above the
    unit that carries it out.
    """
    own = facts.self_instructed and Standing.HOLDER in facts.standings
    return (
        (facts.outranked, Refusal.ANOTHER_DECIDES),
        (own and facts.role != SUPERVISOR, Refusal.OWN_EXTENSION),
        (not facts.extension_asked, Refusal.NO_EXTENSION_ASKED),
    )


def _independence(facts: Facts) -> tuple[tuple[bool, Refusal], ...]:
    """Whoever handled does not verify, nor does whoever dispatched (GB/T 30428 practice)."""
    return (
        (facts.handled_by_me or facts.handled_by_my_unit, Refusal.VERIFIED_BY_HANDLER),
        (facts.dispatched_by_me, Refusal.VERIFIED_BY_DISPATCHER),
    )
