"""Timed work of the interfaces."""

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

ROUNDS = 20
"""A job ends sometimes, so that the worker's other work has its turn; the next one goes on."""


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_answers", pass_context=False)
def forget_answered_keys(timestamp: int) -> None:
    """Forget idempotency keys and messages whose time is over."""
    forget_answers(now=timezone.now())
    forget_webhooks(now=timezone.now())


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
