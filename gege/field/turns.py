"""One batch and one start at a time from each terminal: order for its own, room for the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection
from django.http import HttpResponse

from gege.field.answers import problem
from gege.field.sentences import sentence


class Turn(IntEnum):
    """What a terminal does one at a time. The number tells our advisory locks from others; the
    terminal is the second half of the key."""

    MESSAGES = 0x67656765
    START = 0x67656766


@contextmanager
def alone(terminal_id: int, turn: Turn) -> Iterator[bool]:
    """Hold a terminal's turn, if nobody has it. It belongs to the connection, not to a
    transaction: every message has its own."""
    key = [turn.value, terminal_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", key)
        taken = bool(cursor.fetchone()[0])
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", key)


def later(error: str, seconds: int) -> HttpResponse:
    """Ask a phone to come again."""
    response = problem(429, error, sentence(error))
    response.headers["Retry-After"] = str(seconds)
    return response
