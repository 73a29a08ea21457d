"""The words of calls on screen, and what is said when a deed is refused."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.api import Said, SaidOnForm
from gege.hotline.calls.errors import CallError, Invalid, NotFound
from gege.hotline.rules.call_table import (
    CallMove,
    CallState,
    Came,
    Effect,
    EventKind,
    Given,
    ReplyRoute,
    Standing,
)
from gege.matters import api as matters

Text = Promise | str

STATES: Final[Mapping[str, Text]] = {
    CallState.RINGING: pgettext_lazy("call", "ringing"),
    CallState.TALKING: pgettext_lazy("call", "in conversation"),
    CallState.ENDED: pgettext_lazy("call", "answered"),
    CallState.MISSED: pgettext_lazy("call", "not answered"),
    CallState.LOST: pgettext_lazy("call", "end unknown"),
}
CAME: Final[Mapping[str, Text]] = {
    Came.WEBHOOK: _("From the telephone system"),
    Came.HAND: _("Entered by hand"),
}
STANDINGS: Final[Mapping[str, Text]] = {
    Standing.NAMED: pgettext_lazy("caller", "May be known"),
    Standing.CONFIDENTIAL: pgettext_lazy("caller", "In confidence: the hotline only"),
    Standing.ANONYMOUS: pgettext_lazy("caller", "Stays unnamed: no number is kept"),
}
SHORT_STANDINGS: Final[Mapping[str, Text]] = {
    Standing.CONFIDENTIAL: _("in confidence"),
    Standing.ANONYMOUS: pgettext_lazy("caller", "unnamed"),
}
GIVEN: Final[Mapping[str, Text]] = {
    Given.ANSWERED: pgettext_lazy("call", "Answered at once"),
    Given.REPORTED: pgettext_lazy("call", "A matter was opened"),
    Given.ADDED: pgettext_lazy("call", "Added to a matter"),
    Given.URGED: pgettext_lazy("call", "A matter was urged"),
    Given.HANDED_OVER: pgettext_lazy("call", "Handed over"),
    Given.NO_REQUEST: pgettext_lazy("call", "Nothing was wanted"),
}
ROUTES: Final[Mapping[str, Text]] = {
    ReplyRoute.CALL: pgettext_lazy("reply", "By telephone"),
    ReplyRoute.SMS: pgettext_lazy("reply", "By text: number now, result later"),
    ReplyRoute.QUERY: pgettext_lazy("reply", "They ask themselves, with number and code"),
    ReplyRoute.NONE: pgettext_lazy("reply", "Not at all"),
}
EVENTS: Final[Mapping[str, Text]] = {
    EventKind.RINGING: pgettext_lazy("event", "It rang"),
    EventKind.ANSWERED: pgettext_lazy("event", "It was answered"),
    EventKind.TRANSFERRED: pgettext_lazy("event", "It was put through"),
    EventKind.ENDED: pgettext_lazy("event", "It ended"),
    EventKind.ABANDONED: pgettext_lazy("event", "The caller gave up"),
}
DEEDS: Final[Mapping[str, Text]] = {
    **EVENTS,
    "lost": pgettext_lazy("event", "Nobody told how it ended"),
    "enter": pgettext_lazy("event", "Entered by hand"),
    CallMove.TAKE: pgettext_lazy("event", "Taken"),
    CallMove.NAME: pgettext_lazy("event", "Said as whom the caller wishes to be known"),
    CallMove.ANSWER: pgettext_lazy("event", "Answered at once"),
    CallMove.REPORT: pgettext_lazy("event", "Reported as a matter"),
    CallMove.ADD: pgettext_lazy("event", "Added to a matter"),
    CallMove.URGE: pgettext_lazy("event", "Urged a matter"),
    CallMove.HAND_OVER: pgettext_lazy("event", "Handed over"),
    CallMove.NOTHING: pgettext_lazy("event", "Nothing was wanted"),
    CallMove.NOTE: pgettext_lazy("event", "A note was added"),
}
EFFECTS: Final[Mapping[str, Text]] = {
    Effect.KNOWN: pgettext_lazy("event", "known already"),
    Effect.CONTRADICTS: pgettext_lazy("event", "contradicts what was told before"),
}
SYSTEM_DEEDS: Final[Mapping[str, Text]] = {
    "open": _("Opened"),
    "rotate": _("New secret"),
    "stop": _("Stopped"),
}
SENTENCES: Final[Mapping[str, Text]] = {
    "not_found": _("There is no such call."),
    "wrong_state": _("This cannot be done while the call stands like this."),
    "somebody_elses": _("Somebody else has this call; take it over first."),
    "written_up": _("What came of this call was written down already; enter a new one."),
    "anonymous_for_good": _("The caller stays unnamed: the number is gone and does not come back."),
    "key_used": _("This form was sent before by somebody else; please open it anew."),
    "not_a_number": _("This is not a telephone number."),
    "anonymous_is_not_reached": _("Somebody unnamed cannot be reached; they ask themselves."),
    "article": _("This answer is not in the handbook."),
    "no_such_article": _("This answer is not in the handbook."),
    "article_moved_on": _("The article was changed meanwhile; please read it again."),
    "extension": _("Letters, digits, dot and dash, 20 at most."),
    "extension_taken": _("%(who)s sits there; they give it up first."),
    "unknown_kind_of_words": _("The words tell no kind; please choose one."),
    "no_place": _("Please say where: a place, a grid, or an address."),
    "not_your_role": _("Only administrators keep the telephone systems."),
    "not_a_code": _("Small letters, digits and dashes, 2 to 30 of them."),
    "code_taken": _("There is a telephone system of this name already."),
    "name_length": _("Please write 2 to %(most)s characters."),
    "reason_length": _("Please give the reason in 2 to 200 characters."),
    "too_many_systems": _("There are %(most)s telephone systems already, as many as there may be."),
    "stopped": _("This telephone system was stopped; open a new one."),
}


def sentence_of(error: CallError) -> str:
    """Return what to tell the person whose deed was not done."""
    text = SENTENCES.get(error.word) or matters.names.PROBLEMS.get(error.word)
    return str(text) % error.values if text else error.word


class CallSaid(SaidOnForm):
    """What a deed on a call refuses stands on its form, and what matters refuse behind it."""

    refusals = CallError
    unknown = NotFound

    def sentences(self, error: CallError) -> list[Said]:
        return [(error.field if isinstance(error, Invalid) else "", sentence_of(error))]


class MatterSaid(SaidOnForm):
    """What the deed of matters refuses stands on the form of the call."""

    refusals = matters.MatterError

    def sentences(self, error: matters.MatterError) -> list[Said]:
        field = error.field if isinstance(error, matters.Invalid) else ""
        return [(field, str(matters.sentence_of(error)))]
