"""What every word about a record goes through: it is kept, weighed, and takes effect (R-044)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gege.kernel.county_day import local_date
from gege.registers.actions.childhood import keep_values
from gege.registers.actions.chronicle import write_turn
from gege.registers.actions.consent import check_consent, keep_consent
from gege.registers.actions.linking import relink
from gege.registers.actions.questions import ask, department_of, settle_as_agreed
from gege.registers.actions.scene import Scene
from gege.registers.keeping import joined, split, values_of
from gege.registers.models import Question, Record, Statement
from gege.registers.queries.aliases import Aliases, aliases_of
from gege.registers.queries.scope import is_child
from gege.registers.rules.declaration import Field, Side
from gege.registers.rules.entries import Entry, wished
from gege.registers.rules.formulas import under_14
from gege.registers.rules.saying import Effect, Standing, Verified, effect_of, verified_after
from gege.registers.rules.values import Value

_TAKES_PLACE = frozenset({Effect.STANDS, Effect.SETTLES})


@dataclass(slots=True)
class Told:
    """What a word did: each field's effect, and the questions that it opened or settled."""

    record: Record
    statement: Statement
    effects: dict[str, Effect] = field(default_factory=dict)
    opened: list[Question] = field(default_factory=list)
    settled: list[Question] = field(default_factory=list)


def take_word(
    record: Record, entry: Entry, targets: Mapping[UUID, Record], *, scene: Scene, deed: str
) -> Told:
    """Keep a statement and let it take effect, inside the caller's transaction.

    The record's row is there and locked. Everything that changes is written here: the record, its
    links, questions, the turn and the line of the trail.
    """
    of_child = _is_of_child(record, entry, targets, scene)
    consented = check_consent(record, entry, scene, child=of_child)
    statement = _statement(record, entry, scene)
    keep_consent(record, consented, scene)
    told = Told(record, statement)
    values = values_of(record)
    replaced: list[str] = []
    meant = Aliases({str(uid): row for uid, row in targets.items()})
    for name in sorted(entry.names):
        one, value = scene.sheet.by_name[name], entry.value(name)
        if one.is_link:
            value = meant.resolved(value)
        standing = standing_of(record, one, values)
        effect = effect_of(standing, value, scene.source.side, one.authority)
        question = open_question(record, name) if record.standing.get(name) else None
        if question is not None and _agrees(question, one, value, scene):
            effect = Effect.SETTLES if effect is Effect.QUESTIONS else Effect.CONFIRMS
        told.effects[name] = effect
        if effect is Effect.QUESTIONS:
            told.opened += ask(
                record,
                one,
                statement,
                question,
                department_of(one, scene.sheet, scene.contract),
                scene,
            )
            _mark(record, name, Verified.DISPUTED)
            continue
        if question is not None and effect is not Effect.REPEATS:
            told.settled.append(settle_as_agreed(question, statement, scene))
        if effect in _TAKES_PLACE:
            replaced.append(name)
            if one.is_link:
                relink(record, name, entry.wishes[name], targets, statement, scene.today)
            else:
                values[name] = value
        _stand(record, one, statement, effect, standing, question, scene)
    keep_values(record, values, scene.sheet, scene.contract, scene.today)
    statement.outcome = {name: str(effect) for name, effect in told.effects.items()}
    statement.save(update_fields=["outcome"])
    said = {name: entry.value(name) for name in entry.names}
    write_turn(record, statement, deed, replaced, told.effects, said, scene)
    return told


def standing_of(record: Record, one: Field, values: Mapping[str, Value]) -> Standing | None:
    """Return what stands in a field; None where nobody said anything yet.

    A reference's value are its live links as they were said by the statement that stands.
    """
    kept = record.standing.get(one.name)
    if kept is None:
        return None
    statement_id, side, verified, _since = kept
    value = linked_value(statement_id, one.name) if one.is_link else values.get(one.name)
    return Standing(value, Side(side), Verified(verified))


def linked_value(statement_id: int, name: str) -> Value:
    """Return the references that a statement named."""
    found = Statement.objects.filter(pk=statement_id).values_list("open", flat=True).first()
    said = (found or {}).get(name)
    return aliases_of([said]).resolved(said)


def said_value(statement: Statement, one: Field, record: Record) -> Value:
    """Return what a statement said of one field, unsealed."""
    if one.is_link:
        linked = statement.open.get(one.name)
        return aliases_of([linked]).resolved(linked)
    # A word is sealed for the record that it is about: it may be on its way to another one.
    own = statement.record if statement.record_id != record.pk else record
    said = joined(statement.open, statement.sealed, sheet=own.sheet, uid=own.uid, only=(one.name,))
    return said.get(one.name)


def open_question(record: Record, name: str) -> Question | None:
    """Return the open question about a field, with both statements."""
    rows = Question.objects.select_related("standing", "proposed")
    return rows.filter(record=record, field=name, settled_at__isnull=True).first()


def _is_of_child(
    record: Record, entry: Entry, targets: Mapping[UUID, Record], scene: Scene
) -> bool:
    """Tell whether a record is of a child under 14, or about one."""
    if is_child(record, scene.today) or under_14(entry.values, scene.today) is True:
        return True
    return any(
        is_child(targets[wish.target], scene.today)
        for name in (*scene.sheet.about, "child")
        for wish in entry.wishes.get(name, ())
        if wish.target in targets
    )


def _statement(record: Record, entry: Entry, scene: Scene) -> Statement:
    source = scene.source
    child = record.child_until is not None and scene.today < record.child_until
    born_child = "under_14" in scene.sheet.by_name and under_14(entry.values, scene.today) is True
    plain, sealed = split(entry.values, scene.sheet, record.uid, child=child or born_child)
    wishes: dict[str, Any] = {name: wished(wishes) or None for name, wishes in entry.wishes.items()}
    return Statement.objects.create(
        record=record,
        uid=source.uid,
        side=source.side,
        unit_id=source.by.unit_id,
        account_id=source.by.account_id,
        name=source.by.name,
        post=source.by.post,
        said_at=source.said_at,
        received_at=scene.now,
        evidence=source.evidence,
        evidence_note=source.note,
        batch=source.batch,
        open={**plain, **wishes},
        sealed=sealed,
        doubts={name: list(words) for name, words in entry.doubts.items()},
    )


def _agrees(question: Question, one: Field, value: Value, scene: Scene) -> bool:
    """Tell whether a word ends a question: another side says what one of the two said."""
    return any(
        said.side != scene.source.side and said_value(said, one, question.record) == value
        for said in (question.standing, question.proposed)
    )


def _stand(
    record: Record,
    one: Field,
    statement: Statement,
    effect: Effect,
    standing: Standing | None,
    question: Question | None,
    scene: Scene,
) -> None:
    side = scene.source.side
    if effect in _TAKES_PLACE or standing is None:
        verified = verified_after(effect, side, standing, one.authority)
        if question is not None and effect is Effect.SETTLES:
            verified = verified_after(Effect.CONFIRMS, side, standing, one.authority)
        since = local_date(scene.source.said_at).isoformat()
        record.standing[one.name] = [statement.pk, str(side), int(verified), since]
        return
    if effect is Effect.REPEATS:
        return
    _mark(record, one.name, verified_after(effect, side, standing, one.authority))


def _mark(record: Record, name: str, verified: Verified) -> None:
    kept = record.standing[name]
    record.standing[name] = [*kept[:2], int(verified), *kept[3:]]
