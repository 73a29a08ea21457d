"""Differences between the field and departments: the list, and one to settle."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.parts import Turns
from gege.desk.registers.forms import SettleForm
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import ASKED, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.registers.api import (
    NotFound,
    Word,
    names,
    open_questions,
    question_sheet,
    settle,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import load_atlas, read_editions


@open_to(*ASKED)
@never_cache
@require_safe
@as_sheets("differences", personal="title, values")
def listed(request: ActorRequest) -> HttpResponse:
    """List the open differences of the area or of the department's register."""
    language, atlas = get_language() or "", load_atlas()
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    lines, more = open_questions(
        by=request.actor,
        now=timezone.now(),
        editions=read_editions(),
        language=language,
        after=after,
    )
    context = {
        "tabs": tabs_for(request, "questions"),
        "rows": [
            (line, line.field.words.in_language(language), atlas.label(line.area_code, language))
            for line in lines
        ],
        "turns": Turns(first="?" if after else "", next=f"?after={more}" if more else ""),
    }
    return render(request, "desk/registers/questions.html", context)


@open_to(*ASKED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle_one(request: ActorRequest, number: int) -> HttpResponse:
    """Show both words and settle the difference, by giving way or by a ruling."""
    language, now, editions = get_language() or "", timezone.now(), read_editions()
    try:
        one = question_sheet(
            number, by=request.actor, now=now, editions=editions, language=language
        )
    except NotFound:
        raise Http404 from None
    form = SettleForm(request.POST if request.method == "POST" else None)
    choices = form.narrow([choice for choice, how in one.may.items() if how])
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            settle(number, **form.cleaned_data, by=request.actor, now=now, editions=editions)
            messages.success(request, _("The difference is settled. The other side is told."))
            return redirect("registers:questions")
    context = {
        "tabs": tabs_for(request, "questions"),
        "one": one,
        "field": one.line.field.words.in_language(language),
        "place": load_atlas().label(one.line.area_code, language),
        "words": [_said(one.standing, _("Stands now")), _said(one.proposed, _("Proposed"))],
        "form": form if choices and one.question.settled_at is None else None,
        "how": names.HOWS.get(one.question.how, ""),
        "masked": one.seen.may_be_opened,
        "record": reverse("registers:record", args=[one.line.uid]),
    }
    return render(
        request, "desk/registers/question.html", context, status=422 if form.is_bound else 200
    )


def _said(word: Word, label: str) -> dict[str, object]:
    return {
        "label": label,
        "text": word.text,
        "who": word.name,
        "side": names.SIDES.get(word.side, ""),
        "at": word.said_at,
        "evidence": names.EVIDENCE_NAMES.get(word.evidence, ""),
        "note": word.note,
    }
