"""Who may ask to view what a camera recorded, who grants it, and when it may be viewed (R-053).

The recordings stay in the police's own system; what is here is the permission, and the note that
somebody used it. Without a permission, and outside its window, no viewing can be noted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gege.supervision.rules.camera_words import ViewDeed, ViewState
from gege.supervision.rules.orders import ANSWERING, ASKING

S, D = ViewState, ViewDeed

MOST_CAMERAS: Final = 20
MOST_VIEWINGS: Final = 200
NOTED_WITHIN: Final = timedelta(days=3)
"""How long after its window a viewing that took place in it may still be noted."""


class ViewSide(StrEnum):
    """How a person stands to a request: who asked, or an officer of the cameras' owner."""

    ASKER = "asker"
    OWNER = "owner"
    TIME = "time"


class ViewRefusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `camera_names.py`."""

    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_view_state"
    OWN_REQUEST = "own_request"
    NOT_GRANTED = "view_not_granted"
    OUTSIDE_WINDOW = "outside_view_window"
    OTHER_CAMERA = "camera_not_asked"
    OUTSIDE_STRETCH = "outside_stretch"


@dataclass(frozen=True, slots=True)
class ViewRule:
    """One row: from where a deed leads where, and which side does it. `to` None: it stays."""

    deed: ViewDeed
    states: frozenset[ViewState]
    to: ViewState | None
    side: ViewSide


_PENDING: Final = frozenset({S.ASKED, S.GRANTED})
_WAS_GRANTED: Final = frozenset({S.GRANTED, S.EXPIRED, S.REVOKED, S.WITHDRAWN})
"""States in which there may have been a window."""

VIEW_TABLE: Final = (
    ViewRule(D.GRANT, frozenset({S.ASKED}), S.GRANTED, ViewSide.OWNER),
    # It is noted late rather than never; when it took place decides, not when it is written.
    # So nobody hides a viewing by ending the permission after it.
    ViewRule(D.VIEW, _WAS_GRANTED, None, ViewSide.ASKER),
    ViewRule(D.REFUSE, frozenset({S.ASKED}), S.REFUSED, ViewSide.OWNER),
    ViewRule(D.WITHDRAW, _PENDING, S.WITHDRAWN, ViewSide.ASKER),
    ViewRule(D.REVOKE, frozenset({S.GRANTED}), S.REVOKED, ViewSide.OWNER),
    ViewRule(D.EXPIRE, _PENDING, S.EXPIRED, ViewSide.TIME),
)


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """What `may_view` needs to know of a request and a person at a moment. `view_until` is when
    the window was over: at its end, or when the permission was taken or given back."""

    state: ViewState
    role: str
    mine: bool
    at_owner: bool
    now: datetime
    view_from: datetime | None = None
    view_until: datetime | None = None

    @property
    def sides(self) -> frozenset[ViewSide]:
        found = set()
        if self.mine and self.role in ASKING:
            found.add(ViewSide.ASKER)
        if self.at_owner and self.role in ANSWERING:
            found.add(ViewSide.OWNER)
        return frozenset(found)

    def allows(self, at: datetime) -> bool:
        """Tell whether somebody could view at a moment: within the window, and not in future."""
        if self.view_from is None or self.view_until is None:
            return False
        return self.view_from <= at <= min(self.view_until, self.now)

    @property
    def may_be_noted(self) -> bool:
        """Whether a viewing in its window may still be noted now."""
        if self.view_from is None or self.view_until is None:
            return False
        return self.view_from <= self.now <= self.view_until + NOTED_WITHIN


def may_ask_to_view(role: str) -> bool:
    """Tell whether a role asks to view at all: a grid worker asks their station to do it."""
    return role in ASKING


def may_view(deed: ViewDeed, facts: ViewFacts) -> ViewRefusal | None:
    """Return None when the deed is possible, else why not. Nobody decides over an own request."""
    row = next((row for row in VIEW_TABLE if row.deed is deed), None)
    if row is None or row.side not in facts.sides:
        return ViewRefusal.NOT_YOURS
    if row.side is ViewSide.OWNER and facts.mine:
        return ViewRefusal.OWN_REQUEST
    if facts.state not in row.states:
        return ViewRefusal.NOT_GRANTED if deed is D.VIEW else ViewRefusal.WRONG_STATE
    if deed is D.VIEW and not facts.may_be_noted:
        return ViewRefusal.OUTSIDE_WINDOW
    return None


def view_deeds(facts: ViewFacts) -> tuple[ViewDeed, ...]:
    """Return every deed this person may do now, in the order of the table."""
    return tuple(row.deed for row in VIEW_TABLE if may_view(row.deed, facts) is None)


def view_leads_to(deed: ViewDeed, state: ViewState) -> ViewState:
    """Return where a possible deed leads; raises LookupError for one that is not."""
    for row in VIEW_TABLE:
        if row.deed is deed and state in row.states:
            return row.to or state
    raise LookupError(f"{deed} is not possible from {state}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of recordings, from one moment to another."""

    begins: datetime
    ends: datetime

    def lies_in(self, other: "Stretch") -> bool:
        return other.begins <= self.begins and self.ends <= other.ends

    def problem(self, now: datetime, *, most_hours: int, retention_days: int) -> str:
        """Return what is wrong with asking for it, "" when nothing is.

        `retention_days` is the shortest of the cameras asked about: what is older is gone.
        """
        if self.ends <= self.begins:
            return "stretch_backwards"
        if self.ends > now:
            return "stretch_in_the_future"
        if self.ends - self.begins > timedelta(hours=most_hours):
            return "stretch_too_long"
        if self.begins < now - timedelta(days=retention_days):
            return "stretch_gone"
        return ""
