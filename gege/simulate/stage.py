"""The stage of a play: the county as it is, the agenda, and the one way to do a deed.

No deed is bypassed: everybody acts through the door of matters, under a post, at a simulated
moment, and picks from the moves that the rules offer. A refusal is a mistake of the play, or of
the rules, and ends a strict play.
"""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from gege.kernel.area_codes import Level
from gege.matters import api as matters
from gege.matters.api import Matter, MatterPage, Move, Rulebook, Setting, State, Tier
from gege.simulate.agenda import Agenda
from gege.simulate.pictures import Album
from gege.simulate.rhythm import next_turn
from gege.simulate.roster import Roster
from gege.simulate.script import Script
from gege.simulate.sentences import phrases
from gege.simulate.tally import Tally
from gege.staff.api import SYSTEM, Actor, Role
from gege.territory.api import AreaFacts, Atlas, read_editions

Moves = Collection[Move]
RECENT: Final = timedelta(days=20)


@dataclass(slots=True)
class Case:
    """A matter in play: its last known row, its script, and what was done of it.

    Nobody acts on a `still` one by himself: its steps are written down elsewhere.
    """

    matter: Matter
    script: Script
    turn: int = 0
    once: set[str] = field(default_factory=set)
    parent: "Case | None" = None
    still: bool = False

    @property
    def number(self) -> str:
        return self.matter.number

    @property
    def state(self) -> State:
        return State(self.matter.state)

    def first(self, twist: str) -> bool:
        """Return True the first time that a twist is asked about."""
        if twist in self.once:
            return False
        self.once.add(twist)
        return True


Behaviour = Callable[["Stage", Case, Actor, Moves, datetime], None]


class Stage:
    """A play in progress. `chance` is the only source of luck."""

    def __init__(
        self,
        *,
        seed: int,
        now: datetime,
        cast: Mapping[Tier, Behaviour],
        curtain: Callable[["Stage", Case, datetime], None],
        strict: bool = True,
    ) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same seed plays the same county
        self.agenda = Agenda()
        self.tally = Tally()
        self.cast = cast
        self.curtain = curtain
        self.strict = strict
        self.album = Album()
        self.cases: dict[int, Case] = {}
        self.spared: set[str] = set()
        self._lights: dict[int, datetime] = {}
        self.look_around(now)
        self.roster = Roster(self.atlas)

    def look_around(self, now: datetime) -> None:
        """Read the county anew: units, calendar, rulebook."""
        self.editions = read_editions()
        where = Setting(self.editions, now)
        self.atlas: Atlas = where.atlas
        self.calendar = where.calendar
        self.book: Rulebook = where.book
        home = self.atlas.county()
        assert home is not None  # a play needs a county
        self.home: AreaFacts = home
        grids = self.atlas.areas(Level.GRID)
        self.grids: tuple[AreaFacts, ...] = tuple(g for g in grids if g.pilot) or grids

    def county(self, role: Role, now: datetime) -> Actor:
        """Return somebody of the county centre; its first in the role mostly has the shift."""
        centre = self.atlas.platform_unit(self.home.code)
        assert centre is not None  # every county has its centre
        people = self.roster.of(centre.id, role, now)
        return people[0] if self.chance.random() < 0.6 else self.chance.choice(people)

    def begin(self, case: Case, channel: str) -> None:
        """Take note of a new matter."""
        if not case.still:
            self.cases[case.matter.pk] = case
        self.tally.deeds["report"] += 1
        self.tally.channels[str(channel)] += 1

    def moves(self, case: Case, by: Actor, now: datetime) -> tuple[Move, ...]:
        """Return the moves that the rules offer a person, as the matter's page does."""
        return MatterPage(case.matter, by, Setting(self.editions, now)).moves

    def page(self, case: Case, by: Actor, now: datetime) -> MatterPage:
        return MatterPage(case.matter, by, Setting(self.editions, now))

    def tier(self, case: Case) -> Tier:
        unit = self.atlas.unit(case.matter.holder_id)
        assert unit is not None  # units never leave the atlas
        return Tier(unit.kind)

    def unit_code(self, unit_id: int | None) -> str:
        unit = self.atlas.unit(unit_id) if unit_id is not None else None
        return unit.code if unit else ""

    def do(
        self, case: Case, deed: Callable[..., Matter], *, by: Actor, now: datetime, **words: Any
    ) -> None:
        """Do a deed that may hand the matter on, and plan who comes next."""
        case.matter = deed(case.number, by=by, now=now, **words)
        self.tally.deeds[deed.__name__] += 1
        self.follow(case, now)

    def aside(
        self, case: Case, deed: Callable[..., Matter], *, by: Actor, now: datetime, **words: Any
    ) -> None:
        """Do a deed that leaves the matter where it is: a note, a reply, a reminder."""
        case.matter = deed(case.number, by=by, now=now, **words)
        self.tally.deeds[deed.__name__] += 1
        self._watch_light(case)

    def picture(self, case: Case, *, by: Actor, now: datetime, after: bool = False) -> None:
        """Attach a drawn placeholder for a photograph, another one than the matter has."""
        files = matters.Attachment.objects.filter(matter=case.matter)
        had = set(files.values_list("name", flat=True))
        upload = self.album.pick(self.chance, after=after, had=had)
        if upload is None:
            return
        stage = "after" if after else "before"
        matters.attach(case.number, upload=upload, stage=stage, by=by, now=now)
        self.tally.deeds["attach"] += 1
        self.refresh(case)

    def refresh(self, case: Case) -> None:
        """Read the matter again after somebody else, or a timer, has changed it."""
        case.matter = matters.matter_by_number(case.number, SYSTEM)

    def follow(self, case: Case, now: datetime) -> None:
        """Put down when the one who holds the matter acts next."""
        self._watch_light(case)
        case.turn += 1
        if case.still:
            return
        if case.matter.ended:
            self.curtain(self, case, now)
            return
        at = next_turn(self, case, now)
        if at is not None:
            turn = case.turn
            self.agenda.put(at, lambda then: self._turn(case, turn, then))

    def later(self, case: Case, at: datetime, act: Callable[[datetime], None]) -> None:
        """Put down something beside the holder's turn: a resident calls, a supervisor looks."""
        self.agenda.put(at, lambda then: self._guarded(case, act, then))

    def wait(self, least: float, most: float) -> timedelta:
        """Return a random length between two numbers of minutes, in whole seconds."""
        return timedelta(seconds=int(self.chance.uniform(least * 60, most * 60)))

    def in_working_time(self, now: datetime, wait: timedelta) -> datetime:
        """Return the moment by which so much has been worked, a little after an opening."""
        at = self.calendar.shift(now, wait)
        return at if at > now else now + wait

    def some_open(self, area_code: str, since: datetime) -> list[Case]:
        """Return the matters of a grid that are still open and reported since."""
        return [
            case
            for case in self.cases.values()
            if case.matter.area_code == area_code
            and case.matter.reported_at >= since
            and not case.matter.ended
        ]

    def forget(self, now: datetime) -> None:
        """Let go of what ended long ago, so that a long play stays small."""
        gone = [
            pk
            for pk, case in self.cases.items()
            if case.matter.closed_at is not None and case.matter.closed_at < now - RECENT
        ]
        for pk in gone:
            del self.cases[pk]

    def _turn(self, case: Case, turn: int, now: datetime) -> None:
        if case.turn == turn:
            self._guarded(case, lambda then: self._act(case, then), now)

    def _act(self, case: Case, now: datetime) -> None:
        tier = self.tier(case)
        people = self._able(case, tier, now)
        if not people:
            self._stranded(case, now)
            return
        me = people[-1] if tier is Tier.GRID else people[0]
        if tier is not Tier.GRID and self.chance.random() < 0.4:
            me = self.chance.choice(people)
        self.cast[tier](self, case, me, self.moves(case, me, now), now)

    def _able(self, case: Case, tier: Tier, now: datetime) -> Sequence[Actor]:
        """Return who of the holding unit takes the next step; verification needs other eyes."""
        matter = case.matter
        people: Sequence[Actor] = self.roster.at(matter.holder_id, now)
        if tier is Tier.COUNTY:
            role = _IN_THE_CENTRE.get(case.state, Role.COUNTY_DISPATCHER)
            people = [one for one in people if one.role is role]
        if case.state is State.COMPLETED:
            busy = (matter.handled_by_id, matter.dispatched_by_id)
            people = [one for one in people if one.account_id not in busy] or people
        return people

    def _stranded(self, case: Case, now: datetime) -> None:
        """Nobody is there to act: the station takes the matter over."""
        clerk = self.station_clerk(case, now)
        if Move.REASSIGN not in self.moves(case, clerk, now):
            self.tally.left_alone += 1
            return
        why = self.chance.choice(phrases.REASSIGN)
        self.do(case, matters.reassign, by=clerk, now=now, to=clerk.unit_code, reason=why)

    def station_clerk(self, case: Case, now: datetime) -> Actor:
        """Return a clerk of the station of a matter's place."""
        unit = self.atlas.platform_unit(case.matter.area_code[:12])
        assert unit is not None  # every community has its station
        return self.chance.choice(self.roster.at(unit.id, now))

    def _watch_light(self, case: Case) -> None:
        """Put the next moment at which time itself tells of a matter on the agenda."""
        times = (case.matter.next_light_at, case.matter.next_step_at)
        at = min((one for one in times if one is not None), default=None)
        if at is not None and self._lights.get(case.matter.pk) != at:
            self._lights[case.matter.pk] = at
            self.agenda.put(at, lambda then: self._light(case, then))

    def _light(self, case: Case, now: datetime) -> None:
        if now not in (case.matter.next_light_at, case.matter.next_step_at):
            return
        while matters.announce_lights(now=now) == LIGHTS_AT_ONCE:
            pass
        while matters.announce_steps(now=now) == LIGHTS_AT_ONCE:
            pass
        self.tally.lights += 1
        self.refresh(case)
        self._watch_light(case)

    def _guarded(self, case: Case, act: Callable[[datetime], None], now: datetime) -> None:
        """Act; beside people of flesh and blood a play gives way instead of failing."""
        if self.strict:
            act(now)
            return
        try:
            self.refresh(case)
            act(now)
        except matters.MatterError:
            self.tally.left_alone += 1
            self.refresh(case)
            self.follow(case, now)


LIGHTS_AT_ONCE: Final = 100
_IN_THE_CENTRE: Final = {
    State.COMPLETED: Role.COUNTY_SUPERVISOR,
    State.VERIFIED: Role.HOTLINE_OPERATOR,
}
