"""A child under 14: everything personal is sealed, in the record, in its files, in what was said.

Somebody becomes a child for the registers when the month of birth is said or corrected; a file,
when it comes to be about one. What was said before then lies open until it is sealed here.
"""

from collections.abc import Mapping
from datetime import date

from gege.registers.keeping import put, split, values_of
from gege.registers.models import Link, Record, Statement
from gege.registers.rules.declaration import Contract, Sheet, subjects_of
from gege.registers.rules.values import Value


def keep_values(
    record: Record,
    values: Mapping[str, Value],
    sheet: Sheet,
    contract: Contract,
    today: date,
) -> None:
    """Write values into a locked record whose links stand; the caller saves it.

    Whatever was said of somebody who turns out to be a child is sealed, and the files with it.
    """
    before = record.child_until
    if subjects_of(sheet):
        record.child_until = _childhood_of_subjects(record, sheet, today)
    put(record, values, sheet, today)
    if record.child_until == before:
        return
    if record.child_until is not None:
        seal_said(record, sheet)
    if record.pk and not subjects_of(sheet):
        record.save(update_fields=["child_until"])
        _tell_files(record, contract, today)


def _childhood_of_subjects(record: Record, sheet: Sheet, today: date) -> date | None:
    """Return until when somebody whom a file is about is a child; the youngest counts."""
    days = Link.objects.filter(
        source=record,
        field__in=subjects_of(sheet),
        until__isnull=True,
        target__child_until__gt=today,
    ).values_list("target__child_until", flat=True)
    return max((day for day in days if day is not None), default=None)


def _tell_files(record: Record, contract: Contract, today: date) -> None:
    """Let the files about somebody be kept as their own record is now."""
    links = Link.objects.filter(target=record, until__isnull=True).values_list("source", "field")
    named = set(links)
    ids = {source for source, _field in named}
    for file in Record.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        sheet = contract.sheets.get(file.sheet)
        if sheet is not None and any((file.pk, name) in named for name in subjects_of(sheet)):
            keep_values(file, values_of(file), sheet, contract, today)
            file.save()


def seal_said(record: Record, sheet: Sheet) -> None:
    for said in Statement.objects.select_for_update().filter(record=record).order_by("pk"):
        links = {
            name: value
            for name, value in said.open.items()
            if name not in sheet.by_name or sheet.by_name[name].is_link
        }
        rest = {name: value for name, value in said.open.items() if name not in links}
        plain, sealed = split(rest, sheet, record.uid, child=True)
        if sealed:
            said.open, said.sealed = {**links, **plain}, {**said.sealed, **sealed}
            said.save(update_fields=["open", "sealed"])
