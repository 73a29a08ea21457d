"""What thousands of tests begin with is done once by the real deeds, and then written as rows."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model

Made = TypeVar("Made")


class WrittenOnce(Generic[Made]):
    """Deeds whose rows are kept by this process and written in one go where they are missing.

    The rows keep the ids and the numbers of editions that they got from sequences, which never
    give one twice: a number means the same rows in every test. `remember` reads what the process
    keeps in memory under those numbers before a test can add a row to them; a test that writes
    slow data past the deeds has to bump its edition.
    """

    def __init__(
        self,
        build: Callable[[], Made],
        *tables: type[Model] | tuple[type[Model], str],
        editions: tuple[str, ...],
        remember: Callable[[], object],
    ) -> None:
        self._build, self._editions, self._remember = build, editions, remember
        self._tables = [one if isinstance(one, tuple) else (one, "true") for one in tables]
        self._kept: tuple[bytes, str] | None = None

    def __call__(self) -> Made:
        """Return what the deeds made; they are done in earnest where something stands already."""
        if self._something_is_there():
            return self._build()
        if self._kept is None:
            made = self._build()
            rows = [*(self._rows(*table) for table in self._tables), self._numbers()]
            self._kept = (pickle.dumps(made), "; ".join(rows))
        else:
            with connection.cursor() as cursor:
                cursor.execute(self._kept[1])
        self._remember()
        return cast(Made, pickle.loads(self._kept[0]))

    def _something_is_there(self) -> bool:
        asked = [
            f"EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE {which})"
            for model, which in self._tables
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {' OR '.join(asked)}")
            return bool(cursor.fetchone()[0])

    def _rows(self, model: type[Model], which: str) -> str:
        columns = [field.column for field in model._meta.concrete_fields]
        return _insert(model._meta.db_table, columns, which)

    def _numbers(self) -> str:
        names = ", ".join(f"'{name}'" for name in self._editions)
        rows = _insert("territory_edition", ["name", "number"], f"name IN ({names})")
        return f"{rows} ON CONFLICT (name) DO UPDATE SET number = EXCLUDED.number"


def _insert(table: str, names: list[str], which: str) -> str:
    """The statement that writes the rows of a table again."""
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {which}")
        rows: list[Any] = cursor.fetchall()
        marks = f"({', '.join(['%s'] * len(names))})"
        values = [cursor.mogrify(marks, row) for row in rows]
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join(values)}"
