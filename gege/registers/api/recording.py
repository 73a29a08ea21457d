"""Records: entering, saying, settling, reading."""

from gege.registers import names
from gege.registers.actions.end_record import WHY, end_record
from gege.registers.actions.entering import EVIDENCE
from gege.registers.actions.open_record import open_record
from gege.registers.actions.reveal import reveal, set_cases
from gege.registers.actions.say import say
from gege.registers.actions.settle import settle
from gege.registers.actions.word import Told
from gege.registers.errors import Faults, Invalid, NotFound, Refused, RegisterError, Stale
from gege.registers.keeping import values_of as own_values
from gege.registers.models import Link, Question, Record, Statement, Turn
from gege.registers.names import sentence_of, sentence_of_flaw, sentence_of_wrong
from gege.registers.queries.derived import set_formula
from gege.registers.queries.listing import RecordFilter, RecordLine, RecordPage, records
from gege.registers.queries.one import Linked, Past, RecordSheet, Shown, record_sheet
from gege.registers.queries.questions import (
    QuestionLine,
    QuestionSheet,
    Word,
    open_questions,
    question_sheet,
)
from gege.registers.queries.scope import Reader, keeps_people_in_reach, reader
from gege.registers.queries.standing import record_for_word, standing_rows
from gege.registers.rules.saying import Effect, Verified
from gege.registers.rules.settling import How, may_settle
from gege.registers.rules.showing import masked_text, text_of
from gege.registers.rules.values import Wrong

__all__ = [
    "EVIDENCE",
    "WHY",
    "Effect",
    "Faults",
    "How",
    "Invalid",
    "Link",
    "Linked",
    "NotFound",
    "Past",
    "Question",
    "QuestionLine",
    "QuestionSheet",
    "Reader",
    "Record",
    "RecordFilter",
    "RecordLine",
    "RecordPage",
    "RecordSheet",
    "Refused",
    "RegisterError",
    "Shown",
    "Stale",
    "Statement",
    "Told",
    "Turn",
    "Verified",
    "Word",
    "Wrong",
    "end_record",
    "keeps_people_in_reach",
    "masked_text",
    "may_settle",
    "names",
    "open_questions",
    "open_record",
    "own_values",
    "question_sheet",
    "reader",
    "record_for_word",
    "record_sheet",
    "records",
    "reveal",
    "say",
    "sentence_of",
    "sentence_of_flaw",
    "sentence_of_wrong",
    "set_cases",
    "set_formula",
    "settle",
    "standing_rows",
    "text_of",
]
