"""Every combination of state, move, role, standing and tier is walked: what is not written here
is refused (R-062)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from gege.matters.api import TABLE, Facts, Move, Refusal, Standing, State, Tier, may
from gege.matters.rules.moves import can_hold, possible, target_of, tier_above
from gege.matters.rules.words import ENDED, OPEN
from gege.staff.api import POST_ROLES, Role

GRID, STATION, TOWN = "grid_worker", "station_clerk", "township_operator"
DISPATCHER, SUPERVISOR = "county_dispatcher", "county_supervisor"
OFFICER, HOTLINE = "department_officer", "hotline_operator"
SHORT = {
    "G": GRID,
    "S": STATION,
    "T": TOWN,
    "D": DISPATCHER,
    "V": SUPERVISOR,
    "O": OFFICER,
    "H": HOTLINE,
    "R": "resident",
}
STANDINGS = {
    "held": Standing.HOLDER,
    "ordered": Standing.INSTRUCTOR,
    "above": Standing.ABOVE,
    "seen": Standing.IN_SCOPE,
    "own": Standing.REPORTER,
}
TIERS = {
    "grid": Tier.GRID,
    "station": Tier.STATION,
    "town": Tier.TOWNSHIP,
    "county": Tier.COUNTY,
    "department": Tier.DEPARTMENT,
}

# move | from | roles | standing | tiers | to ("=" stays). Roles: Grid worker, Station clerk,
# Township operator, county Dispatcher, county superVisor, department Officer, Hotline operator,
# Resident.
ALLOWED = """
place | reported | S T D V H | held above | * | reported
place | WORKED | S T D V H | held above | * | =
accept | reported | G S | held | grid station | handling
accept | reported | T D | held | town county | accepted
decline | reported accepted | S T D | held | * | declined
handle_in_place | reported | G S | held | grid station | completed
escalate | reported accepted handling returned | G S T | held | grid station town | reported
skip_level | reported accepted handling | G S T | held seen | grid station town | reported
downgrade | reported accepted | D V | held | county | reported
triage | reported | S | held | station | =
triage | accepted | T D | held | town county | =
dispatch | reported | S | held | station | dispatched
dispatch | accepted | T D | held | town county | dispatched
dispatch | returned | S T D | held | * | dispatched
acknowledge | dispatched | G S T D O | held | * | handling
return | dispatched handling | G S T D O | held | * | returned
rule | disputed | D | held | county | dispatched
ask_extension | dispatched handling | G S T D O | held | * | =
extend | dispatched handling paused | S T D V | ordered above | * | =
refuse_extension | dispatched handling paused | S T D V | ordered above | * | =
pause | handling | G S T D O | held | * | paused
resume | paused | G S T D O V H | held ordered | * | handling
complete | handling | G S T D O | held | * | completed
verify | completed | S T D V | held | * | verified
verify | completed | V | above | * | verified
send_back | completed | S T D V | held | * | handling
send_back | completed | V | above | * | handling
call_back | verified | S T D V H | held above | * | =
close | verified | S T D V H | held above | * | closed
reopen | closed | S T D V H | held above | * | dispatched
merge | reported accepted dispatched handling returned | S T D | held above | * | merged
urge | OPEN | S T D V H | ordered above | * | =
reassign | OPEN | S T D | above | * | =
note | ALL | G S T D V O H | held ordered above seen | * | =
reply | ALL | G S T D V O H | held above | * | =
attach | OPEN | G S T D V O H | held ordered above seen | * | =
decline | reported accepted | R | own | * | declined
call_back | verified closed | R | own | * | =
reopen | closed | R | own | * | dispatched
note | OPEN | R | own | * | =
attach | OPEN | R | own | * | =
"""

NOT_A_STEP = {Move.REPORT, Move.IMPORT}
"""They make a matter; nobody does them to one."""

IDEAL = Facts(
    state=State.REPORTED,
    tier=Tier.GRID,
    role=GRID,
    standings=frozenset(),
    major=True,
    skipped=True,
    extension_asked=True,
    placed=False,
)
"""Nothing but state, role, standing and tier can refuse a move (asking twice apart)."""


def _allowed() -> dict[tuple[Move, State, str, Standing, Tier], State]:
    found = {}
    for line in ALLOWED.strip().splitlines():
        move, states, roles, standings, tiers, to = (part.split() for part in line.split("|"))
        worked = OPEN - {State.REPORTED}
        whole = {"OPEN": OPEN, "ALL": frozenset(State), "WORKED": worked}
        from_states = whole.get(states[0]) or {State(word) for word in states}
        at_tiers = set(Tier) if tiers == ["*"] else {TIERS[word] for word in tiers}
        for state, role, standing, tier in product(from_states, roles, standings, at_tiers):
            target = state if to == ["="] else State(to[0])
            found[Move(move[0]), state, SHORT[role], STANDINGS[standing], tier] = target
    return found


ROLES = [*map(str, POST_ROLES), str(Role.SYSTEM), str(Role.RESIDENT), "nobody"]


@pytest.mark.row("R-062")
@pytest.mark.parametrize("move", Move)
def test_a_move_is_possible_exactly_where_this_document_says_so(move: Move) -> None:
    allowed = _allowed()
    wrong = []
    for state, role, standing, tier in product(State, ROLES, Standing, Tier):
        asked = move is not Move.ASK_EXTENSION
        facts = replace(
            IDEAL,
            state=state,
            tier=tier,
            role=role,
            standings=frozenset({standing}),
            extension_asked=asked,
        )
        target = allowed.get((move, state, role, standing, tier))
        refusal = may(move, facts)
        if (refusal is None) != (target is not None):
            wrong.append(f"{move} {state} {role} {standing} {tier}: {refusal}")
        elif target is not None and target_of(move, facts) != target:
            wrong.append(f"{move} {state}: leads to {target_of(move, facts)}, not {target}")
    assert wrong == []


@pytest.mark.row("R-062")
def test_every_move_on_a_matter_stands_in_the_table() -> None:
    assert {row.move for row in TABLE} == set(Move) - NOT_A_STEP


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", ["electronic_supervisor", "administrator", "system", "nobody"])
def test_who_does_not_move_matters_may_make_no_move_at_all(role: str) -> None:
    everywhere = frozenset(Standing)
    for state, tier in product(State, Tier):
        facts = replace(IDEAL, state=state, tier=tier, role=role, standings=everywhere)
        assert possible(facts) == ()


def test_a_stranger_without_any_standing_may_make_no_move() -> None:
    for state, tier, role in product(State, Tier, ROLES):
        assert possible(replace(IDEAL, state=state, tier=tier, role=role)) == ()


def _held(move: Move, state: State, role: str, tier: Tier, **facts: object) -> Refusal | None:
    base = replace(
        IDEAL,
        state=state,
        tier=tier,
        role=role,
        standings=frozenset({Standing.HOLDER, Standing.INSTRUCTOR, Standing.IN_SCOPE}),
        extension_asked=move is not Move.ASK_EXTENSION,
    )
    return may(move, replace(base, **facts))  # type: ignore[arg-type]


STEP, REFUSED = Move, Refusal
CONDITIONS = [
    # move, state, role, tier, the fact that refuses, how
    (STEP.PLACE, "reported", DISPATCHER, "county", {"placed": True}, REFUSED.ALREADY_PLACED),
    (STEP.ESCALATE, "handling", STATION, "station", {"instructed_from_above": True},
     REFUSED.INSTRUCTED_FROM_ABOVE),
    (STEP.SKIP_LEVEL, "reported", GRID, "grid", {"major": False}, REFUSED.NOT_MAJOR),
    (STEP.DOWNGRADE, "reported", DISPATCHER, "county", {"skipped": False}, REFUSED.NOT_SKIPPED),
    (STEP.RETURN, "handling", OFFICER, "department", {"self_instructed": True},
     REFUSED.SELF_INSTRUCTED),
    (STEP.RETURN, "dispatched", OFFICER, "department", {"final": True}, REFUSED.RULING_IS_FINAL),
    (STEP.RETURN, "dispatched", OFFICER, "department", {"return_open": False},
     REFUSED.RETURN_TOO_LATE),
    (STEP.ASK_EXTENSION, "handling", OFFICER, "department", {"before_due": False},
     REFUSED.EXTENSION_TOO_LATE),
    (STEP.ASK_EXTENSION, "handling", OFFICER, "department", {"extension_asked": True},
     REFUSED.EXTENSION_PENDING),
    (STEP.EXTEND, "handling", DISPATCHER, "department", {"extension_asked": False},
     REFUSED.NO_EXTENSION_ASKED),
    (STEP.REFUSE_EXTENSION, "handling", DISPATCHER, "department", {"extension_asked": False},
     REFUSED.NO_EXTENSION_ASKED),
    (STEP.EXTEND, "handling", TOWN, "town", {"self_instructed": True}, REFUSED.OWN_EXTENSION),
    (STEP.EXTEND, "handling", TOWN, "station", {"outranked": True}, REFUSED.ANOTHER_DECIDES),
    (STEP.REFUSE_EXTENSION, "handling", STATION, "grid", {"outranked": True},
     REFUSED.ANOTHER_DECIDES),
    (STEP.REFUSE_EXTENSION, "handling", DISPATCHER, "county", {"self_instructed": True},
     REFUSED.OWN_EXTENSION),
    (STEP.PAUSE, "handling", OFFICER, "department", {"pause_left": False},
     REFUSED.PAUSE_USED_UP),
    (STEP.VERIFY, "completed", STATION, "station", {"handled_by_me": True},
     REFUSED.VERIFIED_BY_HANDLER),
    (STEP.VERIFY, "completed", STATION, "station", {"handled_by_my_unit": True},
     REFUSED.VERIFIED_BY_HANDLER),
    (STEP.VERIFY, "completed", STATION, "station", {"dispatched_by_me": True},
     REFUSED.VERIFIED_BY_DISPATCHER),
    (STEP.SEND_BACK, "completed", STATION, "station", {"handled_by_me": True},
     REFUSED.VERIFIED_BY_HANDLER),
    (STEP.SEND_BACK, "completed", STATION, "station", {"dispatched_by_me": True},
     REFUSED.VERIFIED_BY_DISPATCHER),
    (STEP.CALL_BACK, "verified", STATION, "station", {"reporters_to_call": False},
     REFUSED.NOBODY_TO_CALL),
    (STEP.CLOSE, "verified", STATION, "station", {"confirmed": False}, REFUSED.NOT_CONFIRMED),
    (STEP.REOPEN, "closed", STATION, "station", {"reopen_open": False}, REFUSED.REOPEN_TOO_LATE),
]  # fmt: skip


@pytest.mark.parametrize(("move", "state", "role", "tier", "fact", "refusal"), CONDITIONS)
def test_a_move_has_its_condition(
    move: Move, state: str, role: str, tier: str, fact: dict[str, bool], refusal: Refusal
) -> None:
    assert _held(move, State(state), role, TIERS[tier]) is None
    assert _held(move, State(state), role, TIERS[tier], **fact) is refusal


def test_a_supervisor_decides_on_more_time_for_the_own_centre() -> None:
    own = _held(Move.EXTEND, State.HANDLING, SUPERVISOR, Tier.COUNTY, self_instructed=True)
    assert own is None


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"state": State.CLOSED}, Refusal.WRONG_STATE),
        ({"role": HOTLINE}, Refusal.WRONG_ROLE),
        ({"standings": frozenset({Standing.IN_SCOPE})}, Refusal.NOT_YOURS),
        ({"tier": Tier.COUNTY}, Refusal.TOP_OF_LADDER),
    ],
)
def test_the_refusal_names_the_first_thing_that_is_wrong(
    facts: dict[str, object], refusal: Refusal
) -> None:
    base = replace(IDEAL, role=TOWN, standings=frozenset({Standing.HOLDER}), tier=Tier.TOWNSHIP)
    assert may(Move.ESCALATE, base) is None
    assert may(Move.ESCALATE, replace(base, **facts)) is refusal  # type: ignore[arg-type]


def test_an_ended_matter_takes_words_only_but_a_closed_one_can_be_reopened() -> None:
    for state in ENDED:
        facts = replace(IDEAL, state=state, role=STATION, standings=frozenset(Standing))
        words = (Move.NOTE, Move.REPLY)
        assert possible(facts) == ((Move.REOPEN, *words) if state is State.CLOSED else words)


def test_the_ladder_has_four_steps() -> None:
    assert [tier_above(tier) for tier in Tier] == [
        Tier.STATION,
        Tier.TOWNSHIP,
        Tier.COUNTY,
        None,
        None,
    ]


def test_nothing_open_can_be_where_no_holder_could_move_it_on() -> None:
    able = {state: [tier for tier in Tier if can_hold(state, tier)] for state in sorted(OPEN)}
    platforms = [Tier.STATION, Tier.TOWNSHIP, Tier.COUNTY]
    ladder = [Tier.GRID, *platforms]
    assert able == {
        State.ACCEPTED: ladder,
        State.COMPLETED: platforms,
        State.DISPATCHED: list(Tier),
        State.DISPUTED: [Tier.COUNTY],
        State.HANDLING: list(Tier),
        State.PAUSED: list(Tier),
        State.REPORTED: ladder,
        State.RETURNED: ladder,
        State.VERIFIED: platforms,
    }
