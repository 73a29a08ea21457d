"""The moves that a unit's own system may make, with what each takes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.matters import api as matters
from gege.matters.api import Move, words
from gege.openapi.rest.operations import MOST_WHOLE, Entry

_SEEN: Final = Entry(
    "version", _("The version that was seen; when somebody was faster, 409."), "whole",
    needed=True, least=1, most=MOST_WHOLE,
)  # fmt: skip
_REASON: Final = Entry("reason", _("Why, in words."), needed=True, least=2, most=500)

OFFERED: Final[Mapping[str, tuple[Callable[..., Any], Promise | str, tuple[Entry, ...]]]] = {
    str(Move.ACKNOWLEDGE): (matters.acknowledge, _("Acknowledge an instruction."), (_SEEN,)),
    str(Move.COMPLETE): (
        matters.complete,
        _("Say that it is done; the resident reads the words."),
        (
            _SEEN,
            Entry("outcome", _("What became of it."), needed=True, choices=tuple(words.Outcome)),
            Entry("words", _("What was done."), needed=True, least=2, most=2000),
        ),
    ),
    str(Move.RETURN): (
        matters.give_back,
        _("Return an instruction that is not for this unit."),
        (_SEEN, _REASON),
    ),
    str(Move.ASK_EXTENSION): (
        matters.ask_extension,
        _("Ask for more time, before the due time."),
        (
            _SEEN,
            Entry("days", _("Working days."), "whole", needed=True, least=1, most=250),
            _REASON,
        ),
    ),
    str(Move.REPLY): (
        matters.reply,
        _("Answer the resident in public."),
        (Entry("words", _("The answer."), needed=True, least=2, most=2000),),
    ),
    str(Move.NOTE): (
        matters.note,
        _("Add an internal note."),
        (Entry("words", _("The note."), needed=True, least=1, most=2000),),
    ),
}
