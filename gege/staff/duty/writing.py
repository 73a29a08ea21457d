"""What deeds on duty have in common: the line of the ledger, the notices, finding what is meant."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from gege.kernel.typed_text import cleaned
from gege.notices.api import Draft
from gege.staff.actor import Actor
from gege.staff.duty.errors import Invalid, NotFound, Refused
from gege.staff.duty.models import DutyDesk, Roster, Shift
from gege.staff.duty.queries.scope import desks_of, locked_desk
from gege.staff.duty.rules.coverage import Piece
from gege.trail.api import record


def write(
    desk: DutyDesk,
    deed: str,
    *,
    by: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Write the ledger line of a deed at a desk."""
    record(
        stream=desk.stream,
        deed=deed,
        by=by.signature(),
        now=now,
        before=before or {},
        after=after or {},
        more=more,
    )


def facts_of(shift: Shift) -> dict[str, Any]:
    """Return what the ledger keeps of a shift."""
    return {
        "shift": str(shift.uid),
        "starts": shift.starts.isoformat(),
        "ends": shift.ends.isoformat(),
        "account": shift.account_id,
    }


def span_words(starts: datetime, ends: datetime) -> str:
    """Return a span in figures alone, as it stands in notices of both languages."""
    begins, stops = timezone.localtime(starts), timezone.localtime(ends)
    same = begins.date() == stops.date()
    return (
        f"{begins:%m-%d %H:%M}–{stops:%H:%M}"
        if same
        else f"{begins:%m-%d %H:%M}–{stops:%m-%d %H:%M}"
    )


def words(text: str, field: str, *, least: int = 2, most: int = 200, lines: bool = False) -> str:
    """Return a typed text, cleaned. Raises Invalid."""
    clean = cleaned(text, lines=lines)
    if len(clean) < least:
        raise Invalid(field, "too_short", least=least)
    if len(clean) > most:
        raise Invalid(field, "too_long", most=most)
    return clean


def to_account(
    template: str, shift_or_desk: Shift | DutyDesk, account_id: int | None, **values: Any
) -> list[Draft]:
    """Return a notice to one person about a shift or a desk; none for nobody."""
    if account_id is None:
        return []
    urgent = bool(values.pop("urgent", False))
    return [
        Draft(
            template=template,
            subject=subject_of(shift_or_desk),
            to_account_id=account_id,
            values=values,
            urgent=urgent,
        )
    ]


def subject_of(about: Shift | DutyDesk) -> str:
    """Return what a notice is about, as the outbox names it: behind "duty:" stands its page."""
    kind = "shifts" if isinstance(about, Shift) else "desks"
    return f"duty:{kind}/{about.uid}"


def own_shift(by: Actor, uid: UUID) -> tuple[Shift, DutyDesk]:
    """Return a published shift of the person themself and its desk, both locked.

    Raises NotFound for everybody else's.
    """
    found = Shift.objects.filter(uid=uid, live=True, account_id=by.account_id or 0).first()
    if found is None:
        raise NotFound
    desk = DutyDesk.objects.select_for_update(of=("self",)).select_related("unit")
    held = desk.get(id=found.desk_id)
    shift = Shift.objects.select_for_update(of=("self",)).get(id=found.pk)
    if shift.account_id != by.account_id:
        raise NotFound
    return shift, held


def kept_roster(by: Actor, uid: UUID, revision: int | None = None) -> tuple[Roster, DutyDesk]:
    """Return a roster of a desk that a person keeps, the desk locked.

    Raises NotFound; Refused("stale") when it changed since `revision`.
    """
    found = Roster.objects.filter(uid=uid, desk__in=desks_of(by)).first()
    if found is None:
        raise NotFound
    desk = locked_desk(by, found.desk_id)
    roster = Roster.objects.filter(id=found.pk).first()
    if roster is None:
        raise NotFound
    if revision is not None and revision != roster.revision:
        raise Refused("stale")
    return roster, desk


def new_shifts(
    roster: Roster, desk: DutyDesk, pieces: Iterable[Piece], *, now: datetime
) -> list[Shift]:
    """Write pieces as shifts of a roster."""
    return Shift.objects.bulk_create(
        Shift(
            roster=roster,
            desk=desk,
            starts=piece.starts,
            ends=piece.ends,
            account_id=piece.account_id,
            live=roster.published,
            changed_at=now,
        )
        for piece in pieces
    )
