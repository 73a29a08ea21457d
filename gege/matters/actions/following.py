"""Who else follows an instruction from its first moment: a room above adds itself here (R-093)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from gege.matters.models import Instruction, Matter
from gege.matters.queries.setting import Setting
from gege.staff.api import Actor
from gege.territory.api import UnitFacts


@dataclass(frozen=True, slots=True)
class Instructed:
    """An instruction that was just given, inside its transaction. `heard` is when the platform
    heard of it; `ruled` that a ruling gave it, `self_given` that the unit took it on itself."""

    matter: Matter
    instruction: Instruction
    lead: UnitFacts
    where: Setting
    heard: datetime
    major: bool
    grave: bool
    ruled: bool
    reopened: bool
    self_given: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a matter's instruction, inside that transaction: `completed`, `returned`,
    `escalated`, `merged`; `revived` when the work goes on, `moved` when its due time did."""

    matter: Matter
    what: str
    words: str
    where: Setting
    heard: datetime
    by: Actor


class Follower(Protocol):
    """What fails in it undoes the step that it follows."""

    def begin(self, given: Instructed) -> str:
        """Follow an instruction from now on; return the number of what was made, "" for none."""

    def go_on(self, what: Followed) -> None:
        """Hear what became of the instruction of a matter."""


_followers: Final[list[Follower]] = []


def set_follower(follower: Follower) -> None:
    """Name who follows instructions (supervision)."""
    _followers[:] = [follower]


def begun(given: Instructed) -> str:
    """Let everybody follow; return the numbers of what they made."""
    return " ".join(number for one in _followers if (number := one.begin(given)))


def gone_on(what: Followed) -> None:
    for one in _followers:
        one.go_on(what)
