"""The closed vocabularies of work outdoors. Screens translate them in `fieldwork/names.py`."""

from enum import StrEnum


class PointKind(StrEnum):
    """What a check-in point is."""

    BUILDING = "building"
    PLACE = "place"
    FACILITY = "facility"


class Half(StrEnum):
    """Which round of the day (R-080); `extra` counts for nothing and is welcome."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EXTRA = "extra"


class How(StrEnum):
    """How a check-in was made: the phone was near, a code at the door was read, or by hand."""

    POSITION = "position"
    CODE = "code"
    HAND = "hand"


class Fault(StrEnum):
    """Why an ended patrol does not count as one of the two of the day."""

    OUTSIDE_WINDOW = "outside_window"
    TOO_SHORT = "too_short"
    TOO_FEW_POINTS = "too_few_points"
    NEVER_ENDED = "never_ended"


class ExcuseReason(StrEnum):
    LEAVE = "leave"
    WEATHER = "weather"
    OTHER_DUTY = "other_duty"
    TRAINING = "training"


class Purpose(StrEnum):
    """Why somebody goes to a door (R-106)."""

    SERVICE = "service"
    CARE = "care"
    OPINION = "opinion"
    SAFETY = "safety"
    MEDIATION = "mediation"
    COLLECTION = "collection"
    CONTACT = "contact"


class VisitState(StrEnum):
    """A visit is planned, and then one of these; refused is as good an answer as done."""

    PLANNED = "planned"
    DONE = "done"
    REFUSED = "refused"
    ABSENT = "absent"
    CANCELLED = "cancelled"


class Confirm(StrEnum):
    """What the resident said of a doorstep service (R-061)."""

    NOT_YET = ""
    CODE = "code"
    TAP = "tap"
    CALL = "call"
    DENIED = "denied"


class CampaignState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of a door in a campaign (R-046)."""

    DONE = "done"
    REFUSED = "refused"
    ABSENT = "absent"
    REVISIT = "revisit"


class CheckState(StrEnum):
    """The quality sample: an entry that was drawn is looked at again by somebody else."""

    NONE = ""
    DUE = "due"
    AGREED = "agreed"
    DIFFERS = "differs"


class TerminalState(StrEnum):
    STOCK = "stock"
    IN_USE = "in_use"
    LOST = "lost"
    REVOKED = "revoked"
    RETIRED = "retired"
