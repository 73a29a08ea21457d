"""Comparing each line with the record it is about: what is new, what changes, what is the same."""

import json
from collections.abc import Sequence
from typing import Final

from django.db import connection, transaction

from gege.registers.intake import store
from gege.registers.intake.plans import Plan, Planner
from gege.registers.intake.reach import reader_of
from gege.registers.intake.stepping import Pace, advance, locked
from gege.registers.intake.telling import tell_ready
from gege.registers.models import Import, ImportRow
from gege.registers.rules.declaration import Contract
from gege.registers.rules.intake.rows import kept_fault
from gege.registers.rules.intake.stages import RowState, Stage

CHUNK: Final = 1_000
COMPARED: Final = (RowState.KNOWN, RowState.NEW)


def compare_lines(one: Import, contract: Contract, pace: Pace) -> None:
    """Compare the lines behind `done` whose record is decided; ends with the preview."""
    planner = Planner(one, contract, reader_of(one, pace.today), store.key_of(one), pace.today)
    while True:
        rows = list(
            ImportRow.objects.filter(batch=one, state__in=COMPARED, number__gt=one.done)
            .order_by("number")
            .only("id", "number", "sealed", "record_id", "state")[:CHUNK]
        )
        if not rows:
            break
        plans = planner.plan(rows)
        with transaction.atomic():
            held = locked(one)
            write_compared(plans)
            held.done = rows[-1].number
            held.save(update_fields=["done"])
        one.done = held.done
        if pace.over:
            return
    with transaction.atomic():
        held = locked(one)
        advance(held, Stage.PREVIEW)
        held.counts |= preview_counts(held)
        held.save(update_fields=["counts"])
        tell_ready(held, pace.clock(), done=False)


def state_of(plan: Plan) -> RowState:
    """Return what a line would be by its plan."""
    if plan.faults:
        return RowState.FAULTY
    if plan.record is None:
        return RowState.NEW
    return RowState.CHANGE if plan.changes else RowState.SAME


def write_compared(plans: Sequence[Plan]) -> None:
    """Write what lines would do, by one statement."""
    rows = [
        {
            "id": plan.row.pk,
            "state": state_of(plan),
            "effects": {name: str(effect) for name, effect in plan.effects.items()},
            "faults": [kept_fault(name, wrong) for name, wrong in plan.faults.items()],
        }
        for plan in plans
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [json.dumps(rows)])


def preview_counts(one: Import) -> dict[str, int]:
    """Return how many rows would open a difference."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS, [one.pk, RowState.CHANGE])
        (many,) = cursor.fetchone()
    return {"questions": int(many)}


_UPDATE: Final = """
    UPDATE registers_importrow AS row
    SET state = new.state, effects = new.effects, faults = new.faults
    FROM jsonb_to_recordset(%s) AS new (id bigint, state text, effects jsonb, faults jsonb)
    WHERE row.id = new.id
"""
_QUESTIONS: Final = """
    SELECT count(*) FROM registers_importrow, jsonb_each_text(effects) AS effect
    WHERE batch_id = %s AND state = %s AND effect.value = 'questions'
"""
