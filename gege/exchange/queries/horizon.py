"""Up to which turn of the registers everything is there that will ever be there.

Ids are given before a transaction commits, so a turn may appear below the newest. What is given to
departments ends where no running transaction can add one, as webhooks do it (decision 0031).
"""

from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from gege.exchange.models import Horizon
from gege.registers.api import Turn

NAME: Final = "turns"
_WRITING: Final = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'registers_turn'::regclass AND granted
      AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def safe_turn() -> int:
    """Move the horizon as far as it goes now, and return it; two short statements mostly.

    First the newest turn is noted, then who is writing: an id below it that is not there yet
    belongs to one of these, and when they are over it is there or never comes.
    """
    with transaction.atomic():
        Horizon.objects.get_or_create(name=NAME)
        row = Horizon.objects.select_for_update(skip_locked=True).filter(name=NAME).first()
        if row is None:  # somebody moves it this moment: what stands is safe all the same
            return Horizon.objects.values_list("safe", flat=True).get(name=NAME)
        if row.until is None:
            row.until = int(Turn.objects.aggregate(newest=Max("pk"))["newest"] or 0)
            row.waits_for = _writing()
        else:
            row.waits_for = [one for one in row.waits_for if one in set(_writing())]
        if not row.waits_for:
            row.safe, row.until = max(row.safe, row.until), None
        row.save()
        return row.safe


def _writing() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return [str(row[0]) for row in cursor.fetchall()]
