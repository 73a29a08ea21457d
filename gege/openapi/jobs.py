"""Timed work of the interfaces."""

from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.openapi.actions.deliver import (
    forget_webhooks,
    give_up_webhooks,
    release_webhooks,
    send_webhooks,
)
from gege.openapi.actions.feed import BATCH, feed
from gege.openapi.actions.once import forget_answers
from gege.openapi.floods import forget_floods
from gege.openapi.opinion.asking import Trouble
from gege.openapi.opinion.comparing import forget_reports, reconcile
from gege.openapi.opinion.fetching import fetch_cases, fetch_files
from gege.openapi.opinion.platform import present_platform
from gege.openapi.opinion.telling import tell_cases
from gege.staff.api import SYSTEM

ROUNDS = 20
"""A job ends sometimes, so that the worker's other work has its turn; the next one goes on."""


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_answers", pass_context=False)
def forget_answered_keys(timestamp: int) -> None:
    """Forget idempotency keys and messages whose time is over."""
    forget_answers(now=timezone.now())
    forget_webhooks(now=timezone.now())
    forget_reports(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="forget_floods", pass_context=False)
def forget_flood_counts(timestamp: int) -> None:
    """Forget who came how often."""
    forget_floods(now=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="read_trail", lock="read_trail", pass_context=False)
def read_trail(timestamp: int) -> None:
    """Turn what was done into messages."""
    while feed(now=timezone.now()) == BATCH:
        pass


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="send_webhooks", lock="send_webhooks", pass_context=False)
def send_due_webhooks(timestamp: int) -> None:
    """Send what is due, an address after the other and several at once."""
    for _ in range(ROUNDS):
        if not send_webhooks(now=timezone.now()):
            return


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tidy_webhooks", pass_context=False)
def tidy_webhooks(timestamp: int) -> None:
    """Queue again what was left half-way, give up what waited too long."""
    release_webhooks(now=timezone.now())
    give_up_webhooks(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="exchange_opinions", lock="exchange_opinions", pass_context=False)
def exchange_opinions(timestamp: int) -> None:
    """Fetch cases of the opinion platform and their files, and tell how they stand."""
    one = present_platform()
    if one is None:
        return
    if one.fetches:
        with suppress(Trouble):  # it is written down, and tried again in a minute
            fetch_cases(one, now=timezone.now())
    fetch_files(one, now=timezone.now())
    for _ in range(ROUNDS):
        if not tell_cases(one, now=timezone.now()):
            return


@app.periodic(cron="23 18 * * *")  # UTC: 2:23 in the county
@app.task(queueing_lock="compare_opinions", lock="exchange_opinions", pass_context=False)
def compare_opinions(timestamp: int) -> None:
    """Compare both sides of the opinion platform every night."""
    one = present_platform()
    if one is not None and one.address:
        reconcile(one, by=SYSTEM, now=timezone.now())
