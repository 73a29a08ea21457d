"""Timed work of the handheld's interface."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.field import uploads


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="clean_uploads", pass_context=False)
def clean_uploads(timestamp: int) -> None:
    """Remove pictures that were sent and never used, until there are none."""
    while uploads.clean(now=timezone.now()) == uploads.BATCH:
        pass
