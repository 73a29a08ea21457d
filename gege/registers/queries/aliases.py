"""Which record a uid means today: a merged one means the record that it became (decision 0039)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from gege.registers.models import Record
from gege.registers.rules.values import Value

_LONGEST_CHAIN: Final = 8
_MOST_MERGED: Final = 200


@dataclass(frozen=True, slots=True)
class Aliases:
    """Records by the uid that was said of them; several uids may mean one record."""

    by_said: Mapping[str, Record] = field(default_factory=dict)

    def resolved(self, value: Value) -> list[dict[str, Any]] | None:
        """Return references as they are meant today: each record once, in the order of uids."""
        found: dict[str, dict[str, Any]] = {}
        for row in value or ():
            said = str(row["uid"])
            meant = self.by_said.get(said)
            uid = str(meant.uid) if meant is not None else said
            if uid == said or uid not in found:
                # Of two that became one, what was said of the one that was kept.
                found[uid] = {**row, "uid": uid}
        return [found[uid] for uid in sorted(found)] or None

    def meant(self) -> dict[str, Record]:
        """Return the records that are meant by their own uids."""
        return {str(one.uid): one for one in self.by_said.values()}


def aliases_of(values: Iterable[Value]) -> Aliases:
    """Return the records that references name, one statement for all of them and one per merge."""
    named = {str(row["uid"]) for value in values for row in value or ()}
    if not named:
        return Aliases()
    rows = {str(row.uid): row for row in Record.objects.filter(uid__in=[UUID(x) for x in named])}
    return Aliases(followed(rows))


def followed(rows: Mapping[str, Record]) -> dict[str, Record]:
    """Return records with each merged one replaced by the record that it became."""
    found = dict(rows)
    for _ in range(_LONGEST_CHAIN):
        wanted = {one.merged_into_id for one in found.values() if one.merged_into_id is not None}
        if not wanted:
            break
        into = Record.objects.in_bulk(sorted(wanted))
        found = {
            uid: into[one.merged_into_id] if one.merged_into_id is not None else one
            for uid, one in found.items()
        }
    return found


def with_merged(record: Record) -> list[int]:
    """Return the id of a record and of those that were merged into it, however they came there."""
    found, newest = [record.pk], [record.pk]
    for _ in range(_LONGEST_CHAIN):
        rows = Record.objects.filter(merged_into__in=newest).order_by("pk")
        newest = list(rows.values_list("pk", flat=True)[:_MOST_MERGED])
        if not newest:
            break
        found += newest
    return found
