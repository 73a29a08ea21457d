"""Records as they are kept, with their turns: for rules that look at many sheets at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from gege.kernel.ids import new_uid
from gege.registers.api import Link, Record, Statement, Turn, own_values, shipped_contract
from gege.registers.keeping import put
from tests.cast import GRID, centre_of
from tests.registers.keeping_records import NOW

TODAY = date(2026, 6, 10)


def keep(sheet: str, *, area: str = GRID, since: date = TODAY, **typed: Any) -> Record:
    """Keep a record; an argument that is a record, or a list of them, becomes a reference."""
    record = Record(
        uid=new_uid(), sheet=sheet, area_code=area, opened_at=NOW, changed_at=NOW, valid_from=since
    )
    put(record, {}, shipped_contract().sheets[sheet], TODAY)
    record.save()
    Turn.objects.create(record=record, version=1, at=NOW, deed="open")
    change(record, **typed)
    return record


def change(record: Record, **typed: Any) -> None:
    """Let other values and references stand, with a turn as every change has one."""
    record.refresh_from_db()
    values = own_values(record)
    for name, value in typed.items():
        if isinstance(value, list | Record):
            targets = value if isinstance(value, list) else [value]
            if all(isinstance(one, Record) for one in targets):
                _refer(record, name, targets)
                continue
        values[name] = value
    put(record, values, shipped_contract().sheets[record.sheet], TODAY)
    _turn(record, "say")


def end(record: Record, why: str = "closed") -> None:
    """End a record and its own references."""
    record.refresh_from_db()
    record.valid_to, record.ended_why = TODAY, why
    Link.objects.filter(source=record, until__isnull=True).update(until=TODAY)
    _turn(record, "end")


def _turn(record: Record, deed: str) -> None:
    record.version += 1
    record.save()
    Turn.objects.create(record=record, version=record.version, at=NOW, deed=deed)


def _refer(record: Record, field: str, targets: list[Record]) -> None:
    Link.objects.filter(source=record, field=field, until__isnull=True).update(until=TODAY)
    said = Statement.objects.create(
        record=record, uid=new_uid(), side="field", name="", said_at=NOW, received_at=NOW,
        evidence="seen",
    )  # fmt: skip
    for target in targets:
        Link.objects.create(source=record, field=field, target=target, since=TODAY, statement=said)


def point_of(area: str) -> dict[str, float]:
    """Return the position in the middle of an area."""
    lng, lat = centre_of(area)
    return {"lng": lng, "lat": lat}


class Street:
    """A house with two homes: one of a family, one that stands empty."""

    def __init__(self) -> None:
        self.building = keep("building", name="3栋", address="解放路12号", point=point_of(GRID))
        self.dwelling = keep("dwelling", building=self.building, dwelling_no="501", occupancy="1")
        self.empty = keep("dwelling", building=self.building, dwelling_no="502", occupancy="3")
        self.resident = self.person("王小明", "1950-03")
        self.household = keep(
            "household", household_no="H-1", dwelling=self.dwelling, head=self.resident,
            members=[self.resident],
        )  # fmt: skip

    def person(self, name: str, born: str, **more: Any) -> Record:
        """Somebody who lives in the family's home."""
        return keep("resident", **({"name": name, "born": born, "dwelling": self.dwelling} | more))
