"""The township centre: coordinates its own branches, verifies what stations handled."""

from datetime import datetime

from gege.matters import api as matters
from gege.matters.api import State, Tier
from gege.simulate.people import residents, verifying, work
from gege.simulate.sentences import phrases
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor


def act(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    state = case.state
    if state is State.REPORTED:
        stage.do(case, matters.accept, by=me, now=now)
    elif state in (State.ACCEPTED, State.RETURNED):
        _triaged(stage, case, me, moves, now)
    elif state is State.DISPATCHED:
        work.take_up(stage, case, me, moves, now)
    elif state is State.COMPLETED:
        verifying.verify(stage, case, me, moves, now)
    elif state is State.VERIFIED:
        residents.call(stage, case, me, moves, now)
    else:
        work.work(stage, case, me, moves, now)


def _triaged(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    work.triage(stage, case, me, moves, now)
    if case.script.declines and case.state is State.ACCEPTED:
        work.decline(stage, case, me, now)
    elif work.is_beyond(case, Tier.TOWNSHIP):
        work.escalate(stage, case, me, now)
    else:
        text = stage.chance.choice(phrases.INSTRUCT)
        lead = _lead(stage, case, me, now)
        stage.do(case, matters.dispatch, by=me, now=now, lead=lead, words=text)


def _lead(stage: Stage, case: Case, me: Actor, now: datetime) -> str:
    """A branch that is competent, the station, or the centre itself; never who returned it."""
    if case.state is State.RETURNED:
        return me.unit_code
    branches = [
        unit.code for unit in stage.atlas.departments(me.area_code) if stage.roster.at(unit.id, now)
    ]
    leads = stage.book.kind(case.matter.kind).leads
    competent = [code for code in branches if code.partition("-")[0] in leads]
    others = [code for code in branches if code not in competent]
    if case.script.wrong_units and others:
        return stage.chance.choice(others)
    if competent:
        return competent[0]
    return case.matter.area_code[:12] if stage.chance.random() < 0.4 else me.unit_code
