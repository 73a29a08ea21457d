"""The change to other keys: every table is walked through, in small steps, while people work."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gege.kernel.keyring import Ring, State, Use
from gege.registers.models import Resealing
from gege.registers.protection.sealing import the_ring
from gege.registers.protection.tables import IMPORTS, RECORDS, STATEMENTS, Table
from gege.staff.api import factor_keys, reseal_factors

STEP: Final = 200
"""Rows that are locked together: some tens of milliseconds."""
MOST_ROUNDS: Final = 5
TABLES: Final = (RECORDS, STATEMENTS, IMPORTS)
FACTORS: Final = "second factors"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one table is."""

    table: str
    seen: int
    changed: int
    unreadable: int
    held: int
    finished: bool


def reseal(*, clock: Clock, until: datetime | None = None, step: int = STEP) -> Iterator[Progress]:
    """Walk towards the present keys and yield after every step; ends when all is done.

    The caller may stop at any step, and the next call goes on there; `until` stops by itself.
    `clock` tells the time: a walk takes longer than a moment. Raises KeysError.
    """
    for table in TABLES:
        yield from _walk(table, clock, until, step)
    done = reseal_factors(the_ring())
    yield Progress(FACTORS, done.seen, done.changed, done.unreadable, 0, True)


def held_under() -> dict[str, Counter[str]]:
    """Return how many texts and marks of each table every key made. Reads all of them."""
    return {**{table.name: table.keys() for table in TABLES}, FACTORS: factor_keys()}


def is_wanted(ring: Ring) -> bool:
    """Tell whether anything may be left to do: an old key is still there, or a mark's key waits."""
    return any(
        key.state is State.OLD or (key.state is State.WAITING and key.use is Use.MARK)
        for key in ring.keys
    )


def aim_of(ring: Ring) -> str:
    """Return the keys that a walk leads to, as a word."""
    return " ".join([ring.active(Use.SEAL).id, *(key.id for key in ring.written(Use.MARK))])


def _walk(table: Table, clock: Clock, until: datetime | None, step: int) -> Iterator[Progress]:
    ring = the_ring()
    walk = Resealing.objects.filter(
        table=table.name, keys=aim_of(ring), finished_at__isnull=True
    ).first() or Resealing(table=table.name, keys=aim_of(ring), started_at=clock())
    while walk.finished_at is None and (until is None or clock() < until):
        ids = table.ids(walk.after, step)
        if ids:
            batch = table.reseal(ids, ring)
            walk.after = ids[-1]
            walk.seen += batch.seen
            walk.changed += batch.changed
            walk.unreadable += batch.unreadable
            walk.held += batch.held
        elif walk.held and walk.rounds < MOST_ROUNDS:
            # Somebody held rows as they were passed: look at all of them once more.
            walk.after, walk.held, walk.rounds = 0, 0, walk.rounds + 1
            walk.seen = walk.unreadable = 0
        else:
            walk.finished_at = clock()
        walk.save()
        yield Progress(
            table.name,
            walk.seen,
            walk.changed,
            walk.unreadable,
            walk.held,
            walk.finished_at is not None,
        )
