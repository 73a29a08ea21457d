"""What the rule of coverage asks of the database: who may be there, and where else they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from gege.staff.duty.editions import current_rules
from gege.staff.duty.models import Absence, DutyDesk, Roster, Shift
from gege.staff.duty.rules.coverage import Fault, Piece, faults_of
from gege.staff.duty.rules.hours import DAY, LOCAL, days_of, required
from gege.staff.models import Account, Post
from gege.staff.rules.posts import holds_on
from gege.staff.rules.roles import ACTING

NO_POST, ON_LEAVE, CLOSED = "no_post", "on_leave", "closed"
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Abilities:
    """Who may be on duty at a unit, day by day. Ask it as the rule's `able`."""

    posts: dict[int, list[tuple[date, date | None]]]
    absences: dict[int, list[tuple[date, date]]]
    closed: frozenset[int]

    def __call__(self, account_id: int, piece: Piece) -> str:
        """Return why somebody cannot do a piece: no post there then, on leave, account closed."""
        if account_id in self.closed:
            return CLOSED
        first = piece.starts.astimezone(LOCAL).date()
        last = (piece.ends - _MOMENT).astimezone(LOCAL).date()
        for day in days_of(first, last):
            if not any(holds_on(day, *post) for post in self.posts.get(account_id, ())):
                return NO_POST
            if any(begins <= day <= ends for begins, ends in self.absences.get(account_id, ())):
                return ON_LEAVE
        return ""

    def free(self, account_id: int, piece: Piece) -> bool:
        """Tell whether somebody can do a piece."""
        return not self(account_id, piece)


def abilities_at(unit_ids: Collection[int], accounts: Collection[int]) -> dict[int, Abilities]:
    """Return the abilities of accounts at each unit, in three statements."""
    posts: dict[int, dict[int, list[tuple[date, date | None]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    rows = Post.objects.filter(
        unit_id__in=list(unit_ids),
        account_id__in=list(accounts),
        role__in=[str(role) for role in ACTING],
    )
    for unit, account, begins, ends in rows.values_list(
        "unit_id", "account_id", "valid_from", "valid_to"
    ):
        posts[unit][account].append((begins, ends))
    absences: dict[int, list[tuple[date, date]]] = defaultdict(list)
    away = Absence.objects.filter(account_id__in=list(accounts), ended_at=None)
    for account, first, last in away.values_list("account_id", "first", "last"):
        absences[account].append((first, last))
    closed = Account.objects.filter(id__in=list(accounts), is_active=False)
    shut = frozenset(closed.values_list("id", flat=True))
    return {unit: Abilities(dict(posts[unit]), dict(absences), shut) for unit in unit_ids}


def abilities(desk: DutyDesk, accounts: Collection[int]) -> Abilities:
    """Return the abilities of accounts at one desk."""
    return abilities_at([desk.unit_id], accounts)[desk.unit_id]


def piece_of(shift: Shift) -> Piece:
    """Return a shift as the rules see it, on the county's clock."""
    return Piece(
        shift.starts.astimezone(LOCAL),
        shift.ends.astimezone(LOCAL),
        shift.account_id,
        str(shift.uid),
    )


def shifts_of(roster: Roster) -> list[Shift]:
    """Return the shifts of a roster in order, with their people."""
    rows = Shift.objects.filter(roster=roster).select_related("account")
    return list(rows.order_by("starts", "id"))


def faults_of_roster(
    roster: Roster, desk: DutyDesk, pieces: Sequence[Piece] | None = None
) -> list[Fault]:
    """Return all that is wrong with a roster; `pieces` in place of its shifts, if given."""
    own = [piece_of(one) for one in shifts_of(roster)] if pieces is None else list(pieces)
    accounts = {one.account_id for one in own if one.account_id is not None}
    return faults_of(
        required(desk.hours, roster.first, roster.last),
        desk.people,
        own,
        able=abilities(desk, accounts),
        elsewhere=_elsewhere(roster, accounts, own),
        rest=timedelta(hours=current_rules().least_rest_hours),
    )


def _elsewhere(roster: Roster, accounts: set[int], own: Iterable[Piece]) -> list[Piece]:
    """Return other published duties of the same people, around these days."""
    spans = [one.span for one in own]
    if not spans:
        return []
    around = Q(
        starts__lt=max(ends for _starts, ends in spans) + 2 * DAY,
        ends__gt=min(starts for starts, _ends in spans) - 2 * DAY,
    )
    rows = Shift.objects.filter(around, live=True, account_id__in=accounts)
    return [piece_of(one) for one in rows.exclude(roster=roster)]


def pieces_between(desk: DutyDesk, first: datetime, last: datetime) -> list[Piece]:
    """Return the published pieces of a desk that lie in a span."""
    rows = Shift.objects.filter(desk=desk, live=True, starts__lt=last, ends__gt=first)
    return [piece_of(one) for one in rows.order_by("starts", "id")]
