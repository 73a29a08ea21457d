"""What stands before a word that only adds to it: a phone does not hold it (decision 0041)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.queries.scope import reader, record_by_uid
from gege.registers.rules.declaration import Field
from gege.staff.api import Actor
from gege.territory.api import Editions


def record_for_word(uid: UUID, *, by: Actor, now: datetime, editions: Editions) -> Record:
    """Return a record within reach, locked until the caller's transaction ends. Raises NotFound."""
    one = reader(by, local_date(now))
    return record_by_uid(uid, one, current_contract(editions), lock=True)


def standing_rows(record: Record, field: Field) -> list[dict[str, Any]]:
    """Return the rows that stand in a field of many; for a deed, never for a screen."""
    if not field.is_link:
        return list(values_of(record, (field.name,)).get(field.name) or [])
    links = Link.objects.filter(source=record, field=field.name, until__isnull=True)
    return [
        {"uid": str(uid), **parts}
        for uid, parts in links.order_by("pk").values_list("target__uid", "parts")
    ]
