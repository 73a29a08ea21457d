"""Scenes of the last days: every log-in of the demonstration finds something to do.

A scene is a matter whose every step is written down; it is played by the named people through
the same deeds as everything else, and then left as it is.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gege.kernel.coordinates import Point
from gege.matters import api as matters
from gege.matters.api import LOCAL, Report, Who
from gege.simulate.demonstration.scene_table import OFFICER_OF, SCENES, Scene, Step
from gege.simulate.script import draw
from gege.simulate.sentences import story_of
from gege.simulate.sentences.places import place_words, resident_name, resident_phone
from gege.simulate.stage import Case, Stage
from gege.staff.api import Actor, actor_for

FAR_AWAY: Final = Point(107.9, 30.35)
"""A position in no grid of the county."""


class Scenes:
    """The scenes of a demonstration that ends at `now`; `people` are account ids by log-in."""

    def __init__(self, stage: Stage, people: dict[str, int], now: datetime) -> None:
        self._stage, self._people, self._now = stage, people, now

    def put_down(self) -> None:
        """Put every step of every scene on the agenda, and spare its grids from leave."""
        for scene in SCENES:
            self._stage.spared.add(scene.grid)
            at = self._moment(scene, scene.hours)
            self._stage.agenda.put(at, partial(self._begin, scene))

    def _moment(self, scene: Scene, hours: float) -> datetime:
        """Return a moment before the end: in working hours, or by the clock for what is grave."""
        back = timedelta(hours=hours)
        if scene.by_the_clock:
            return self._now - back
        at = self._stage.calendar.subtract(self._now, back).astimezone(LOCAL)
        return min(at.replace(microsecond=0), self._now)

    def _begin(self, scene: Scene, now: datetime) -> None:
        kind = self._stage.book.kind(scene.kind)
        script = draw(kind, patrol=False, kinds=("",), chance=self._stage.chance)
        matter = matters.report(self._entry(scene), by=self._actor(scene.by, now), now=now)
        case = Case(matter, script, still=True)
        self._stage.begin(case, scene.channel)
        for step in scene.steps:
            at = max(self._moment(scene, step.hours), now)
            self._stage.later(case, at, partial(self._step, case, step))

    def _step(self, case: Case, step: Step, now: datetime) -> None:
        by = self._actor(step.by, now)
        words = dict(step.words)
        if step.deed is matters.call_back:
            words["reporting_id"] = self._stage.page(case, by, now).reporters[0].pk
        self._stage.do(case, step.deed, by=by, now=now, **words)

    def _actor(self, login: str, now: datetime) -> Actor:
        if login.startswith(OFFICER_OF):
            unit = self._stage.atlas.unit_by_code(login.removeprefix(OFFICER_OF))
            assert unit is not None  # the table names living departments
            return self._stage.roster.at(unit.id, now)[0]
        found = actor_for(self._people[login], None, now)
        assert found is not None  # everybody named in a scene holds a post
        return found

    def _entry(self, scene: Scene) -> Report:
        chance = self._stage.chance
        story = story_of(scene.kind)
        where = place_words(chance)
        grid = self._stage.atlas.area(scene.grid)
        who = Who()
        if scene.resident:
            name, phone = resident_name(chance), resident_phone(chance)
            who = Who(anonymous=False, name=name, phone=phone, wants_callback=True)
        return Report(
            title=story.titles[0].format(where=where),
            description=story.tells[0].format(where=where),
            kind=scene.kind,
            grid_code="" if scene.lost else scene.grid,
            point=FAR_AWAY if scene.lost else grid.centre if grid else None,
            address=where,
            channel=scene.channel,
            who=who,
        )
