"""Verification: somebody who neither handled nor instructed looks at the result."""

from datetime import datetime

from gege.matters import api as matters
from gege.matters.api import Move
from gege.simulate.sentences import phrases
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor, Role


def verify(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    """Find it done or not; where nobody of the unit may, a county supervisor looks."""
    if Move.VERIFY not in moves:
        me = stage.county(Role.COUNTY_SUPERVISOR, now)
    if case.script.redo > 0:
        case.script.redo -= 1
        case.once.add("moved")
        why = stage.chance.choice(phrases.SEND_BACK)
        stage.do(case, matters.send_back, by=me, now=now, reason=why)
        return
    text = stage.chance.choice(phrases.VERIFIED)
    stage.do(case, matters.verify, by=me, now=now, words=text)
