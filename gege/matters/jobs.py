"""Timed work of matters; each job is a loop over small transactions."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from gege.matters.actions.late_steps import announce_steps
from gege.matters.actions.learn import learn_triage
from gege.matters.actions.settle_provisional import settle_provisional
from gege.matters.actions.timers import BATCH, announce_lights, end_pauses
from gege.staff.api import SYSTEM


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="announce_lights", pass_context=False)
def announce_changed_lights(timestamp: int) -> None:
    """Turn every change of a light into notices."""
    while announce_lights(now=timezone.now()) == BATCH:
        pass


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="announce_steps", pass_context=False)
def announce_late_steps(timestamp: int) -> None:
    """Turn every step whose time is over into notices."""
    while announce_steps(now=timezone.now()) == BATCH:
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="end_pauses", pass_context=False)
def end_paused_clocks(timestamp: int) -> None:
    """Let clocks run again whose pause is over."""
    end_pauses(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="settle_provisional", pass_context=False)
def settle_provisional_deadlines(timestamp: int) -> None:
    """Recompute due times on days that have been announced since."""
    last = 0
    while True:
        last, _ = settle_provisional(now=timezone.now(), after=last)
        if not last:
            return


@app.periodic(cron="20 18 * * *")
@app.task(queueing_lock="learn_triage", pass_context=False)
def learn_triage_every_night(timestamp: int) -> None:
    """Learn kinds and departments anew from closed matters: at 02:20 in the county, 18:20 UTC."""
    if settings.GEGE_TRIAGE_HELP:
        learn_triage(by=SYSTEM, now=timezone.now())


@app.task(queueing_lock="learn_triage_now", pass_context=False)
def learn_triage_now() -> None:
    """Learn anew because an administrator asked."""
    learn_triage(by=SYSTEM, now=timezone.now())
