"""Reads: who acts, who sits where, which grids wait for somebody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.models import Account, Post, holding
from gege.staff.rules.roles import ACTING, GRID, Role
from gege.territory.api import Atlas, UnitFacts

_POST_COLUMNS = ("id", "role", "substitute", "valid_from", "valid_to", "account_id", "unit_id")
_UNIT_COLUMNS = (
    "unit__code",
    "unit__kind",
    "unit__name_zh",
    "unit__name_en",
    "unit__area__code",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a unit, under one post. `valid_to` is exclusive; None is without end."""

    account_id: int
    post_id: int
    name: str
    phone: str
    role: Role
    unit_id: int
    substitute: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class VacantGrid:
    """A grid without a responsible worker, and who stands in for the time being."""

    unit: UnitFacts
    substitutes: tuple[Person, ...] = field(default=())


def account_with_posts(account_id: int, now: datetime) -> tuple[Account, tuple[Actor, ...]] | None:
    """Return an active account and every post it holds now; ONE SQL statement for a holder.

    An account without a valid post costs a second statement. None for an unknown or
    deactivated account. Posts come in the order they were given, own posts before cover.
    """
    rows = list(
        Post.objects.filter(holding(timezone.localdate(now)), account_id=account_id)
        .filter(account__is_active=True)
        .select_related("account", "unit__area")
        .only(*_POST_COLUMNS, *_UNIT_COLUMNS, *_account_columns())
        .order_by("substitute", "id")
    )
    if rows:
        return rows[0].account, tuple(_actor(row) for row in rows)
    account = Account.objects.filter(id=account_id, is_active=True).first()
    return (account, ()) if account else None


def actor_for(account_id: int, post_id: int | None, now: datetime) -> Actor | None:
    """Return who acts: under the chosen post while it holds, else under the first one.

    None when the account is unknown, deactivated or holds no post now. One SQL statement.
    """
    found = account_with_posts(account_id, now)
    return chosen(found[1], post_id) if found else None


def chosen(held: Sequence[Actor], post_id: int | None) -> Actor | None:
    """Return the post that was chosen, else the first; None when nothing is held."""
    first = held[0] if held else None
    return next((actor for actor in held if actor.post_id == post_id), first)


def people_at(unit_id: int, now: datetime) -> tuple[Person, ...]:
    """Return the active people of a unit, substitutes last."""
    return people_at_units((unit_id,), now).get(unit_id, ())


def people_at_units(
    unit_ids: Collection[int], now: datetime, roles: Iterable[Role] = ()
) -> dict[int, tuple[Person, ...]]:
    """Return the active people of many units in one statement; units without people are absent.

    `roles` narrows to these roles; empty means every role.
    """
    wanted = [str(role) for role in roles]
    rows = _people(Q(unit_id__in=list(unit_ids)) & (Q(role__in=wanted) if wanted else Q()), now)
    found: dict[int, list[Person]] = {}
    for person in rows:
        found.setdefault(person.unit_id, []).append(person)
    return {unit_id: tuple(people) for unit_id, people in found.items()}


def told_at(unit_id: int, now: datetime) -> tuple[int, ...]:
    """Return the accounts that a notice to a unit reaches: once each, those who act there.

    Whoever configures and whoever only watches are not part of the work, and a notice names it.
    """
    people = people_at_units((unit_id,), now, ACTING).get(unit_id, ())
    return tuple(dict.fromkeys(person.account_id for person in people))


def responsible_worker(unit_id: int, now: datetime) -> Person | None:
    """Return the one responsible worker of a grid (R-015); None while it is vacant."""
    rows = _people(Q(unit_id=unit_id, role=str(Role.GRID_WORKER), substitute=False), now)
    return rows[0] if rows else None


def holder_of_grid(unit_id: int, now: datetime) -> Person | None:
    """Return who looks after a grid now: the substitute while one stands in, else the worker."""
    rows = _people(Q(unit_id=unit_id, role=str(Role.GRID_WORKER)), now)
    return rows[-1] if rows else None


def holders_of_grids(unit_ids: Collection[int], now: datetime) -> dict[int, Person]:
    """Return who looks after each of many grids, in one statement; vacant ones are absent."""
    found = people_at_units(unit_ids, now, (Role.GRID_WORKER,))
    return {unit_id: people[-1] for unit_id, people in found.items()}


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """Return display names for many accounts, deactivated ones too, in one statement."""
    rows = Account.objects.filter(id__in=list(account_ids))
    return dict(rows.values_list("id", "display_name"))


def vacant_grids(atlas: Atlas, now: datetime) -> tuple[VacantGrid, ...]:
    """Return the grids in force without a responsible worker, by code; one statement."""
    today = timezone.localdate(now)
    found: dict[int, list[Person]] = {}
    for person in _people(Q(role=str(Role.GRID_WORKER)), now):
        found.setdefault(person.unit_id, []).append(person)
    return tuple(
        VacantGrid(unit, tuple(found.get(unit.id, ())))
        for unit in atlas.units()
        if unit.kind == GRID
        and unit.valid_on(today)
        and all(person.substitute for person in found.get(unit.id, ()))
    )


def _people(which: Q, now: datetime) -> list[Person]:
    rows = (
        Post.objects.filter(which, holding(timezone.localdate(now)), account__is_active=True)
        .order_by("substitute", "id")
        .values_list(
            "account_id",
            "id",
            "account__display_name",
            "account__phone",
            "role",
            "unit_id",
            "substitute",
            "valid_from",
            "valid_to",
        )
    )
    return [Person(*row[:4], Role(row[4]), *row[5:]) for row in rows]


def _account_columns() -> list[str]:
    return [f"account__{column.attname}" for column in Account._meta.concrete_fields]


def _actor(post: Post) -> Actor:
    return Actor(
        account_id=post.account_id,
        name=post.account.display_name,
        post_id=post.id,
        role=Role(post.role),
        unit_id=post.unit_id,
        unit_code=post.unit.code,
        unit_kind=post.unit.kind,
        unit_name=post.unit.name_zh,
        area_code=post.unit.area.code,
        unit_name_en=post.unit.name_en,
        substitute=post.substitute,
    )
