"""Timed work of the exchange."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.exchange.actions.compare import compare_source, forget_old
from gege.exchange.actions.deliver import deliver_due
from gege.exchange.actions.pull import pull_due
from gege.exchange.models import Source
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="pull_sources", lock="pull_sources", pass_context=False)
def pull_sources(timestamp: int) -> None:
    """Read the sources whose time has come."""
    pull_due(now=timezone.now(), editions=read_editions())


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="tell_departments", lock="tell_departments", pass_context=False)
def tell_departments(timestamp: int) -> None:
    """Tell departments that cannot ask what changed."""
    deliver_due(now=timezone.now(), editions=read_editions())


@app.periodic(cron="47 18 * * *")  # UTC: 2:47 in the county
@app.task(queueing_lock="compare_sources", lock="compare_sources", pass_context=False)
def compare_sources(timestamp: int) -> None:
    """Count both sides of every source every night, and forget old counts."""
    living = Source.objects.filter(paused_at__isnull=True, ended_at__isnull=True)
    for one in living.select_related("unit").order_by("pk"):
        compare_source(one, by=SYSTEM, now=timezone.now())
    forget_old(now=timezone.now())
