"""Thanks: what everybody reads, what waits for a decision, what somebody was thanked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from gege.matters.api import Matter, words
from gege.portal.models import Thanks, Ticket
from gege.portal.queries.keys import read_key
from gege.portal.rules.thanks import DECIDERS, READ_BY_THE_THANKED, Decider, ThanksState, may_decide
from gege.staff.api import Actor, Role, names_of

PAGE: Final = 20
NEWEST: Final = 3
_SETTLED: Final = frozenset({words.State.VERIFIED, words.State.CLOSED})


@dataclass(frozen=True, slots=True)
class ThanksPage:
    rows: tuple[Thanks, ...]
    next_key: str


def may_thank(ticket: Ticket, matter: Matter) -> bool:
    """Tell whether a resident may thank for a matter now: it is settled, and once."""
    if ticket.withdrawn_at is not None or matter.state not in _SETTLED:
        return False
    return not Thanks.objects.filter(ticket=ticket).exists()


def public_thanks(place: str, after: str = "", size: int = PAGE) -> ThanksPage:
    """Return what everybody reads of an area, the newest first."""
    rows = Thanks.objects.filter(state=ThanksState.SHOWN, area_code__startswith=place)
    return _turned(rows.defer("words"), after, size)


def kept_thanks(by: Actor, box: str, after: str = "") -> ThanksPage:
    """Return the thanks of somebody's area, those that wait or those that were decided."""
    rows = Thanks.objects.filter(_decided_by(by))
    waiting = Q(state=ThanksState.WAITING)
    return _turned(rows.exclude(waiting) if box == "decided" else rows.filter(waiting), after)


def own_thanks(by: Actor, after: str = "") -> ThanksPage:
    """Return what somebody, or the unit they sit in, was thanked for, once it was decided."""
    mine = Q(account_id=by.account_id or 0) | Q(account_id=None, unit_id=by.unit_id or 0)
    return _turned(Thanks.objects.filter(mine, state__in=READ_BY_THE_THANKED), after)


def waiting_thanks(by: Actor) -> int:
    """Return how many thanks wait for somebody's decision; at most 100 are counted."""
    rows = Thanks.objects.filter(_decided_by(by), state=ThanksState.WAITING)
    return len(rows.values_list("pk", flat=True)[:100])


def may_decide_on(by: Actor, row: Thanks) -> bool:
    """Tell whether somebody decides on thanks; a condition of `_decided_by`."""
    asking = Decider(str(by.role), by.account_id, by.unit_id, by.area_code)
    return may_decide(asking, to_account=row.account_id, to_unit=row.unit_id, at=row.area_code)


def known_names(row: Thanks) -> list[str]:
    """Return the names that public words must not hold: of the thanked, and of who thanks."""
    names = list(names_of([row.account_id]).values()) if row.account_id is not None else []
    if row.ticket is not None:
        names.append(row.ticket.reporting.name)
    return [name for name in names if name]


def thanks_by_person(
    account_ids: Collection[int], since: datetime, until: datetime
) -> dict[int, int]:
    """Return how often each person was thanked in [since, until), as far as it was let through.

    For appraisal: thanks that were kept private count as well, those that wait do not.
    """
    rows = Thanks.objects.filter(
        account_id__in=list(account_ids),
        given_at__gte=since,
        given_at__lt=until,
        state__in=READ_BY_THE_THANKED,
    )
    counted = rows.order_by().values_list("account_id").annotate(Count("pk"))
    return {account: many for account, many in counted if account is not None}


def _decided_by(by: Actor) -> Q:
    if str(by.role) not in DECIDERS or by.account_id is None or not by.area_code:
        return Q(pk__in=())
    # A row of nobody in particular is everybody's: <> alone would leave it out.
    not_own = Q(account_id=None) | ~Q(account_id=by.account_id)
    return Q(area_code__startswith=by.area_code) & not_own & ~Q(unit_id=by.unit_id or 0)


def _turned(rows: QuerySet[Thanks], after: str, size: int = PAGE) -> ThanksPage:
    at, pk = read_key(after)
    if at is not None:
        rows = rows.filter(pk__lt=pk)
    found = list(rows.order_by("-pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    key = f"{last.given_at.isoformat()}_{last.pk}" if last else ""
    return ThanksPage(tuple(found[:size]), key)


READERS: Final = (Role.GRID_WORKER, Role.DEPARTMENT_OFFICER)
"""Roles that read their own thanks and decide on none."""
