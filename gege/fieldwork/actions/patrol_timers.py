"""What becomes due by itself: forgotten patrols end, old tracks are forgotten."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gege.fieldwork.actions.patrolling import BY_TIMER, local, rules_now, write
from gege.fieldwork.models import Patrol, TrackPoint
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.patrols import given_up_at
from gege.fieldwork.rules.words import Fault, Half
from gege.notices.api import Draft, post
from gege.staff.api import SYSTEM
from gege.trail.api import record

BATCH: Final = 200
TRACK_BATCH: Final = 20_000


def end_forgotten(*, now: datetime) -> int:
    """End the patrols that nobody ended, each with the fault `never_ended`; return how many.

    Its walker is told. When his own end arrives later, it goes before this one.
    """
    with transaction.atomic():
        rules = rules_now()
        running = Patrol.objects.select_for_update(skip_locked=True).filter(ended_at=None)
        due = [
            one
            for one in running.order_by("started_at", "id")[:BATCH]
            if given_up(one, rules) <= now
        ]
        for patrol in due:
            give_up(patrol, rules, now=now)
    return len(due)


def given_up(patrol: Patrol, rules: FieldRules) -> datetime:
    """Return when a running patrol ends by itself."""
    return given_up_at(Half(patrol.half), local(patrol.started_at), rules)


def give_up(patrol: Patrol, rules: FieldRules, *, now: datetime) -> None:
    """End a forgotten patrol inside the caller's transaction, which holds it."""
    ended_at = given_up(patrol, rules)
    TrackPoint.objects.filter(patrol=patrol, at__gt=ended_at).delete()
    patrol.ended_at, patrol.ended_by = ended_at, BY_TIMER
    patrol.faults = [Fault.NEVER_ENDED]
    patrol.save(update_fields=["ended_at", "ended_by", "faults"])
    write(
        patrol,
        "give_up",
        by=SYSTEM,
        now=now,
        before={"ended_at": None},
        after={"ended_at": ended_at, "faults": patrol.faults},
    )
    began = f"{local(patrol.started_at):%m-%d %H:%M}"
    note = Draft(
        "patrol_forgotten",
        f"patrol:{patrol.uid}",
        to_account_id=patrol.account_id,
        values={"since": began},
    )
    post([note], now=now)


def forget_tracks(*, now: datetime, most: int = TRACK_BATCH) -> int:
    """Remove positions older than the rules keep them, some at a time; return how many."""
    with transaction.atomic():
        rules = rules_now()
        before = now - timedelta(days=rules.keep_track_days)
        old = TrackPoint.objects.filter(at__lt=before).order_by("at").values("pk")[:most]
        gone, _ = TrackPoint.objects.filter(pk__in=old).delete()
        if gone:
            record(
                stream="fieldwork:tracks",
                deed="forget",
                by=SYSTEM.signature(),
                now=now,
                after={"positions": gone, "before": before},
            )
    return gone
