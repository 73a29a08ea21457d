"""Timed work of duty."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gege.staff.duty.actions.keep_entry import ask_units_in_time
from gege.staff.duty.actions.watch_over import (
    BATCH,
    ask_for_handovers,
    look_ahead,
    raise_alarms,
)


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="watch_over_duty", pass_context=False)
def watch_over_duty(timestamp: int) -> None:
    """Raise the alarm of silent shifts, and ask for handovers that are late."""
    while raise_alarms(now=timezone.now()) == BATCH:
        pass
    while ask_for_handovers(now=timezone.now()) == BATCH:
        pass


# Timers count in UTC: 08:20 in the county.
@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="look_ahead_at_duty", pass_context=False)
def look_ahead_at_duty(timestamp: int) -> None:
    """Tell of rosters that end and shifts torn open; ask units to confirm their entries."""
    look_ahead(now=timezone.now())
    ask_units_in_time(now=timezone.now())
