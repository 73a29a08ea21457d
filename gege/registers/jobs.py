"""Timed work of the registers."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.registers.actions.count_registers import count_registers
from gege.registers.actions.follow_divisions import follow_divisions
from gege.registers.actions.forget import forget_due
from gege.registers.actions.forget_roll_calls import forget_roll_calls
from gege.registers.actions.pairing.rounds import pair_changed, pair_townships
from gege.registers.actions.run_rules import changed_since, last_cursor, run_rules
from gege.registers.intake.work import forget_imports, work_on_all
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


@app.periodic(cron="50 17 * * *")
@app.task(queueing_lock="forget_roll_calls", pass_context=False)
def forget_old_roll_calls(timestamp: int) -> None:
    """Close roll-calls that nobody closed, and forget who was on old ones (the hour is UTC)."""
    forget_roll_calls(now=timezone.now())


@app.periodic(cron="30 19 * * *")
@app.task(queueing_lock="count_registers", pass_context=False)
def count_figures(timestamp: int) -> None:
    """Make the figures of the month, in its first night (the hour is UTC)."""
    count_registers(now=timezone.now(), editions=read_editions())


@app.periodic(cron="10 18 * * *")
@app.task(queueing_lock="compare_registers", lock="compare_registers", pass_context=False)
def compare_registers(timestamp: int) -> None:
    """Run the rules of comparison over everything, every night (the hour is UTC)."""
    follow_divisions(now=timezone.now(), editions=read_editions())
    run_rules(now=timezone.now(), editions=read_editions())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="compare_changed", lock="compare_registers", pass_context=False)
def compare_changed(timestamp: int) -> None:
    """Let records follow a division, and compare around what changed since the last run."""
    follow_divisions(now=timezone.now(), editions=read_editions())
    since = last_cursor()
    if since is not None and changed_since(since):
        run_rules(now=timezone.now(), editions=read_editions(), since=since)


@app.periodic(cron="30 18 * * *")
@app.task(queueing_lock="pair_registers", lock="pair_registers", pass_context=False)
def pair_registers(timestamp: int) -> None:
    """Look for residents that stand twice, township by township, every night (UTC)."""
    pair_townships(now=timezone.now(), editions=read_editions())


@app.periodic(cron="7-59/15 * * * *")
@app.task(queueing_lock="pair_changes", lock="pair_registers", pass_context=False)
def pair_changes(timestamp: int) -> None:
    """Hold residents that changed against their community."""
    pair_changed(now=timezone.now(), editions=read_editions())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="import_files", lock="import_files", pass_context=False)
def import_files(timestamp: int) -> None:
    """Go on with files that are checked, matched, applied or taken back."""
    work_on_all(clock=timezone.now, editions=read_editions(), until=A_TURN)


@app.periodic(cron="50 17 * * *")
@app.task(queueing_lock="forget_imports", pass_context=False)
def forget_imported_files(timestamp: int) -> None:
    """Forget files that cannot be undone any more, or that nobody applied (the hour is UTC)."""
    forget_imports(clock=timezone.now)
