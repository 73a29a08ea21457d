"""Grant, refuse, withdraw, take back; and what time ends (R-053)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.staff.api import SYSTEM, Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.streamed import write_line
from gege.supervision.actions.viewing.telling import tell_asker, tell_unit
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import Invalid, Refused, Stale
from gege.supervision.models import ViewRequest
from gege.supervision.queries.viewing import view_by_uid, view_facts
from gege.supervision.rules.camera_words import PENDING, ViewDeed, ViewState
from gege.supervision.rules.viewing import may_view, view_leads_to

BATCH: Final = 200
_LONGEST: Final = 500


def grant_view(
    uid: UUID, *, words: str, hours: int, by: Actor, now: datetime, seen: int | None = None
) -> ViewRequest:
    """Let somebody else view, from now on and for some hours.

    Raises NotFound, Stale, Refused, Invalid.
    """
    why = text_of("words", words, most=_LONGEST, least=2, lines=True)
    most = current_order_rules().grant_days * 24
    if not 1 <= hours <= most:
        raise Invalid("hours", "grant_hours", most=most)
    with _deciding(uid, ViewDeed.GRANT, by=by, now=now, seen=seen, words=why) as request:
        request.view_from, request.view_until = now, now + timedelta(hours=hours)
        request.ends_at = request.view_until
        tell_asker(request, "view_granted", by=by, now=now, reason=why)
    return request


def refuse_view(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> ViewRequest:
    """Refuse a request, with the reason."""
    why = text_of("words", words, most=_LONGEST, least=2, lines=True)
    with _deciding(uid, ViewDeed.REFUSE, by=by, now=now, seen=seen, words=why) as request:
        request.ends_at = None
        tell_asker(request, "view_refused", by=by, now=now, reason=why)
    return request


def withdraw_view(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> ViewRequest:
    """Take an own request back: it is not needed any more."""
    why = text_of("words", words, most=_LONGEST, least=2, lines=True)
    with _view_step(uid, ViewDeed.WITHDRAW, by=by, now=now, seen=seen, words=why) as request:
        _end(request, why, now)
        tell_unit(request, request.owner_id, "view_withdrawn", by=by, now=now, reason=why)
    return request


def revoke_view(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> ViewRequest:
    """Take a permission back before its time: from now on nothing may be viewed."""
    why = text_of("words", words, most=_LONGEST, least=2, lines=True)
    with _view_step(uid, ViewDeed.REVOKE, by=by, now=now, seen=seen, words=why) as request:
        _end(request, why, now)
        tell_asker(request, "view_revoked", by=by, now=now, reason=why)
    return request


def expire_views(*, now: datetime) -> int:
    """End the requests whose time is over; return how many, at most `BATCH`."""
    due = ViewRequest.objects.filter(ends_at__lt=now, state__in=sorted(PENDING))
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).order_by("ends_at")[:BATCH])
        for request in rows:
            before = request.state
            request.state = view_leads_to(ViewDeed.EXPIRE, ViewState(before))
            _end(request, "", now)
            write_line(
                request,
                ViewDeed.EXPIRE,
                by=SYSTEM,
                now=now,
                before={"state": before},
                after={"state": request.state},
            )
            if before == ViewState.ASKED:
                tell_asker(request, "view_unanswered", by=SYSTEM, now=now, reason="")
    return len(rows)


def _end(request: ViewRequest, why: str, now: datetime) -> None:
    request.ended_at, request.why_ended, request.ends_at = now, why, None


@contextmanager
def _deciding(
    uid: UUID, deed: ViewDeed, *, by: Actor, now: datetime, seen: int | None, words: str
) -> Iterator[ViewRequest]:
    with _view_step(uid, deed, by=by, now=now, seen=seen, words=words) as request:
        request.decided_at, request.decided_name = now, by.name
        request.decided_by_id, request.answer = by.account_id, words
        yield request


@contextmanager
def _view_step(
    uid: UUID, deed: ViewDeed, *, by: Actor, now: datetime, seen: int | None, words: str
) -> Iterator[ViewRequest]:
    with transaction.atomic():
        request = view_by_uid(uid, by, lock=True)
        if seen is not None and seen != request.version:
            raise Stale
        refusal = may_view(deed, view_facts(request, by, now))
        if refusal is not None or by.account_id is None:
            raise Refused(refusal or "not_yours")
        before = request.state
        request.state = view_leads_to(deed, ViewState(before))
        yield request
        write_line(
            request,
            deed,
            by=by,
            now=now,
            before={"state": before},
            after={"state": request.state},
            words=words,
            until=request.view_until if deed is ViewDeed.GRANT else None,
        )
