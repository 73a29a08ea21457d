"""Forgetting what is over: values, what was said of them, and the marks they were found by."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.chronicle import write_version
from gege.registers.books import current_contract
from gege.registers.keeping import put, values_of
from gege.registers.models import Consent, Forgetting, Link, Question, Record, Statement
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.retaining import Life, to_forget
from gege.staff.api import SYSTEM
from gege.territory.api import Editions

BATCH: Final = 200
_READ: Final = ("sheet", "standing", "valid_to", "ended_why")


def forget_due(*, now: datetime, editions: Editions, dry: bool = False) -> Forgetting:
    """Forget every value whose time is over, and keep a report of how many.

    Record by record, each in its own transaction with its line of the trail: the line names the
    fields and holds no value. With `dry` nothing is forgotten and the report is not kept.
    """
    contract, today = current_contract(editions), local_date(now)
    counts: dict[str, list[int]] = {}
    after = 0
    while True:
        rows = Record.objects.filter(pk__gt=after, valid_to__isnull=False, valid_to__lt=today)
        batch = list(rows.order_by("pk").only(*_READ)[:BATCH])
        if not batch:
            break
        taken_back = said_in_vain(batch)
        for one in batch:
            # Most of those that ended are still kept, or forgotten long ago: none is locked for it.
            if _due(one, taken_back.get(one.pk, ()), contract, today):
                _count(counts, *_forget(one.pk, contract, today, now, dry=dry))
        after = batch[-1].pk
    report = Forgetting(at=now, counts=counts, records=sum(one[0] for one in counts.values()))
    if not dry:
        report.save()
    return report


def _count(counts: dict[str, list[int]], sheet: str, values: int) -> None:
    if values:
        entry = counts.setdefault(sheet, [0, 0])
        entry[0] += 1
        entry[1] += values


@transaction.atomic
def _forget(
    pk: int, contract: Contract, today: date, now: datetime, *, dry: bool
) -> tuple[str, int]:
    record = Record.objects.select_for_update().get(pk=pk)
    names = _due(record, said_in_vain([record]).get(pk, ()), contract, today)
    if not names or dry:
        return record.sheet, len(names)
    sheet = contract.sheets[record.sheet]
    erase_values(record, sheet, names, today)
    if not any(
        sheet.by_name[name].is_personal for name in record.standing if name in sheet.by_name
    ):
        Consent.objects.filter(record=record).update(given_by="")
        Statement.objects.filter(record=record).update(evidence_note="")
    write_version(record, "forget", {}, by=SYSTEM, now=now, more={"fields": sorted(names)})
    return record.sheet, len(names)


def _due(record: Record, taken_back: Iterable[str], contract: Contract, today: date) -> list[str]:
    """Return the fields of a record whose time is over; none of a sheet that is not known."""
    sheet = contract.sheets.get(record.sheet)
    filled = {**record.standing, **dict.fromkeys(taken_back)}
    return [] if sheet is None else to_forget(sheet, _life(record), filled, today)


def said_in_vain(records: Iterable[Record]) -> dict[int, set[str]]:
    """Return by record the fields of which words that were taken back still hold a value."""
    rows = Statement.objects.filter(record__in=list(records), withdrawn_at__isnull=False)
    found: dict[int, set[str]] = {}
    for pk, said, sealed in rows.values_list("record_id", "open", "sealed"):
        found.setdefault(pk, set()).update(said, sealed)
    return found


def erase_values(record: Record, sheet: Sheet, names: list[str], today: date) -> None:
    """Take values out of a locked record, out of all that was said, and end what they opened.

    The caller saves the record with its next version.
    """
    _erase_said(record, names)
    _erase_links(record, sheet, names)
    Question.objects.filter(record=record, field__in=names, settled_at__isnull=True).delete()
    for name in names:
        record.standing.pop(name, None)
    left = {name: value for name, value in values_of(record).items() if name not in names}
    put(record, left, sheet, today)


def _life(record: Record) -> Life:
    changed = {name: date.fromisoformat(kept[3]) for name, kept in record.standing.items()}
    return Life(record.valid_to, record.ended_why, changed)


def _erase_said(record: Record, names: list[str]) -> None:
    """Take the values out of every statement about the record; who spoke and when stays."""
    for said in Statement.objects.select_for_update().filter(record=record):
        said.open = _without(said.open, names)
        said.sealed = _without(said.sealed, names)
        said.doubts = _without(said.doubts, names)
        said.save(update_fields=["open", "sealed", "doubts"])


def _erase_links(record: Record, sheet: Sheet, names: list[str]) -> None:
    linked = [name for name in names if sheet.by_name[name].is_link]
    if linked:
        Link.objects.filter(source=record, field__in=linked).delete()


def _without(values: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
