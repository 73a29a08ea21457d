"""Residents: what they say when they are called, who stays silent, who comes back."""

from datetime import datetime, timedelta

from gege.matters import api as matters
from gege.matters.api import Move, Reporting, State, words
from gege.simulate.script import Mood
from gege.simulate.sentences import phrases
from gege.simulate.stage import Case, Moves, Stage
from gege.staff.api import Actor, Role


def call(stage: Stage, case: Case, me: Actor, moves: Moves, now: datetime) -> None:
    """Call everybody who waits; close when all have been heard."""
    if Move.CLOSE in moves:
        stage.do(case, matters.close, by=me, now=now)
        return
    tries = stage.book.thresholds.contact_tries
    for row in stage.page(case, me, now).reporters:
        if not row.wants_callback or row.contact == words.Contact.CONFIRMED or row.tries >= tries:
            continue
        _ask(stage, case, me, row, now)
        if case.state is not State.VERIFIED:
            break
        if row.tries + 1 >= tries:
            case.once.add("tried twice")
    stage.follow(case, now)


def _ask(stage: Stage, case: Case, me: Actor, row: Reporting, now: datetime) -> None:
    contact, rating, text = _answer(stage, case, row)
    stage.aside(
        case,
        matters.call_back,
        by=me,
        now=now,
        reporting_id=row.pk,
        contact=contact,
        satisfaction=rating,
        words=text,
    )


def _answer(stage: Stage, case: Case, row: Reporting) -> tuple[str, str, str]:
    mood, chance = case.script.mood, stage.chance
    if mood is Mood.SILENT or (mood is Mood.BUSY and row.tries == 0):
        return (
            words.Contact.UNREACHABLE,
            words.Satisfaction.NOT_ASKED,
            chance.choice(phrases.UNREACHED),
        )
    if mood is Mood.UNSOLVED and case.first("unsolved"):
        case.once.add("moved")
        text = chance.choice(phrases.UNSOLVED)
        return words.Contact.UNSOLVED, words.Satisfaction.DISSATISFIED, text
    rating = {
        Mood.FAIR: words.Satisfaction.BASICALLY,
        Mood.UNSOLVED: words.Satisfaction.BASICALLY,
        Mood.SOUR: words.Satisfaction.DISSATISFIED,
    }.get(mood, words.Satisfaction.SATISFIED)
    return words.Contact.CONFIRMED, rating, chance.choice(phrases.CALLED[rating])


def after_the_end(stage: Stage, case: Case, now: datetime) -> None:
    """Some come back some days after the closing."""
    if case.state is not State.CLOSED or not case.script.reopens or not case.first("reopen"):
        return
    at = stage.in_working_time(now + timedelta(days=stage.chance.randint(1, 6)), stage.wait(5, 300))
    stage.later(case, at, lambda then: _come_back(stage, case, then))


def _come_back(stage: Stage, case: Case, now: datetime) -> None:
    operator = stage.county(Role.HOTLINE_OPERATOR, now)
    if Move.REOPEN in stage.moves(case, operator, now):
        why = stage.chance.choice(phrases.REOPEN)
        case.once.discard("tried twice")
        stage.do(case, matters.reopen, by=operator, now=now, reason=why)
