"""Handing over: the leaving person writes and signs, the coming person takes over (R-073)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.notices.api import Draft, post
from gege.staff.actor import Actor
from gege.staff.duty.errors import Invalid, NotFound, Refused
from gege.staff.duty.models import DutyDesk, Handover, Shift
from gege.staff.duty.rules.hours import LOCAL
from gege.staff.duty.writing import own_shift, span_words, subject_of, write

MOST_NOTES, MOST_ITEMS, MOST_ITEM = 4000, 100, 300
EARLY = timedelta(hours=1)
"""A handover is written in the last hour of a shift, or after it."""


@transaction.atomic
def hand_over(
    shift_uid: UUID, notes: str, items: Sequence[str], *, by: Actor, now: datetime
) -> Handover:
    """Write and sign the handover of an own shift; written again while nobody took it over.

    `items` are the open things on the desk, as text. Whoever comes next is told. Raises NotFound,
    Refused("not_signed_in", "not_yet", "taken_over"), Invalid.
    """
    shift, desk = own_shift(by, shift_uid)
    if shift.signed_in_at is None:
        raise Refused("not_signed_in")
    if now < shift.ends - EARLY:
        raise Refused("not_yet")
    text = cleaned(notes)
    if len(text) > MOST_NOTES:
        raise Invalid("notes", "too_long", most=MOST_NOTES)
    listed = [cleaned(one, lines=False)[:MOST_ITEM] for one in items[:MOST_ITEMS]]
    if not text and not listed:
        raise Invalid("notes", "notes_needed")
    made = Handover.objects.filter(shift=shift).first()
    if made is not None and made.came_at is not None:
        raise Refused("taken_over")
    made = made or Handover(shift=shift, desk=desk, leaving_id=by.account_id or 0)
    made.notes, made.items, made.left_at = text, listed, now
    made.save()
    write(
        desk,
        "hand_over",
        by=by,
        now=now,
        shift=str(shift.uid),
        handover=str(made.uid),
        items=len(listed),
        notes=len(text),
    )
    _tell_the_next(shift, desk, by, now)
    return made


@transaction.atomic
def take_over(uid: UUID, *, by: Actor, now: datetime, remark: str = "") -> Handover:
    """Take over what was handed over: by somebody else, signed in at the desk for what follows.

    Raises NotFound, Refused("taken_over", "not_signed_in", "own_handover"), Invalid.
    """
    found = Handover.objects.filter(uid=uid, desk__closed_at=None).first()
    if found is None:
        raise NotFound
    locked = DutyDesk.objects.select_for_update(of=("self",)).select_related("unit")
    desk = locked.get(id=found.desk_id)
    made = Handover.objects.select_related("shift").get(id=found.pk)
    if made.leaving_id == by.account_id:
        raise Refused("own_handover")
    coming = coming_shift(made.shift, by.account_id or 0)
    if coming is None:
        raise NotFound
    if made.came_at is not None:
        raise Refused("taken_over")
    if coming.signed_in_at is None:
        raise Refused("not_signed_in")
    words = cleaned(remark, lines=False)
    if len(words) > 300:
        raise Invalid("remark", "too_long", most=300)
    made.coming_id, made.coming_shift, made.came_at = by.account_id, coming, now
    made.remark = words
    made.save(update_fields=["coming", "coming_shift", "came_at", "remark"])
    write(desk, "take_over", by=by, now=now, handover=str(made.uid), shift=str(coming.uid))
    return made


def coming_shift(left: Shift, account_id: int) -> Shift | None:
    """Return a person's shift at the same desk that goes on where another one ends."""
    rows = Shift.objects.filter(
        desk_id=left.desk_id,
        account_id=account_id,
        live=True,
        starts__lte=left.ends + timedelta(hours=12),
        ends__gt=left.ends,
    ).exclude(id=left.pk)
    return rows.order_by("starts").first()


def _tell_the_next(shift: Shift, desk: DutyDesk, by: Actor, now: datetime) -> None:
    rows = Shift.objects.filter(
        desk=desk, live=True, starts__gte=shift.ends, starts__lt=shift.ends + timedelta(hours=12)
    ).order_by("starts")
    first = rows.values_list("starts", flat=True).first()
    if first is None:
        return
    values = {
        "unit": desk.unit.name_zh,
        "who": by.name,
        "span": span_words(shift.starts.astimezone(LOCAL), shift.ends.astimezone(LOCAL)),
    }
    post(
        [
            Draft(
                "duty_handed_over",
                subject_of(desk),
                to_account_id=account,
                values=values,
            )
            for account in rows.filter(starts=first).values_list("account_id", flat=True)
            if account is not None and account != by.account_id
        ],
        now=now,
    )
