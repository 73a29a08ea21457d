"""Opening one sealed text of each key and table: the keys in the file are the right ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection

from gege.kernel.keyring import Unreadable
from gege.registers.protection.sealing import unseal

_ONE_OF_EACH: Final = """
    SELECT DISTINCT ON (split_part(text.value, '.', 3)) %(own)s.id, record.sheet, record.uid,
        text.key, text.value
    FROM %(from)s, jsonb_each_text(%(own)s.sealed) AS text
    ORDER BY split_part(text.value, '.', 3), %(own)s.id DESC
"""
_TABLES: Final = {
    "records": {"own": "record", "from": "registers_record AS record"},
    "statements": {
        "own": "said",
        "from": "registers_statement AS said JOIN registers_record AS record "
        "ON record.id = said.record_id",
    },
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One text that was tried; `problem` is empty when it opened."""

    table: str
    row: int
    problem: str


def samples() -> Iterator[Sample]:
    """Try the newest text of each key in each table. Shows no text."""
    for table, parts in _TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_OF_EACH % parts)
            rows = cursor.fetchall()
        for row, sheet, uid, field, text in rows:
            problem = ""
            try:
                unseal(text, register=sheet, uid=str(uid), field=field)
            except Unreadable as error:
                problem = str(error)
            yield Sample(table, row, problem)
