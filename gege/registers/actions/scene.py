"""What a word about a record is weighed in: who says it, under which contract, at which time."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gege.registers.rules.declaration import Contract, Sheet, Side
from gege.staff.api import Actor


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something: the side, the person in a post, when and on what evidence."""

    uid: UUID
    side: Side
    by: Actor
    said_at: datetime
    evidence: str
    note: str = ""
    batch: str = ""
    consent: str = ""
    """Who consents to what is kept with consent only: `self`, `guardian`, or nobody."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a word is weighed in: the contract, the source and the clock."""

    sheet: Sheet
    contract: Contract
    source: Source
    now: datetime
    today: date
