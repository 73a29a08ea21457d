"""What a handler knows of its message, and what it says when it is done."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gege.field.messages.reading import Letter
from gege.field.models import Receipt
from gege.field.rules.clock import bounded, corrected
from gege.field.scene import Scene
from gege.fieldwork import api as fieldwork
from gege.staff.api import Actor


@dataclass(frozen=True, slots=True)
class Done:
    """What a message made or moved, with its version after."""

    subject: str = ""
    version: int | None = None
    number: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Doing:
    """One message at its turn: who did it, when (on the platform's clock), after what."""

    scene: Scene
    letter: Letter
    at: datetime
    after: Receipt | None
    sent_at: datetime

    @property
    def now(self) -> datetime:
        return self.scene.now

    @property
    def key(self) -> UUID:
        return self.letter.key

    @property
    def recent(self) -> datetime:
        """The time of the doing, no further back than a phone may be without contact."""
        return bounded(self.at, self.now, self.scene.rules.offline_hours)

    def corrected(self, moment: datetime) -> datetime:
        """Return another of the phone's moments on the platform's clock."""
        letter = self.letter
        return corrected(moment, letter.skew_ms, sent_at=self.sent_at, now=self.now)

    def actor(self, grid: str = "") -> Actor:
        """Return the post it was done under: the one named, else the one of a grid.

        Raises Refused for a post that is no longer held; a message never slips into another.
        """
        held = self.scene.held
        if self.letter.post is not None:
            found = next((one for one in held if one.post_id == self.letter.post), None)
            if found is None:
                raise fieldwork.Refused("not_your_post")
            return found
        return next((one for one in held if one.area_code == grid), held[0])

    def earlier(self, key: UUID) -> Receipt | None:
        """Return the receipt of an own earlier message."""
        return Receipt.objects.filter(key=key, account_id=self.scene.account.pk).first()
