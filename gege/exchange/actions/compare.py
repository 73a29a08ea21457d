"""Comparing both sides' counts: of a source every night and on demand, of what a department was
given when it tells what it holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count as Counted
from django.db.models import QuerySet, Sum
from django.db.models.functions import Substr

from gege.exchange.actions.keep_source import secret_of
from gege.exchange.actions.stepping import write_line
from gege.exchange.errors import ExchangeError
from gege.exchange.models import Comparison, Figure, Given, Held, Outlet, Run, Source
from gege.exchange.names import said_of
from gege.exchange.pulling.pages import count_pages
from gege.exchange.pulling.tables import count_table
from gege.exchange.queries.changes import records_given
from gege.exchange.queries.grants import grant_of
from gege.exchange.queries.horizon import safe_turn
from gege.exchange.rules.changes import digest_of_record, digest_text
from gege.exchange.rules.figures import KEPT_DAYS, MOST_LINES, Count, Key, What, compared
from gege.exchange.rules.sources import Deed, Kind, RunState
from gege.kernel.county_day import local_date
from gege.openapi.api import actor_of
from gege.registers.api import Import, current_contract
from gege.staff.api import Actor
from gege.territory.api import Editions, load_atlas

RUNS_KEPT: Final = timedelta(days=90)
Counts = Mapping[Key, Count]


def compare_source(source: Source, *, by: Actor, now: datetime) -> Comparison:
    """Count a source and what we took of it; what the other side does not tell is said so."""
    theirs: Counts | None = None
    trouble = ""
    try:
        if source.kind == Kind.TABLE:
            theirs = count_table(source, secret_of(source))
        elif source.kind == Kind.PAGES:
            theirs = count_pages(source, secret_of(source))
    except ExchangeError as error:
        trouble = said_of(error)
    if theirs is None and not trouble:
        trouble = "not_counted"
    ours = _held(source, theirs)
    with transaction.atomic():
        one = Source.objects.select_for_update().get(pk=source.pk)
        kept = Comparison(source=one, at=now, by_name=by.name, waiting=_waiting(one))
        _write(kept, ours, theirs, trouble)
        _line(one, kept, by, now)
    return kept


def compare_outlet(
    outlet: Outlet, theirs: Counts, key: bytes, *, by: Actor, now: datetime
) -> Comparison:
    """Compare what a department says it holds with what it was given, by area and month."""
    ours = given_counts(outlet, key)
    with transaction.atomic():
        one = Outlet.objects.select_for_update().get(pk=outlet.pk)
        kept = Comparison(outlet=one, at=now, by_name=by.name)
        _write(kept, ours, theirs, "")
        _line(one, kept, by, now)
    return kept


def check_outlets(*, by: Actor, now: datetime, editions: Editions) -> int:
    """Look whether every department that is up to date was given all that stands; return how many.

    Counted by area: what stands in the registers here, next to what was given. A difference would
    be a change that was passed over.
    """
    horizon, today, contract, atlas = (
        safe_turn(), local_date(now), current_contract(editions), load_atlas(),
    )  # fmt: skip
    looked = 0
    rows = Outlet.objects.filter(ended_at__isnull=True, paused_at__isnull=True, given__gte=horizon)
    for one in rows.select_related("client").order_by("pk"):
        unit = atlas.effective_unit(one.client.unit_id, today)
        if unit is None:
            continue
        try:
            grant = grant_of(actor_of(one.client, unit), one.sheet, contract, today)
        except ExchangeError:
            continue  # nothing is given, so nothing can be missing
        ours = _by_area(records_given(grant, unit.area_code), "area_code")
        theirs = _by_area(Given.objects.filter(outlet=one, gone=False), "area")
        with transaction.atomic():
            kept = Comparison(outlet=one, at=now, by_name=by.name)
            _write(kept, ours, theirs, "")
            _line(one, kept, by, now)
        looked += 1
    return looked


def _by_area(rows: QuerySet[Any], name: str) -> dict[Key, Count]:
    """Count rows by community."""
    found = rows.values(place=Substr(name, 1, 12)).annotate(n=Counted("pk")).order_by("place")
    return {(one["place"], ""): Count(one["n"]) for one in found[:MOST_LINES]}


def given_counts(outlet: Outlet, key: bytes) -> dict[Key, Count]:
    """Return how many records a department was given and should hold, with keyed digests."""
    counts: dict[Key, int] = {}
    sums: dict[Key, int] = {}
    rows = Given.objects.filter(outlet=outlet, gone=False)
    for area, month, uid, version in rows.values_list(
        "area", "month", "record__uid", "version"
    ).iterator(chunk_size=5000):
        place = (area, month)
        counts[place] = counts.get(place, 0) + 1
        sums[place] = sums.get(place, 0) + digest_of_record(str(uid), version, key)
    return {place: Count(count, digest_text(sums[place])) for place, count in counts.items()}


def forget_old(*, now: datetime) -> int:
    """Remove comparisons and readings that are long over; a reading that gave a file stays."""
    gone = Comparison.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]
    idle = Run.objects.filter(import_uid__isnull=True, started_at__lt=now - RUNS_KEPT)
    return gone + idle.exclude(state=RunState.RUNNING).delete()[0]


def _held(source: Source, theirs: Counts | None) -> dict[Key, Count]:
    """Return what we took of a source, by what the other side tells: area, month, both or none."""
    wanted = theirs or {}
    by_area = any(area for area, _month in wanted)
    by_month = any(month for _area, month in wanted)
    names = [name for name, told in (("area", by_area), ("month", by_month)) if told]
    rows = Held.objects.filter(source=source)
    found: dict[Key, Count] = {}
    if not names:
        return {("", ""): Count(rows.count())}
    for one in rows.values(*names).annotate(n=Counted("pk")).order_by(*names)[:MOST_LINES]:
        found[one.get("area", ""), one.get("month", "")] = Count(one["n"])
    return found


def _waiting(source: Source) -> int:
    """Return how many rows of a source lie in files that nobody applied, dropped or took back."""
    runs = Run.objects.filter(source=source, import_uid__isnull=False)
    open_ones = Import.objects.filter(
        uid__in=runs.values("import_uid"),
        applied_at__isnull=True,
        undone_at__isnull=True,
        closed_at__isnull=True,
    )
    return int(open_ones.aggregate(n=Sum("rows"))["n"] or 0)


def _write(kept: Comparison, ours: Counts, theirs: Counts | None, trouble: str) -> None:
    lines = compared(ours, theirs if theirs is not None else {})[:MOST_LINES]
    kept.ours = sum(one.count for one in ours.values())
    kept.theirs = None if theirs is None else sum(one.count for one in theirs.values())
    kept.trouble = trouble[:200]
    kept.found = 0 if theirs is None else sum(one.what is not What.SAME for one in lines)
    kept.save()
    Figure.objects.bulk_create(
        Figure(
            comparison=kept,
            area=one.area,
            month=one.month,
            ours=one.ours.count,
            theirs=None if theirs is None or one.theirs is None else one.theirs.count,
            ours_digest=one.ours.digest,
            theirs_digest=one.theirs.digest if one.theirs else "",
            what=str(one.what if theirs is not None else What.NOT_TOLD),
        )
        for one in lines
    )


def _line(one: Source | Outlet, kept: Comparison, by: Actor, now: datetime) -> None:
    said = {"ours": kept.ours, "theirs": kept.theirs, "found": kept.found}
    write_line(one, Deed.COMPARE, by, now, more=said | {"comparison": str(kept.uid)})
