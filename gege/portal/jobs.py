"""What the portal does on its own."""

from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.portal.actions.count import forget_tallies


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="portal-tallies", pass_context=False)
def forget_old_tallies(timestamp: int, **_: Any) -> None:
    """Forget the counts of senders whose span is over."""
    forget_tallies(now=timezone.now())
