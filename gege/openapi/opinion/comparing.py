"""Compare both sides for a period, keep what differs, and mend it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gege.openapi.errors import NotFound, Refused
from gege.openapi.models import Case, Difference, OpinionPlatform, Reconciliation
from gege.openapi.names import said_of
from gege.openapi.opinion.asking import Trouble, ask, text_of
from gege.openapi.opinion.fetching import fetch_case, fetch_cases
from gege.openapi.opinion.reading import read_lines
from gege.openapi.opinion.standing import lines
from gege.openapi.opinion.telling import tell_case, tell_cases
from gege.openapi.rest.answers import Problem
from gege.openapi.rules.opinions import FETCH_AGAIN, MOST_COMPARED, Line, What, differences
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas
from gege.trail.api import record

PAGE: Final = 1000
KEPT: Final = timedelta(days=400)
MENDERS: Final = frozenset({Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR})


def reconcile(
    one: OpinionPlatform, *, by: Actor, now: datetime, days: int | None = None
) -> Reconciliation:
    """Fetch and tell what is due, then compare the last days case by case.

    Without their list (they do not answer, or count otherwise than they list) the report says so:
    no comparison is not the same as no difference.
    """
    _ready(one, by)
    since = now - timedelta(days=days or one.compared_days)
    try:
        if one.fetches:
            fetch_cases(one, now=now)
        while one.sends and tell_cases(one, now=now):
            pass
        theirs = _their_list(one, since, now)
    except Trouble as trouble:
        return _keep(one, since, now, None, None, by, trouble=trouble.said)
    return compare(one, theirs, since=since, until=now, by=by, now=now)


def compare(
    one: OpinionPlatform,
    theirs: Sequence[Line],
    *,
    since: datetime,
    until: datetime,
    by: Actor,
    now: datetime,
) -> Reconciliation:
    """Compare their list of a period with ours, and keep the report."""
    ours = our_list(one, since, until)
    here = {row.their_id for row in ours}
    # What they date otherwise is not missing.
    beyond = [row.their_id for row in theirs if row.their_id not in here]
    rows = Case.objects.filter(platform=one, their_id__in=beyond).select_related("matter")
    ours += lines(list(rows.defer("matter__search")), load_atlas())
    return _keep(one, since, until, ours, theirs, by, now=now)


def our_list(one: OpinionPlatform, since: datetime, until: datetime) -> list[Line]:
    """Return what we know of the cases that were raised in a period."""
    rows = Case.objects.filter(platform=one, raised_at__gte=since, raised_at__lt=until)
    found = rows.select_related("matter").defer("matter__search").order_by("raised_at", "their_id")
    return lines(list(found[:MOST_COMPARED]), load_atlas())


def mend(report_uid: UUID, pk: int, *, by: Actor, now: datetime) -> Difference:
    """Mend one difference: fetch the case again, or tell it again.

    Raises Refused with what the platform said when it could not be done; it stays open then.
    """
    if by.role not in MENDERS:
        raise Refused("not_your_mend")
    rows = Difference.objects.select_related("report__platform__client")
    row = rows.filter(pk=pk, report__uid=report_uid, mended_at__isnull=True).first()
    if row is None:
        raise NotFound
    one = row.report.platform
    if one.ended_at is not None or not one.address:
        raise Refused("nobody_to_ask")
    how = "fetched" if row.what in FETCH_AGAIN else "told"
    try:
        done = _fetched(one, row, now) if how == "fetched" else _told(one, row, now)
    except Trouble as trouble:
        raise Refused("not_mended", said=said_of(trouble.said)) from None
    if not done:
        raise Refused("not_mended", said="—")
    with transaction.atomic():
        row.mended_at, row.mended_by, row.mended_how = now, by.name[:80], how
        row.save(update_fields=["mended_at", "mended_by", "mended_how"])
        record(
            stream=one.stream,
            deed="mend",
            by=by.signature(),
            now=now,
            more={"case": row.their_id, "what": row.what, "how": how},
        )
    return row


def forget_reports(*, now: datetime) -> int:
    return Reconciliation.objects.filter(at__lt=now - KEPT).delete()[0]


def _fetched(one: OpinionPlatform, row: Difference, now: datetime) -> bool:
    taken = fetch_case(one, row.their_id, now=now)
    # They may have gone back to an older version: nothing here follows that.
    return taken is not None and (row.what != What.VERSION or taken.how != "late")


def _told(one: OpinionPlatform, row: Difference, now: datetime) -> bool:
    rows = Case.objects.filter(platform=one, their_id=row.their_id).select_related("matter")
    case = rows.first()
    if case is None:
        raise NotFound
    tell_case(one, case, now=now)
    return True


def _ready(one: OpinionPlatform, by: Actor) -> None:
    if not by.is_system and by.role not in MENDERS:
        raise Refused("not_your_mend")
    if one.ended_at is not None or not one.address:
        raise Refused("nobody_to_ask")


def _their_list(one: OpinionPlatform, since: datetime, until: datetime) -> list[Line]:
    """Read their list to its end. Raises Trouble."""
    found: dict[str, Line] = {}
    after, count = "", -1
    while len(found) <= MOST_COMPARED:
        query: dict[str, Any] = {
            "since": since.isoformat(timespec="seconds"),
            "until": until.isoformat(timespec="seconds"),
            "after": after,
            "limit": PAGE,
        }
        content = ask(one, "index", query=query)
        try:
            page = read_lines(content.get("cases"))
        except Problem as problem:
            raise Trouble(str(problem.content["text"])) from None
        found |= {row.their_id: row for row in page}
        said, following = content.get("count"), text_of(content, "next", 200)
        if type(said) is not int:
            raise Trouble("bad_entry")
        count = said
        if not page or not following or following == after:
            break
        after = following
    if count != len(found):
        raise Trouble("count_differs")
    return list(found.values())


def _keep(
    one: OpinionPlatform,
    since: datetime,
    until: datetime,
    ours: Sequence[Line] | None,
    theirs: Sequence[Line] | None,
    by: Actor,
    *,
    trouble: str = "",
    now: datetime | None = None,
) -> Reconciliation:
    found = differences(ours, theirs) if ours is not None and theirs is not None else None
    with transaction.atomic():
        report = Reconciliation.objects.create(
            platform=one,
            since=since,
            until=until,
            at=now or until,
            by_name=by.name[:80],
            ours=None if ours is None else len(ours),
            theirs=None if theirs is None else len(theirs),
            found=None if found is None else len(found),
            trouble=trouble,
        )
        Difference.objects.bulk_create(
            Difference(
                report=report,
                their_id=row.their_id,
                what=row.what,
                ours=row.ours,
                theirs=row.theirs,
            )
            for row in found or ()
        )
        record(
            stream=one.stream,
            deed="reconcile",
            by=by.signature(),
            now=now or until,
            more={"found": report.found, "ours": report.ours, "theirs": report.theirs},
        )
    return report
