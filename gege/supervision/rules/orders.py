"""Who may do what to an order, in one table (R-013, R-093; decision 0044)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.supervision.rules.words import OPEN, RUNNING, OrderDeed, OrderKind, OrderState, Origin

S, D = OrderState, OrderDeed

SUPERVISOR: Final = "county_supervisor"
ANSWERING: Final = frozenset(
    {"station_clerk", "township_operator", "county_dispatcher", "department_officer"}
)
"""Who receives orders and requests, and answers them."""
ASKING: Final = ANSWERING | {SUPERVISOR}
"""Who asks another unit to help: everybody who works with others, and the supervision."""


class Side(StrEnum):
    """How a person stands to an order."""

    ISSUER = "issuer"
    ADDRESSEE = "addressee"
    OVERSIGHT = "oversight"


class Refusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `names.py`."""

    WRONG_STATE = "wrong_state"
    NOT_YOURS = "not_yours"
    OWN_REPLY = "own_reply"
    DECISION_STANDS = "decision_stands"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: from where a deed leads where, and which side does it. `to` None: it stays."""

    deed: OrderDeed
    states: frozenset[OrderState]
    to: OrderState | None
    sides: frozenset[Side]


_BY: Final = frozenset({Side.ISSUER})
_TO: Final = frozenset({Side.ADDRESSEE})
_OVER: Final = frozenset({Side.ISSUER, Side.OVERSIGHT})

TABLE: Final = (
    # The likeliest next deed comes first: it is the filled button.
    Rule(D.RECEIVE, frozenset({S.ISSUED}), S.RECEIVED, _TO),
    Rule(D.REPLY, RUNNING, S.REPLIED, _TO),
    Rule(D.PROGRESS, RUNNING, S.RECEIVED, _TO),
    Rule(D.CLOSE, frozenset({S.REPLIED}), S.CLOSED, _BY),
    Rule(D.SEND_BACK, frozenset({S.REPLIED}), S.RECEIVED, _BY),
    Rule(D.URGE, RUNNING, None, _OVER),
    Rule(D.WITHDRAW, OPEN, S.WITHDRAWN, _BY),
)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What `may` needs to know of an order and a person."""

    kind: OrderKind
    origin: Origin
    state: OrderState
    role: str
    at_addressee: bool
    at_issuer: bool
    replied_by_me: bool = False

    @property
    def sides(self) -> frozenset[Side]:
        """The sides this person is on. An order of the supervision has no other issuer than it:
        whoever dispatches at the same centre may be its addressee."""
        found = set()
        if self.at_addressee and self.role in ANSWERING:
            found.add(Side.ADDRESSEE)
        supervising = self.role == SUPERVISOR
        if self.kind is OrderKind.FOLLOW_UP:
            found |= {Side.ISSUER} if supervising else set()
        else:
            found |= {Side.ISSUER} if self.at_issuer and self.role in ASKING else set()
            found |= {Side.OVERSIGHT} if supervising else set()
        return frozenset(found)


def rows_of(deed: OrderDeed, state: OrderState) -> Iterator[Rule]:
    return (row for row in TABLE if row.deed is deed and state in row.states)


def may(deed: OrderDeed, facts: OrderFacts) -> Refusal | None:
    """Return None when the deed is possible, else why not."""
    if not any(row.deed is deed and row.sides & facts.sides for row in TABLE):
        return Refusal.NOT_YOURS
    if not any(row.sides & facts.sides for row in rows_of(deed, facts.state)):
        return Refusal.WRONG_STATE
    if deed in (D.CLOSE, D.SEND_BACK) and (facts.replied_by_me or Side.ADDRESSEE in facts.sides):
        return Refusal.OWN_REPLY
    if deed is D.WITHDRAW and facts.origin is Origin.DECISION:
        return Refusal.DECISION_STANDS
    return None


def may_attach(facts: OrderFacts) -> Refusal | None:
    """Return None when a person may keep a file with an order: both sides, while it is open."""
    if not facts.sides & (_BY | _TO):
        return Refusal.NOT_YOURS
    return None if facts.state in OPEN else Refusal.WRONG_STATE


def possible(facts: OrderFacts) -> tuple[OrderDeed, ...]:
    """Return every deed this person may do now, in the order of the table."""
    return tuple(row.deed for row in TABLE if may(row.deed, facts) is None)


def target_of(deed: OrderDeed, state: OrderState) -> OrderState:
    """Return where a possible deed leads; raises LookupError for one that is not."""
    for row in rows_of(deed, state):
        return row.to or state
    raise LookupError(f"{deed} is not possible from {state}")


def may_ask(role: str, kind: OrderKind) -> bool:
    """Tell whether a role issues orders of a kind. The electronic supervision issues none: it
    reads the process and changes nothing in it (R-085)."""
    return role == SUPERVISOR if kind is OrderKind.FOLLOW_UP else role in ASKING
