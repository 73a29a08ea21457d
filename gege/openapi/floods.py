"""Counting what comes from one sender in a minute; the platform's own store is the only judge.

The address itself is not kept: it is a trace of a person. Its keyed mark is, for some minutes.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from gege.kernel.senders import network_of
from gege.notices.api import mark
from gege.openapi.models import Flood

WRONG_PER_MINUTE: Final = 30
_ADD: Final = """
    INSERT INTO openapi_flood (key, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (key, minute) DO UPDATE SET count = LEAST(openapi_flood.count + 1, 1000000)
    RETURNING count
"""


class Floods:
    """How often each sender has come in the present minute, whichever process they met."""

    def __init__(self, purpose: str, most: int) -> None:
        self.purpose = purpose
        self.most = most

    def over(self, address: str, minute: int) -> bool:
        """Count a request and tell whether it is one too many."""
        key = mark(network_of(address), f"flood {self.purpose}")
        with transaction.atomic(), connection.cursor() as cursor:
            # A count that a crash of the server loses harms nobody; waiting for the disk would.
            cursor.execute("SET LOCAL synchronous_commit TO off")
            cursor.execute(_ADD, [key, minute])
            row = cursor.fetchone()
        return row is None or row[0] > self.most


def forget_floods(*, now: datetime) -> int:
    """Remove the counts of minutes that are over; return how many."""
    return Flood.objects.filter(minute__lt=int(now.timestamp()) // 60 - 1).delete()[0]


strangers = Floods("stranger", settings.GEGE_OPEN311_PER_MINUTE)
"""Requests without a key."""
wrong_keys = Floods("key", WRONG_PER_MINUTE)
"""Keys that open nothing."""
