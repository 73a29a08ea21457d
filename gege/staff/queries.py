"""Reads: who acts, who sits where, which grids wait for somebody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.models import Account, Post, holding
from gege.staff.rules.roles import ACTING, GRID, Role
from gege.territory.api import Atlas, UnitFacts

_ACCOUNT_FIELDS: Final = [field.attname for field in Account._meta.concrete_fields]
_ACCOUNT_WITH_POSTS: Final = f"""
    SELECT {", ".join(f"a.{name}" for name in _ACCOUNT_FIELDS)},
           p.id, p.role, p.substitute, u.id, u.code, u.kind, u.name_zh, u.name_en, r.code
    FROM staff_account a
    LEFT JOIN staff_post p ON p.account_id = a.id AND p.valid_from <= %(day)s
         AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
    LEFT JOIN territory_unit u ON u.id = p.unit_id
    LEFT JOIN territory_area r ON r.id = u.area_id
    WHERE a.id = %(id)s AND a.is_active
    ORDER BY p.substitute, p.id
"""  # noqa: S608 - column names of our own model


_HOLDER_OF_GRID: Final = """
    SELECT p.account_id, p.id, a.display_name, a.phone, p.role, p.unit_id, p.substitute,
           p.valid_from, p.valid_to
    FROM staff_post p JOIN staff_account a ON a.id = p.account_id
    WHERE p.unit_id = %(unit)s AND p.role = 'grid_worker' AND a.is_active
      AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
    ORDER BY p.substitute DESC, p.id DESC LIMIT 1
"""


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
    """Return an active account and every post it holds now; ONE SQL statement.

    None for an unknown or deactivated account. Posts come in the order they were given, own
    posts before cover. Every request asks this, so the statement stands written out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNT_WITH_POSTS, {"id": account_id, "day": timezone.localdate(now)})
        rows = cursor.fetchall()
    if not rows:
        return None
    width = len(_ACCOUNT_FIELDS)
    account = Account.from_db(connection.alias, _ACCOUNT_FIELDS, rows[0][:width])
    return account, tuple(_actor(account, row[width:]) for row in rows if row[width] is not None)


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


def told_at(unit_ids: Collection[int], now: datetime) -> dict[int, tuple[int, ...]]:
    """Return the accounts that a notice to each unit reaches: once each, those who act there.

    Whoever configures and whoever only watches are not part of the work, and a notice names it.
    """
    return {
        unit_id: tuple(dict.fromkeys(person.account_id for person in people))
        for unit_id, people in people_at_units(unit_ids, now, ACTING).items()
    }


def responsible_worker(unit_id: int, now: datetime) -> Person | None:
    """Return the one responsible worker of a grid (R-015); None while it is vacant."""
    rows = _people(Q(unit_id=unit_id, role=str(Role.GRID_WORKER), substitute=False), now)
    return rows[0] if rows else None


def holder_of_grid(unit_id: int, now: datetime) -> Person | None:
    """Return who looks after a grid now: the substitute while one stands in, else the worker.

    Every report asks this, so the statement stands written out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER_OF_GRID, {"unit": unit_id, "day": timezone.localdate(now)})
        row: Sequence[Any] | None = cursor.fetchone()
    if row is None:
        return None
    account_id, post_id, name, phone, role, unit, substitute, since, until = row
    return Person(account_id, post_id, name, phone, Role(role), unit, substitute, since, until)


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


def _actor(account: Account, post: Sequence[Any]) -> Actor:
    post_id, role, substitute, unit_id, code, kind, name_zh, name_en, area_code = post
    return Actor(
        account_id=account.pk,
        name=account.display_name,
        post_id=post_id,
        role=Role(role),
        unit_id=unit_id,
        unit_code=code,
        unit_kind=kind,
        unit_name=name_zh,
        area_code=area_code,
        unit_name_en=name_en,
        substitute=substitute,
    )
