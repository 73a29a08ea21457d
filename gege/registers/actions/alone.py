"""Entering one number at the same moment: whoever comes second waits, and finds the first (L01).

A person at a desk and an import hold the same locks, each in their order, so neither waits for
the other in a circle.
"""

from collections.abc import Iterable
from typing import Final
from zlib import crc32

from django.db import connection

from gege.registers.keeping import wanted_numbers
from gege.registers.rules.values import Value

_LOCK: Final = 7271
"""Tells the advisory locks on numbers from others."""


def hold_numbers(numbers: Iterable[Value]) -> None:
    """Hold exact numbers until the end of the transaction; nobody else enters them meanwhile."""
    keys = sorted({crc32(wanted_numbers(str(one))[0].encode()) - 2**31 for one in numbers})
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::int[]) AS key", [_LOCK, keys]
        )
