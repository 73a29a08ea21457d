"""The field work of a play: what is there on its first day, and what every day brings."""

from datetime import date, datetime, time, timedelta
from typing import Final

from gege.fieldwork import api as fieldwork
from gege.matters.api import local_date
from gege.services.api import ask_owners
from gege.simulate.outdoors import campaign, contacts, ground, patrols, terminals, visits
from gege.simulate.outdoors.luck import SHOWN_GRID, Field
from gege.simulate.stage import Stage
from gege.staff.api import Role

FIELD_DAYS: Final = 10
"""So many days of field work at the end of a play, unless told otherwise."""


class Season:
    """The field work of the last `days` days of a play that ends at `end`."""

    def __init__(self, stage: Stage, *, seed: int, end: datetime, days: int) -> None:
        self.field = Field(stage, seed, end)
        self.first = local_date(end) - timedelta(days=days - 1) if days else None

    def begin_day(self, day: date, now: datetime) -> None:
        """Put a day of field work down; the first one founds what is not there yet."""
        if self.first is None or day < self.first:
            return
        if not self.field.points:
            self._found(day, now)
        patrols.plan_day(self.field, day, now)
        visits.plan_day(self.field, day, now)
        contacts.plan_day(self.field, day, now)
        campaign.plan_day(self.field, day, now)
        morning = self.field.at(day, time(8, 10))
        if now <= morning:
            self.field.later(morning, _ask)

    def _found(self, day: date, now: datetime) -> None:
        """Set up what field work needs; in a county where it stands already, only look."""
        field = self.field
        field.read_points(day)
        fresh = not field.points
        by = field.stage.roster.of(self._centre(), Role.COUNTY_SUPERVISOR, now)[0]
        field.stage.tally.deeds["import_points"] += ground.lay_out(field, by, now)
        field.read_points(day)
        if fresh:
            terminals.give_out(field, now)
            contacts.link(field, now)
            campaign.begin(field, now)
            visits.fill_the_shown_day(field)
            patrols.plan_for_tomorrow(field)
            field.later(field.end - timedelta(minutes=1), self._suggest)

    def _centre(self) -> int:
        centre = self.field.stage.atlas.platform_unit(self.field.stage.home.code)
        assert centre is not None  # every county has its centre
        return centre.id

    def _suggest(self, now: datetime) -> None:
        """Make the shown grid's rounds of the day; a server makes everybody's before each half."""
        if self.field.shown is None:
            return
        for half in patrols.HALVES:
            fieldwork.suggest_round(SHOWN_GRID, day=local_date(now), half=half, now=now)


def _ask(now: datetime) -> None:
    """What the nightly and morning jobs do: plan contacts, ask the owners of articles."""
    ask_owners(now=now)
    fieldwork.plan_from_links(now=now)
