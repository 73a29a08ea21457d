"""Timed work of the outbox."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.notices.outbox import deliver


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="deliver_notices", pass_context=False)
def deliver_notices(timestamp: int) -> None:
    """Deliver what is due, until nothing is."""
    while deliver(now=timezone.now()):
        pass
