"""Open findings for those who work them off, as far as they may see what they are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.models import Finding, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import Reader, in_area, may_come_across, reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.declaration import Contract
from gege.registers.rules.findings.declared import BY_CODE, RULES, Gets, Rule
from gege.staff.api import Actor, Role
from gege.territory.api import Editions

PAGE: Final = 30
_LISTS: Final = {
    Role.GRID_WORKER: (Gets.GRID,),
    Role.STATION_CLERK: (Gets.GRID, Gets.COMMUNITY),
}
"""Whose findings stand on whose list; who is above an area sees all of it."""
_OVER_GRIDS: Final = (Role.TOWNSHIP_OPERATOR, Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR)
"""Who is told how grids are divided."""


@dataclass(frozen=True, slots=True)
class About:
    """A record that a finding is about, by the title its reader may see."""

    uid: str
    title: str
    sheet: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding on the list."""

    id: int
    rule: Rule
    about: tuple[About, ...]
    grid_code: str
    area_code: str
    opened_at: datetime
    due_on: date | None
    late: bool
    open: bool


def open_findings(
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
    rule: str = "",
    before: int = 0,
    area_code: str = "",
) -> tuple[tuple[FindingLine, ...], int]:
    """Return open findings, newest first, and the number the next page begins before (0: none)."""
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    rows = Finding.objects.filter(_scope(one, contract), state="open").select_related(
        "record", "other"
    )
    rows = rows.filter(rule=rule) if rule else rows
    rows = rows.filter(area_code__startswith=area_code) if area_code else rows
    rows = rows.filter(pk__lt=before) if before else rows
    page = list(rows.order_by("-pk")[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else 0
    shown = [row for row in page[:PAGE] if _concerns(row, one, contract)]
    return _lines(shown, View(one, contract, today, language)), more


def finding_line(
    finding_id: int, *, by: Actor, now: datetime, editions: Editions, language: str
) -> FindingLine:
    """Return one finding as a person sees it. Raises NotFound."""
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    finding = finding_for(finding_id, one, contract)
    return _lines([finding], View(one, contract, today, language))[0]


def finding_for(finding_id: int, one: Reader, contract: Contract, *, lock: bool = False) -> Finding:
    """Return one finding within reach, locked for a deed when asked. Raises NotFound."""
    rows = Finding.objects.filter(_scope(one, contract), pk=finding_id)
    rows = rows.select_for_update() if lock else rows.select_related("record", "other")
    finding = rows.first()
    if finding is None or not _concerns(finding, one, contract):
        raise NotFound
    return finding


def findings_about(
    records: Collection[int],
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
    most: int = 20,
) -> tuple[FindingLine, ...]:
    """Return open findings about some records, as far as they stand on this person's list."""
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    rows = Finding.objects.filter(_scope(one, contract), state="open").select_related(
        "record", "other"
    )
    rows = rows.filter(Q(record_id__in=list(records)) | Q(other_id__in=list(records)))
    shown = [row for row in rows.order_by("-pk")[:most] if _concerns(row, one, contract)]
    return _lines(shown, View(one, contract, today, language))


def rules_for(by: Actor) -> tuple[Rule, ...]:
    """Return the rules whose findings stand on a post's list."""
    if by.role is Role.DEPARTMENT_OFFICER:
        return tuple(rule for rule in RULES if rule.gets is Gets.DEPARTMENT)
    lists = _LISTS.get(by.role, tuple(Gets))
    over = by.role in _OVER_GRIDS
    return tuple(rule for rule in RULES if rule.gets in lists and (over or not rule.of_grids))


def runs(rule: Rule, contract: Contract, live: frozenset[str]) -> bool:
    """Tell whether a rule looks and is told of: every register it takes has to be live."""
    return all(
        sheet in contract.sheets and contract.register_of[sheet].code in live
        for sheet in rule.sheets
    )


def _scope(one: Reader, contract: Contract) -> Q:
    live = live_registers()
    codes = [rule.code for rule in rules_for(one.by) if runs(rule, contract, live)]
    mine = in_area(one.by) & Q(rule__in=codes)
    return mine & Q(department=one.department) if one.department else mine


def _concerns(finding: Finding, one: Reader, contract: Contract) -> bool:
    """Tell whether a finding concerns a person: who reads by a grant is not asked."""
    record = finding.record
    if record is None:
        # About a grid: it lies in the area, and nobody's record is told of.
        return finding.rule in BY_CODE and not one.department
    return (
        finding.rule in BY_CODE
        and may_come_across(record, one, contract)
        and not one.only_reads(record, contract)
    )


def _lines(rows: list[Finding], view: View) -> tuple[FindingLine, ...]:
    about = {row.pk: _about(row, view) for row in rows}
    titles = titles_of({one.pk: one for ones in about.values() for one in ones}.values(), view)
    return tuple(
        FindingLine(
            row.pk,
            BY_CODE[row.rule],
            tuple(About(str(one.uid), titles[one.pk], _sheet(one, view)) for one in about[row.pk]),
            row.grid_code,
            row.area_code,
            row.opened_at,
            row.due_on,
            row.state == "open" and row.due_on is not None and row.due_on < view.today,
            row.state == "open",
        )
        for row in rows
    )


def _about(row: Finding, view: View) -> list[Record]:
    both = [one for one in (row.record, row.other) if one is not None]
    return [one for one in both if may_come_across(one, view.one, view.contract)]


def _sheet(record: Record, view: View) -> str:
    return view.contract.sheets[record.sheet].words.in_language(view.language)
