"""The grid worker: settles on the spot what can be, hands up what cannot."""

from datetime import datetime

from gege.matters import api as matters
from gege.matters.api import Move, State, Tier
from gege.simulate.people import work
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor


def act(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    if case.state is State.REPORTED:
        _reported(stage, case, me, moves, now)
    elif case.state is State.DISPATCHED:
        work.take_up(stage, case, me, moves, now)
    elif work.is_beyond(case, Tier.GRID) and Move.ESCALATE in moves:
        work.escalate(stage, case, me, now)
    else:
        work.work(stage, case, me, moves, now)


def _reported(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    if case.script.pictured and case.first("picture before"):
        stage.picture(case, by=me, now=now)
    if case.script.skips and Move.SKIP_LEVEL in moves:
        work.skip_level(stage, case, me, now)
    elif work.is_beyond(case, Tier.GRID) or case.script.declines:
        # Some try first and hand it up from the middle of the work.
        if stage.chance.random() < 0.25 and not case.script.declines:
            stage.do(case, matters.accept, by=me, now=now)
        else:
            work.escalate(stage, case, me, now)
    elif case.script.in_place and Move.HANDLE_IN_PLACE in moves:
        work.handle_in_place(stage, case, me, now)
    else:
        stage.do(case, matters.accept, by=me, now=now)
