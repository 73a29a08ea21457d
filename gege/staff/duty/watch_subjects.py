"""What the call chain asks about a silent shift: does it still wait, and where is it written."""

from datetime import datetime
from typing import Any

from gege.staff.actor import SYSTEM
from gege.staff.duty.models import DutyDesk, Shift
from gege.staff.duty.writing import write

BEGINNING = "duty:shifts/"


class SilentShift:
    """A shift under its desk's lock."""

    def __init__(self, shift: Shift, desk: DutyDesk, now: datetime) -> None:
        self._shift, self._desk, self._now = shift, desk, now

    def waits(self, template: str, unit_id: int | None) -> bool:
        """Tell whether nobody has signed in and the shift is not over."""
        shift = self._shift
        return shift.live and shift.signed_in_at is None and self._now < shift.ends

    def write(self, deed: str, **more: Any) -> None:
        """Write a line into the trail of the desk."""
        write(self._desk, deed, by=SYSTEM, now=self._now, shift=str(self._shift.uid), **more)


def silent_shift(subject: str, now: datetime) -> SilentShift | None:
    """Lock the shift that a notice is about; None when it is about none."""
    uid = subject.removeprefix(BEGINNING)
    if uid == subject:
        return None
    found = Shift.objects.filter(uid=uid).first()
    if found is None:
        return None
    desk = DutyDesk.objects.select_for_update(of=("self",)).get(id=found.desk_id)
    return SilentShift(Shift.objects.get(id=found.pk), desk, now)
