"""Differences between the field and a department, answered by its own system (R-044).

The deeds are those of the desk; what a department's people see masked there is masked here.
"""

from uuid import UUID

from django.http import HttpResponse

from gege.exchange.errors import NotFound, Refused
from gege.exchange.rest.saying import said
from gege.kernel.typed_text import whole_number
from gege.openapi.api import Call, Json, Outcome, answer, moment
from gege.registers import api as registers
from gege.registers.api import Question, QuestionLine, QuestionSheet, Word, open_questions
from gege.territory.api import read_editions

WORDS = ("standing", "proposed")


@said
def listed(call: Call) -> HttpResponse:
    """List open differences about the department's fields, the oldest due first."""
    after = call.query.get("after", 0)
    lines, following = open_questions(
        by=call.by, now=call.now, editions=read_editions(), language=call.language, after=after
    )
    return answer({"questions": [_line(one) for one in lines], "next": following or None})


@said
def one(call: Call, question: str) -> HttpResponse:
    """Answer one difference with both words."""
    return answer(_whole(_sheet(call, question)))


@said
def answered(call: Call, question: str) -> HttpResponse:
    """Settle a difference: the department gives way, or agrees where a resident differs.

    The same answer again, with its key or without, is answered alike and changes nothing.
    """
    number, choose = _number(question), call.body["choose"]

    def do() -> Outcome:
        try:
            done = registers.settle(
                number,
                choose=choose,
                reason=call.body["reason"],
                by=call.by,
                now=call.now,
                editions=read_editions(),
            )
        except registers.Refused as refusal:
            if refusal.word != "settled_already":
                raise
            return _before(call, number, choose)
        return Outcome(str(number), extra=done.how)

    done = call.once(do)
    return answer({"id": number, "how": done.extra, "again": done.again})


@said
def spoken(call: Call, record: str) -> HttpResponse:
    """Say something of a record of the own register: a correction, a confirmation."""
    uid, about = UUID(call.body["uid"]), _uid(record)
    typed = {str(one["name"]): one.get("value", "") for one in call.body["fields"]}
    told = registers.say(
        uid,
        record=about,
        typed=typed,
        evidence=call.body.get("evidence", "register"),
        evidence_note=call.body.get("note", ""),
        at=call.body.get("at"),
        by=call.by,
        now=call.now,
        editions=read_editions(),
    )
    if told is None:
        return answer({"uid": str(uid), "again": True, "effects": [], "questions": []})
    effects = [{"name": name, "effect": str(what)} for name, what in told.effects.items()]
    questions = [one.pk for one in told.opened]
    return answer({"uid": str(uid), "again": False, "effects": effects, "questions": questions})


def _before(call: Call, number: int, choose: str) -> Outcome:
    """Return how a difference was settled that this system settled alike before."""
    row = Question.objects.select_related("chosen").filter(pk=number).first()
    if row is None:
        raise NotFound
    mine = row.settled_by == call.by.name and row.settled_post == call.by.post
    chosen = row.proposed_id if choose == "proposed" else row.standing_id
    if not mine or row.chosen_id != chosen:
        raise Refused("settled_otherwise")
    return Outcome(str(number), extra=row.how, again=True)


def _sheet(call: Call, question: str) -> QuestionSheet:
    return registers.question_sheet(
        _number(question),
        by=call.by,
        now=call.now,
        editions=read_editions(),
        language=call.language,
    )


def _number(text: str) -> int:
    found = whole_number(text)
    if found is None:
        raise NotFound
    return found


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _line(row: QuestionLine) -> Json:
    return {
        "id": row.id,
        "record": row.uid,
        "title": row.title,
        "field": row.field.name,
        "area": row.area_code,
        "due_on": row.due_on.isoformat(),
        "late": row.late,
    }


def _whole(found: QuestionSheet) -> Json:
    return _line(found.line) | {
        "settled": found.question.settled_at is not None,
        "how": found.question.how or None,
        "standing": _word(found.standing),
        "proposed": _word(found.proposed),
        "may": [name for name in WORDS if found.may[name] is not None],
    }


def _word(word: Word) -> Json:
    return {
        "side": word.side,
        "said_at": moment(word.said_at),
        "evidence": word.evidence,
        "text": word.text,
    }
