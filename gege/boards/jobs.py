"""Timed work of the boards."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.boards.daily.making import make_missing


@app.periodic(cron="12 * * * *")
@app.task(queueing_lock="make_daily_files", pass_context=False)
def make_daily_files(timestamp: int) -> None:
    """Make the file of yesterday, and of days that were missed; nothing to do until midnight."""
    make_missing(now=timezone.now())
