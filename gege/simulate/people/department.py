"""A department: signs for instructions, returns what is not its own, does the work."""

from datetime import datetime

from gege.matters.api import State
from gege.simulate.people import work
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor


def act(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    if case.state is State.DISPATCHED:
        work.take_up(stage, case, me, moves, now)
    else:
        work.work(stage, case, me, moves, now)
