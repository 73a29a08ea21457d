"""Reads of the register of terminals (R-022): who holds what, when it was heard of last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import DeadToken, Terminal
from gege.fieldwork.queries.scope import SEEING
from gege.fieldwork.rules.words import TerminalState
from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.staff.api import Actor, Post, Role
from gege.trail.api import Entry

PAGE: Final = 50
MANAGING: Final = frozenset({Role.ADMINISTRATOR, Role.STATION_CLERK})
"""Who hands terminals over and takes rights back: administrators, and a station in its area."""
_OVER_ALL: Final = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class TerminalFilter:
    """What the register is narrowed to. `silent_days`: not heard of for longer than that."""

    text: str = ""
    state: str = ""
    area_code: str = ""
    silent_days: int = 0


@dataclass(frozen=True, slots=True)
class TerminalList:
    """One page by key, the newest first; `next_key` is "" at the end."""

    rows: tuple[Terminal, ...]
    next_key: str = ""


@dataclass(frozen=True, slots=True)
class TerminalPage:
    """One terminal with its lines of the ledger, the newest first."""

    terminal: Terminal
    steps: tuple[Entry, ...]


def hash_of_token(token: str) -> str:
    """Return what is kept of a device's secret."""
    return sha256(token.encode()).hexdigest()


def terminal_by_token(token: str) -> Terminal | None:
    """Return the terminal that may speak with this secret, its account loaded; ONE statement.

    Whether the account is active and holds a post is for the caller to ask.
    """
    found = Terminal.objects.select_related("account").filter(token_hash=hash_of_token(token))
    return found.filter(state=TerminalState.IN_USE).first() if token else None


def ended_by(token: str) -> str:
    """Return the deed that took a secret back (see `TerminalDeed`), "" for one never known.

    A device that shows such a secret is told to wipe itself; one that shows an unknown secret
    (a restored backup, a damaged cookie) is asked to log in and keeps what it holds.
    """
    dead = DeadToken.objects.filter(token_hash=hash_of_token(token)) if token else None
    return (dead.values_list("why", flat=True).first() or "") if dead is not None else ""


def terminals_seen_by(by: Actor, on: date) -> QuerySet[Terminal]:
    """Return the terminals a person may see: administrators and the county all, platforms those
    of their area and of its people, everybody else the own ones."""
    own = Q(account_id=by.account_id or 0)
    if by.role in _OVER_ALL:
        return Terminal.objects.all()
    if by.role not in SEEING or by.is_department or by.role is Role.GRID_WORKER:
        return Terminal.objects.filter(own)
    if len(by.area_code) == Level.COUNTY:
        return Terminal.objects.all()
    return Terminal.objects.filter(own | _of_area(by.area_code, on))


def terminal_by_uid(uid: UUID, by: Actor, *, now: datetime, lock: bool = False) -> Terminal:
    """Return one terminal in scope, locked when asked; raises NotFound."""
    if lock:
        # First the row alone: PostgreSQL does not lock what is joined to nothing.
        Terminal.objects.select_for_update().filter(uid=uid).values_list("pk").first()
    rows = terminals_seen_by(by, local_date(now)).select_related("account", "unit")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def terminals(
    by: Actor, chosen: TerminalFilter, *, now: datetime, after: str = "", size: int = PAGE
) -> TerminalList:
    """Return a page of the register, in one statement."""
    rows = found_terminals(by, chosen, now=now)
    if after.isascii() and after.isdigit() and len(after) <= 12:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    return TerminalList(tuple(found), str(found[-1].pk) if more else "")


def found_terminals(by: Actor, chosen: TerminalFilter, *, now: datetime) -> QuerySet[Terminal]:
    """Return all terminals of a list, the newest first, with holder and unit."""
    rows = terminals_seen_by(by, local_date(now))
    if chosen.text:
        named = Q(serial__icontains=chosen.text) | Q(model__icontains=chosen.text)
        rows = rows.filter(named | Q(account__display_name__contains=chosen.text))
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.area_code:
        rows = rows.filter(_of_area(chosen.area_code, local_date(now)))
    if chosen.silent_days:
        since = now - timedelta(days=chosen.silent_days)
        quiet = Q(last_contact_at__lt=since) | Q(last_contact_at=None)
        rows = rows.filter(quiet, state=TerminalState.IN_USE)
    return rows.select_related("account", "unit").order_by("-pk")


def terminals_of(account_id: int) -> tuple[Terminal, ...]:
    """Return the terminals a person holds or lost, those in use first."""
    kept = (TerminalState.IN_USE, TerminalState.STOCK, TerminalState.LOST, TerminalState.REVOKED)
    rows = Terminal.objects.filter(account_id=account_id, state__in=kept)
    return tuple(sorted(rows.order_by("-pk"), key=lambda one: kept.index(TerminalState(one.state))))


def terminal_page(uid: UUID, by: Actor, *, now: datetime) -> TerminalPage:
    """Return one terminal and its history from the ledger; raises NotFound out of scope."""
    one = terminal_by_uid(uid, by, now=now)
    lines = Entry.objects.filter(stream=stream_of(one)).order_by("-seq")
    return TerminalPage(one, tuple(lines))


def in_use(account_id: int) -> int:
    """Return how many terminals a person uses now."""
    return Terminal.objects.filter(account_id=account_id, state=TerminalState.IN_USE).count()


def stream_of(terminal: Terminal) -> str:
    """Return the name of a terminal's stream in the ledger."""
    return f"terminal:{terminal.uid}"


def serials_known(serials: Sequence[str]) -> frozenset[str]:
    """Return which of some serial numbers stand in the register."""
    rows = Terminal.objects.filter(serial__in=serials)
    return frozenset(rows.values_list("serial", flat=True))


def _of_area(area_code: str, on: date) -> Q:
    there = Post.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        account_id=OuterRef("account_id"),
        valid_from__lte=on,
        unit__area__code__startswith=area_code,
    ).exclude(role=str(Role.DEPARTMENT_OFFICER))
    return Q(unit__area__code__startswith=area_code) | Q(Exists(there))
