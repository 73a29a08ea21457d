"""Computing anew what stands in a record, from all that was said of it (R-044; decision 0039)."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from gege.kernel.county_day import local_date
from gege.registers.actions.areas import lie_where_it_belongs, move_with
from gege.registers.actions.childhood import keep_values
from gege.registers.actions.chronicle import write_version
from gege.registers.actions.questions import match_questions
from gege.registers.keeping import joined, values_of
from gege.registers.models import Link, Question, Record, Statement
from gege.registers.queries.aliases import Aliases, aliases_of
from gege.registers.rules.declaration import Contract, Sheet, Side
from gege.registers.rules.replaying import Course, Reference, Ruling, Spoken, replay
from gege.registers.rules.settling import How
from gege.registers.rules.values import Value
from gege.staff.api import SYSTEM, Actor

Key = tuple[str, int, str, date, date | None, int]
"""Everything about a row of `Link` but its number."""
_BORN: Final = "born"


class State(NamedTuple):
    """What stands in a record, to be compared with what stood."""

    values: dict[str, Value]
    standing: dict[str, list[Any]]
    child_until: date | None
    links: frozenset[Key]


def restand(
    record: Record,
    *,
    contract: Contract,
    now: datetime,
    today: date,
    by: Actor = SYSTEM,
    deed: str = "restand",
    more: Mapping[str, Any] | None = None,
    always: bool = False,
) -> bool:
    """Let stand in a locked record what its words come to; tell whether anything changed.

    Statements that were taken back do not count. Differences that were settled stay settled, and
    references keep their days; those *to* the record are the words of others and stay untouched.
    Where something changed, and `always` if asked, the record gets its next version, its turn and
    its line. Without any word left it stays as it was.
    """
    sheet = contract.sheets[record.sheet]
    rows = Statement.objects.filter(record=record, withdrawn_at__isnull=True)
    statements = list(rows.order_by("pk"))
    before, moved = _state(record), False
    if statements:
        _stand_anew(record, statements, sheet, contract, by, now)
        moved = lie_where_it_belongs(record, sheet, values_of(record), today)
    after = _state(record)
    if after != before or moved or always:
        fields = changed_fields(before, after)
        write_version(record, deed, fields, by=by, now=now, more=more or {})
    if moved:
        move_with(record, by=by, now=now)
    return after != before or moved


def _stand_anew(
    record: Record,
    statements: list[Statement],
    sheet: Sheet,
    contract: Contract,
    by: Actor,
    now: datetime,
) -> None:
    links = frozenset(one.name for one in sheet.fields if one.is_link)
    said = {one.pk: spoken_of(one, record, sheet) for one in statements}
    aliases = aliases_of(
        value for values in said.values() for name, value in values.items() if name in links
    )
    for values in said.values():
        values |= {name: aliases.resolved(values[name]) for name in links & set(values)}
    course = replay(
        [as_spoken(one, said[one.pk]) for one in statements],
        _rulings(record, statements),
        {one.name: one.authority for one in sheet.fields},
        links,
    )
    _write_links(record, course.references, aliases)
    record.standing = {
        **{name: kept for name, kept in record.standing.items() if name not in sheet.by_name},
        **course.standing,
    }
    values = {name: value for name, value in course.values.items() if name not in links}
    if not values.get(_BORN) and not _forgotten(statements, said, _BORN) and not sheet.about:
        # Nobody says any more when this person was born: that it is a child was a mistake too.
        record.child_until = None
    keep_values(record, values, sheet, contract, local_date(now))
    _write_outcomes(statements, said, course)
    match_questions(record, course.questions, sheet, contract, by=by, now=now)


def as_spoken(statement: Statement, said: Mapping[str, Value]) -> Spoken:
    """Return a statement as it is weighed."""
    return Spoken(
        statement.pk,
        Side(statement.side),
        local_date(statement.received_at),
        local_date(statement.said_at),
        said,
    )


def spoken_of(statement: Statement, record: Record, sheet: Sheet) -> dict[str, Value]:
    """Return all that a statement said, unsealed."""
    said = joined(statement.open, statement.sealed, sheet=sheet.code, uid=record.uid)
    return {name: value for name, value in said.items() if name in sheet.by_name}


def _rulings(record: Record, statements: list[Statement]) -> list[Ruling]:
    """Return the questions that were settled by somebody, and not by the words themselves."""
    settled = Question.objects.filter(
        record=record, settled_at__isnull=False, chosen__isnull=False
    ).order_by("settled_at", "pk")
    found = []
    for one in settled:
        if one.settled_at is None or one.chosen_id not in (one.standing_id, one.proposed_id):
            continue
        loser = one.standing_id if one.chosen_id == one.proposed_id else one.proposed_id
        heard = [said.pk for said in statements if said.received_at <= one.settled_at]
        after = max([*heard, one.standing_id, one.proposed_id])
        on = local_date(one.settled_at)
        found.append(Ruling(one.field, after, one.chosen_id or 0, loser, How(one.how), on))
    return found


def _forgotten(
    statements: Iterable[Statement], said: Mapping[int, Mapping[str, Value]], name: str
) -> bool:
    """Tell whether a field was spoken of and its value is gone with its time."""
    return any(name in one.outcome and name not in said[one.pk] for one in statements)


def _write_links(record: Record, references: Iterable[Reference], aliases: Aliases) -> None:
    """Bring the rows of a record's references to what was said; those that are right stay."""
    wanted = wanted_links(record, references, aliases)
    there = _links(record)
    Link.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    Link.objects.bulk_create(
        [
            Link(
                source=record,
                field=name,
                target_id=target_id,
                parts=dict(wanted[key].parts),
                since=since,
                until=until,
                statement_id=statement_id,
            )
            for key in wanted
            if key not in there
            for name, target_id, _parts, since, until, statement_id in (key,)
        ]
    )


def wanted_links(
    record: Record, references: Iterable[Reference], aliases: Aliases
) -> dict[Key, Reference]:
    """Return the rows that a record's references come to."""
    meant = aliases.meant()
    wanted: dict[Key, Reference] = {}
    for one in references:
        target = meant.get(one.target)
        if target is None:
            continue
        until = one.until
        if until is None and record.valid_to is not None and one.since <= record.valid_to:
            until = record.valid_to
        parts = json.dumps(one.parts, ensure_ascii=False, sort_keys=True)
        wanted[one.field, target.pk, parts, one.since, until, one.statement] = one
    return wanted


def key_of(one: Link) -> Key:
    """Return everything about a row of `Link` but its number."""
    parts = json.dumps(one.parts, ensure_ascii=False, sort_keys=True)
    return one.field, one.target_id, parts, one.since, one.until, one.statement_id


def _links(record: Record) -> dict[Key, int]:
    return {key_of(one): one.pk for one in Link.objects.filter(source=record).order_by("pk")}


def _write_outcomes(
    statements: Iterable[Statement], said: Mapping[int, Mapping[str, Value]], course: Course
) -> None:
    """Write what each word comes to now; of what was forgotten it stays as it was."""
    for one in statements:
        outcome = outcome_after(one, said[one.pk], course)
        if outcome != one.outcome:
            one.outcome = outcome
            one.save(update_fields=["outcome"])


def outcome_after(one: Statement, said: Mapping[str, Value], course: Course) -> dict[str, Any]:
    """Return what a word comes to in a course; of what was forgotten it stays as it was."""
    kept = {name: what for name, what in one.outcome.items() if name not in said}
    return {**kept, **course.effects[one.pk]}


def _state(record: Record) -> State:
    links = frozenset(_links(record))
    return State(values_of(record), deepcopy(record.standing), record.child_until, links)


def changed_fields(before: State, after: State) -> dict[str, int]:
    """Return the fields in which another word stands, or the same one says otherwise."""
    names = {
        name
        for name in {*before.standing, *after.standing}
        if before.standing.get(name, [0])[0] != after.standing.get(name, [0])[0]
        or before.values.get(name) != after.values.get(name)
    }
    names |= {key[0] for key in before.links ^ after.links}
    return {name: int(after.standing.get(name, [0])[0]) for name in sorted(names)}
