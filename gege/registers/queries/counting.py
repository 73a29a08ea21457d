"""Counting records by area and one field, for the nightly job; no page asks this."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform

from gege.registers.keeping import values_of
from gege.registers.models import Record
from gege.registers.queries.ways import counted_by_way
from gege.registers.rules.declaration import Contract, Field, Sheet, Type
from gege.registers.rules.statistics.tables import (
    BANDS,
    NOT_SAID,
    CountedTable,
    born_until,
    sheets_of,
)

_CHUNK = 2000


def counted(table: CountedTable, contract: Contract, today: date) -> Counter[tuple[str, str]]:
    """Return how many live records there are of each area and category.

    What stands open is counted by the database. What is sealed of children is opened here one by
    one, but for ages: a child under 14 is in the first band.
    """
    if table.files:
        return _files(sheets_of(table, contract))
    if table.way:
        return counted_by_way(table, contract, today)
    sheet = contract.sheets[table.sheet]
    field = sheet.by_name[table.field]
    rows = _live(sheet)
    children = rows.filter(child_until__isnull=False)
    others = rows.filter(child_until__isnull=True) if sheet.is_of_persons else rows
    found = _grouped(others, _band(today) if field.type is Type.MONTH else _code(field))
    if sheet.is_of_persons and field.type is Type.MONTH:
        found += _grouped(children, Value(str(BANDS[0]), output_field=CharField()))
    elif sheet.is_of_persons:
        found += _sealed(children, field)
    return found


def _live(sheet: Sheet) -> QuerySet[Record]:
    return Record.objects.filter(sheet=sheet.code, valid_to__isnull=True, merged_into__isnull=True)


def _files(sheets: Iterable[Sheet]) -> Counter[tuple[str, str]]:
    rows = Record.objects.filter(
        sheet__in=[sheet.code for sheet in sheets],
        valid_to__isnull=True,
        merged_into__isnull=True,
    )
    return _grouped(rows, F("sheet"))


def _grouped(rows: QuerySet[Record], category: object) -> Counter[tuple[str, str]]:
    counted = (
        rows.annotate(born_text=KeyTextTransform("born", "open"), category=category)
        .values_list("area_code", "category")
        .annotate(number=Count("pk"))
        .order_by()
    )
    found: Counter[tuple[str, str]] = Counter()
    for area, name, number in counted:
        found[area, name or NOT_SAID] += number
    return found


def _code(field: Field) -> KeyTextTransform:
    return KeyTextTransform(field.name, "open")


def _band(today: date) -> Case:
    whens = [
        When(born_text__lte=born_until(band, today), then=Value(str(band)))
        for band in sorted(BANDS, reverse=True)[:-1]
    ]
    return Case(
        When(born_text__isnull=True, then=Value(NOT_SAID)),
        *whens,
        default=Value(str(BANDS[0])),
        output_field=CharField(),
    )


def _sealed(rows: QuerySet[Record], field: Field) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in rows.order_by("pk").iterator(chunk_size=_CHUNK):
        value = values_of(row, (field.name,)).get(field.name)
        found[row.area_code, str(value) if value is not None else NOT_SAID] += 1
    return found
