"""Timed work of supervision."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.supervision.actions.remind import BATCH, remind


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="remind_of_orders", pass_context=False)
def remind_of_orders(timestamp: int) -> None:
    """Remind of orders that are not signed for, near due or overdue."""
    while remind(now=timezone.now()) == BATCH:
        pass
