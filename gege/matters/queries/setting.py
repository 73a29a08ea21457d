"""The slow data that a deed stands in: territory, calendar, rulebooks; loaded by one statement."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from gege.kernel.working_time import WorkingCalendar
from gege.matters.books import current_rulebook, rulebook
from gege.matters.models import Matter
from gege.matters.rules.routing import UnitView
from gege.matters.rules.rulebook import Rulebook
from gege.matters.rules.words import Tier
from gege.matters.zone import local_date
from gege.territory.api import Atlas, Editions, UnitFacts, atlas, calendar, read_editions


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

    def tier(self, unit_id: int) -> Tier:
        return Tier(self.unit(unit_id).kind)

    def view(self, unit: UnitFacts) -> UnitView:
        return UnitView(unit.id, unit.code, Tier(unit.kind), unit.area_code)

    def platform(self, area_code: str, tier: Tier) -> UnitFacts:
        """The platform of a tier above (or at) an area, or the one that took over from it.

        Raises LookupError when the territory has no such platform.
        """
        length = {Tier.COUNTY: 6, Tier.TOWNSHIP: 9, Tier.STATION: 12, Tier.GRID: 15}[tier]
        code = area_code[:length]
        unit = self.atlas.platform_unit(code)
        living = self.atlas.effective_unit(unit.id, local_date(self.now)) if unit else None
        if living is None:
            raise LookupError(f"there is no platform for {code}")
        return living


def setting(now: datetime) -> Setting:
    """Read the editions in force: one statement."""
    return Setting(read_editions(), now)
