"""Timed work of the registers."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.registers.actions.forget import forget_due
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
