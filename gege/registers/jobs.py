"""Timed work of the registers."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.registers.actions.forget import forget_due
from gege.registers.actions.run_rules import changed_since, last_cursor, run_rules
from gege.registers.protection.resealing import is_wanted, reseal
from gege.registers.protection.sealing import the_ring
from gege.territory.api import read_editions

A_TURN: Final = timedelta(minutes=5)
"""A job ends sometimes, so that the worker's other work has its turn; the next one goes on."""


@app.periodic(cron="*/15 17-21 * * *")
@app.task(queueing_lock="reseal_registers", pass_context=False)
def reseal_registers(timestamp: int) -> None:
    """While keys are being changed: go on with it, at night (the hours are UTC)."""
    if not is_wanted(the_ring()):
        return
    for _step in reseal(clock=timezone.now, until=timezone.now() + A_TURN):
        pass


@app.periodic(cron="40 17 * * *")
@app.task(queueing_lock="forget_registers", pass_context=False)
def forget_registers(timestamp: int) -> None:
    """Forget what is over, every night (the hour is UTC)."""
    forget_due(now=timezone.now(), editions=read_editions())


@app.periodic(cron="10 18 * * *")
@app.task(queueing_lock="compare_registers", lock="compare_registers", pass_context=False)
def compare_registers(timestamp: int) -> None:
    """Run the rules of comparison over everything, every night (the hour is UTC)."""
    run_rules(now=timezone.now(), editions=read_editions())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="compare_changed", lock="compare_registers", pass_context=False)
def compare_changed(timestamp: int) -> None:
    """Run the rules of comparison around what changed since the last run."""
    since = last_cursor()
    if since is not None and changed_since(since):
        run_rules(now=timezone.now(), editions=read_editions(), since=since)
