"""The slow data that a deed stands in: territory, calendar, rulebooks; loaded by one statement."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from gege.kernel.working_time import WorkingCalendar
from gege.matters.books import current_rulebook, rulebook
from gege.matters.models import Matter
from gege.matters.rules.routing import UnitView, entry_tier
from gege.matters.rules.rulebook import Kind, Rulebook
from gege.matters.rules.words import LADDER, Tier
from gege.matters.zone import local_date
from gege.staff.api import Actor, Role, holder_of_grid
from gege.territory.api import Atlas, Editions, UnitFacts, atlas, calendar, read_editions

_DIGITS: Final = {Tier.COUNTY: 6, Tier.TOWNSHIP: 9, Tier.STATION: 12, Tier.GRID: 15}


@dataclass(frozen=True)
class Setting:
    """What is in force at a moment."""

    editions: Editions
    now: datetime

    @cached_property
    def atlas(self) -> Atlas:
        return atlas(self.editions)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return calendar(self.editions)

    @cached_property
    def book(self) -> Rulebook:
        """The edition in force, for new matters."""
        return current_rulebook(self.editions)

    def book_of(self, matter: Matter) -> Rulebook:
        """The edition a matter was reported under and keeps for life (R-086)."""
        return rulebook(matter.rulebook)

    def unit(self, unit_id: int) -> UnitFacts:
        """A unit that must exist; raises LookupError."""
        found = self.atlas.unit(unit_id)
        if found is None:
            raise LookupError(f"unit {unit_id} is not in the atlas")
        return found

    def living(self, unit_id: int) -> UnitFacts:
        """The unit that does a unit's work today; a unit dissolved without successor stays named,
        and what it holds stands on the list of stranded matters."""
        return self.atlas.effective_unit(unit_id, local_date(self.now)) or self.unit(unit_id)

    def dissolved(self, unit_id: int) -> bool:
        """Tell whether a unit does its work no longer."""
        unit = self.atlas.effective_unit(unit_id, local_date(self.now))
        return unit is None or unit.id != unit_id

    def tier(self, unit_id: int) -> Tier:
        return Tier(self.unit(unit_id).kind)

    def view(self, unit: UnitFacts) -> UnitView:
        return UnitView(unit.id, unit.code, Tier(unit.kind), unit.area_code)

    def platform(self, area_code: str, tier: Tier) -> UnitFacts:
        """The platform of a tier over an area, or the one that took over from it.

        Where there is none, the next one up. Raises LookupError without a county centre.
        """
        for step in LADDER[LADDER.index(tier) :]:
            unit = self.atlas.platform_unit(area_code[: _DIGITS[step]])
            living = self.atlas.effective_unit(unit.id, local_date(self.now)) if unit else None
            if living is not None:
                return living
        raise LookupError(f"there is no platform for {area_code}")

    def entry(self, kind: Kind, grid_code: str, by: Actor) -> UnitFacts:
        """The unit that a matter in a grid enters at (`rules/routing.py`)."""
        owner = next((u for code in kind.leads if (u := self.atlas.unit_by_code(code))), None)
        grid = self.platform(grid_code, Tier.GRID)
        at_work = grid.id == by.unit_id and by.role is Role.GRID_WORKER
        tier = entry_tier(
            kind,
            in_grid=True,
            grid_has_worker=at_work or holder_of_grid(grid.id, self.now) is not None,
            owner=self.view(owner) if owner else None,
        )
        return self.platform(grid_code, tier)


def setting(now: datetime) -> Setting:
    """Read the editions in force: one statement."""
    return Setting(read_editions(), now)
