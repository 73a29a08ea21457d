"""The roll-calls opened in an area: for whoever answers for them, and never who is on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.models import RollCall
from gege.registers.queries.roll_calls.scope import visible_roll_calls
from gege.registers.queries.scope import reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.roll_calls import CALLING
from gege.registers.rules.sight import REACH_OF_ROLE, Reach
from gege.staff.api import Actor
from gege.territory.api import Editions

PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class RollLine:
    """One roll-call on the list. `words` are left out for a reader of the process."""

    uid: str
    building: str
    area_code: str
    reason: str
    words: str
    case: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    counts: Mapping[str, int]
    may_open: bool


def roll_calls(
    *, by: Actor, now: datetime, editions: Editions, language: str, before: int = 0
) -> tuple[tuple[RollLine, ...], int]:
    """Return a page of roll-calls, the newest first, and the key the next one begins before."""
    rows = visible_roll_calls(by).select_related("building")
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more = found[PAGE - 1].pk if len(found) > PAGE else 0
    found = found[:PAGE]
    today = local_date(now)
    view = View(reader(by, today), current_contract(editions), today, language)
    titles = titles_of({row.building_id: row.building for row in found}.values(), view)
    reach = REACH_OF_ROLE.get(str(by.role), Reach.NONE)
    return tuple(_line(row, titles[row.building_id], reach) for row in found), more


def _line(row: RollCall, title: str, reach: Reach) -> RollLine:
    calls = reach in CALLING
    return RollLine(
        str(row.uid),
        title,
        row.area_code,
        row.reason,
        row.words if calls else "",
        row.case,
        row.opened_at,
        row.opened_by,
        row.closed_at,
        row.counts,
        may_open=calls and row.forgotten_at is None,
    )
