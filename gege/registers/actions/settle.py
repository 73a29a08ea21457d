"""Settling a difference: one side gives way, or the level above rules (R-044)."""

from datetime import datetime

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.childhood import keep_values
from gege.registers.actions.chronicle import write_version
from gege.registers.actions.entering import check_live
from gege.registers.actions.linking import relink
from gege.registers.actions.questions import tell_settled
from gege.registers.actions.word import said_value
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, NotFound, Refused
from gege.registers.keeping import values_of
from gege.registers.models import Question, Record, Statement
from gege.registers.queries.scope import Reader, reader, record_by_uid
from gege.registers.rules.declaration import Contract, Field, Sheet, Side
from gege.registers.rules.entries import read_wishes
from gege.registers.rules.settling import How, may_settle, verified_when_settled
from gege.staff.api import Actor
from gege.territory.api import Editions

PROPOSED = "proposed"
STANDING = "standing"


def settle(
    question_id: int, *, choose: str, reason: str, by: Actor, now: datetime, editions: Editions
) -> Question:
    """Settle an open question and return it; the other side is told why.

    `choose` is `standing` or `proposed`. A side may give way to the other; who stands above both
    may rule for either. Who reads by a grant is not asked. Raises NotFound, Invalid (`choose`,
    `reason`), Refused (`settled_already`, `not_yours_to_settle`, `not_live`).
    """
    contract, today = current_contract(editions), local_date(now)
    one, why = reader(by, today), cleaned(reason, lines=False)
    if choose not in (STANDING, PROPOSED):
        raise Invalid("choose", "unknown_choice")
    if not 2 <= len(why) <= 300:
        raise Invalid("reason", "reason_needed", least=2, most=300)
    with transaction.atomic():
        question = _locked(question_id, one, contract)
        record, sheet = question.record, contract.sheets[question.record.sheet]
        how = _how(question, choose, by)
        statement = question.proposed if choose == PROPOSED else question.standing
        fields: dict[str, int] = {}
        field = sheet.by_name[question.field]
        if choose == PROPOSED:
            _replace(record, field, sheet, statement, contract, now)
            fields = {field.name: statement.pk}
        _stand(record, field, statement, how)
        question.chosen, question.how, question.reason = statement, str(how), why
        question.settled_at = now
        question.settled_by, question.settled_post = by.name, by.post
        question.save()
        _refute(question, field)
        write_version(
            record,
            "settle",
            fields,
            by=by,
            now=now,
            more={"question": question.pk, "field": field.name, "how": str(how), "reason": why},
        )
        tell_settled(question, by.unit_id, now)
    return question


def _locked(question_id: int, one: Reader, contract: Contract) -> Question:
    uid = Question.objects.filter(pk=question_id).values_list("record__uid", flat=True).first()
    if uid is None:
        raise NotFound
    record = record_by_uid(uid, one, contract, lock=True)
    if one.only_reads(record, contract):
        raise NotFound
    check_live(contract, contract.sheets[record.sheet])
    question = Question.objects.select_related("standing", "proposed").get(pk=question_id)
    question.record = record
    if question.settled_at is not None:
        raise Refused("settled_already")
    return question


def _how(question: Question, choose: str, by: Actor) -> How:
    how = may_settle(
        role=str(by.role),
        standing=Side(question.standing.side),
        proposed=Side(question.proposed.side),
        proposed_chosen=choose == PROPOSED,
    )
    if how is None:
        raise Refused("not_yours_to_settle")
    return how


def _replace(
    record: Record,
    field: Field,
    sheet: Sheet,
    statement: Statement,
    contract: Contract,
    now: datetime,
) -> None:
    today, value = local_date(now), said_value(statement, field, record)
    if field.is_link:
        wishes = read_wishes(value or [], field, contract)
        rows = Record.objects.filter(uid__in=[wish.target for wish in wishes])
        relink(record, field.name, wishes, {row.uid: row for row in rows}, statement, today)
        return
    values = values_of(record)
    values[field.name] = value
    keep_values(record, values, sheet, contract, today)


def _stand(record: Record, field: Field, statement: Statement, how: How) -> None:
    side = Side(statement.side)
    seen = verified_when_settled(how, side)
    since = local_date(statement.said_at).isoformat()
    record.standing[field.name] = [statement.pk, str(side), int(seen), since]


def _refute(question: Question, field: Field) -> None:
    loser = question.standing if question.chosen_id == question.proposed_id else question.proposed
    loser.outcome = {**loser.outcome, field.name: "refuted"}
    loser.save(update_fields=["outcome"])
