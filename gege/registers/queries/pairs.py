"""Pairs of records that may be one, for those who decide on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.models import Finding, Merge, Pair, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import Reader, in_area, may_come_across, reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.declaration import Contract
from gege.registers.rules.merging import BANDS, DECIDERS, Decision
from gege.staff.api import Actor
from gege.territory.api import Editions

PAGE: Final = 30
OPEN: Final = "open"
STATES: Final = (OPEN, *(str(one) for one in Decision))


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair on the list: both titles as the reader may see them, and what was seen."""

    id: int
    band: str
    seen: Mapping[str, str]
    titles: tuple[str, str]
    areas: tuple[str, str]
    sheet: str
    found_at: datetime
    how: str
    decided_at: datetime | None
    decided_by: str
    later_until: date | None


def pairs(
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
    band: str = "",
    state: str = OPEN,
    before: int = 0,
) -> tuple[tuple[PairLine, ...], int]:
    """Return pairs of a person's area, the newest first, and what the next page begins before.

    Nothing is counted and nothing is compared: a page costs the same with ten pairs and with a
    hundred thousand.
    """
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    rows = visible_pairs(one, contract).select_related("one", "other")
    rows = rows.filter(how="" if state == OPEN else state)
    rows = rows.filter(band=band) if band in BANDS else rows
    rows = rows.filter(pk__lt=before) if before else rows
    page = list(rows.order_by("-pk")[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else 0
    shown = [row for row in page[:PAGE] if concerns(row, one, contract)]
    view = View(one, contract, today, language)
    titles = titles_of({r.pk: r for row in shown for r in (row.one, row.other)}.values(), view)
    return tuple(_line(row, titles, contract, language) for row in shown), more


def pair_for(pair_id: int, one: Reader, contract: Contract, *, lock: bool = False) -> Pair:
    """Return one pair within reach, locked for a deed when asked. Raises NotFound."""
    rows = visible_pairs(one, contract).filter(pk=pair_id).select_related("one", "other")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None or not concerns(found, one, contract):
        raise NotFound
    return found


def pair_line(pair: Pair, one: Reader, contract: Contract, today: date, language: str) -> PairLine:
    """Return one pair as it stands on the list."""
    view = View(one, contract, today, language)
    return _line(pair, titles_of([pair.one, pair.other], view), contract, language)


def pair_of_finding(finding_id: int, by: Actor, now: datetime, editions: Editions) -> int | None:
    """Return the open pair that a finding about two records stands for, if there is one here."""
    finding = Finding.objects.filter(pk=finding_id, other__isnull=False).first()
    if finding is None or finding.record_id is None or finding.other_id is None:
        return None
    low, high = sorted((finding.record_id, finding.other_id))
    rows = visible_pairs(reader(by, local_date(now)), current_contract(editions))
    return rows.filter(one_id=low, other_id=high).values_list("pk", flat=True).first()


def merge_behind(number: int, *, by: Actor, now: datetime, editions: Editions) -> Merge | None:
    """Return a merge that this person may undo, with both records; None when there is none."""
    if str(by.role) not in DECIDERS:
        return None
    one, contract = reader(by, local_date(now)), current_contract(editions)
    rows = Merge.objects.filter(pk=number, undone_at__isnull=True)
    done = rows.select_related("kept", "merged").first()
    if done is None or not all(may_come_across(r, one, contract) for r in (done.kept, done.merged)):
        return None
    return done


def merges_of(record: Record, one: Reader, contract: Contract) -> tuple[Merge, ...]:
    """Return the merges into a record that this person may undo, the newest first."""
    if str(one.by.role) not in DECIDERS:
        return ()
    rows = Merge.objects.filter(kept=record, undone_at__isnull=True).select_related("merged")
    return tuple(
        row for row in rows.order_by("-pk")[:PAGE] if may_come_across(row.merged, one, contract)
    )


def visible_pairs(one: Reader, contract: Contract) -> QuerySet[Pair]:
    """Return the pairs of a person's area, of registers that are in use."""
    if str(one.by.role) not in DECIDERS:
        return Pair.objects.none()
    live = live_registers()
    sheets = [code for code, owner in contract.register_of.items() if owner.code in live]
    return Pair.objects.filter(in_area(one.by) & Q(sheet__in=sheets))


def concerns(pair: Pair, one: Reader, contract: Contract) -> bool:
    """Tell whether both records are in a person's reach."""
    both = (pair.one, pair.other)
    return all(may_come_across(record, one, contract) for record in both)


def _line(pair: Pair, titles: Mapping[int, str], contract: Contract, language: str) -> PairLine:
    return PairLine(
        pair.pk,
        pair.band,
        pair.seen,
        (titles[pair.one_id], titles[pair.other_id]),
        (pair.one.area_code, pair.other.area_code),
        contract.sheets[pair.sheet].words.in_language(language),
        pair.found_at,
        pair.how,
        pair.decided_at,
        pair.decided_by,
        pair.later_until,
    )
