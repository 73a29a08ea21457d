"""The matters of one day as they stood at its end, under the name of the table of matters.

A moment after midnight had not come yet: who completed, answered or closed later had not done so.
So the declared formulas count a day that is over without a second version of themselves, and count
it again to the same numbers, as long as nothing of the day itself was changed since.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from gege.boards.period import Period
from gege.matters.api import Matter, State

_LATER: Final = ("accepted_at", "instructed_at", "first_at", "settled_at", "closed_at")
"""What had not happened by midnight, if it happened after it."""
_WITH_INSTRUCTION: Final = ("due_at", "warn_at")
_OF_CLOSING: Final = {"contact": "", "satisfaction": "", "settled_tier": ""}
_LEFT_OUT: Final = ("description", "search", "title", "address", "place_label")
"""No word of a person is copied."""


@contextmanager
def at_the_end_of(period: Period) -> Iterator[QuerySet[Matter]]:
    """Give the matters that lived in a day as they stood at its end.

    Reported before its end, and closed in it, later, or not at all. Inside, `Matter` reads a
    temporary table of the same name, so nothing else may be done with matters there.
    """
    table = Matter._meta.db_table
    columns, values = _columns(period)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS SELECT {columns} FROM {table} "  # noqa: S608 - names of our own columns
            "WHERE reported_at < %s AND (closed_at IS NULL OR closed_at >= %s)",
            [*values, period.end, period.start],
        )
        yield Matter.objects.all()
        cursor.execute(f"DROP TABLE pg_temp.{table}")


def _columns(period: Period) -> tuple[str, list[datetime | str]]:
    named: list[str] = []
    values: list[datetime | str] = []
    for field in Matter._meta.concrete_fields:
        name = field.column or field.name
        if name in _LEFT_OUT:
            continue
        if name in _LATER:
            named.append(f"CASE WHEN {name} < %s THEN {name} END AS {name}")
            values.append(period.end)
        elif name in _WITH_INSTRUCTION:
            named.append(f"CASE WHEN instructed_at < %s THEN {name} END AS {name}")
            values.append(period.end)
        elif name == "state":
            named.append("CASE WHEN closed_at >= %s THEN %s ELSE state END AS state")
            values += [period.end, str(State.HANDLING)]
        elif name in _OF_CLOSING:
            named.append(f"CASE WHEN closed_at < %s THEN {name} ELSE %s END AS {name}")
            values += [period.end, _OF_CLOSING[name]]
        else:
            named.append(name)
    return ", ".join(named), values
