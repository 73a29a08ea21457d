"""Ring for whoever has a board of lights open (decision 0044)."""

from django.db import connection, transaction

from gege.kernel.bell import CHANNEL, Ring


def ring(what: Ring) -> None:
    """Ring once what stands in this transaction is committed; what is rolled back rings nothing.

    Not inside of it: a transaction that notifies holds one lock of the whole database until its
    commit is on the disk, so that all deeds would wait in one line. A ring that is lost costs a
    board its refreshing by some seconds.
    """
    transaction.on_commit(lambda: _ring(what.written()), robust=True)


def _ring(payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
