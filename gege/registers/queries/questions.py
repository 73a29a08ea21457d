"""Open differences, for both sides and for those above (R-044)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.keeping import joined
from gege.registers.models import Question, Statement
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import Reader, in_area, may_come_across, reader
from gege.registers.queries.titles import View, pseudonym_of, titles_of
from gege.registers.rules.declaration import Contract, Field, Side
from gege.registers.rules.settling import How, may_settle
from gege.registers.rules.showing import shown_text
from gege.registers.rules.sight import Seen
from gege.staff.api import Actor
from gege.territory.api import Editions

PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Word:
    """What one side said, as the reader may see it."""

    side: str
    name: str
    post: str
    said_at: datetime
    evidence: str
    note: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One open difference on a list."""

    id: int
    uid: str
    title: str
    sheet: str
    field: Field
    area_code: str
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One difference with both words, and what this person may choose."""

    question: Question
    line: QuestionLine
    seen: Seen
    standing: Word
    proposed: Word
    may: Mapping[str, How | None]


def open_questions(
    *, by: Actor, now: datetime, editions: Editions, language: str, after: int = 0
) -> tuple[tuple[QuestionLine, ...], int]:
    """Return open differences of a person's area or register, oldest due first, and what follows.

    `after` is how many were shown before: the list is short, for it is worked off.
    """
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    rows = Question.objects.filter(settled_at__isnull=True, record__valid_to__isnull=True)
    rows = rows.filter(_scope(one)).select_related("record").order_by("due_on", "id")
    page = list(rows[after : after + PAGE + 1])
    more = after + PAGE if len(page) > PAGE else 0
    live = live_registers()
    found = [row for row in page[:PAGE] if _is_asked(row, one, contract, live)]
    view = View(one, contract, today, language)
    titles = titles_of([row.record for row in found], view)
    lines = tuple(_line(row, contract, titles, today, language) for row in found)
    return lines, more


def question_sheet(
    question_id: int, *, by: Actor, now: datetime, editions: Editions, language: str
) -> QuestionSheet:
    """Return one difference as a person sees it. Raises NotFound."""
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    question = (
        Question.objects.select_related("record", "standing", "proposed")
        .filter(pk=question_id)
        .first()
    )
    if question is None or not _is_asked(question, one, contract, live_registers()):
        raise NotFound
    view = View(one, contract, today, language)
    titles = titles_of([question.record], view)
    line = _line(question, contract, titles, today, language)
    standing, proposed = Side(question.standing.side), Side(question.proposed.side)
    may = {
        choice: may_settle(
            role=str(by.role),
            standing=standing,
            proposed=proposed,
            proposed_chosen=choice == "proposed",
        )
        for choice in ("standing", "proposed")
    }
    return QuestionSheet(
        question,
        line,
        view.seen(question.record, line.field),
        _word(question.standing, question, line.field, view),
        _word(question.proposed, question, line.field, view),
        may,
    )


def _is_asked(question: Question, one: Reader, contract: Contract, live: frozenset[str]) -> bool:
    """Tell whether a difference concerns a person: who reads by a grant is not asked.

    Nobody is asked about a register that is not live.
    """
    record = question.record
    if not may_come_across(record, one, contract) or one.only_reads(record, contract):
        return False
    return contract.register_of[record.sheet].code in live


def _scope(one: Reader) -> Q:
    if one.department:
        return Q(department=one.department) & Q(area_code__startswith=one.by.area_code or "-")
    return in_area(one.by)


def _line(
    row: Question, contract: Contract, titles: Mapping[int, str], today: date, language: str
) -> QuestionLine:
    sheet = contract.sheets[row.record.sheet]
    return QuestionLine(
        row.pk,
        str(row.record.uid),
        titles[row.record.pk],
        sheet.words.in_language(language),
        sheet.by_name[row.field],
        row.area_code,
        row.due_on,
        row.settled_at is None and row.due_on < today,
    )


def _word(said: Statement, question: Question, field: Field, view: View) -> Word:
    record = question.record
    if field.is_link:
        count = len(said.open.get(field.name) or [])
        text = str(count)
    else:
        own = said.record if said.record_id != record.pk else record
        values = joined(said.open, said.sealed, sheet=own.sheet, uid=own.uid, only=(field.name,))
        text = shown_text(
            values.get(field.name),
            field,
            view.seen(record, field),
            view.contract.code_lists,
            view.language,
            pseudonym=pseudonym_of(record),
        )
    return Word(
        said.side, said.name, said.post, said.said_at, said.evidence, said.evidence_note, text
    )
