"""Draw up a roster: by turns, as the week before, or empty; throw a draft away."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.duty.errors import Invalid, NotFound, Refused
from gege.staff.duty.models import DRAFT, PUBLISHED, DutyDesk, Roster, Shift
from gege.staff.duty.queries.checking import abilities, piece_of
from gege.staff.duty.queries.scope import locked_desk, seen_desk
from gege.staff.duty.rules.coverage import Piece
from gege.staff.duty.rules.drafting import by_turns, repeated
from gege.staff.duty.rules.hours import LOCAL
from gege.staff.duty.writing import kept_roster, new_shifts, write

TURNS, REPEAT, EMPTY = "turns", "repeat", "empty"
MOST_DAYS = 62


@transaction.atomic
def draw_up(
    desk_uid: UUID,
    first: date,
    last: date,
    *,
    by: Actor,
    now: datetime,
    how: str = TURNS,
    people: Sequence[int] = (),
) -> Roster:
    """Draw up a draft for the duty days from `first` to `last`.

    `how` is `TURNS` (the desk's shifts, given to `people` by turns; who is on leave is passed
    over), `REPEAT` (the seven days before `first` again) or `EMPTY`. Raises NotFound,
    Refused("published_already", "nothing_to_repeat"), Invalid.
    """
    desk = locked_desk(by, seen_desk(by, desk_uid).pk)
    if desk.closed_at is not None:
        raise NotFound
    _check_days(desk, first, last, now)
    if how == TURNS:
        pieces = _turns(desk, first, last, people)
    elif how == REPEAT:
        pieces = _repeat(desk, first, last)
    elif how == EMPTY:
        pieces = []
    else:
        raise Invalid("how", "unknown_choice")
    roster = Roster.objects.create(desk=desk, first=first, last=last, made_at=now)
    new_shifts(roster, desk, pieces, now=now)
    write(
        desk,
        "draw_up",
        by=by,
        now=now,
        after={"roster": str(roster.uid), "first": first, "last": last, "shifts": len(pieces)},
        how=how,
    )
    return roster


@transaction.atomic
def drop_draft(uid: UUID, *, by: Actor, now: datetime) -> DutyDesk:
    """Throw a draft away. Raises NotFound, Refused("published")."""
    roster, desk = kept_roster(by, uid)
    if roster.state != DRAFT:
        raise Refused("published")
    write(desk, "drop_draft", by=by, now=now, before={"roster": str(roster.uid)})
    roster.delete()
    return desk


def _check_days(desk: DutyDesk, first: date, last: date, now: datetime) -> None:
    today = now.astimezone(LOCAL).date()
    if first < today - timedelta(days=1):
        raise Invalid("first", "in_the_past")
    if last < first:
        raise Invalid("last", "ends_before_it_begins")
    if (last - first).days >= MOST_DAYS or (first - today).days > 400:
        raise Invalid("last", "too_many_days", most=MOST_DAYS)
    there = Roster.objects.filter(desk=desk, first__lte=last, last__gte=first)
    if there.filter(state=PUBLISHED).exists():
        raise Refused("published_already")
    if there.exists():
        raise Refused("drafted_already")


def _turns(desk: DutyDesk, first: date, last: date, people: Sequence[int]) -> list[Piece]:
    if not people:
        raise Invalid("people", "nobody_chosen")
    able = abilities(desk, people)
    if any(one not in able.posts for one in people):
        raise Invalid("people", "not_of_this_unit")
    return by_turns(
        desk.hours, first, last, desk.shifts, people, at_once=desk.people, free=able.free
    )


def _repeat(desk: DutyDesk, first: date, last: date) -> list[Piece]:
    week = first - timedelta(days=7)
    opens = datetime.combine(week, desk.opens, LOCAL)
    rows = Shift.objects.filter(
        desk=desk, live=True, starts__gte=opens, starts__lt=opens + timedelta(days=7)
    )
    found = [piece_of(one) for one in rows.order_by("starts", "id")]
    if not found:
        raise Refused("nothing_to_repeat")
    # The night after midnight belongs to the duty day that it began on.
    shift = timedelta(hours=desk.opens.hour, minutes=desk.opens.minute)
    moved = [Piece(one.starts - shift, one.ends - shift, one.account_id) for one in found]
    again = repeated(moved, first, last)
    return [Piece(one.starts + shift, one.ends + shift, one.account_id) for one in again]
