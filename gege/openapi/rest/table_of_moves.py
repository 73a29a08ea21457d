"""The moves that a unit's own system may make, with what each takes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gege.matters import api as matters
from gege.matters.api import Move, words
from gege.openapi.rest.operations import MOST_WHOLE, Entry

_SEEN: Final = Entry(
    "version", "The version that was seen; when somebody was faster, 409.", "whole",
    needed=True, least=1, most=MOST_WHOLE,
)  # fmt: skip
_REASON: Final = Entry("reason", "Why, in words.", needed=True, least=2, most=500)

OFFERED: Final[Mapping[str, tuple[Callable[..., Any], str, tuple[Entry, ...]]]] = {
    str(Move.ACKNOWLEDGE): (matters.acknowledge, "Acknowledge an instruction.", (_SEEN,)),
    str(Move.COMPLETE): (
        matters.complete,
        "Say that it is done; the resident reads the words.",
        (
            _SEEN,
            Entry("outcome", "What became of it.", needed=True, choices=tuple(words.Outcome)),
            Entry("words", "What was done.", needed=True, least=2, most=2000),
        ),
    ),
    str(Move.RETURN): (
        matters.give_back,
        "Return an instruction that is not for this unit.",
        (_SEEN, _REASON),
    ),
    str(Move.ASK_EXTENSION): (
        matters.ask_extension,
        "Ask for more time, before the due time.",
        (_SEEN, Entry("days", "Working days.", "whole", needed=True, least=1, most=250), _REASON),
    ),
    str(Move.REPLY): (
        matters.reply,
        "Answer the resident in public.",
        (Entry("words", "The answer.", needed=True, least=2, most=2000),),
    ),
    str(Move.NOTE): (
        matters.note,
        "Add an internal note.",
        (Entry("words", "The note.", needed=True, least=1, most=2000),),
    ),
}
