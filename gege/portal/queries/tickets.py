"""Reading a ticket with its report and its matter, by a statement that is written out once.

Compiling a query over a hundred columns anew cost the status page half of its time.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Model

from gege.matters.api import Matter, Remark, Reporting
from gege.portal.models import Ticket

_UNREAD: Final = frozenset({"search"})


def ticket_of(matter_id: int) -> Ticket | None:
    """Return the ticket of a matter, with matter and reporting; one statement."""
    return _one("t.matter_id = %s", matter_id) if 0 < matter_id < 2**63 else None


def ticket_by_uid(uid: UUID) -> Ticket | None:
    """Return the ticket that a signed cookie names, with matter and reporting; one statement."""
    return _one("t.uid = %s", uid)


def reporting_and_ticket(matter_id: int) -> tuple[int, int | None]:
    """Return the first report of a matter, and its ticket if it has one; one statement.

    Raises LookupError for a matter that nobody reported.
    """
    text = (
        f"SELECT r.id, t.id FROM {Reporting._meta.db_table} r "  # noqa: S608 - our own models
        f"LEFT JOIN {Ticket._meta.db_table} t ON t.matter_id = r.matter_id "
        "WHERE r.matter_id = %s ORDER BY r.id LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [matter_id])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(matter_id)
    return row[0], row[1]


def public_remarks(matter_ids: set[int]) -> list[Remark]:
    """Return the public answers of matters, the newest first."""
    told = "SELECT {} FROM {} WHERE matter_id = ANY(%s) AND public ORDER BY id DESC"
    text = told.format(", ".join(_columns(Remark)[1]), Remark._meta.db_table)
    return list(Remark.objects.raw(text, [sorted(matter_ids)]))


def _one(condition: str, value: int | UUID) -> Ticket | None:
    with connection.cursor() as cursor:
        cursor.execute(_text(condition), [value])
        row: Sequence[Any] | None = cursor.fetchone()
    if row is None:
        return None
    taken = 0
    made: list[Any] = []
    for kind in (Ticket, Reporting, Matter):
        names = _columns(kind)[0]
        made.append(kind.from_db(connection.alias, names, row[taken : taken + len(names)]))
        taken += len(names)
    ticket, reporting, matter = made
    assert isinstance(ticket, Ticket)
    ticket.reporting, ticket.matter = reporting, matter
    return ticket


@cache
def _columns(kind: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the attributes that are read, and their columns."""
    fields = [one for one in kind._meta.concrete_fields if one.attname not in _UNREAD]
    quote = connection.ops.quote_name
    return tuple(one.attname for one in fields), tuple(quote(str(one.column)) for one in fields)


@cache
def _text(condition: str) -> str:
    tables = {"t": Ticket, "r": Reporting, "m": Matter}
    columns = [f"{name}.{one}" for name, kind in tables.items() for one in _columns(kind)[1]]
    names = {name: kind._meta.db_table for name, kind in tables.items()}
    return (
        f"SELECT {', '.join(columns)} FROM {names['t']} t "  # noqa: S608 - our own models
        f"JOIN {names['r']} r ON r.id = t.reporting_id "
        f"JOIN {names['m']} m ON m.id = t.matter_id WHERE {condition}"
    )
