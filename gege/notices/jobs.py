"""Timed work of the outbox."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.notices.chains import BATCH as CHAINS
from gege.notices.chains import run_chains
from gege.notices.outbox import deliver
from gege.notices.sending import forget_sealed, release_unsure, send_due
from gege.notices.smpp.sending import forget_parts


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="deliver_notices", pass_context=False)
def deliver_notices(timestamp: int) -> None:
    """Deliver what is due, until nothing is."""
    while deliver(now=timezone.now()):
        pass


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="send_deliveries", lock="send_deliveries", pass_context=False)
def send_deliveries(timestamp: int) -> None:
    """Send what is due by SMS and e-mail, until nothing is."""
    while send_due(now=timezone.now()):
        pass


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="run_call_chains", pass_context=False)
def run_call_chains(timestamp: int) -> None:
    """Go on with the call chains whose time has come."""
    while run_chains(now=timezone.now()) == CHAINS:
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tidy_deliveries", pass_context=False)
def tidy_deliveries(timestamp: int) -> None:
    """Queue again what no gateway reported on; forget numbers that are not needed any more."""
    release_unsure(now=timezone.now())
    forget_sealed(now=timezone.now())
    forget_parts(now=timezone.now())
