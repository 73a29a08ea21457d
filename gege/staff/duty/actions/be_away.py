"""Leave: days on which a person cannot be on duty. What it tears open is said at once (R-073)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gege.notices.api import Draft, post
from gege.staff.actor import Actor
from gege.staff.duty.errors import Invalid, NotFound, Refused
from gege.staff.duty.models import Absence, DutyDesk, Shift
from gege.staff.duty.queries.checking import abilities, piece_of
from gege.staff.duty.queries.scope import heads_and_keepers, keeps, seen_desk
from gege.staff.duty.rules.hours import LOCAL
from gege.staff.duty.writing import span_words, subject_of, words, write
from gege.staff.models import Account
from gege.staff.queries import people_at

MOST_DAYS = 400


@transaction.atomic
def be_away(
    desk_uid: UUID,
    account_id: int,
    first: date,
    last: date,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
) -> tuple[Absence, tuple[Shift, ...]]:
    """Write down a leave, by the person or by whoever keeps the desk.

    Returns it with the published shifts that nobody can do now; the desk's head, else everybody
    who may keep the desk, is told of them. Raises NotFound, Refused("away_already"), Invalid.
    """
    desk = seen_desk(by, desk_uid)
    if account_id != by.account_id and not keeps(by, desk):
        raise NotFound
    if account_id not in abilities(desk, [account_id]).posts:
        raise Invalid("account", "not_of_this_unit")
    today = now.astimezone(LOCAL).date()
    if last < first:
        raise Invalid("last", "ends_before_it_begins")
    if last < today:
        raise Invalid("last", "in_the_past")
    if (last - first).days >= MOST_DAYS:
        raise Invalid("last", "too_many_days", most=MOST_DAYS)
    Account.objects.select_for_update().get(id=account_id)
    there = Absence.objects.filter(account_id=account_id, ended_at=None)
    if there.filter(first__lte=last, last__gte=first).exists():
        raise Refused("away_already")
    made = Absence.objects.create(
        account_id=account_id,
        first=first,
        last=last,
        note=words(note, "note", least=0, most=100),
        made_at=now,
    )
    torn = _torn(account_id, now)
    write(
        desk,
        "be_away",
        by=by,
        now=now,
        account=account_id,
        first=first.isoformat(),
        last=last.isoformat(),
        torn=[str(one.uid) for one in torn],
    )
    _tell(torn, account_id, now)
    return made, torn


@transaction.atomic
def end_absence(uid: UUID, desk_uid: UUID, *, by: Actor, now: datetime) -> Absence:
    """Take a leave back. Raises NotFound."""
    desk = seen_desk(by, desk_uid)
    row = Absence.objects.select_for_update(of=("self",)).filter(uid=uid, ended_at=None).first()
    if row is None or row.account_id not in abilities(desk, [row.account_id]).posts:
        raise NotFound
    if row.account_id != by.account_id and not keeps(by, desk):
        raise NotFound
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    write(desk, "end_absence", by=by, now=now, account=row.account_id, absence=str(row.uid))
    return row


def _torn(account_id: int, now: datetime) -> tuple[Shift, ...]:
    """Return the published shifts ahead that this person cannot do, at any desk."""
    rows = Shift.objects.filter(
        account_id=account_id, live=True, ends__gt=now, signed_in_at=None
    ).select_related("desk__unit")
    return tuple(
        shift
        for shift in rows.order_by("starts")
        if abilities(shift.desk, [account_id])(account_id, piece_of(shift))
    )


def _tell(torn: tuple[Shift, ...], account_id: int, now: datetime) -> None:
    name = Account.objects.values_list("display_name", flat=True).get(id=account_id)
    of_desk: dict[int, list[Shift]] = {}
    for shift in torn:
        of_desk.setdefault(shift.desk_id, []).append(shift)
    drafts = []
    for shifts in of_desk.values():
        desk: DutyDesk = shifts[0].desk
        people = [one.account_id for one in people_at(desk.unit_id, now)]
        values = {
            "unit": desk.unit.name_zh,
            "who": name,
            "count": len(shifts),
            "span": span_words(shifts[0].starts, shifts[0].ends),
        }
        drafts += [
            Draft("duty_torn", subject_of(desk), to_account_id=one, values=values)
            for one in heads_and_keepers(desk, dict.fromkeys(people))
            if one != account_id
        ]
    post(drafts, now=now)
