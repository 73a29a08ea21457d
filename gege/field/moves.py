"""The moves of a matter that a grid worker makes on the handheld: one table for both ends.

The phone draws its forms from it and the platform reads them by it, so neither knows a field that
the other does not. Whether a move is possible is asked of the rules of matters, on both ends.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gege.desk.api import button
from gege.matters import api as matters
from gege.matters.api import Matter, Move, Tier, names

M = Move
DAYS: Final = (1, 2, 3, 5, 7, 10, 15)
LONGEST_WORDS, LONGEST_REASON = 2000, 500


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a move. `choices` are asked for a matter: not every result answers it."""

    name: str
    label: Promise | str
    type: str = "words"
    most: int = LONGEST_REASON
    hint: Promise | str = ""
    choices: Callable[[Matter], Sequence[tuple[str, Any]]] | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One move: its deed, its fields; `seen`: it is refused when somebody was faster."""

    move: Move
    act: Callable[..., Matter]
    fields: tuple[Field, ...] = ()
    seen: bool = True


def _results(matter: Matter) -> list[tuple[str, Any]]:
    allowed = matters.ALLOWED_OUTCOMES[matters.words.Intent(matter.intent)]
    return [(str(one), names.OUTCOMES[one]) for one in allowed]


def _days(_matter: Matter) -> list[tuple[str, Any]]:
    return [
        (str(one), ngettext("%(count)s day", "%(count)s days", one) % {"count": one})
        for one in DAYS
    ]


def _pauses(_matter: Matter) -> list[tuple[str, Any]]:
    return [(str(word), name) for word, name in names.PAUSE_REASONS.items()]


_RESULT = (
    Field("outcome", _("Result"), "choice", choices=_results),
    Field("words", _("What was done"), most=LONGEST_WORDS, hint=_("The resident reads this.")),
)
_REASON = Field("reason", _("Reason"))

TABLE: Final = (
    Deed(M.ACKNOWLEDGE, matters.acknowledge),
    Deed(M.ACCEPT, matters.accept),
    Deed(M.HANDLE_IN_PLACE, matters.handle_in_place, _RESULT),
    Deed(M.COMPLETE, matters.complete, _RESULT),
    Deed(
        M.ESCALATE,
        matters.escalate,
        (
            Field("reason", _("Why it cannot be settled here")),
            Field("tried", _("What was tried")),
        ),
    ),
    Deed(M.RETURN, matters.give_back, (Field("reason", _("Why it is not for your unit")),)),
    Deed(
        M.ASK_EXTENSION,
        matters.ask_extension,
        (Field("days", _("Working days more"), "choice", choices=_days), _REASON),
    ),
    Deed(
        M.PAUSE,
        matters.pause,
        (
            Field("why", _("Ground"), "choice", choices=_pauses),
            Field("days", _("At most, days"), "choice", choices=_days),
            Field("words", _("What is waited for")),
        ),
    ),
    Deed(M.RESUME, matters.resume),
    Deed(M.REPLY, matters.reply, (Field("words", _("Public answer"), most=LONGEST_WORDS),), False),
    Deed(M.NOTE, matters.note, (Field("words", _("Internal note"), most=LONGEST_WORDS),), False),
    Deed(M.SKIP_LEVEL, matters.skip_level, (Field("reason", _("What is happening")),)),
)
"""In the order in which a phone shows them: the likely first, the alarm apart at the end."""

DEEDS: Final[Mapping[str, Deed]] = {str(deed.move): deed for deed in TABLE}
WHOLE_NUMBERS: Final = frozenset({"days"})


def shown(matter: Matter, possible: Sequence[Move], tier: Tier) -> list[dict[str, Any]]:
    """Return the moves that are possible now, with the fields to ask for."""
    return [
        {
            "move": str(deed.move),
            "label": str(button(deed.move, tier)),
            "fields": [_shown(field, matter) for field in deed.fields],
        }
        for deed in TABLE
        if deed.move in possible
    ]


def _shown(field: Field, matter: Matter) -> dict[str, Any]:
    choices = field.choices(matter) if field.choices else ()
    return {
        "name": field.name,
        "label": str(field.label),
        "type": field.type,
        "required": True,
        "choices": [{"value": value, "label": str(label)} for value, label in choices],
        "hint": str(field.hint),
    }
