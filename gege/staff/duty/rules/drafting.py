"""Drawing up a roster: shifts of a day and people who take turns, or the week before again."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from gege.staff.duty.rules.coverage import Piece
from gege.staff.duty.rules.hours import Clock, Hours, days_of

Free = Callable[[int, Piece], bool]


def by_turns(
    hours: Hours,
    first: date,
    last: date,
    pattern: Sequence[Clock],
    people: Sequence[int],
    *,
    at_once: int = 1,
    free: Free = lambda _account, _piece: True,
) -> list[Piece]:
    """Return the shifts of a period, given to `people` by turns in the order they stand.

    Whoever is not free is passed over and comes first the next time. A shift that nobody is free
    for stays without a person.
    """
    found: list[Piece] = []
    queue = list(dict.fromkeys(people))
    for day in days_of(first, last):
        if day.isoweekday() not in hours.days:
            continue
        for span in sorted(hours.place(day, clock) for clock in pattern):
            taken: list[int] = []
            for _ in range(at_once):
                empty = Piece(*span)
                one = next(
                    (who for who in queue if who not in taken and free(who, empty)),
                    None,
                )
                if one is not None:
                    taken.append(one)
                found.append(Piece(*span, one))
            for one in taken:
                queue.remove(one)
                queue.append(one)
    return found


def repeated(pieces: Sequence[Piece], first: date, last: date, *, every: int = 7) -> list[Piece]:
    """Return the shifts of the `every` days before `first` once more, on the days of a period.

    The county's clock has no summer time, so a shift keeps its hours when its day moves.
    """
    found = []
    for piece in pieces:
        day = piece.starts.date()
        for step in range(1, (last - day).days // every + 1):
            later = timedelta(days=every * step)
            if first <= day + later <= last:
                found.append(Piece(piece.starts + later, piece.ends + later, piece.account_id))
    return sorted(found, key=lambda one: one.span)
