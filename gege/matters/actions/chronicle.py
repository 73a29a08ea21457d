"""What the call chain of a notice asks of the matter it is about, and writes into its trail."""

from datetime import datetime
from typing import Any

from gege.kernel.numbers import parse_number
from gege.matters.actions.timers import Announcement
from gege.matters.models import Matter
from gege.matters.queries.setting import setting
from gege.matters.rules.words import ENDED, State


class MatterSubject:
    """A matter under its lock, as the outbox knows it."""

    def __init__(self, matter: Matter, now: datetime) -> None:
        self._matter = matter
        self._now = now

    def waits(self, template: str, unit_id: int | None) -> bool:
        """Tell whether the unit still has to answer: the matter is with it, and it has not signed
        for the instruction."""
        matter = self._matter
        if matter.state in ENDED:
            return False
        if unit_id is not None and matter.holder_id != unit_id and template != "assisting":
            return template in ("stranded",)
        return template != "instructed" or matter.state == State.DISPATCHED

    def write(self, deed: str, **more: Any) -> None:
        """Write a line into the matter's trail; nobody who has it open is overtaken."""
        step = Announcement(self._matter, deed, setting(self._now))
        step.say(**more)
        step.finish()


def chronicle(subject: str, now: datetime) -> MatterSubject | None:
    """Lock the matter that a notice is about; None when it is about none."""
    number = parse_number(subject)
    if number is None:
        return None
    rows = Matter.objects.select_for_update().defer("search")
    matter = rows.filter(pk=number.serial).first()
    return MatterSubject(matter, now) if matter is not None else None
