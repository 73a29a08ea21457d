"""Who lives in a dwelling and who did: its households with their days (R-006, R-048)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.models import Link, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import may_come_across, reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.sight import Reach, Sight
from gege.staff.api import Actor
from gege.territory.api import Editions

_MOST: Final = 100
_TOLD_OF_BEFORE: Final = (Reach.OWN_GRID, Reach.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Stay:
    """A household in a dwelling, since when and, when it left, until when."""

    uid: str
    title: str
    since: date
    until: date | None


def stays_of(
    dwelling: Record, *, by: Actor, now: datetime, editions: Editions, language: str
) -> tuple[Stay, ...]:
    """Return the households of a dwelling, those of today first.

    Those that left are told to whoever looks after the grid and to its station only. Three
    statements, however many there were.
    """
    contract, today = current_contract(editions), local_date(now)
    view = View(reader(by, today), contract, today, language)
    sheet = contract.sheets.get("household")
    if sheet is None or contract.register_of["household"].code not in live_registers():
        return ()
    reach = view.one.reach(sheet, contract.register_of["household"], dwelling.area_code)
    links = Link.objects.filter(field="dwelling", target=dwelling, source__sheet="household")
    if reach not in _TOLD_OF_BEFORE:
        links = links.filter(until__isnull=True, source__valid_to__isnull=True)
    links = links.filter(source__merged_into__isnull=True).select_related("source")
    rows = [
        link
        for link in links.order_by("-pk")[:_MOST]
        if may_come_across(link.source, view.one, contract)
        and view.seen(link.source, sheet.by_name["dwelling"]).sight in (Sight.WHOLE, Sight.MASKED)
    ]
    titles = titles_of({link.source_id: link.source for link in rows}.values(), view)
    stays = [
        Stay(
            str(link.source.uid),
            titles[link.source_id],
            link.since,
            link.until or link.source.valid_to,
        )
        for link in rows
    ]
    return tuple(sorted(stays, key=lambda one: (one.until is not None, -one.since.toordinal())))
