"""Timed work of the ledger."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from gege.trail.verify import seal


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_trail", pass_context=False)
def seal_trail(timestamp: int) -> None:
    """Seal what was written since the last minute."""
    now = datetime.fromtimestamp(timestamp, UTC)
    while seal(now=now, key=settings.GEGE_TRAIL_KEY.encode()) is not None:
        pass
