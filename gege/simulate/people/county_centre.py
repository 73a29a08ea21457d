"""The county centre: finds places, triages, dispatches to departments, rules on disputes."""

from datetime import datetime

from gege.matters import api as matters
from gege.matters.api import Move, Offered, OfferPage, Setting, State, Tier
from gege.simulate.people import residents, verifying, work
from gege.simulate.sentences import phrases
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor


def act(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    state = case.state
    if state is State.REPORTED:
        _reported(stage, case, me, moves, now)
    elif state in (State.ACCEPTED, State.RETURNED):
        _triaged(stage, case, me, moves, now)
    elif state is State.DISPUTED:
        why = stage.chance.choice(phrases.RULING)
        lead = _right(stage, case, now) or me.unit_code
        stage.do(case, matters.rule, by=me, now=now, lead=lead, reason=why)
    elif state is State.COMPLETED:
        verifying.verify(stage, case, me, moves, now)
    elif state is State.VERIFIED:
        residents.call(stage, case, me, moves, now)
    elif state is State.DISPATCHED:
        work.take_up(stage, case, me, moves, now)
    else:
        work.work(stage, case, me, moves, now)


def _reported(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    if Move.PLACE in moves:
        stage.do(case, matters.place, by=me, now=now, grid_code=_near(stage, case))
    elif case.script.downgraded and Move.DOWNGRADE in moves:
        case.script.settles = Tier.STATION
        why = stage.chance.choice(phrases.DOWNGRADE)
        stage.do(case, matters.downgrade, by=me, now=now, reason=why)
    else:
        stage.do(case, matters.accept, by=me, now=now)


def _near(stage: Stage, case: Case) -> str:
    """A grid found by asking back; any grid of the county seat will do for a play."""
    grids = [grid.code for grid in stage.grids]
    return stage.chance.choice(grids)


def _triaged(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    work.triage(stage, case, me, moves, now)
    if case.script.declines and case.state is State.ACCEPTED:
        work.decline(stage, case, me, now)
        return
    lead, assisting = _units(stage, case, me, now)
    text = stage.chance.choice(phrases.INSTRUCT)
    shown = _suggested(stage, case, me, now)
    given = {"lead": lead, "assisting": assisting, "words": text, "offered": shown}
    stage.do(case, matters.dispatch, by=me, now=now, **given)


def _suggested(stage: Stage, case: Case, me: Actor, now: datetime) -> Offered | None:
    """Return what the form of dispatch would have suggested, once anything was learnt."""
    units = stage.atlas.departments(me.area_code)
    found = matters.suggested_departments(Setting(stage.editions, now), case.matter, units)
    return Offered(found.asked, OfferPage.DISPATCH, found.model, found.rows) if found else None


def _units(stage: Stage, case: Case, me: Actor, now: datetime) -> tuple[str, tuple[str, ...]]:
    right = _right(stage, case, now)
    if right is None or case.script.settles is Tier.COUNTY:
        return me.unit_code, ()
    leads = [code for code in _competent(stage, case, now) if code != right]
    if case.script.wrong_units and not case.matter.returns:
        others = [code for code in _all(stage, me, now) if code != right and code not in leads]
        return stage.chance.choice(others), ()
    if case.state is State.RETURNED and _was_returned_by(stage, case, right):
        return (leads[0] if leads else me.unit_code), ()
    return right, tuple(leads[:1])


def _right(stage: Stage, case: Case, now: datetime) -> str | None:
    """The department that is first assigned (首接负责) for the kind."""
    return next(iter(_competent(stage, case, now)), None)


def _competent(stage: Stage, case: Case, now: datetime) -> list[str]:
    found = []
    for code in stage.book.kind(case.matter.kind).leads:
        unit = stage.atlas.unit_by_code(code)
        if unit is not None and stage.roster.at(unit.id, now):
            found.append(code)
    return found


def _all(stage: Stage, me: Actor, now: datetime) -> list[str]:
    units = stage.atlas.departments(me.area_code)
    return [unit.code for unit in units if stage.roster.at(unit.id, now)]


def _was_returned_by(stage: Stage, case: Case, code: str) -> bool:
    rows = matters.Instruction.objects.filter(matter=case.matter, ended_how="returned")
    unit = stage.atlas.unit_by_code(code)
    return unit is not None and rows.filter(lead_id=unit.id).exists()
