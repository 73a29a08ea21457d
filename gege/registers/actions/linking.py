"""References between records: who may be pointed at, and how links follow what was said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from gege.registers.models import Link, Record, Statement
from gege.registers.queries.aliases import followed
from gege.registers.queries.scope import Reader, may_come_across
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.entries import Entry, Wish
from gege.registers.rules.values import Wrong


def targets_of(
    entry: Entry, sheet: Sheet, contract: Contract, one: Reader
) -> tuple[dict[UUID, Record], dict[str, Wrong]]:
    """Return the records an entry points at, by uid, and the fields that point at nothing.

    What is out of the person's reach answers like what is not there. An ended record cannot be
    pointed at anew; a merged one means the one that it became.
    """
    wanted = {wish.target for wishes in entry.wishes.values() for wish in wishes}
    if wanted:
        _hold(wanted)
    rows = {str(row.uid): row for row in Record.objects.filter(uid__in=wanted)} if wanted else {}
    found = {UUID(uid): row for uid, row in followed(rows).items()}
    faults: dict[str, Wrong] = {}
    for name, wishes in entry.wishes.items():
        allowed = sheet.by_name[name].to
        for wish in wishes:
            row = found.get(wish.target)
            if row is None or row.sheet not in allowed or not may_come_across(row, one, contract):
                faults[name] = Wrong("no_such_record")
            elif row.valid_to is not None:
                faults[name] = Wrong("record_has_ended")
    return found, faults


def _hold(uids: Iterable[UUID]) -> None:
    """Let nobody end, move or merge what is pointed at until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM registers_record WHERE uid = ANY(%s) ORDER BY id FOR SHARE",
            [sorted(uids)],
        )


def relink(
    record: Record,
    name: str,
    wishes: Sequence[Wish],
    targets: Mapping[UUID, Record],
    statement: Statement,
    today: date,
) -> None:
    """Let a field's live links be those that were said: others end today, new ones begin."""
    live = {
        link.target_id: link
        for link in Link.objects.filter(source=record, field=name, until__isnull=True)
    }
    kept = set()
    for wish in wishes:
        target = targets[wish.target]
        if target.pk in kept:
            continue
        link = live.get(target.pk)
        if link is not None and link.parts == dict(wish.parts):
            kept.add(target.pk)
            continue
        if link is not None:
            end_links([link], today)
        Link.objects.create(
            source=record,
            field=name,
            target=target,
            parts=dict(wish.parts),
            since=today,
            statement=statement,
        )
        kept.add(target.pk)
    end_links([link for key, link in live.items() if key not in kept], today)


def end_links(links: Iterable[Link], today: date) -> None:
    """End live links today; one that began today was never true and goes."""
    for link in links:
        link.until = today
        link.save(update_fields=["until"])
