"""Timed work of the hotline."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.hotline.texts.receive import forget_texts


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_texts", pass_context=False)
def forget_old_texts(timestamp: int) -> None:
    """Remove senders and words whose time is over."""
    forget_texts(now=timezone.now())
