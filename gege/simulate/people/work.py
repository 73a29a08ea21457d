"""What everybody does who handles a matter: sign for it, work on it, complete it."""

from datetime import datetime, timedelta
from typing import Final

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters import api as matters
from gege.matters.api import Move, Offered, OfferPage, Setting, State, Tier, words
from gege.simulate.rhythm import share_of
from gege.simulate.sentences import phrases, story_of
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor, Role

_LADDER: Final = (Tier.GRID, Tier.STATION, Tier.TOWNSHIP, Tier.COUNTY, Tier.DEPARTMENT)
_LONGEST_PAUSE: Final = 4


def is_beyond(case: Case, tier: Tier) -> bool:
    """Tell whether the matter has to climb further than a tier."""
    return _LADDER.index(case.script.settles) > _LADDER.index(tier)


def escalate(stage: Stage, case: Case, me: Actor, now: datetime) -> None:
    why, tried = stage.chance.choice(phrases.ESCALATE[me.unit_kind])
    stage.do(case, matters.escalate, by=me, now=now, reason=why, tried=tried)


def skip_level(stage: Stage, case: Case, me: Actor, now: datetime) -> None:
    why = stage.chance.choice(phrases.SKIP_LEVEL)
    case.script.skips = False
    stage.do(case, matters.skip_level, by=me, now=now, reason=why)


def decline(stage: Stage, case: Case, me: Actor, now: datetime) -> None:
    why = stage.chance.choice(tuple(phrases.DECLINE))
    text = stage.chance.choice(phrases.DECLINE[why])
    stage.do(case, matters.decline, by=me, now=now, why=why, words=text)


def triage(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    """Put right what the reporter took for another kind."""
    if not case.script.wrong_kind or Move.TRIAGE not in moves or not case.first("triage"):
        return
    kind = stage.book.kind(case.script.kind)
    stage.aside(
        case,
        matters.triage,
        by=me,
        now=now,
        kind=kind.code,
        severity=kind.severity,
        intent=kind.intent,
        offered=_suggested(stage, case, now),
    )


def _suggested(stage: Stage, case: Case, now: datetime) -> Offered | None:
    """Return what the form of triage would have suggested, once the county has learnt anything."""
    where, matter = Setting(stage.editions, now), case.matter
    found = matters.suggested_kinds(where, matter.title, matter.description)
    return Offered(found.asked, OfferPage.TRIAGE, found.model, found.rows) if found else None


def take_up(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    """Sign for an instruction, or return it when it is not for this unit."""
    script = case.script
    if script.wrong_units > 0 and Move.RETURN in moves:
        script.wrong_units -= 1
        reasons = phrases.RETURN_AGAIN if case.matter.returns else phrases.RETURN
        why = stage.chance.choice(reasons)
        stage.do(case, matters.give_back, by=me, now=now, reason=why)
        return
    stage.do(case, matters.acknowledge, by=me, now=now)


def work(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    """Work on a matter in hand: first what comes up on the way, then the completion."""
    if _on_the_way(stage, case, me, moves, now):
        return
    if Move.COMPLETE in moves:
        complete(stage, case, me, now)


def complete(stage: Stage, case: Case, me: Actor, now: datetime) -> None:
    _done(stage, case, me, now, in_place=False)


def handle_in_place(stage: Stage, case: Case, me: Actor, now: datetime) -> None:
    _done(stage, case, me, now, in_place=True)


def _done(stage: Stage, case: Case, me: Actor, now: datetime, *, in_place: bool) -> None:
    if case.script.pictured and case.first("picture after"):
        stage.picture(case, by=me, now=now, after=True)
    intent, chance = case.matter.intent, stage.chance
    text = chance.choice(story_of(case.matter.kind).results)
    outcome = words.Outcome.DONE
    if intent == words.Intent.IDEA:
        outcome = words.Outcome.CONSIDERED
    elif intent == words.Intent.CALL:
        outcome = words.Outcome.RESPONDED
    elif case.script.refuses and not in_place:
        outcome, text = words.Outcome.REFUSED, chance.choice(phrases.REFUSED_RESULT)
    deed = matters.handle_in_place if in_place else matters.complete
    stage.do(case, deed, by=me, now=now, outcome=outcome, words=text)


def _on_the_way(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> bool:
    """Do what comes up before the completion; True when the completion comes later."""
    script, chance = case.script, stage.chance
    came_up = False
    if script.urged and case.first("urge"):
        _be_urged(stage, case, now)
        came_up = True
    if script.pictured and Move.ATTACH in moves and case.first("picture before"):
        stage.picture(case, by=me, now=now)
    if script.notes and case.first("note"):
        stage.aside(case, matters.note, by=me, now=now, words=chance.choice(phrases.NOTES))
        came_up = True
    if script.replies and Move.REPLY in moves and case.first("reply"):
        stage.aside(case, matters.reply, by=me, now=now, words=chance.choice(phrases.REPLIES))
        came_up = True
    if script.asks_time and case.first("ask"):
        came_up = _ask_time(stage, case, me, moves, now) or came_up
    if script.pauses and case.first("pause") and _pause(stage, case, me, moves, now):
        return True
    if came_up:
        stage.follow(case, now)
    return came_up


def _ask_time(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> bool:
    if Move.ASK_EXTENSION not in moves or "moved" in case.once:
        return False
    why = stage.chance.choice(phrases.ASK_TIME)
    days = _days_that_fit(stage, case, stage.chance.randint(1, 3))
    stage.aside(case, matters.ask_extension, by=me, now=now, days=days, reason=why)
    at = stage.in_working_time(now, stage.wait(20, 420))
    stage.later(case, at, lambda then: _decide(stage, case, then))
    return True


def _days_that_fit(stage: Stage, case: Case, days: int) -> int:
    """Return how many days more lie within the cap; one day always does."""
    start, due = case.matter.instructed_at, case.matter.due_at
    assert start is not None  # an instruction is live
    assert due is not None
    calendar, unit = stage.calendar, TimeUnit(case.matter.limit_unit)
    later = calendar.due(due, Limit(days, TimeUnit.WORKING_DAYS)).at
    fits = calendar.time_between(due, later, unit) <= calendar.time_between(start, due, unit)
    return days if fits else 1


def _decide(stage: Stage, case: Case, now: datetime) -> None:
    """The instructor, or the platform above one that instructed itself, grants or refuses."""
    boss = _boss(stage, case, now)
    moves = stage.moves(case, boss, now)
    if case.script.grants and Move.EXTEND in moves:
        case.once.add("moved")
        text = stage.chance.choice(phrases.GRANT)
        stage.aside(case, matters.extend, by=boss, now=now, words=text)
    elif Move.REFUSE_EXTENSION in moves:
        text = stage.chance.choice(phrases.REFUSE_TIME)
        stage.aside(case, matters.refuse_extension, by=boss, now=now, reason=text)
    else:
        return
    if case.state is not State.PAUSED:
        stage.follow(case, now)


def _boss(stage: Stage, case: Case, now: datetime) -> Actor:
    matter = case.matter
    unit = stage.atlas.unit(matter.instructor_id or matter.holder_id)
    assert unit is not None  # units never leave the atlas
    if matter.instructor_id == matter.lead_id and unit.kind == Tier.GRID:
        return stage.station_clerk(case, now)
    if unit.kind == Tier.COUNTY or matter.instructor_id == matter.lead_id:
        return stage.county(Role.COUNTY_SUPERVISOR, now)
    return stage.roster.at(unit.id, now)[0]


def _pause(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> bool:
    matter = case.matter
    if Move.PAUSE not in moves or matter.due_at is None or now >= matter.due_at:
        return False
    why = stage.chance.choice(tuple(phrases.PAUSE))
    days = stage.chance.randint(1, _LONGEST_PAUSE)
    until = now + timedelta(days=days)
    text = phrases.PAUSE[why]
    case.once.add("moved")
    stage.do(case, matters.pause, by=me, now=now, why=why, words=text, days=days)
    if case.script.resumes:
        early = stage.in_working_time(now + timedelta(hours=14 * days), stage.wait(5, 60))
        stage.later(case, min(early, until), lambda then: _resume(stage, case, me, then))
    stage.later(case, until, lambda then: _pause_over(stage, case, then))
    return True


def _resume(stage: Stage, case: Case, me: Actor, now: datetime) -> None:
    if case.state is State.PAUSED and Move.RESUME in stage.moves(case, me, now):
        stage.do(case, matters.resume, by=me, now=now)


def _pause_over(stage: Stage, case: Case, now: datetime) -> None:
    if case.state is not State.PAUSED:
        return
    matters.end_pauses(now=now)
    stage.refresh(case)
    stage.follow(case, now)


def _be_urged(stage: Stage, case: Case, now: datetime) -> None:
    """Somebody who sees that it goes slowly urges before the work is done."""
    at = share_of(stage, case, stage.chance.uniform(0.85, case.script.pace))
    if at is not None:
        stage.later(case, max(at, now), lambda then: _urge(stage, case, then))


def _urge(stage: Stage, case: Case, now: datetime) -> None:
    """A supervisor urges; the hotline does when the caller asks again."""
    rings = case.matter.channel == words.Channel.HOTLINE
    role = Role.HOTLINE_OPERATOR if rings else Role.COUNTY_SUPERVISOR
    urger = stage.county(role, now)
    if case.state in (State.DISPATCHED, State.HANDLING) and Move.URGE in stage.moves(
        case, urger, now
    ):
        why = stage.chance.choice(phrases.URGE)
        stage.aside(case, matters.urge, by=urger, now=now, reason=why)
