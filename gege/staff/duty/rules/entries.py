"""The directory: what an entry lacks, and whether it was found right lately (R-014, R-074)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gege.kernel.telephones import telephone


class Standing(StrEnum):
    """How an entry stands. Everything but `VERIFIED` and `ENDING` is red."""

    LACKING = "lacking"
    NEVER = "never"
    CHANGED = "changed"
    FAILED = "failed"
    STALE = "stale"
    ENDING = "ending"
    VERIFIED = "verified"


class How(StrEnum):
    """How an entry was found right or wrong."""

    TEST_CALL = "test_call"
    CONFIRMED = "confirmed"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an entry says."""

    duty_phone: str = ""
    leader: str = ""
    leader_phone: str = ""
    contact: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """What R-074 asks for and is not there; a number must be one that can be dialled."""
        said = {
            "duty_phone": telephone(self.duty_phone),
            "leader": self.leader.strip(),
            "leader_phone": telephone(self.leader_phone),
        }
        return tuple(name for name, value in said.items() if not value)

    @property
    def digest(self) -> str:
        """A fingerprint of what was verified: another number has to be verified anew."""
        text = "\n".join((self.duty_phone, self.leader, self.leader_phone))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verified:
    """The last time somebody looked: `digest` is what stood there, `right` what came of it."""

    at: datetime
    digest: str
    right: bool


def standing_of(
    numbers: Numbers, last: Verified | None, now: datetime, *, days: int, before: int
) -> Standing:
    """Return how an entry stands at a moment.

    `days` is how long a verification holds; `before` how many days ahead of its end it is ending.
    """
    if numbers.lacking:
        return Standing.LACKING
    if last is None:
        return Standing.NEVER
    if last.digest != numbers.digest:
        return Standing.CHANGED
    if not last.right:
        return Standing.FAILED
    age = now - last.at
    if age >= timedelta(days=days):
        return Standing.STALE
    return Standing.ENDING if age >= timedelta(days=days - before) else Standing.VERIFIED


def is_red(standing: Standing) -> bool:
    """Tell whether somebody has to see to an entry now."""
    return standing not in (Standing.VERIFIED, Standing.ENDING)
