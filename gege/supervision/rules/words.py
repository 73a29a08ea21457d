"""The closed vocabularies of supervision. Screens translate them in `supervision/names.py`."""

from enum import StrEnum
from typing import Final


class OrderKind(StrEnum):
    """A follow-up order of the county's supervision (督办), or a request between units (协调)."""

    FOLLOW_UP = "follow_up"
    COORDINATION = "coordination"


class Origin(StrEnum):
    """Where an order came from: a person, an instruction that demands it, a decision of the
    leading group, a conclusion of a briefing (R-070), or a digest of opinions (R-101)."""

    PERSON = "person"
    INSTRUCTION = "instruction"
    DECISION = "decision"
    BRIEFING = "briefing"
    DIGEST = "digest"


class OrderState(StrEnum):
    """Where an order stands. The deeds between them are `rules/orders.py`."""

    ISSUED = "issued"
    RECEIVED = "received"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset({OrderState.ISSUED, OrderState.RECEIVED, OrderState.REPLIED})
RUNNING: Final = frozenset({OrderState.ISSUED, OrderState.RECEIVED})
"""States in which its clock runs: the unit has not replied yet."""


class OrderDeed(StrEnum):
    """What is done to an order."""

    ISSUE = "issue"
    RECEIVE = "receive"
    PROGRESS = "progress"
    REPLY = "reply"
    SEND_BACK = "send_back"
    URGE = "urge"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    MOVE = "move"
    """Its due time moved with that of the instruction: nobody does it by hand."""


class Reminder(StrEnum):
    """What time says about an order."""

    RECEIPT = "late_receipt"
    NEAR_DUE = "near_due"
    OVERDUE = "overdue"
    AGAIN = "overdue_again"


class Demand(StrEnum):
    """Why an instruction demands an order of its own."""

    MAJOR = "major"
    GRAVE = "grave"
    RULED = "ruled"
    REOPENED = "reopened"
