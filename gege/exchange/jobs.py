"""Timed work of the exchange."""

from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gege.exchange.actions.compare import check_outlets, compare_source, forget_old
from gege.exchange.actions.deliver import deliver_due
from gege.exchange.actions.pull import due_sources, pull_safely, sweep_readings
from gege.exchange.models import Source
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="pull_sources", pass_context=False)
def pull_sources(timestamp: int) -> None:
    """Have the sources read whose time has come, side by side: a slow one holds up no other."""
    for pk in due_sources(timezone.now()):
        name = f"pull_source {pk}"
        with suppress(AlreadyEnqueued):
            pull_source.configure(lock=name, queueing_lock=name).defer(pk=pk)


@app.task(pass_context=False)
def pull_source(pk: int) -> None:
    """Read one source."""
    pull_safely(pk, now=timezone.now(), editions=read_editions())


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="tell_departments", lock="tell_departments", pass_context=False)
def tell_departments(timestamp: int) -> None:
    """Tell departments that cannot ask what changed."""
    deliver_due(now=timezone.now(), editions=read_editions())


@app.periodic(cron="47 18 * * *")  # UTC: 2:47 in the county
@app.task(queueing_lock="compare_sources", lock="compare_sources", pass_context=False)
def compare_sources(timestamp: int) -> None:
    """Count both sides of every source, and what every department was given, each night."""
    living = Source.objects.filter(paused_at__isnull=True, ended_at__isnull=True)
    for one in living.select_related("unit").order_by("pk"):
        compare_source(one, by=SYSTEM, now=timezone.now())
    check_outlets(by=SYSTEM, now=timezone.now(), editions=read_editions())
    forget_old(now=timezone.now())
    sweep_readings(now=timezone.now())
