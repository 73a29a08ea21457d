"""What the portal does on its own."""

from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.portal.actions.count import forget_tallies
from gege.portal.actions.pages import end_pages


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="portal-tallies", pass_context=False)
def forget_old_tallies(timestamp: int, **_: Any) -> None:
    """Forget the counts of senders whose span is over."""
    forget_tallies(now=timezone.now())


@app.periodic(cron="12 0,7 * * *")
@app.task(queueing_lock="portal-pages", pass_context=False)
def end_old_pages(timestamp: int, **_: Any) -> None:
    """Write down that public pages have had their time, and tell who said them."""
    end_pages(now=timezone.now())
