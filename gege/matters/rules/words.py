"""The closed vocabularies of matters. Screens translate them in `matters/names.py`."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a matter stands. The moves between them are `rules/moves.py`."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    PAUSED = "paused"
    RETURNED = "returned"
    DISPUTED = "disputed"
    COMPLETED = "completed"
    VERIFIED = "verified"
    CLOSED = "closed"
    DECLINED = "declined"
    MERGED = "merged"


ENDED: Final = frozenset({State.CLOSED, State.DECLINED, State.MERGED})
OPEN: Final = frozenset(State) - ENDED
INSTRUCTED: Final = frozenset({State.DISPATCHED, State.HANDLING, State.PAUSED})
"""States in which an instruction is live: the holder is the unit that leads."""
SETTLED: Final = frozenset({State.COMPLETED, State.VERIFIED, State.CLOSED})
"""States in which the work is done and the supervised clock stands."""


class Move(StrEnum):
    """What a person can do to a matter."""

    REPORT = "report"
    IMPORT = "import"
    PLACE = "place"
    ACCEPT = "accept"
    DECLINE = "decline"
    HANDLE_IN_PLACE = "handle_in_place"
    ESCALATE = "escalate"
    SKIP_LEVEL = "skip_level"
    DOWNGRADE = "downgrade"
    TRIAGE = "triage"
    DISPATCH = "dispatch"
    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"
    RULE = "rule"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    CALL_BACK = "call_back"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"
    URGE = "urge"
    REASSIGN = "reassign"
    NOTE = "note"
    REPLY = "reply"
    ATTACH = "attach"


class Tier(StrEnum):
    """Who holds a matter: the kind of the holding unit (R-031, R-057)."""

    GRID = "grid"
    STATION = "station"
    TOWNSHIP = "township_centre"
    COUNTY = "county_centre"
    DEPARTMENT = "department"


LADDER: Final = (Tier.GRID, Tier.STATION, Tier.TOWNSHIP, Tier.COUNTY)


class Intent(StrEnum):
    """What the person wants (R-103): thought, called for, requested."""

    IDEA = "idea"
    CALL = "call"
    REQUEST = "request"


class Family(StrEnum):
    """The two matter families (R-009, R-051)."""

    SERVICE = "service"
    MANAGEMENT = "management"


class Nature(StrEnum):
    """GB/T 30428: a component has an owner, an event has a place; a service has a person."""

    COMPONENT = "component"
    EVENT = "event"
    SERVICE = "service"


class Entry(StrEnum):
    """Where a new matter of a kind enters: the locality, or the platform that reaches its owner."""

    LOCALITY = "locality"
    OWNER = "owner"


class Severity(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    GRAVE = "grave"


class Channel(StrEnum):
    """How a matter came in (section 1.8 of the requirements)."""

    PATROL = "patrol"
    HANDHELD = "handheld"
    VISIT = "visit"
    SMS = "sms"
    MMS = "mms"
    PHONE = "phone"
    HOTLINE = "hotline"
    COUNTER = "counter"
    WEB = "web"
    QR_CODE = "qr_code"
    MEETING = "meeting"
    PLATFORM = "platform"


class FirstTime(StrEnum):
    """The five "first time" clocks (R-083)."""

    COLLECT = "collect"
    START = "start"
    RESPOND = "respond"
    MEDIATE = "mediate"
    REMOVE = "remove"


class Stage(StrEnum):
    """The steps that have limits of their own (R-068)."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    ACKNOWLEDGE = "acknowledge"
    HANDLE = "handle"
    VERIFY = "verify"
    CALL_BACK = "call_back"
    FIRST_TIME = "first_time"


class Outcome(StrEnum):
    """What became of the matter; each intent allows its own (R-103)."""

    CONSIDERED = "considered"
    RESPONDED = "responded"
    DONE = "done"
    REFUSED = "refused"


class PauseReason(StrEnum):
    """The approved reasons for stopping the clock; any other waiting is working time."""

    WAITING_FOR_RESIDENT = "waiting_for_resident"
    LEGAL_PERIOD = "legal_period"
    WEATHER = "weather"
    ANOTHER_AUTHORITY = "another_authority"


class DeclineReason(StrEnum):
    OUT_OF_SCOPE = "out_of_scope"
    NOT_IN_COUNTY = "not_in_county"
    EMERGENCY_SERVICES = "emergency_services"
    IN_COURT = "in_court"
    NOT_A_MATTER = "not_a_matter"
    UNREASONABLE = "unreasonable"
    WITHDRAWN = "withdrawn"


class Light(StrEnum):
    """The signal light (R-089 to R-091)."""

    NONE = "none"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Contact(StrEnum):
    """What a callback found. An unreachable resident is never counted as satisfied."""

    CONFIRMED = "confirmed"
    UNSOLVED = "unsolved"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    """They wish not to be asked."""
    WRONG_NUMBER = "wrong_number"
    """The number belongs to somebody else: nobody of this matter can be called."""


class Satisfaction(StrEnum):
    SATISFIED = "satisfied"
    BASICALLY = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    NOT_ASKED = "not_asked"
