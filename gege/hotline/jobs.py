"""Timed work of the hotline."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.hotline.callbacks.asking import answers_over, ask_by_text
from gege.hotline.callbacks.gather import gather, gather_samples
from gege.hotline.calls.callers import forget_callers
from gege.hotline.calls.hear import give_up_lost
from gege.hotline.texts.parts import take_incomplete
from gege.hotline.texts.receive import forget_texts


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_texts", pass_context=False)
def forget_old_texts(timestamp: int) -> None:
    """Remove senders and words whose time is over."""
    forget_texts(now=timezone.now())


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="forget_callers", pass_context=False)
def forget_old_callers(timestamp: int) -> None:
    """Remove the numbers and names of calls whose time is over."""
    forget_callers(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="give_up_lost_calls", pass_context=False)
def give_up_lost_calls(timestamp: int) -> None:
    """End calls of whose end no telephone system told."""
    give_up_lost(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="take_incomplete_texts", pass_context=False)
def take_incomplete_texts(timestamp: int) -> None:
    """Take texts of which parts stayed away for an hour."""
    take_incomplete(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="gather_callbacks", pass_context=False)
def gather_callbacks(timestamp: int) -> None:
    """Put onto the list whom to call back, ask those who chose a text, mind the deadlines."""
    now = timezone.now()
    gather(now=now)
    answers_over(now=now)
    ask_by_text(now=now)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="gather_samples", pass_context=False)
def gather_sample_callbacks(timestamp: int) -> None:
    """Put the sample of what was closed lately onto the list of callbacks."""
    gather_samples(now=timezone.now())
