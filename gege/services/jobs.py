"""Timed work of the handbook."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.services.actions.ask_owners import ask_owners


# Timers count in UTC: 08:10 in the county.
@app.periodic(cron="10 0 * * *")
@app.task(queueing_lock="ask_owners_of_articles", pass_context=False)
def ask_owners_of_articles(timestamp: int) -> None:
    """Ask each owner once about what has expired or is due for review."""
    ask_owners(now=timezone.now())
