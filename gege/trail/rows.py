"""Inserting single rows by statements that are written out once.

Every deed writes a line here, and a report two rows more. Django's ORM compiles an INSERT anew for
each row, which cost a report a third of its time (`python -m bench reporting`); the text of these
statements depends on the table alone. Tables and columns are those of our own models, and values
are taken as the model holds them: nothing here replaces what a field would convert.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(row: Model, **written: tuple[str, Any]) -> None:
    """Insert a new row; it has its key and its generated columns afterwards.

    `written` gives columns another expression than "%s", with its value, as in
    `search=("array_to_tsvector(%s)", terms)`. Columns without a value are left out: they are NULL
    by themselves, and the driver keeps what it knows of statements of up to fifty values only.
    """
    held = row.__dict__ | {name: value for name, (_, value) in written.items()}
    taken, returned = _columns(type(row))
    names = tuple(name for name in taken if held[name] is not None)
    expressions = tuple((name, text) for name, (text, _) in written.items())
    with connection.cursor() as cursor:
        cursor.execute(_text(type(row), names, expressions), [held[name] for name in names])
        answer: Sequence[Any] = cursor.fetchone() or ()
    for name, value in zip(returned, answer, strict=True):
        setattr(row, name, value)
    row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _columns(kind: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the attributes that are written, and those that the database fills."""
    fields = kind._meta.concrete_fields
    returned = tuple(one.attname for one in fields if one.primary_key or one.generated)
    return tuple(one.attname for one in fields if one.attname not in returned), returned


@lru_cache(maxsize=512)
def _text(kind: type[Model], names: tuple[str, ...], written: tuple[tuple[str, str], ...]) -> str:
    quote, expressions = connection.ops.quote_name, dict(written)
    column = {one.attname: quote(str(one.column)) for one in kind._meta.concrete_fields}
    into = ", ".join(column[name] for name in names)
    marks = ", ".join(expressions.get(name, "%s") for name in names)
    back = ", ".join(column[name] for name in _columns(kind)[1])
    table = quote(kind._meta.db_table)
    return f"INSERT INTO {table} ({into}) VALUES ({marks}) RETURNING {back}"  # noqa: S608
