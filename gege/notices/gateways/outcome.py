"""What a gateway answered."""

from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """`UNSURE`: it may have taken the message, and only a report will tell."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer with its reason in words of the gateway; never with an address."""

    answer: Answer
    reason: str = ""
