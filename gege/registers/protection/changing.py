"""What is done with the keys themselves, each a line of the trail in the stream `keys`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError, connection, transaction

from gege.kernel.keyring import (
    KeysError,
    Ring,
    State,
    Use,
    new_secret,
    new_tail,
    offered,
    retired,
    ring_at,
    rotated,
    with_new,
    write_ring,
)
from gege.kernel.keyring.ring import FAMILIES
from gege.kernel.keyring.sealing import lacking
from gege.registers.protection.resealing import held_under
from gege.registers.protection.tables import without_mark
from gege.staff.api import SYSTEM
from gege.trail.api import record

STREAM: Final = "keys"
_LOCK: Final = (7263, 34)
_TRIES: Final = 120
_WRITERS: Final = """
    LOCK TABLE registers_record, registers_statement, staff_secondfactor IN SHARE MODE
"""


def add_key(use: Use, family: str, *, now: datetime) -> str:
    """Add a key that waits; return its name. Raises KeysError."""
    algorithm = FAMILIES[family][use]
    if not offered(algorithm):
        raise KeysError(lacking(algorithm))

    def add(ring: Ring) -> Ring:
        return with_new(ring, use, family, on=now.date(), secret=new_secret(), tail=new_tail())

    return _changed(add, "new_key", now).keys[-1].id


def rotate_key(use: Use, *, now: datetime) -> str:
    """Let the waiting key work; return its name.

    A mark's key works only when every record has its mark: searching asks for that one alone.
    Raises KeysError.
    """

    def rotate(ring: Ring) -> Ring:
        waiting = next((k.id for k in ring.keys if k.use is use and k.state is State.WAITING), "")
        if use is Use.MARK and waiting and (left := without_mark(waiting)):
            text = f"{left} records have no mark of {waiting} yet: run `gege keys reseal` first."
            raise KeysError(text)
        return rotated(ring, use)

    return _changed(rotate, "rotate_key", now).active(use).id


def retire_key(key_id: str, *, now: datetime) -> None:
    """Remove the secret of an old key. Raises KeysError while anything is left under it.

    Whoever may still hold a text that the key sealed before it grew old is waited for first; the
    counting itself, which takes a while, holds nobody up.
    """
    retired(ring_at(Path(settings.GEGE_KEYS)), key_id)
    _let_writers_end()

    def retire(ring: Ring) -> Ring:
        new = retired(ring, key_id)
        left = {name: keys[key_id] for name, keys in held_under().items() if keys[key_id]}
        if left:
            counted = ", ".join(f"{count} in {name}" for name, count in left.items())
            text = f"{key_id} is still in use: {counted}. Run `gege keys reseal` first."
            raise KeysError(text)
        return new

    _changed(retire, "retire_key", now)


def _let_writers_end() -> None:
    """Wait until everybody who writes just now has ended; nobody waits for us longer than a second.

    Raises KeysError when somebody writes for minutes.
    """
    for _ in range(_TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
                cursor.execute(_WRITERS)
                return
        except OperationalError:
            continue
    raise KeysError("Somebody has been writing for minutes, an import perhaps: try again later.")


def _changed(change: Callable[[Ring], Ring], deed: str, now: datetime) -> Ring:
    """Change the file of keys; two who do so at once follow one another.

    The file is written last: when it cannot be, the trail says nothing either.
    """
    path = Path(settings.GEGE_KEYS)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)
        old = ring_at(path)
        new = change(old)
        record(
            stream=STREAM,
            deed=deed,
            by=SYSTEM.signature(),
            now=now,
            before=_states(old),
            after=_states(new),
        )
        write_ring(path, new)
    return new


def _states(ring: Ring) -> dict[str, Any]:
    return {key.id: f"{key.algorithm} {key.state} {key.print}".strip() for key in ring.keys}
