"""Matters that nobody can act on, each with its reason: a list that a person sees."""

from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import QuerySet

from gege.matters.models import Matter
from gege.matters.queries.inbox import open_rows
from gege.matters.queries.scope import visible
from gege.matters.zone import local_date
from gege.staff.api import Actor, people_at_units
from gege.territory.api import load_atlas

MOST: Final = 500


class Stranded(NamedTuple):
    """A matter and why it is stuck: not_placed, unit_dissolved or nobody_at_unit."""

    matter: Matter
    why: str


def stranded(by: Actor, *, now: datetime) -> list[Stranded]:
    """Return what nobody can act on within a person's scope, the oldest first."""
    atlas, today = load_atlas(), local_date(now)
    rows = open_rows(visible(by)).defer("search", "description").order_by("id")
    found = [Stranded(one, "not_placed") for one in rows.filter(placed=False)[:MOST]]
    held = set(rows.order_by().values_list("holder_id", flat=True).distinct())
    staffed = set(people_at_units(held, now))
    gone = {
        unit_id
        for unit_id in held
        if (unit := atlas.effective_unit(unit_id, today)) is None or unit.id != unit_id
    }
    found += _held_by(rows, gone, "unit_dissolved")
    found += _held_by(rows, held - gone - staffed, "nobody_at_unit")
    return found


def _held_by(rows: QuerySet[Matter], units: set[int], why: str) -> list[Stranded]:
    if not units:
        return []
    return [Stranded(one, why) for one in rows.filter(placed=True, holder_id__in=units)[:MOST]]
