"""Writing many words at once, by the rules that a single word goes by (`actions/word.py`).

What is plain is written here with bulk statements: a new record, and a word that confirms, fills,
corrects its own side or settles by authority. Whatever touches a difference, a reference or a
childhood goes through `take_word` one by one. A test holds both ways equal.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import JSONField, Model

from gege.kernel.county_day import local_date
from gege.registers.actions.chronicle import OPENED, mark_of
from gege.registers.intake.plans import Plan
from gege.registers.keeping import put, split
from gege.registers.models import Import, Link, Record, Statement, Turn
from gege.registers.queries.scope import is_child
from gege.registers.rules.declaration import Sheet, Side, subjects_of
from gege.registers.rules.entries import wished
from gege.registers.rules.formulas import under_14
from gege.registers.rules.saying import Effect, Verified, verified_after
from gege.staff.api import Actor

SAID: Final = "say"
_TAKES_PLACE: Final = frozenset({Effect.STANDS, Effect.SETTLES})
_CHANGED: Final = (
    "open", "sealed", "standing", "terms", "marks", "changed_at", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, when and for which import."""

    one: Import
    sheet: Sheet
    by: Actor
    now: datetime
    evidence: str
    note: str

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def said_at(self) -> datetime:
        """A file says what was true when it came, however long it waited."""
        return self.one.received_at

    @property
    def side(self) -> Side:
        return Side(self.one.side)

    def uid_of(self, plan: Plan) -> UUID:
        """Return the uid of a line's statement, and of the record that it enters: as everywhere."""
        return uuid5(self.one.uid, str(plan.row.number))


@dataclass(frozen=True, slots=True)
class Written:
    """One line that was written: what its leaf in the ledger is made of (decision 0038)."""

    plan: Plan
    record: Record
    statement: Statement
    said: Mapping[str, Any]

    def leaf(self) -> bytes:
        """Return the 32 bytes that stand for this line in its chunk."""
        return leaf_of(self.plan.row.number, self.statement.uid, self.said)


def leaf_of(number: int, statement: UUID, said: Mapping[str, Any]) -> bytes:
    """Return the digest of a line: its number, its statement, the keyed mark of what was said."""
    text = json.dumps([number, str(statement), mark_of(said)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def is_plain(plan: Plan) -> bool:
    """Tell whether a line can be written in bulk."""
    entry, record = plan.entry, plan.record
    if entry is None:
        return False
    if record is None:
        return True
    if plan.asked or any(effect is Effect.QUESTIONS for effect in plan.effects.values()):
        return False
    if any(
        standing is not None and standing.verified is Verified.DISPUTED
        for standing in plan.standings.values()
    ):
        return False
    moves = {name for name, effect in plan.effects.items() if effect in _TAKES_PLACE}
    return not moves & {*entry.wishes, "born", "point"}


def write_plans(plans: Sequence[Plan], pen: Pen) -> list[Written]:
    """Write plain lines: records, statements, references and turns, a few statements for all."""
    fresh = [plan for plan in plans if plan.record is None]
    known = [plan for plan in plans if plan.record is not None]
    statements = iter(ids_for(Statement, len(plans)))
    written = [
        _new(plan, pk, next(statements), pen)
        for plan, pk in zip(fresh, ids_for(Record, len(fresh)), strict=True)
    ]
    written += [_said(plan, next(statements), pen) for plan in known]
    copy_into(Record, [one.record for one in written if one.plan.record is None])
    _update([one.record for one in written if one.plan.record is not None])
    copy_into(Statement, [one.statement for one in written])
    turns = [_turn(one, pen) for one in written]
    for turn, pk in zip(turns, ids_for(Turn, len(turns)), strict=True):
        turn.pk = pk
    copy_into(Turn, turns)
    links = [link for one in written if one.plan.record is None for link in _links(one, pen)]
    for link, pk in zip(links, ids_for(Link, len(links)), strict=True):
        link.pk = pk
    copy_into(Link, links)
    return written


def _new(plan: Plan, pk: int, statement_pk: int, pen: Pen) -> Written:
    entry = plan.entry
    assert entry is not None  # plans without an entry are not written
    record = Record(
        pk=pk,
        uid=pen.uid_of(plan),
        sheet=pen.sheet.code,
        area_code=plan.area,
        opened_at=pen.now,
        changed_at=pen.now,
        valid_from=local_date(pen.said_at),
        merged_into=None,
    )
    if subjects_of(pen.sheet):
        record.child_until = _childhood(plan, pen)
    put(record, entry.values, pen.sheet, pen.today)
    child = record.child_until is not None
    statement = _statement(plan, record, statement_pk, pen, child=child)
    since = local_date(pen.said_at).isoformat()
    for name in sorted(entry.names):
        one = pen.sheet.by_name[name]
        seen = verified_after(Effect.STANDS, pen.side, None, one.authority)
        record.standing[name] = [statement_pk, pen.one.side, int(seen), since]
    return Written(plan, record, statement, _everything(plan))


def _said(plan: Plan, statement_pk: int, pen: Pen) -> Written:
    record, entry = plan.record, plan.entry
    assert record is not None  # the callers sorted them
    assert entry is not None
    child = record.child_until is not None and pen.today < record.child_until
    statement = _statement(plan, record, statement_pk, pen, child=child)
    since = local_date(pen.said_at).isoformat()
    values = dict(plan.values)
    for name in sorted(entry.names):
        one, effect, standing = pen.sheet.by_name[name], plan.effects[name], plan.standings[name]
        if effect in _TAKES_PLACE:
            values[name] = entry.value(name)
        seen = verified_after(effect, pen.side, standing, one.authority)
        if effect in _TAKES_PLACE or standing is None:
            record.standing[name] = [statement_pk, pen.one.side, int(seen), since]
        elif effect is not Effect.REPEATS:
            kept = record.standing[name]
            record.standing[name] = [*kept[:2], int(seen), *kept[3:]]
    put(record, values, pen.sheet, pen.today)
    record.version += 1
    record.changed_at = pen.now
    return Written(plan, record, statement, _everything(plan))


def _statement(plan: Plan, record: Record, pk: int, pen: Pen, *, child: bool) -> Statement:
    entry = plan.entry
    assert entry is not None
    born_child = "under_14" in pen.sheet.by_name and under_14(entry.values, pen.today) is True
    plain, sealed = split(entry.values, pen.sheet, record.uid, child=child or born_child)
    wishes: dict[str, Any] = {name: wished(wishes) or None for name, wishes in entry.wishes.items()}
    return Statement(
        pk=pk,
        record_id=record.pk,
        uid=pen.uid_of(plan),
        side=pen.one.side,
        unit_id=pen.by.unit_id,
        account_id=pen.by.account_id,
        name=pen.by.name,
        post=pen.by.post,
        said_at=pen.said_at,
        received_at=pen.now,
        evidence=pen.evidence,
        evidence_note=pen.note,
        batch=str(pen.one.uid),
        open={**plain, **wishes},
        sealed=sealed,
        outcome={name: str(effect) for name, effect in plan.effects.items()},
        doubts={name: list(words) for name, words in entry.doubts.items()},
    )


def _turn(one: Written, pen: Pen) -> Turn:
    changed = [name for name, effect in one.plan.effects.items() if effect in _TAKES_PLACE]
    return Turn(
        record_id=one.record.pk,
        version=one.record.version,
        at=pen.now,
        deed=OPENED if one.plan.record is None else SAID,
        statement_id=one.statement.pk,
        fields=dict.fromkeys(sorted(changed), one.statement.pk),
    )


def _links(one: Written, pen: Pen) -> list[Link]:
    entry = one.plan.entry
    assert entry is not None
    return [
        Link(
            source_id=one.record.pk,
            field=name,
            target_id=one.plan.targets[wish.target].pk,
            parts=dict(wish.parts),
            since=pen.today,
            statement_id=one.statement.pk,
        )
        for name, wishes in sorted(entry.wishes.items())
        for wish in wishes
    ]


def _childhood(plan: Plan, pen: Pen) -> date | None:
    """Return until when somebody whom a new file is about is a child; the youngest counts."""
    entry = plan.entry
    assert entry is not None
    about = [
        plan.targets[wish.target]
        for name in subjects_of(pen.sheet)
        for wish in entry.wishes.get(name, ())
    ]
    days = [one.child_until for one in about if is_child(one, pen.today) and one.child_until]
    return max(days, default=None)


def _everything(plan: Plan) -> dict[str, Any]:
    entry = plan.entry
    assert entry is not None
    return {name: entry.value(name) for name in entry.names}


def ids_for(model: type[Model], many: int) -> list[int]:
    """Return ids that nobody else gets, in rising order, from the table's own sequence.

    The table is held before the first id is drawn, as an INSERT holds it: who looks up to where
    nothing can appear any more waits for whoever holds it.
    """
    if not many:
        return []
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, many],
        )
        return sorted(int(row[0]) for row in cursor.fetchall())


def copy_into(model: type[Model], rows: Sequence[Model]) -> None:
    """Write new rows through COPY, every column as the model keeps it."""
    if not rows:
        return
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    # What is no JSON goes as it is: the driver writes days, uids and lists by itself.
    places = [(one.attname, isinstance(one, JSONField)) for one in fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            held = row.__dict__
            copy.write_row(
                [
                    json.dumps(held[name], ensure_ascii=False) if is_json else held[name]
                    for name, is_json in places
                ]
            )


def _update(records: Sequence[Record]) -> None:
    if records:
        Record.objects.bulk_update(records, _CHANGED, batch_size=500)
