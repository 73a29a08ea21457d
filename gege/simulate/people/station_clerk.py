"""The community station: coordinates, sends on, verifies and calls back."""

from datetime import datetime

from gege.matters import api as matters
from gege.matters.api import Move, State, Tier
from gege.simulate.people import residents, verifying, work
from gege.simulate.sentences import phrases
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor


def act(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    state = case.state
    if state is State.REPORTED:
        _reported(stage, case, me, moves, now)
    elif state is State.DISPATCHED:
        work.take_up(stage, case, me, moves, now)
    elif state is State.RETURNED:
        _returned(stage, case, me, moves, now)
    elif state is State.COMPLETED:
        verifying.verify(stage, case, me, moves, now)
    elif state is State.VERIFIED:
        residents.call(stage, case, me, moves, now)
    elif work.is_beyond(case, Tier.STATION) and Move.ESCALATE in moves:
        work.escalate(stage, case, me, now)
    else:
        work.work(stage, case, me, moves, now)


def _reported(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    work.triage(stage, case, me, moves, now)
    if case.script.skips and Move.SKIP_LEVEL in moves:
        work.skip_level(stage, case, me, now)
    elif case.script.declines and Move.DECLINE in moves:
        work.decline(stage, case, me, now)
    elif work.is_beyond(case, Tier.STATION):
        work.escalate(stage, case, me, now)
    elif _grid_helps(stage, case, now):
        text = stage.chance.choice(phrases.INSTRUCT)
        lead = case.matter.area_code
        stage.do(case, matters.dispatch, by=me, now=now, lead=lead, words=text)
    else:
        stage.do(case, matters.accept, by=me, now=now)


def _grid_helps(stage: Stage, case: Case, now: datetime) -> bool:
    """Some matters go back to the grid with the station's instruction."""
    unit = stage.atlas.platform_unit(case.matter.area_code)
    staffed = unit is not None and bool(stage.roster.at(unit.id, now))
    return staffed and (case.script.wrong_units > 0 or stage.chance.random() < 0.3)


def _returned(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    """A grid sent it back: the station takes it on itself."""
    stage.do(case, matters.dispatch, by=me, now=now, lead=me.unit_code)
