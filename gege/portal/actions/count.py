"""Count what a sender does; the platform's own store is the only judge."""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import new as keyed
from typing import Final

from django.conf import settings
from django.db import connection

from gege.portal.errors import TooOften
from gege.portal.models import Tally
from gege.portal.rules.guarding import Bound, span_of, wait_seconds

KEEP: Final = timedelta(days=2)
_ADD: Final = """
    INSERT INTO portal_tally (key, span, count, at) VALUES (%s, %s, 1, %s)
    ON CONFLICT (key, span) DO UPDATE SET count = LEAST(portal_tally.count + 1, 1000000)
    RETURNING count
"""


def count(bound: Bound, sender: str, *, now: datetime) -> None:
    """Count once more. Raises TooOften beyond the bound.

    Called outside of the deed's transaction: what was refused stays counted. No line of the
    ledger: nothing of the county's changes.
    """
    words = f"{bound.purpose}:{sender}".encode()
    key = keyed(settings.SECRET_KEY.encode(), words, sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [key, span_of(now, bound.seconds), now])
        row = cursor.fetchone()
    if row is None or row[0] > bound.most:
        raise TooOften(wait_seconds(now, bound.seconds))


def forget_tallies(*, now: datetime) -> int:
    """Forget spans that are over; return how many."""
    return int(Tally.objects.filter(at__lt=now - KEEP).delete()[0])
