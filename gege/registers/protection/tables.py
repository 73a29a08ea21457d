"""The tables that hold sealed texts and marks, and giving some of their rows other keys."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from gege.kernel.keyring import Ring, Unreadable, Use, opened, sealed, sealed_with
from gege.registers.books import current_contract
from gege.registers.keeping import marks_of, values_of
from gege.registers.models import Import, Record, Statement
from gege.registers.rules.declaration import Contract
from gege.territory.api import read_editions


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some rows. `held` were locked by somebody and left alone."""

    seen: int
    changed: int
    unreadable: int
    held: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name in reports, the next ids behind one, and giving rows the present keys."""

    name: str
    ids: Callable[[int, int], list[int]]
    reseal: Callable[[Sequence[int], Ring], Batch]
    keys: Callable[[], Counter[str]]


def records_batch(ids: Sequence[int], ring: Ring) -> Batch:
    """Give records the present keys: sealed values, terms and marks.

    The rows are locked while they are read and written, so a writer either comes before (and is
    seen) or waits some milliseconds; rows that a writer holds are skipped, never waited for.
    """
    contract = current_contract(read_editions())
    changes: list[dict[str, Any]] = []
    unreadable = 0
    with transaction.atomic():
        rows = Record.objects.select_for_update(skip_locked=True).filter(id__in=ids)
        rows = rows.only("id", "uid", "sheet", "open", "sealed", "terms", "marks")
        found = list(rows.order_by("id"))
        for row in found:
            try:
                change = _changed_record(row, ring, contract)
            except Unreadable:
                unreadable += 1
                continue
            if change is not None:
                changes.append(change)
        _write(_RECORDS, changes)
    return Batch(len(found), len(changes), unreadable, len(ids) - len(found))


def statements_batch(ids: Sequence[int], ring: Ring) -> Batch:
    """Give statements the present keys; their values are bound to the record they speak of."""
    changes: list[dict[str, Any]] = []
    unreadable = 0
    with transaction.atomic():
        rows = Statement.objects.select_for_update(skip_locked=True, of=("self",))
        rows = rows.select_related("record").filter(id__in=ids)
        rows = rows.only("id", "sealed", "record__uid", "record__sheet")
        found = list(rows.order_by("id"))
        for row in found:
            try:
                new = _resealed(row.sealed, ring, row.record.sheet, row.record.uid)
            except Unreadable:
                unreadable += 1
                continue
            if new != row.sealed:
                changes.append({"id": row.pk, "sealed": new})
        _write(_STATEMENTS, changes)
    return Batch(len(found), len(changes), unreadable, len(ids) - len(found))


def imports_batch(ids: Sequence[int], ring: Ring) -> Batch:
    """Give the keys of imported files the present keys; the files themselves stay as they are."""
    changed = unreadable = 0
    with transaction.atomic():
        rows = Import.objects.select_for_update(skip_locked=True).filter(id__in=ids)
        found = list(rows.only("id", "uid", "secret").order_by("id"))
        for row in found:
            if not row.secret:
                continue
            try:
                new = _resealed({"secret": row.secret}, ring, IMPORTED, row.uid)["secret"]
            except Unreadable:
                unreadable += 1
                continue
            if new != row.secret:
                Import.objects.filter(pk=row.pk).update(secret=new)
                changed += 1
    return Batch(len(found), changed, unreadable, len(ids) - len(found))


def import_keys() -> Counter[str]:
    """Return how many keys of imported files each key sealed."""
    return _counted(_IMPORTED)


def record_keys() -> Counter[str]:
    """Return how many sealed values, terms and marks of records each key made."""
    return _counted(_SEALED.format(table="registers_record")) + _counted(_MARKS)


def statement_keys() -> Counter[str]:
    """Return how many sealed values of statements each key made."""
    return _counted(_SEALED.format(table="registers_statement"))


def without_mark(key_id: str) -> int:
    """Return how many records are not found by a mark's key yet."""
    with connection.cursor() as cursor:
        cursor.execute(_UNMARKED, [f"{key_id}."])
        (count,) = cursor.fetchone()
    return int(count)


def _changed_record(row: Record, ring: Ring, contract: Contract) -> dict[str, Any] | None:
    new = _resealed(row.sealed, ring, row.sheet, row.uid)
    terms, marks = row.terms, row.marks
    wanted = {key.id for key in ring.written(Use.MARK)}
    present = {mark.partition(".")[0] for mark in (*terms, *marks)}
    sheet = contract.sheets.get(row.sheet)
    if present and present != wanted:
        if sheet is None:
            raise Unreadable("The contract does not know the sheet any more.")
        terms, marks = marks_of(values_of(row), sheet)
    if new == row.sealed and terms == row.terms and marks == row.marks:
        return None
    return {"id": row.pk, "sealed": new, "terms": terms, "marks": marks}


def _resealed(held: Mapping[str, str], ring: Ring, sheet: str, uid: UUID) -> dict[str, str]:
    """Return sealed values under the active key; those that are there already stay as they are."""
    active = ring.active(Use.SEAL).id
    new = dict(held)
    for field, text in held.items():
        if sealed_with(text) != active:
            place = {"register": sheet, "uid": str(uid), "field": field}
            new[field] = sealed(ring, opened(ring, text, **place), **place)
    return new


def _write(statement: str, changes: Iterable[Mapping[str, Any]]) -> None:
    rows = list(changes)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(rows)])


def _counted(statement: str) -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return Counter({str(key): int(count) for key, count in cursor.fetchall()})


def _ids(model: type[Record | Statement | Import]) -> Callable[[int, int], list[int]]:
    def after(last: int, most: int) -> list[int]:
        rows = model.objects.filter(id__gt=last).order_by("id")
        return list(rows.values_list("id", flat=True)[:most])

    return after


_RECORDS: Final = """
    UPDATE registers_record AS row SET sealed = new.sealed, terms = new.terms, marks = new.marks
    FROM jsonb_to_recordset(%s) AS new (id bigint, sealed jsonb, terms varchar[], marks varchar[])
    WHERE row.id = new.id
"""
_STATEMENTS: Final = """
    UPDATE registers_statement AS row SET sealed = new.sealed
    FROM jsonb_to_recordset(%s) AS new (id bigint, sealed jsonb)
    WHERE row.id = new.id
"""
_SEALED: Final = """
    SELECT split_part(value, '.', 3), count(*) FROM {table}, jsonb_each_text(sealed) GROUP BY 1
"""
_MARKS: Final = """
    SELECT split_part(mark, '.', 1), count(*)
    FROM registers_record, unnest(terms || marks) AS mark GROUP BY 1
"""
_UNMARKED: Final = """
    SELECT count(*) FROM registers_record
    WHERE cardinality(terms || marks) > 0
      AND NOT EXISTS (SELECT 1 FROM unnest(terms || marks) AS mark WHERE starts_with(mark, %s))
"""

_IMPORTED: Final = """
    SELECT split_part(secret, '.', 3), count(*) FROM registers_import WHERE secret <> '' GROUP BY 1
"""
IMPORTED: Final = "registers_import"
"""The place in which keys of files are sealed."""

RECORDS: Final = Table("records", _ids(Record), records_batch, record_keys)
STATEMENTS: Final = Table("statements", _ids(Statement), statements_batch, statement_keys)
IMPORTS: Final = Table("imports", _ids(Import), imports_batch, import_keys)
