"""Which matters an Open311 client may read, and what is said of them in few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from gege.kernel.numbers import parse_number
from gege.matters.api import Matter, Remark, local_date, scope_of
from gege.matters.api import words as vocabulary
from gege.openapi.knock import Caller
from gege.openapi.models import Sent
from gege.trail.api import Entry


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; an empty field narrows nothing."""

    since: datetime
    until: datetime
    kinds: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of some matters besides their rows, by their ids."""

    sent: Mapping[int, Sent]
    replies: Mapping[int, str]
    updated: Mapping[str, datetime]


def readable(caller: Caller | None) -> QuerySet[Matter]:
    """Return what may be read: without a key what was sent to be public; with one also what this
    client sent, and the scope of its post if it has the right to read."""
    public = Q(Exists(Sent.objects.filter(matter=OuterRef("pk"), public=True)))
    if caller is None:
        return Matter.objects.filter(public)
    own = Q(Exists(Sent.objects.filter(matter=OuterRef("pk"), client=caller.client)))
    scope = scope_of(caller.actor) if caller.client.reads else Q(pk__in=())
    return Matter.objects.filter(public | own | scope)


def listed(caller: Caller | None, asked: Asked, *, page: int, size: int) -> list[Matter]:
    """Return a page, the newest first. The standard's pages are numbered, so rows are skipped:
    within the days of one question, and no deeper than the view lets a client go."""
    rows = readable(caller).filter(reported_at__gte=asked.since, reported_at__lte=asked.until)
    if asked.kinds:
        rows = rows.filter(kind__in=asked.kinds)
    if len(asked.statuses) == 1:
        ended = Q(state__in=sorted(vocabulary.ENDED))
        rows = rows.filter(ended if "closed" in asked.statuses else ~ended)
    first = (page - 1) * size
    return list(rows.defer("search").order_by("-reported_at", "-id")[first : first + size])


def by_numbers(caller: Caller | None, numbers: Collection[str]) -> list[Matter]:
    """Return the matters of some numbers that may be read, in the order of the numbers."""
    days = {one.serial: one.reported_on for one in map(parse_number, numbers) if one is not None}
    found = {
        one.pk: one
        for one in readable(caller).filter(pk__in=list(days)).defer("search")
        if local_date(one.reported_at) == days[one.pk]
    }
    return [found[serial] for serial in days if serial in found]


def beside(rows: Sequence[Matter]) -> Beside:
    """Read the rest of some matters: three statements, however many they are."""
    ids = [one.pk for one in rows]
    replies = Remark.objects.filter(matter_id__in=ids, public=True).order_by("id")
    last = Entry.objects.filter(stream__in=[one.stream for one in rows])
    return Beside(
        sent={one.matter_id: one for one in Sent.objects.filter(matter_id__in=ids)},
        replies=dict(replies.values_list("matter_id", "words")),
        updated=dict(last.values_list("stream").annotate(Max("at"))),
    )
