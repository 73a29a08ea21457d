"""What every part of the field work uses: the stage, its own luck, and how a refusal is taken."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import FieldError, FieldRules, current_rules
from gege.kernel.area_codes import Level
from gege.matters.api import LOCAL
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role
from gege.territory.api import AreaFacts

SHOWN_GRID: Final = "511622100001001"
"""The grid of wangge01: its day is full, and its running half-day is left to the visitor."""
DAY_BEGINS: Final = 8
DAY_ENDS: Final = 20


@dataclass
class Field:
    """The field work of one play, which ends at `end`.

    `points` are the check-in points by grid, `linked` the households of cadres who were not seen
    yet, `campaign` the one that runs; `chance` is the only source of luck out there.
    """

    stage: Stage
    seed: int
    end: datetime
    points: dict[str, list[Any]] = field(default_factory=dict)
    linked: list[tuple[Actor, UUID, dict[str, Any]]] = field(default_factory=list)
    campaign: int | None = None
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"field work {self.seed}")  # noqa: S311 - a play, no secret

    @property
    def rules(self) -> FieldRules:
        return current_rules(self.stage.editions)

    @property
    def grids(self) -> tuple[AreaFacts, ...]:
        """Every grid of the county: those beside the pilot walk their rounds too."""
        return self.stage.atlas.areas(Level.GRID)

    @property
    def shown(self) -> AreaFacts | None:
        """The grid that the demonstration shows to a grid worker."""
        return next((one for one in self.grids if one.code == SHOWN_GRID), None)

    def worker(self, grid: str, now: datetime) -> Actor | None:
        """Return who looks after a grid now: the substitute before the worker."""
        return next(reversed(self._people(grid, Role.GRID_WORKER, now)), None)

    def clerk(self, area: str, now: datetime) -> Actor | None:
        """Return the first clerk of the station of a community."""
        return next(iter(self._people(area[:12], Role.STATION_CLERK, now)), None)

    def operator(self, area: str, now: datetime) -> Actor | None:
        return next(iter(self._people(area[:9], Role.TOWNSHIP_OPERATOR, now)), None)

    def at(self, day: date, clock: time) -> datetime:
        """Return a moment of a day on the county's clock."""
        return datetime.combine(day, clock, tzinfo=LOCAL)

    def by_day(self, moment: datetime) -> datetime:
        """Return the moment itself between 8 and 20 o'clock, else one of the afternoon before.

        A play may end at any hour, people knock at doors by day.
        """
        local = moment.astimezone(LOCAL)
        if DAY_BEGINS <= local.hour < DAY_ENDS:
            return moment
        day = local.date() if local.hour >= DAY_ENDS else local.date() - timedelta(days=1)
        return self.at(day, time(14)) + timedelta(minutes=local.hour * 7 + local.minute)

    def minutes(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=int(self.chance.uniform(least * 60, most * 60)))

    def later(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Put an act down; beyond the end of the play it is left out."""
        if at <= self.end:
            self.stage.agenda.put(at, lambda now: self.guarded(act, now))

    def guarded(self, act: Callable[[datetime], None], now: datetime) -> None:
        """Act; a play that is not strict leaves alone what is refused."""
        try:
            act(now)
        except FieldError:
            if self.stage.strict:
                raise
            self.stage.tally.left_alone += 1

    def count(self, deed: str) -> None:
        self.stage.tally.deeds[deed] += 1

    def read_points(self, day: date) -> None:
        """Read the points of every grid of the play."""
        self.points = {}
        for one in fieldwork.points_of([grid.code for grid in self.grids], day):
            self.points.setdefault(one.area_code, []).append(one)

    def _people(self, area: str, role: Role, now: datetime) -> Sequence[Actor]:
        unit = self.stage.atlas.platform_unit(area)
        return self.stage.roster.of(unit.id, role, now) if unit is not None else ()
