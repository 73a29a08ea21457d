"""What was learnt from closed matters, how good it is, and how often it was taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.parts import Figure
from gege.desk.taking_out.pages import as_sheets
from gege.matters import api as matters
from gege.matters.api import LEAST_EXAMPLES, Asked, Setting, Taken, TriageModel, Verdict
from gege.matters.api import triage_names as words
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)
LEARNING: Final = (Role.ADMINISTRATOR,)
_HUNDRED: Final = 100.0


@dataclass(frozen=True, slots=True)
class PerLabel:
    """One kind or department among the matters held out, shares in hundredths."""

    name: str
    number: int
    named: int
    right: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what its figures say."""

    title: str
    verdict: str
    used: bool
    figures: list[Figure]
    labels: list[PerLabel]
    confused: list[str]


@dataclass(frozen=True, slots=True)
class Night:
    """One line of the history: two questions of one night."""

    at: datetime
    kinds: Mapping[str, Any]
    leads: Mapping[str, Any]
    used: str


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("triage-help")
def show(request: ActorRequest) -> HttpResponse:
    """Show the figures of the newest model, with its verdict in words, and of the nights before."""
    now = timezone.now()
    where = matters.setting(now)
    nights = matters.newest_models()
    newest = nights[0] if nights else None
    loaded = matters.triage_model(where)
    context = {
        "standing": words.STANDINGS.get(loaded.word, words.STANDINGS["corrupt"]),
        "suggesting": not loaded.word,
        "newest": newest,
        "questions": [_question(newest, asked, where) for asked in Asked] if newest else [],
        "taken": [_taken(one) for one in matters.taken(now)],
        "nights": [_night(one) for one in nights],
        "least": LEAST_EXAMPLES,
        "may_learn": request.actor.role in LEARNING,
        "now": now,
    }
    return render(request, "desk/triage_help/learnt.html", context)


@open_to(*LEARNING)
@require_POST
def learn(request: ActorRequest) -> HttpResponse:
    """Ask the worker to learn anew, now."""
    matters.ask_to_learn(by=request.actor, now=timezone.now())
    messages.success(request, _("It is learnt anew. Look again in a minute."))
    return redirect("triage:learnt")


def _question(row: TriageModel, asked: Asked, where: Setting) -> Question:
    told = row.figures.get(str(asked), {})
    name = _names(asked, where)
    verdict = str(told.get("verdict", ""))
    return Question(
        title=str(words.ASKED[asked]),
        verdict=str(words.VERDICTS.get(verdict, "")),
        used=verdict == Verdict.USED,
        figures=_figures(told),
        labels=[_label(one, name) for one in told.get("per_label", ())],
        confused=[
            _("%(truth)s was taken for %(named)s: %(number)d")
            % {"truth": name(one["truth"]), "named": name(one["named"]), "number": one["number"]}
            for one in told.get("confused", ())
        ],
    )


def _names(asked: Asked, where: Setting) -> Callable[[str], str]:
    language = get_language() or "zh-hans"

    def name(code: str) -> str:
        if asked is Asked.KIND:
            return where.book.kind(code).name(language) if where.book.has(code) else code
        unit = where.atlas.unit_by_code(code)
        return unit.name(language) if unit else code

    return name


def _figures(told: Mapping[str, Any]) -> list[Figure]:
    held = int(told.get("held_out", 0))
    period = _("the newest %(held)d, kept from learning") % {"held": held}
    measured = _("Measured on the newest %(held)d, kept from learning.") % {"held": held}
    base = _("always the most frequent: %(share).1f %%")
    rows = (
        (
            _("Named first and right"),
            "first",
            _("The share of matters whose kind or department stood first."),
        ),
        (
            _("Among the first three"),
            "top",
            _("The share of matters whose kind or department was among the three suggested."),
        ),
        (
            _("Macro-F1"),
            "macro_f1",
            _("The mean over all kinds, rare ones counting as much as frequent ones."),
        ),
    )
    found = [
        Figure(
            name=label,
            value=_HUNDRED * float(told.get(key, 0)),
            unit="%",
            places=1,
            period=base % {"share": _HUNDRED * float(told.get(f"base_{key}", 0))},
            meaning=f"{meaning} {measured}",
        )
        for label, key, meaning in rows
    ]
    sure, right = int(told.get("sure", 0)), int(told.get("sure_right", 0))
    found.append(
        Figure(
            name=_("Right where it is sure"),
            value=right,
            of=sure,
            of_label=_("named with 80 % or more"),
            period=period,
            meaning=_("A certainty of eighty in a hundred should be right eighty times or more."),
        )
    )
    found.append(
        Figure(
            name=_("Learnt from"),
            value=int(told.get("learnt_from", 0)) + held,
            unit=_("closed matters"),
            meaning=_("Declined and merged ones are left out. The newest fifth is held out first."),
        )
    )
    return found


def _label(one: Mapping[str, Any], name: Callable[[str], str]) -> PerLabel:
    number, named, right = int(one["number"]), int(one["named"]), int(one["right"])
    return PerLabel(
        name=name(str(one["label"])),
        number=number,
        named=named,
        right=right,
        precision=_share(right, named),
        recall=_share(right, number),
        f1=_share(2 * right, number + named),
    )


def _share(part: int, whole: int) -> float:
    return _HUNDRED * part / whole if whole else 0.0


def _taken(one: Taken) -> dict[str, Any]:
    return {
        "asked": words.ASKED.get(one.asked, one.asked),
        "page": words.PAGES.get(one.page, one.page),
        "number": one.number,
        "first": _share(one.first, one.number),
        "any": _share(one.any, one.number),
    }


def _night(row: TriageModel) -> Night:
    used = [str(words.ASKED.get(one, one)) for one in row.used]
    return Night(
        row.learnt_at,
        _in_hundredths(row.figures.get(str(Asked.KIND), {})),
        _in_hundredths(row.figures.get(str(Asked.LEAD), {})),
        _(", ").join(used) or _("not used"),
    )


def _in_hundredths(told: Mapping[str, Any]) -> Mapping[str, Any]:
    shares = ("macro_f1", "top", "base_macro_f1", "base_top")
    found = {key: _HUNDRED * float(told.get(key, 0)) for key in shares}
    return found | {"examples": int(told.get("learnt_from", 0)) + int(told.get("held_out", 0))}
