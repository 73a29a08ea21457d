"""Timed work of supervision."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.supervision.actions.briefings.draft import draft_what_is_over
from gege.supervision.actions.digests.make import make_last_digests
from gege.supervision.actions.remind import BATCH, remind
from gege.supervision.actions.reviews.remind import BATCH as STATEMENTS
from gege.supervision.actions.reviews.remind import remind_of_statements
from gege.supervision.actions.viewing.decide import BATCH as VIEWS
from gege.supervision.actions.viewing.decide import expire_views


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="remind_of_orders", pass_context=False)
def remind_of_orders(timestamp: int) -> None:
    """Remind of orders that are not signed for, near due or overdue."""
    while remind(now=timezone.now()) == BATCH:
        pass


@app.periodic(cron="20 0,7 * * *")
@app.task(queueing_lock="draft_briefings", pass_context=False)
def draft_briefings(timestamp: int) -> None:
    """Draft the week and the month that are over, and send the month's digests of opinions."""
    draft_what_is_over(now=timezone.now())
    make_last_digests(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="expire_views", pass_context=False)
def end_requests_to_view(timestamp: int) -> None:
    """End requests to view whose time is over."""
    while expire_views(now=timezone.now()) == VIEWS:
        pass


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="remind_of_statements", pass_context=False)
def remind_in_reviews(timestamp: int) -> None:
    """Remind those named in an accountability review of their statements."""
    while remind_of_statements(now=timezone.now()) == STATEMENTS:
        pass
