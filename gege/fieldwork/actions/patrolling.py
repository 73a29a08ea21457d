"""What the deeds on a patrol share: whose it is, its time, and whether it counts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.entries import past
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import Refused
from gege.fieldwork.models import CheckIn, Patrol
from gege.fieldwork.queries.patrols import patrol_by_uid
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.patrols import faults_of
from gege.fieldwork.rules.words import Half
from gege.matters.api import LOCAL
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import record

BY_WORKER = "worker"
BY_TIMER = "timer"
"""Who ended a patrol. What a timer ended is ended again when its walker's own end arrives."""


@dataclass
class Walking:
    """One patrol under one deed: locked, its walker's own, with the rules in force."""

    patrol: Patrol
    rules: FieldRules
    by: Actor
    now: datetime
    after: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    silent: bool = False
    """Nothing changed: the same message again. No line is written."""

    def moment(self, name: str, at: datetime) -> datetime:
        """Return a moment of the patrol; raises Invalid, Refused (`outside_patrol`)."""
        at = past(name, at, now=self.now, rules=self.rules)
        if at < self.patrol.started_at or (self.patrol.ended_at and at > self.patrol.ended_at):
            raise Refused("outside_patrol")
        return at


def stream_of(patrol: Patrol) -> str:
    """Return the patrol's stream in the ledger."""
    return f"patrol:{patrol.uid}"


def rules_now() -> FieldRules:
    """Return the rules in force, read inside the deed."""
    return current_rules(read_editions())


def local(at: datetime) -> datetime:
    """Return a moment on the county's clock, as the rules want it."""
    return at.astimezone(LOCAL)


@contextmanager
def walking(uid: UUID | str, deed: str, *, by: Actor, now: datetime) -> Iterator[Walking]:
    """Lock a patrol for a deed of its walker, and write the line of the deed at the end.

    Raises NotFound, Refused (`not_your_patrol`).
    """
    with transaction.atomic():
        patrol = patrol_by_uid(uid, by, lock=True)
        if patrol.account_id != by.account_id:
            raise Refused("not_your_patrol")
        one = Walking(patrol, rules_now(), by, now)
        yield one
        if not one.silent:
            write(patrol, deed, by=by, now=now, before=one.before, after=one.after, more=one.more)


def write(
    patrol: Patrol,
    deed: str,
    *,
    by: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write a line of a patrol. It never holds a position: the ledger is for ever, they are not."""
    record(
        stream=stream_of(patrol),
        deed=deed,
        by=by.signature(),
        now=now,
        before=before,
        after=after,
        more=more,
    )


def judged(patrol: Patrol, ended_at: datetime, rules: FieldRules) -> list[str]:
    """Return the faults of a patrol that its walker ended."""
    points = CheckIn.objects.filter(patrol=patrol, at__lte=ended_at).count()
    half, started = Half(patrol.half), local(patrol.started_at)
    return [str(one) for one in faults_of(half, started, local(ended_at), points, rules)]
