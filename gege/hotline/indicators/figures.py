"""The records behind each figure: a condition for each, so that a number and its list agree.

The numbers themselves are counted by the formulas of `rules/indicators.py` over plain rows; a test
holds both together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.hotline.rules.call_table import CallState, Came
from gege.hotline.rules.callback_table import OPEN, Solved, State
from gege.hotline.rules.line_rules import LineRules
from gege.matters.api import words

OFFERED: Final = Q(
    came=Came.WEBHOOK, state__in=(CallState.TALKING, CallState.ENDED, CallState.MISSED)
)
"""Calls that a telephone system told of and whose answer is known. One that rings now is not
counted yet, one of which nothing was told any more never."""
BY_HAND: Final = Q(came=Came.HAND)
LOST: Final = Q(came=Came.WEBHOOK, state=CallState.LOST)
ANSWERED: Final = Q(answered_at__isnull=False)
DUE: Final = ~Q(state=State.DROPPED)
_REACHED: Final = Q(state=State.REACHED)
_SATISFIED: Final = (words.Satisfaction.SATISFIED, words.Satisfaction.BASICALLY)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a figure opens: `of` is calls, texts or callbacks."""

    of: str
    name: Promise | str
    condition: Q


def lists(rules: LineRules, now: datetime) -> Mapping[str, Listed]:
    """Return what each figure opens under the line's settings, at a moment."""
    limit = rules.answer_seconds
    calls = {
        "offered": (_("Calls offered"), OFFERED),
        "answered": (_("Calls answered"), OFFERED & ANSWERED),
        "abandoned": (_("Calls nobody answered"), OFFERED & ~ANSWERED),
        "within": (_("Answered in time"), OFFERED & ANSWERED & Q(waited_seconds__lte=limit)),
        "late": (_("Answered late"), OFFERED & ANSWERED & Q(waited_seconds__gt=limit)),
        "by_hand": (_("Calls entered by hand"), BY_HAND),
        "lost": (_("Calls whose end was never told"), LOST),
    }
    callbacks = {
        "due": (_("Callbacks due"), DUE),
        "in_time": (_("Callbacks done in time"), DUE & Q(done_at__lte=F("due_at"))),
        "late_callbacks": (
            _("Callbacks late"),
            DUE & (Q(done_at__gt=F("due_at")) | Q(done_at__isnull=True, due_at__lt=now)),
        ),
        "waiting": (_("Callbacks open"), Q(state__in=sorted(OPEN))),
        "reached": (_("Reached"), _REACHED),
        "unreachable": (_("Not reachable"), Q(state=State.UNREACHABLE)),
        "refused": (_("Wished not to be asked"), Q(state=State.REFUSED)),
        "wrong_number": (_("Wrong number"), Q(state=State.WRONG_NUMBER)),
        "solved": (_("Solved"), _REACHED & Q(solved=Solved.YES)),
        "unsolved": (_("Not solved"), _REACHED & Q(solved=Solved.NO)),
        "satisfied": (_("Satisfied or basically satisfied"), _REACHED & _rated(*_SATISFIED)),
        "fully": (_("Satisfied"), _REACHED & _rated(words.Satisfaction.SATISFIED)),
        "dissatisfied": (_("Dissatisfied"), _REACHED & _rated(words.Satisfaction.DISSATISFIED)),
    }
    texts = {
        "texts": (_("Texts that want an answer"), Q(answer_id__isnull=False)),
        "late_texts": (_("Texts answered late"), Q(answer_id__isnull=False, in_time=False)),
    }
    return {
        code: Listed(of, name, condition)
        for of, table in (("calls", calls), ("callbacks", callbacks), ("texts", texts))
        for code, (name, condition) in table.items()
    }


def _rated(*ratings: str) -> Q:
    return Q(satisfaction__in=[str(one) for one in ratings])
