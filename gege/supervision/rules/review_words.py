"""The closed vocabularies of accountability reviews (责任倒查). Screens translate them in
`supervision/review_names.py`."""

from enum import StrEnum
from typing import Final


class Consequence(StrEnum):
    """What serious harm a person found: without one there is no review (R-092)."""

    DEATH = "death"
    INJURY = "injury"
    PROPERTY = "property"
    SAFETY = "safety"
    RIGHTS = "rights"
    TRUST = "trust"


class ReviewState(StrEnum):
    """Where a review stands: those named are heard, then its conclusion stands open to appeal."""

    HEARING = "hearing"
    CONCLUDED = "concluded"
    CLOSED = "closed"
    STOPPED = "stopped"


OPEN_REVIEWS: Final = frozenset({ReviewState.HEARING, ReviewState.CONCLUDED})


class ReviewDeed(StrEnum):
    """What is done to a review, or about one of those named."""

    OPEN = "open"
    NAME = "name"
    DROP = "drop"
    STATE = "state"
    REFUSE = "refuse"
    FIND = "find"
    CONCLUDE = "conclude"
    ACCEPT = "accept"
    APPEAL = "appeal"
    DECIDE = "decide"
    CLOSE = "close"
    STOP = "stop"
    REMIND = "remind"
    """Time reminds of a statement: nobody does it by hand."""


class Heard(StrEnum):
    """How one of those named was heard: by a statement, or by saying that they make none."""

    STATEMENT = "statement"
    REFUSAL = "refusal"


class Degree(StrEnum):
    """What somebody answers for, the mildest first."""

    NONE = "none"
    SECONDARY = "secondary"
    LEADING = "leading"
    DIRECT = "direct"


DEGREES: Final = tuple(Degree)


class Ruling(StrEnum):
    """How an appeal ends. Nobody is worse off for it."""

    UPHELD = "upheld"
    EASED = "eased"


class Measure(StrEnum):
    """Measures of accountability (追究), for staff and for units; never for residents."""

    TALK = "talk"
    EDUCATION = "education"
    SELF_REVIEW = "self_review"
    CIRCULAR = "circular"
    TRANSFER = "transfer"
    REFERRAL = "referral"
    RECTIFY = "rectify"
    REPORT = "report"
    INTERVIEW = "interview"
    NO_AWARD = "no_award"


FOR_STAFF: Final = frozenset(
    {
        Measure.TALK,
        Measure.EDUCATION,
        Measure.SELF_REVIEW,
        Measure.CIRCULAR,
        Measure.TRANSFER,
        Measure.REFERRAL,
    }
)
FOR_UNITS: Final = frozenset(
    {Measure.RECTIFY, Measure.REPORT, Measure.INTERVIEW, Measure.CIRCULAR, Measure.NO_AWARD}
)


class EvidenceKind(StrEnum):
    """What an item of evidence is."""

    SUBJECT = "subject"
    LINE = "line"
    PROOF = "proof"
    HOLDING = "holding"
    INSTRUCTION = "instruction"
    RULES = "rules"
    MESSAGE = "message"
    ORDER = "order"
    REMARK = "remark"
    FILE = "file"


COMMON: Final = frozenset({EvidenceKind.SUBJECT, EvidenceKind.RULES, EvidenceKind.PROOF})
"""Evidence that everybody named reads; the rest they read where it is about them."""
