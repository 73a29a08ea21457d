"""Timed work outdoors; each job is a loop over small transactions."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.fieldwork.actions.patrol_timers import BATCH, TRACK_BATCH, end_forgotten, forget_tracks
from gege.fieldwork.actions.plan_visit import BATCH as CONTACTS
from gege.fieldwork.actions.plan_visit import plan_from_links
from gege.fieldwork.actions.resettle_points import resettle_points
from gege.fieldwork.actions.suggest_round import suggest_round
from gege.fieldwork.editions import current_rules
from gege.fieldwork.models import CheckPoint, Round
from gege.fieldwork.queries.days import is_service_day, staffed_grids
from gege.fieldwork.rules.patrols import ROUNDS, closing, opening
from gege.fieldwork.rules.words import Half
from gege.matters.api import LOCAL
from gege.territory.api import load_atlas, read_editions

LEAD: Final = {Half.MORNING: timedelta(hours=4), Half.AFTERNOON: timedelta(hours=1)}
"""How long before a half-day begins its rounds are made: the afternoon's know the morning."""


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="end_forgotten_patrols", pass_context=False)
def end_forgotten_patrols(timestamp: int) -> None:
    """End the patrols that nobody ended."""
    while end_forgotten(now=timezone.now()) == BATCH:
        pass


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="forget_old_tracks", pass_context=False)
def forget_old_tracks(timestamp: int) -> None:
    """Remove positions that are older than the rules keep them."""
    while forget_tracks(now=timezone.now()) == TRACK_BATCH:
        pass


@app.periodic(cron="20 18 * * *")
@app.task(queueing_lock="plan_contacts", pass_context=False)
def plan_contacts(timestamp: int) -> None:
    """Plan the next visits of linked households; at night, the hour is UTC."""
    while plan_from_links(now=timezone.now()) == CONTACTS:
        pass


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="resettle_points", pass_context=False)
def resettle_points_of_ended_grids(timestamp: int) -> None:
    """Move points to the grid they lie in after a grid was divided or merged."""
    last, _moved = resettle_points(now=timezone.now())
    while last:
        last, _moved = resettle_points(now=timezone.now(), after=last)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="suggest_rounds", pass_context=False)
def suggest_rounds(timestamp: int) -> None:
    """Make the rounds of every grid before a half-day begins."""
    make_rounds(now=timezone.now())


def make_rounds(*, now: datetime) -> int:
    """Make the rounds that are due and not there yet; return how many.

    Those of grids that somebody looks after and that have points with a position.
    """
    half = half_to_come(now)
    day = now.astimezone(LOCAL).date()
    if half is None or not is_service_day(day):
        return 0
    atlas = load_atlas()
    placed = CheckPoint.objects.filter(valid_to=None, lng__isnull=False)
    there = Round.objects.filter(day=day, half=half).values("area_code")
    codes = placed.exclude(area_code__in=there).values_list("area_code", flat=True).distinct()
    wanted = sorted(set(codes) & staffed_grids(day))
    for code in wanted:
        if atlas.area(code, day) is not None:
            suggest_round(code, day=day, half=half, now=now, atlas=atlas)
    return len(wanted)


def half_to_come(now: datetime) -> Half | None:
    """Return the half-day whose rounds are to be made at a moment."""
    rules, local = current_rules(read_editions()), now.astimezone(LOCAL)
    for half in ROUNDS:
        opens, shuts = (edge(half, local.date(), rules, local) for edge in (opening, closing))
        if opens is not None and shuts is not None and opens - LEAD[half] <= local <= shuts:
            return half
    return None
