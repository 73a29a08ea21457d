"""Taking many words back at once, by the rules that a single one goes by (`actions/take_back.py`).

Set-based statements for what is plain: a record of which no word is left ends, and one of which
others speak stands anew by their words. Where a difference, a childhood, a move or a reference of
one line to another is touched, the line is left to `take_back`. A test holds both ways equal.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.registers.actions.areas import PLACED_BY, place_by_point
from gege.registers.actions.restand import (
    State,
    as_spoken,
    changed_fields,
    key_of,
    outcome_after,
    spoken_of,
    wanted_links,
)
from gege.registers.actions.take_back import MISTAKE
from gege.registers.intake.writing import copy_into, ids_for
from gege.registers.keeping import put, values_of
from gege.registers.models import ImportRow, Link, Question, Record, Statement, Turn
from gege.registers.queries.aliases import aliases_of
from gege.registers.queries.comparing.looking import these
from gege.registers.rules.declaration import Contract, Sheet, subjects_of
from gege.registers.rules.replaying import replay
from gege.registers.rules.settling import How
from gege.registers.rules.values import Value
from gege.staff.api import Actor

TAKEN: Final = "take_back"
_CHANGED: Final = (
    "open", "sealed", "standing", "terms", "marks", "changed_at", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes back, and when."""

    by: Actor
    now: datetime
    contract: Contract

    @property
    def today(self) -> date:
        return local_date(self.now)


@dataclass(slots=True)
class _Held:
    """What a pass holds: locked records, their other words, and what hangs on them."""

    statements: dict[int, Statement]
    records: dict[int, Record]
    others: dict[int, list[Statement]]
    links: dict[int, list[Link]]
    pointed: set[int]
    asked: set[int]
    knotted: set[int]
    moved: set[int]


def undo_many(rows: Sequence[ImportRow], hand: Hand) -> dict[int, str]:
    """Take back what lines said, no two of one record; return the word for each line by its id.

    An empty word: it is taken back. Lines that are not named are left to be taken back singly.
    """
    held = _hold(rows)
    words: dict[int, str] = {}
    ending: list[tuple[Record, Statement]] = []
    standing: list[tuple[Record, Statement, dict[str, int], list[Statement]]] = []
    anew = _Anew(held, hand)
    for row in rows:
        statement = held.statements.get(row.statement_id or 0)
        record = None if statement is None else held.records.get(statement.record_id)
        if statement is None or record is None:
            words[row.pk] = "forgotten_already"
        elif statement.withdrawn_at is not None:
            words[row.pk] = "taken_back_already"
        elif record.pk in held.knotted:
            continue
        elif record.valid_to is not None:
            words[row.pk] = "record_has_ended"
        elif held.others.get(record.pk):
            done = anew.stand(record)
            if done is not None:
                standing.append((record, statement, *done))
                words[row.pk] = ""
        elif record.pk in held.pointed:
            words[row.pk] = "others_point_here"
        else:
            ending.append((record, statement))
            words[row.pk] = ""
    _end([record for record, _statement in ending], hand)
    _write([one[0] for one in standing], [said for one in standing for said in one[3]])
    taken = [said.pk for _record, said in ending] + [one[1].pk for one in standing]
    _withdraw(taken, hand.now)
    turns = [_turn(record, record.version + 1, {}, hand.now) for record, _said in ending]
    turns += [_turn(one[0], one[0].version, one[2], hand.now) for one in standing]
    for turn, pk in zip(turns, ids_for(Turn, len(turns)), strict=True):
        turn.pk = pk
    copy_into(Turn, turns)
    return words


def _hold(rows: Sequence[ImportRow]) -> _Held:
    ids = [row.statement_id for row in rows if row.statement_id is not None]
    statements = Statement.objects.in_bulk(ids)
    about = sorted({one.record_id for one in statements.values()})
    locked = Record.objects.select_for_update().filter(pk__in=these(about)).order_by("pk")
    records = {one.pk: one for one in locked}
    # Read once more under the lock: another may have taken a word back meanwhile.
    statements = Statement.objects.in_bulk(ids)
    others: dict[int, list[Statement]] = {}
    moved: set[int] = set()
    for one in Statement.objects.filter(record__in=these(about)).order_by("pk"):
        if one.moved_from:
            moved.add(one.record_id)
        if one.pk not in statements and one.withdrawn_at is None:
            others.setdefault(one.record_id, []).append(one)
    links: dict[int, list[Link]] = {}
    rows_of = Link.objects.filter(source__in=these(about)).select_related("target").order_by("pk")
    for link in rows_of:
        links.setdefault(link.source_id, []).append(link)
    points = Link.objects.filter(
        target__in=these(about), until__isnull=True, source__valid_to__isnull=True
    ).values_list("source_id", "target_id")
    pointed, knotted = set(), set()
    for source, target in points:
        pointed.add(target)
        if source in records and source != target:
            knotted |= {source, target}
    asked = set(Question.objects.filter(record__in=these(about)).values_list("record", flat=True))
    return _Held(statements, records, others, links, pointed, asked, knotted, moved)


class _Anew:
    """Lets records stand by the words of others, as `restand` does for one."""

    def __init__(self, held: _Held, hand: Hand) -> None:
        self._held, self._hand = held, hand
        contract = hand.contract
        self._links: dict[str, frozenset[str]] = {
            code: frozenset(one.name for one in sheet.fields if one.is_link)
            for code, sheet in contract.sheets.items()
        }
        named: list[Value] = []
        self._said: dict[int, dict[str, Value]] = {}
        for pk, words in held.others.items():
            record = held.records[pk]
            sheet = contract.sheets.get(record.sheet)
            if sheet is None:
                continue
            for one in words:
                self._said[one.pk] = said = spoken_of(one, record, sheet)
                named += [said[name] for name in self._links[record.sheet] & set(said)]
        self._aliases = aliases_of(named)

    def stand(self, record: Record) -> tuple[dict[str, int], list[Statement]] | None:
        """Let what others said stand in a record; None leaves it as it was, for one by one.

        Return the fields that changed, and the words whose outcome did.
        """
        sheet = self._hand.contract.sheets.get(record.sheet)
        if sheet is None or not self._is_plain(record, sheet):
            return None
        words, links = self._held.others[record.pk], self._links[record.sheet]
        said = {one.pk: dict(self._said[one.pk]) for one in words}
        for values in said.values():
            values |= {name: self._aliases.resolved(values[name]) for name in links & set(values)}
        course = replay(
            [as_spoken(one, said[one.pk]) for one in words],
            (),
            {one.name: one.authority for one in sheet.fields},
            links,
        )
        there = {key_of(link) for link in self._held.links.get(record.pk, ())}
        if course.questions or set(wanted_links(record, course.references, self._aliases)) != there:
            return None
        before, stood = values_of(record), dict(record.standing)
        kept = (dict(record.open), dict(record.sealed), list(record.terms), list(record.marks))
        values = {name: value for name, value in course.values.items() if name not in links}
        record.standing = {
            **{name: one for name, one in stood.items() if name not in sheet.by_name},
            **course.standing,
        }
        put(record, values, sheet, self._hand.today)
        known = {name: value for name, value in values.items() if value is not None}
        if record.child_until is not None or self._place(record, sheet, known) != record.area_code:
            record.open, record.sealed, record.terms, record.marks = kept
            record.standing, record.child_until = stood, None
            return None
        record.version += 1
        record.changed_at = self._hand.now
        changed = [one for one in words if outcome_after(one, said[one.pk], course) != one.outcome]
        for one in changed:
            one.outcome = outcome_after(one, said[one.pk], course)
        fields = changed_fields(
            State(before, stood, None, frozenset()),
            State(known, record.standing, None, frozenset()),
        )
        return fields, changed

    def _is_plain(self, record: Record, sheet: Sheet) -> bool:
        pk = record.pk
        return (
            record.child_until is None
            and not subjects_of(sheet)
            and pk not in self._held.asked
            and pk not in self._held.moved
        )

    def _place(self, record: Record, sheet: Sheet, values: Mapping[str, Value]) -> str:
        near = {
            link.field: link.target.area_code
            for link in self._held.links.get(record.pk, ())
            if link.until is None
        }
        placed = next((near[name] for name in PLACED_BY if name in near), "")
        point = {name: values[name] for name in sorted(values) if name in sheet.by_name}
        return placed or place_by_point(point, sheet, self._hand.today) or record.area_code


def _end(records: Sequence[Record], hand: Hand) -> None:
    """End records of which nobody says anything any more, as mistakes."""
    ids = [one.pk for one in records]
    if not ids:
        return
    days: dict[date, list[int]] = {}
    for one in records:
        days.setdefault(max(one.valid_from, hand.today), []).append(one.pk)
    with connection.cursor() as cursor:
        for day, some in days.items():
            cursor.execute(_END_LINKS, [day, some])
            cursor.execute(_END, [day, MISTAKE, hand.now, some])
    Question.objects.filter(Q(record__in=these(ids)), settled_at__isnull=True).update(
        settled_at=hand.now,
        settled_by=hand.by.name,
        settled_post=hand.by.post,
        how=str(How.ENDED),
    )


def _write(records: Sequence[Record], words: Sequence[Statement]) -> None:
    if records:
        Record.objects.bulk_update(records, _CHANGED, batch_size=500)
    if words:
        Statement.objects.bulk_update(words, ["outcome"], batch_size=500)


def _withdraw(ids: Collection[int], now: datetime) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_WITHDRAW, [now, list(ids)])


def _turn(record: Record, version: int, fields: Mapping[str, Any], now: datetime) -> Turn:
    return Turn(
        record_id=record.pk, version=version, at=now, deed=TAKEN, statement_id=None,
        fields=dict(fields),
    )  # fmt: skip


_WITHDRAW: Final = """
    UPDATE registers_statement AS said
    SET withdrawn_at = %s,
        outcome = said.outcome || COALESCE(
            (SELECT jsonb_object_agg(name, 'withdrawn')
             FROM jsonb_object_keys(said.open || said.sealed) AS name),
            '{}'::jsonb)
    WHERE said.id = ANY(%s)
"""
_END_LINKS: Final = """
    UPDATE registers_link SET until = %s WHERE until IS NULL AND source_id = ANY(%s)
"""
_END: Final = """
    UPDATE registers_record
    SET valid_to = %s, ended_why = %s, changed_at = %s, version = version + 1
    WHERE id = ANY(%s)
"""
