"""What stands in a building or at a place: open hazards, key places, whoever runs them (R-048)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.models import Link, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import may_come_across, reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.sight import Sight
from gege.staff.api import Actor
from gege.territory.api import Editions

_MOST: Final = 50
_OVER: Final = Q(source__sheet="hazard", source__open__rectified_on__isnull=False)


@dataclass(frozen=True, slots=True)
class Naming:
    """A live record that names another one."""

    uid: str
    sheet: str
    title: str


def naming(
    records: Sequence[Record],
    sheets: Sequence[str],
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
) -> tuple[Naming, ...]:
    """Return the live records of some sheets that name one of these, as far as in reach.

    A hazard that was removed is none any more. Four statements, however many there are.
    """
    contract, today = current_contract(editions), local_date(now)
    view = View(reader(by, today), contract, today, language)
    live = live_registers()
    wanted = [
        code
        for code in sheets
        if code in contract.sheets and contract.register_of[code].code in live
    ]
    links = Link.objects.filter(
        target_id__in=[one.pk for one in records],
        until__isnull=True,
        source__sheet__in=wanted,
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    ).exclude(_OVER)
    rows = {
        link.source_id: link.source
        for link in links.select_related("source").order_by("-source_id")[:_MOST]
        if _is_told(link, view)
    }
    titles = titles_of(rows.values(), view)
    return tuple(Naming(str(row.uid), row.sheet, titles[pk]) for pk, row in rows.items())


def _is_told(link: Link, view: View) -> bool:
    field = view.contract.sheets[link.source.sheet].by_name.get(link.field)
    if field is None or not may_come_across(link.source, view.one, view.contract):
        return False
    return view.seen(link.source, field).sight in (Sight.WHOLE, Sight.MASKED)
