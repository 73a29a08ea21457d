"""Matters that nobody can act on, each with its reason: a list that a person sees."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from gege.kernel.typed_text import whole_number
from gege.matters.models import Matter
from gege.matters.queries.inbox import PAGE, open_rows
from gege.matters.queries.scope import visible
from gege.matters.zone import local_date
from gege.staff.api import ACTING, Actor, people_at_units
from gege.territory.api import Atlas, load_atlas


class Stranded(NamedTuple):
    """A matter and why it is stuck: not_placed, unit_dissolved or nobody_at_unit."""

    matter: Matter
    why: str


class StrandedPage(NamedTuple):
    """One page by key; `next_key` is "" on the last one."""

    rows: tuple[Stranded, ...]
    next_key: str = ""


def stranded(
    by: Actor, *, now: datetime, atlas: Atlas | None = None, after: str = "", size: int = PAGE
) -> StrandedPage:
    """Return what nobody can act on within a person's scope, the oldest first, a page at a time.

    Three statements, and one more for the atlas where the caller has none. A key that cannot be
    read begins at the first page.
    """
    atlas, today = atlas or load_atlas(), local_date(now)
    rows = open_rows(visible(by)).defer("search", "description").order_by("id")
    held = set(rows.order_by().values_list("holder_id", flat=True).distinct())
    staffed = set(people_at_units(held, now, ACTING))
    gone = {
        unit_id
        for unit_id in held
        if (unit := atlas.effective_unit(unit_id, today)) is None or unit.id != unit_id
    }
    stuck = Q(placed=False) | Q(holder_id__in=sorted(gone | (held - staffed)))
    rows = rows.filter(stuck)
    if (number := whole_number(after)) is not None:
        rows = rows.filter(id__gt=number)
    found = [Stranded(one, _why(one, gone)) for one in rows[: size + 1]]
    key = str(found[size - 1].matter.pk) if len(found) > size else ""
    return StrandedPage(tuple(found[:size]), key)


def _why(matter: Matter, gone: set[int]) -> str:
    if not matter.placed:
        return "not_placed"
    return "unit_dissolved" if matter.holder_id in gone else "nobody_at_unit"
