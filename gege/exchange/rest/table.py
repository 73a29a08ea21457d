"""The operations that the exchange adds to the REST interface, and the shapes of their answers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gege.exchange.rest import changes, questions
from gege.exchange.rules.changes import GONE, LONGEST, MOST
from gege.exchange.rules.figures import MOST_LINES, What
from gege.openapi.api import (
    FLAG,
    MOMENT,
    MOST_WHOLE,
    TEXT,
    WHOLE,
    Entry,
    Json,
    Operation,
    add_operations,
    list_of,
    object_with,
    one_of,
    or_null,
)
from gege.registers.api import EVIDENCE

RIGHT: Final = "registers"
_CURSOR: Final = r"c1\.[0-9]{1,9}\.[0-9]{1,18}\.[0-9a-f]{24}"
_UID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LIMIT: Final = Entry("limit", _("Records of a page."), "whole", least=1, most=MOST)
PATTERNS: Final = {
    "sheet": "^[a-z][a-z0-9_]{0,39}$",
    "question": "^[0-9]{1,18}$",
    "record": f"^{_UID}$",
}
LISTED: Final = Operation(
    "GET", "registers", "registers",
    _("The registers that the department speaks of or is given, with fields and last days."),
    changes.listed, "Registers", RIGHT,
)  # fmt: skip
CHANGED: Final = Operation(
    "GET", "registers/<str:sheet>/changes", "registerChanges",
    _("What changed since a cursor; without one everything, from the beginning."),
    changes.changed, "RegisterChanges", RIGHT,
    query=(
        Entry("after", _("The value of next on the page before."), pattern=_CURSOR, most=LONGEST),
        _LIMIT,
    ),
    refuses=("409", "422"),
)  # fmt: skip
ACKNOWLEDGED: Final = Operation(
    "POST", "registers/<str:sheet>/acknowledgement", "acknowledgeChanges",
    _("Say that everything up to a cursor arrived and is stored."),
    changes.acknowledged, "Acknowledged", RIGHT,
    body=(Entry("cursor", _("The cursor."), needed=True, pattern=_CURSOR, most=LONGEST),),
    change=True, keyed=False,
)  # fmt: skip
VERSIONS: Final = Operation(
    "GET", "registers/<str:sheet>/versions", "registerVersions",
    _("The records that were given, with their versions; nothing else of them."),
    changes.versions, "RegisterVersions", RIGHT,
    query=(
        Entry("after", _("The value of next on the page before."), "whole", most=MOST_WHOLE),
        _LIMIT,
    ),
    refuses=("422",),
)  # fmt: skip
COMPARED: Final = Operation(
    "POST", "registers/<str:sheet>/comparison", "compareRegister",
    _("Compare what the department holds with what it was given, by area and month."),
    changes.comparison, "RegisterComparison", RIGHT,
    body=(
        Entry(
            "lines", _("How many records the department holds."), "rows", needed=True,
            items=MOST_LINES,
            parts=(
                Entry("area", _("The community."), pattern="[0-9]{0,12}", most=12),
                Entry("month", _("The month of the last change."), pattern="([0-9]{4}-[0-9]{2})?",
                      most=7),
                Entry("count", _("How many there are."), "whole", needed=True, most=MOST_WHOLE),
                Entry("digest", _("The keyed digest over them."), pattern="([0-9a-f]{32})?",
                      most=32),
            ),
        ),
    ),
    change=True, keyed=False,
)  # fmt: skip
QUESTIONS: Final = Operation(
    "GET", "register-questions", "registerQuestions",
    _("Open differences about the fields of the department."),
    questions.listed, "RegisterQuestions", RIGHT,
    query=(Entry("after", _("The value of next on the page before."), "whole", most=MOST_WHOLE),),
)  # fmt: skip
QUESTION: Final = Operation(
    "GET", "register-questions/<str:question>", "registerQuestion",
    _("One difference with the words of both sides."),
    questions.one, "RegisterQuestion", RIGHT,
)  # fmt: skip
ANSWERED: Final = Operation(
    "POST", "register-questions/<str:question>/answer", "answerRegisterQuestion",
    _("Settle a difference by giving way, or by agreeing with a resident."),
    questions.answered, "RegisterAnswer", RIGHT,
    body=(
        Entry("choose", _("Which word stands."), needed=True, choices=questions.WORDS),
        Entry("reason", _("Why; the other side is told."), needed=True, least=2, most=300),
    ),
    change=True,
)  # fmt: skip
SPOKEN: Final = Operation(
    "POST", "register-records/<str:record>/words", "sayOfRecord",
    _("Say something of a record of an own register: a correction, a confirmation."),
    questions.spoken, "RegisterWord", RIGHT,
    body=(
        Entry("uid", _("An own id of the word; the same is said once."), needed=True,
              pattern=_UID, most=36),
        Entry(
            "fields", _("Each field and its value, as on the form."), "rows", needed=True,
            items=100,
            parts=(
                Entry("name", _("The field."), needed=True, pattern="[a-z][a-z0-9_]{0,39}",
                      most=40),
                Entry("value", _("Its value; empty for none."), most=2000),
            ),
        ),
        Entry("evidence", _("On what it rests."), choices=tuple(EVIDENCE)),
        Entry("note", _("What there is to say of the evidence."), most=200),
        Entry("at", _("When it was found."), "moment"),
    ),
    change=True, keyed=False,
)  # fmt: skip
ADDRESSES: Final = (
    (LISTED,), (CHANGED,), (ACKNOWLEDGED,), (VERSIONS,), (COMPARED,),
    (QUESTIONS,), (QUESTION,), (ANSWERED,), (SPOKEN,),
)  # fmt: skip
_RECORD: Final[Json] = {
    "type": "object",
    "properties": {
        "uid": TEXT,
        "version": WHOLE,
        "changed_at": MOMENT,
        "month": TEXT,
        "area": TEXT,
        "values": {"type": "object"},
        "disputed": list_of(TEXT),
        "sealed": list_of(TEXT),
        "gone": one_of(GONE),
        "into": TEXT,
    },
    "required": ["uid", "version", "changed_at", "month"],
    "additionalProperties": False,
}
_FIELD: Final = object_with(name=TEXT, label=TEXT, type=TEXT, level=WHOLE)
_WORD: Final = object_with(side=TEXT, said_at=MOMENT, evidence=TEXT, text=TEXT)
_LINE: Final[dict[str, Json]] = {
    "id": WHOLE,
    "record": TEXT,
    "title": TEXT,
    "field": TEXT,
    "area": TEXT,
    "due_on": TEXT,
    "late": FLAG,
}
SHAPES: Final[dict[str, Json]] = {
    "Registers": object_with(
        registers=list_of(
            object_with(
                sheet=TEXT,
                name=TEXT,
                own=FLAG,
                fields=list_of(_FIELD),
                withheld=list_of(TEXT),
                until=or_null(TEXT),
                given_at=or_null(MOMENT),
            )
        )
    ),
    "RegisterChanges": object_with(
        sheet=TEXT,
        fields=list_of(TEXT),
        withheld=list_of(TEXT),
        until=TEXT,
        records=list_of(_RECORD),
        next=TEXT,
        more=FLAG,
    ),
    "Acknowledged": object_with(sheet=TEXT, all=FLAG),
    "RegisterVersions": object_with(
        records=list_of(object_with(uid=TEXT, version=WHOLE, area=TEXT, month=TEXT)),
        next=or_null(WHOLE),
    ),
    "RegisterComparison": object_with(
        at=MOMENT,
        ours=WHOLE,
        theirs=WHOLE,
        differences=list_of(
            object_with(area=TEXT, month=TEXT, ours=WHOLE, theirs=WHOLE, what=one_of(What))
        ),
    ),
    "RegisterQuestions": object_with(questions=list_of(object_with(**_LINE)), next=or_null(WHOLE)),
    "RegisterQuestion": object_with(
        **_LINE,
        settled=FLAG,
        how=or_null(TEXT),
        standing=_WORD,
        proposed=_WORD,
        may=list_of(one_of(questions.WORDS)),
    ),
    "RegisterAnswer": object_with(id=WHOLE, how=TEXT, again=FLAG),
    "RegisterWord": object_with(
        uid=TEXT,
        again=FLAG,
        effects=list_of(object_with(name=TEXT, effect=TEXT)),
        questions=list_of(WHOLE),
    ),
}


def register() -> None:
    """Add the operations to the interface."""
    add_operations(ADDRESSES, SHAPES, PATTERNS)
