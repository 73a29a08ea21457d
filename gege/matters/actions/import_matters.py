"""Take over another system's requests as matters, with their own targets and closings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Func, Value

from gege.kernel.coordinates import to_wgs84
from gege.kernel.search_terms import terms_of
from gege.matters.actions.entries import choice
from gege.matters.actions.entries import words as cleaned
from gege.matters.errors import Invalid
from gege.matters.models import Instruction, Matter, Remark
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.importing import Row, SourceMapping
from gege.matters.rules.lights import next_change
from gege.matters.rules.words import Channel, Intent, Move, Outcome, State, Tier
from gege.staff.api import Actor, Role
from gege.trail.api import open_streams

BATCH = 200
_OUTCOMES: Mapping[str, str] = {
    Intent.IDEA: Outcome.CONSIDERED,
    Intent.CALL: Outcome.RESPONDED,
    Intent.REQUEST: Outcome.DONE,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended: new matters, and rows that were there already."""

    new: int
    known: int


def import_matters(
    rows: Sequence[Row], how: SourceMapping, *, by: Actor, now: datetime
) -> Imported:
    """Import rows in batches, each one transaction; what was imported before is left as it is.

    A row with a target has had an instruction from its opening to its target; one that is closed
    was completed when it was closed. So its light says what the source's own clock said. A place
    outside every grid is kept on the list of places to be found while the matter is open.
    """
    if by.role not in (Role.SYSTEM, Role.ADMINISTRATOR):
        raise Invalid("file", "administrators_only")
    _check(how, setting(now))
    new = 0
    for start in range(0, len(rows), BATCH):
        new += _batch(rows[start : start + BATCH], how, by, now)
    return Imported(new, len(rows) - new)


def _check(how: SourceMapping, where: Setting) -> None:
    """Raise Invalid where the mapping leads to what this county does not have."""
    if where.atlas.county() is None:
        raise Invalid("file", "no_territory")
    for code in (how.default_kind, *how.kinds.values()):
        if not where.book.has(code):
            raise Invalid("mapping", "unknown_kind", value=str(code)[:20])
    for word in (how.default_channel, *how.channels.values()):
        choice("mapping", word, Channel)


def _batch(rows: Sequence[Row], how: SourceMapping, by: Actor, now: datetime) -> int:
    with transaction.atomic():
        where = setting(now)
        refs = [row.ref for row in rows]
        known = set(
            Matter.objects.filter(source_system=how.system, source_ref__in=refs).values_list(
                "source_ref", flat=True
            )
        )
        fresh = [row for row in rows if row.ref not in known]
        _write(fresh, how, by, where)
        return len(fresh)


def _write(rows: Sequence[Row], how: SourceMapping, by: Actor, where: Setting) -> None:
    """Write the matters of a batch with everything that hangs on them, a statement a table."""
    matters = [_matter(row, how, where) for row in rows]
    lines = {
        matter.stream: {
            "after": {
                "state": matter.state,
                "due_at": matter.due_at,
                "closed_at": matter.closed_at,
            },
            "source": how.system,
            "ref": row.ref,
            "line": row.line,
        }
        for row, matter in zip(rows, matters, strict=True)
    }
    heads = open_streams(lines, deed=str(Move.IMPORT), by=by.signature(), now=where.now)
    for matter in matters:
        head = heads[matter.stream]
        matter.trail_seq, matter.trail_hash = head.seq, head.hash
    Matter.objects.bulk_create(matters)
    both = list(zip(rows, matters, strict=True))
    Instruction.objects.bulk_create(
        Instruction(**_instruction(row, matter)) for row, matter in both if matter.due_at
    )
    Remark.objects.bulk_create(
        Remark(matter=matter, public=True, words=row.answer, at=row.closed or row.opened, name="-")
        for row, matter in both
        if row.answer
    )


def _matter(row: Row, how: SourceMapping, where: Setting) -> Matter:
    county = where.atlas.county()
    if county is None:
        raise Invalid("file", "no_territory")
    grid = where.atlas.grid_at(row.point, how.crs) if row.point else None
    area = grid.code if grid else county.code
    holder = where.platform(area, Tier.STATION if grid else Tier.COUNTY)
    kind = where.book.kind(row.kind)
    due = max(row.target, row.opened) if row.target else None
    closed = row.closed is not None
    state = State.CLOSED if closed else State.HANDLING if due else State.REPORTED
    label = where.atlas.label(area)
    point = to_wgs84(row.point, how.crs) if row.point else None
    matter = Matter(
        title=cleaned("title", row.title, most=120, lines=False),
        description=cleaned("words", row.words, most=2000),
        kind=kind.code,
        family=kind.family,
        intent=kind.intent,
        severity=kind.severity,
        channel=row.channel,
        rulebook=where.book.number,
        area_code=area,
        placed=grid is not None,
        place_label=label,
        address=row.address,
        lng=point.lng if point else None,
        lat=point.lat if point else None,
        state=state,
        holder_id=holder.id,
        lead_id=holder.id if due else None,
        instructor_id=holder.id if due else None,
        reported_at=row.opened,
        recorded_at=where.now,
        accepted_at=row.opened if due or closed else None,
        instructed_at=row.opened if due else None,
        due_at=due,
        warn_at=due,
        limit_amount=1 if due else None,
        limit_unit="clock_hours" if due else "",
        settled_at=row.closed,
        closed_at=row.closed,
        step_due_at=None if closed else due,
        outcome=_OUTCOMES[kind.intent] if closed else "",
        settled_tier=holder.kind if closed else "",
        first_time=kind.first_time,
        source_system=how.system,
        source_ref=row.ref,
        search=_terms(row.title, row.words, row.address, label),
    )
    matter.next_light_at = next_change(matter.clock, where.now)
    return matter


def _terms(*texts: str) -> Func:
    found: Any = Value(terms_of(*texts), output_field=ArrayField(models.TextField()))
    return Func(found, function="array_to_tsvector")


def _instruction(row: Row, matter: Matter) -> dict[str, Any]:
    return {
        "matter": matter,
        "by_unit_id": matter.instructor_id,
        "lead_id": matter.lead_id,
        "issued_at": row.opened,
        "limit_amount": matter.limit_amount,
        "limit_unit": matter.limit_unit,
        "original_due_at": matter.due_at,
        "due_at": matter.due_at,
        "acknowledged_at": row.opened,
        "ended_at": row.closed,
        "ended_how": "completed" if row.closed else "",
        "late": bool(row.closed and matter.due_at and row.closed > matter.due_at),
    }
