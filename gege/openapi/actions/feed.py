"""Turn lines of the trail into events, and events into messages for those who asked for them.

A deed writes its line in its own transaction, so the trail is the outbox: what was done is told,
what was undone is not, and no deed waits for anybody outside. Lines are read by their ids, which
are given before a transaction commits: an id below the newest may still appear. So the cursor moves
only past what no running transaction can add to, and what lies beyond it is read again and
recorded once, by its id.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from gege.matters.api import LOCAL, Matter, local_date, scope_of
from gege.openapi.models import Case, Delivery, Event, Feed, Subscription
from gege.openapi.posts import actor_of
from gege.openapi.rules.webhooks import UNTOLD, body_of, kind_of
from gege.territory.api import Atlas, load_atlas
from gege.trail.api import Entry

BATCH: Final = 500
NAME: Final = "matters"
_WRITING: Final = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'trail_entry'::regclass AND granted
      AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def living() -> Q:
    """Return the condition of subscriptions that are told something, now or later."""
    return Q(ended_at__isnull=True, client__revoked_at__isnull=True)


def begin_feed() -> None:
    """Let the feed begin with what is written from now on, unless somebody is told already."""
    row, _new = Feed.objects.select_for_update().get_or_create(name=NAME)
    if not _anybody():
        row.cursor, row.until, row.waits_for = _newest(), None, []
        row.save()


def feed(*, now: datetime) -> int:
    """Record what the trail says since the last time; return how many lines were read.

    One transaction: an event, its messages and the mark of a case stand or fall together.
    """
    with transaction.atomic():
        row = Feed.objects.select_for_update(skip_locked=True).filter(name=NAME).first()
        if row is None:
            return 0
        if row.until is None:
            row.until = _newest()
            row.waits_for = _writing()
        else:
            row.waits_for = [one for one in row.waits_for if one in set(_writing())]
        lines = _lines(row.cursor) if _anybody() else []
        _tell(_record(lines, now), now)
        if not row.waits_for and len(lines) < BATCH:
            row.cursor, row.until = max(row.cursor, row.until), None
        row.save()
    return len(lines)


def _anybody() -> bool:
    return Subscription.objects.filter(living()).exists() or Case.objects.exists()


def _newest() -> int:
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _writing() -> list[str]:
    """Return the transactions that write to the trail now; ids are given under their lock."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return [str(row[0]) for row in cursor.fetchall()]


def _lines(cursor: int) -> list[Entry]:
    known = Event.objects.filter(entry_id=OuterRef("id"))
    rows = Entry.objects.filter(id__gt=cursor, stream__startswith="matter:")
    return list(rows.exclude(deed__in=UNTOLD).filter(~Exists(known)).order_by("id")[:BATCH])


def _record(lines: Sequence[Entry], now: datetime) -> list[tuple[Event, Matter]]:
    said = {one.id: json.loads(one.payload).get("after") or {} for one in lines}
    uids = {one.stream.partition(":")[2] for one in lines}
    matters = {one.stream: one for one in Matter.objects.filter(uid__in=uids).defer("search")}
    states = _states_before(matters)
    found = []
    for line in lines:
        matter = matters.get(line.stream)
        if matter is None:
            continue
        state = said[line.id].get("state") or states.get(matter.pk) or matter.state
        states[matter.pk] = state
        event = Event(
            entry_id=line.id,
            matter=matter,
            seq=line.seq,
            kind=kind_of(line.deed, said[line.id]) or "",
            state=state,
            version=matter.version,
            at=line.at,
            recorded_at=now,
        )
        found.append((event, matter))
    Event.objects.bulk_create([event for event, _matter in found])
    return found


def _states_before(matters: Mapping[str, Matter]) -> dict[int, str]:
    """Return the states that were told last, by matter."""
    ids = [one.pk for one in matters.values()]
    rows = Event.objects.filter(matter_id__in=ids).order_by("matter_id", "-seq")
    return dict(rows.distinct("matter_id").values_list("matter_id", "state"))


def _tell(found: Sequence[tuple[Event, Matter]], now: datetime) -> None:
    if not found:
        return
    atlas = load_atlas()
    deliveries = []
    for one in Subscription.objects.filter(living()).select_related("client").order_by("id"):
        wanted = [(event, matter) for event, matter in found if event.kind in one.events]
        seen = visible_to(one, {matter.pk for _event, matter in wanted}, atlas, now)
        deliveries += [
            Delivery(
                subscription=one,
                event=event,
                matter=matter,
                kind=event.kind,
                body=body_of(event.kind, event.at.astimezone(LOCAL), _data(event, matter)),
                created_at=now,
                not_before=now,
            )
            for event, matter in wanted
            if matter.pk in seen
        ]
    Delivery.objects.bulk_create(deliveries)
    ids = {matter.pk for _event, matter in found}
    cases = Case.objects.filter(Q(matter_id__in=ids) | Q(matter__parent_id__in=ids))
    cases.filter(touched_at__isnull=True).update(touched_at=now)
    cases.update(not_before=now, attempts=0, said="")


def visible_to(one: Subscription, ids: set[int], atlas: Atlas, now: datetime) -> set[int]:
    """Return which of some matters a subscription's client may see now."""
    unit = atlas.effective_unit(one.client.unit_id, local_date(now))
    if not ids or unit is None or not one.client.reads:
        return set()
    rows = Matter.objects.filter(scope_of(actor_of(one.client, unit)), pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _data(event: Event, matter: Matter) -> dict[str, Any]:
    due = matter.due_at
    return {
        "number": matter.number,
        "version": event.version,
        "state": event.state,
        "step": event.seq,
        "due_at": due.astimezone(LOCAL).isoformat(timespec="seconds") if due else None,
    }
