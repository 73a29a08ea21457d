"""How the platform goes through the stages of an import: in steps, each whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from gege.kernel.county_day import local_date
from gege.registers.models import Import, ImportRow
from gege.registers.rules.intake.stages import Stage

Clock = Callable[[], datetime]


class MovedOn(Exception):  # noqa: N818 - an answer, not a fault
    """Somebody else worked on the import meanwhile: there is nothing to do here any more."""


@dataclass(slots=True)
class Pace:
    """How long to go on: `until` a moment, or for so many `steps`; without either to the end."""

    clock: Clock
    until: datetime | None = None
    steps: int | None = None

    @property
    def today(self) -> date:
        return local_date(self.clock())

    @property
    def over(self) -> bool:
        """Tell whether to stop here; asked once after each step."""
        if self.steps is not None:
            self.steps -= 1
            if self.steps <= 0:
                return True
        return self.until is not None and self.clock() >= self.until


def locked(one: Import) -> Import:
    """Return the import locked for a step. Raises MovedOn when another worker was faster."""
    held = Import.objects.select_for_update().get(pk=one.pk)
    if held.state != one.state or held.done != one.done:
        raise MovedOn
    return held


def advance(held: Import, stage: Stage) -> None:
    """Let a locked import go to its next stage, counted anew."""
    held.state, held.done = stage, 0
    held.counts = counted(held)
    held.save(update_fields=["state", "done", "counts"])


def counted(one: Import) -> dict[str, int]:
    """Return how many rows stand in each state."""
    rows = ImportRow.objects.filter(batch=one).values("state").annotate(many=Count("pk"))
    return {row["state"]: row["many"] for row in rows.order_by("state")}
