"""Timed work of the interfaces."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.openapi.actions.once import forget_answers


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_answers", pass_context=False)
def forget_answered_keys(timestamp: int) -> None:
    """Forget the idempotency keys whose time is over."""
    forget_answers(now=timezone.now())
