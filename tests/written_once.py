"""What thousands of tests begin with is done once by the real deeds, and then written as rows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

from gege.territory.api import bump

Made = TypeVar("Made")


class WrittenOnce(Generic[Made]):
    """Deeds whose rows are kept by this process and written in one go where they are missing.

    The rows keep the ids that they got from sequences, which never give one twice. Numbers of
    editions are new each time, so that no memory of another test is taken for this one's.
    """

    def __init__(
        self,
        build: Callable[[], Made],
        *tables: type[Model] | tuple[type[Model], str],
        editions: tuple[str, ...],
    ) -> None:
        self._build, self._editions = build, editions
        self._tables = [one if isinstance(one, tuple) else (one, "true") for one in tables]
        self._kept: tuple[Made, str] | None = None

    def __call__(self) -> Made:
        """Return what the deeds made; they are done in earnest where something stands already."""
        if self._something_is_there():
            return self._build()
        if self._kept is None:
            made = self._build()
            self._kept = (made, "; ".join(self._rows(*table) for table in self._tables))
        else:
            with connection.cursor() as cursor:
                cursor.execute(self._kept[1])
            for name in self._editions:
                bump(name)
        return copy.deepcopy(self._kept[0])

    def _something_is_there(self) -> bool:
        asked = [
            f"EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE {which})"
            for model, which in self._tables
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {' OR '.join(asked)}")
            return bool(cursor.fetchone()[0])

    def _rows(self, model: type[Model], which: str) -> str:
        table = model._meta.db_table
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table} WHERE {which}")
            rows: list[Any] = cursor.fetchall()
            marks = f"({', '.join(['%s'] * len(rows[0]))})"
            values = [cursor.mogrify(marks, row) for row in rows]
        return f"INSERT INTO {table} ({columns}) VALUES {', '.join(values)}"
