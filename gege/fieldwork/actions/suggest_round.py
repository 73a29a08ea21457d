"""Suggest a round of a grid for a half-day: kept, so that a phone takes it along (R-080).

A suggestion is computed from what is stored, by no person, and may be made anew at any time; so it
has no line in the ledger. Nobody is measured by it.
"""

from datetime import date, datetime

from django.db import transaction

from gege.fieldwork.actions.entries import choice
from gege.fieldwork.actions.patrolling import rules_now
from gege.fieldwork.errors import Invalid, NotFound
from gege.fieldwork.models import Round
from gege.fieldwork.queries.points import points_of
from gege.fieldwork.rules.patrols import ROUNDS
from gege.fieldwork.rules.rounds import Stop, suggest
from gege.fieldwork.rules.words import Half
from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Point
from gege.territory.api import Atlas, load_atlas


def suggest_round(
    area_code: str, *, day: date, half: str, now: datetime, atlas: Atlas | None = None
) -> Round:
    """Make the round of a grid for a half-day anew and keep it in place of the one before.

    It begins in the middle of the grid and passes the points with a position that were not seen
    for longest, as many as `round_minutes` allow. Raises NotFound, Invalid.
    """
    word = choice("half", half, Half)
    if word not in ROUNDS:
        raise Invalid("half", "unknown_choice", value=half)
    grid = (atlas or load_atlas()).area(area_code, day)
    if grid is None or grid.level != Level.GRID:
        raise NotFound
    stops = [
        Stop(str(one.uid), Point(one.lng, one.lat), one.seen_at)
        for one in points_of((area_code,), day)
        if one.lng is not None and one.lat is not None
    ]
    found = suggest(grid.centre, stops, minutes=rules_now().round_minutes, now=now)
    with transaction.atomic():
        row, _ = Round.objects.update_or_create(
            area_code=area_code,
            day=day,
            half=word,
            defaults={
                "stops": [list(stop) for stop in found.stops],
                "length_m": found.length_m,
                "minutes": found.minutes,
                "made_at": now,
            },
        )
    return row
