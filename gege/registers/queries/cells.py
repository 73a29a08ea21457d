"""Residents as linkage compares them: what their records and their dwellings say, unsealed.

For machines and for the reasons of a pair; whoever shows them asks `sight` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet

from gege.registers.keeping import values_of
from gege.registers.models import Link, Record

if TYPE_CHECKING:
    import pyarrow as pa

    from gege.registers.linkage import Cells, Reading, Reason

RESIDENT: Final = "resident"
BATCH: Final = 5_000
FIELD_OF: Final = {
    "name": "name", "number": "id_number", "birth": "born", "phone": "phone", "sex": "sex",
    "address": "dwelling",
}  # fmt: skip
"""Each thing that is compared and the field of the resident that says it."""
_NEEDED: Final = ("id", "uid", "sheet", "open", "sealed")
_OWN: Final = ("name", "sex", "id_number", "born", "phone")


def cells_of(records: Iterable[Record]) -> Iterator[Cells]:
    """Yield residents as they are compared; `ref` is the record's number."""
    from gege.registers.linkage import Cells  # inline: loads numpy and pyarrow

    rows = list(records)
    homes = _homes([one.pk for one in rows])
    for one in rows:
        values = values_of(one, _OWN)
        texts = {name: str(values.get(name) or "") for name in _OWN}
        yield Cells(
            str(one.pk),
            name=texts["name"],
            sex=texts["sex"],
            number=texts["id_number"],
            born_on=texts["born"],
            phone=texts["phone"],
            address=homes.get(one.pk, ""),
        )


def table_of(records: QuerySet[Record], reading: Reading) -> pa.Table:
    """Return residents as one normalised table; their texts are held for one batch only."""
    import pyarrow as pa  # inline: large, and needed by few

    from gege.registers.linkage import SCHEMA, normalised  # inline: loads numpy and pyarrow

    tables: list[pa.Table] = []
    after = 0
    while True:
        batch = list(records.filter(pk__gt=after).order_by("pk").only(*_NEEDED)[:BATCH])
        if not batch:
            break
        tables.append(normalised(cells_of(batch), reading))
        after = batch[-1].pk
    return pa.concat_tables(tables) if tables else SCHEMA.empty_table()


def reading_of(today: date) -> Reading:
    """Return how cells are read on a day."""
    from gege.registers.linkage import Reading  # inline: loads numpy and pyarrow

    return Reading(today)


def reasons_of(one: Record, other: Record, today: date) -> tuple[Reason, ...]:
    """Return why two residents may be one, thing by thing; whoever shows it asks `sight`."""
    from gege.registers.linkage import reasons  # inline: loads numpy and pyarrow

    first, second = cells_of([one, other])
    return reasons(first, second, reading_of(today))


def _homes(ids: Sequence[int]) -> dict[int, str]:
    """Return where people live in words: the building's address, the unit and the door."""
    lives = Link.objects.filter(source_id__in=ids, field="dwelling", until__isnull=True)
    at = {
        person: (home, said)
        for person, home, said in lives.values_list("source_id", "target_id", "target__open")
    }
    lies = Link.objects.filter(
        source_id__in={home for home, _said in at.values()}, field="building", until__isnull=True
    )
    above = dict(lies.values_list("source_id", "target__open__address"))
    found = {}
    for person, (home, said) in at.items():
        unit, door = str(said.get("unit_no") or ""), str(said.get("dwelling_no") or "")
        words = [str(above.get(home) or "")]
        words.append(f"{unit}单元" if unit.isalnum() and len(unit) < 4 else "")
        words.append(f"{door}室" if door.isdigit() else door)
        found[person] = "".join(words)
    return found
