"""Timed work of the ledger."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from gege.trail.access_log import MOST, forget_readings, note_readings
from gege.trail.verify import seal


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_trail", pass_context=False)
def seal_trail(timestamp: int) -> None:
    """Seal what was written since the last minute."""
    now = datetime.fromtimestamp(timestamp, UTC)
    while seal(now=now, key=settings.GEGE_TRAIL_KEY.encode()) is not None:
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="note_readings", pass_context=False)
def note_read_lines(timestamp: int) -> None:
    """Put the digest of the newest readings into the ledger."""
    now = datetime.fromtimestamp(timestamp, UTC)
    while (run := note_readings(now=now)) is not None and run.count == MOST:
        pass


@app.periodic(cron="50 18 * * *")
@app.task(queueing_lock="forget_readings", pass_context=False)
def forget_old_readings(timestamp: int) -> None:
    """Forget readings whose years are over; the ledger says how many."""
    now = datetime.fromtimestamp(timestamp, UTC)
    forget_readings(now=now, years=settings.GEGE_ACCESS_LOG_YEARS)
