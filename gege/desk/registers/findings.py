"""What the rules of comparison found: the list, and one to work off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.parts import Turns
from gege.desk.registers.division.one import proposal_lines
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import ASKED, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    FindingLine,
    NotFound,
    decline_hint,
    dismiss_finding,
    finding_line,
    finding_names,
    finish_finding,
    open_findings,
    pair_of_finding,
    redivision,
    rules_for,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import Editions, atlas, load_atlas, read_editions

_DEEDS = (
    ("finish", gettext_lazy("It is done")),
    ("dismiss", gettext_lazy("It is no matter, for the reason below")),
    ("decline", gettext_lazy("The person does not want it and is left alone")),
)


class FindingForm(forms.Form):
    """What became of a finding."""

    deed = forms.ChoiceField(
        label=pgettext_lazy("registers", "What came of it"),
        choices=_DEEDS,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False,
        help_text=gettext_lazy("Needed when it is no matter. Name no person in it."),
    )  # fmt: skip

    def without_decline(self) -> None:
        """Leave out declining: a task is nobody's to decline."""
        field = self.fields["deed"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _DEEDS[:2]


@open_to(*ASKED)
@never_cache
@require_safe
@as_sheets("findings", personal="title")
def listed(request: ActorRequest) -> HttpResponse:
    """List the open findings of the area or of the department, of one rule when asked."""
    language, atlas = get_language() or "", load_atlas()
    rules = rules_for(request.actor)
    asked = request.GET.get("rule", "")
    rule = asked if asked in {one.code for one in rules} else ""
    before = whole_number(request.GET.get("before", "")) or 0
    lines, more = open_findings(
        by=request.actor,
        now=timezone.now(),
        editions=read_editions(),
        language=language,
        rule=rule,
        before=before,
    )
    kept = f"rule={rule}&" if rule else ""
    context = {
        "tabs": tabs_for(request, "findings"),
        "rules": [(one.code, finding_names.RULES[one.code]) for one in rules],
        "rule": rule,
        "rows": [(one, *_words(one), atlas.label(one.area_code, language)) for one in lines],
        "turns": Turns(
            first=f"?{kept}" if before else "", next=f"?{kept}before={more}" if more else ""
        ),
    }
    return render(request, "desk/registers/findings.html", context)


@open_to(*ASKED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, number: int) -> HttpResponse:
    """Show one finding and what there is to do, and note what came of it."""
    language, now, editions = get_language() or "", timezone.now(), read_editions()
    try:
        line = finding_line(number, by=request.actor, now=now, editions=editions, language=language)
    except NotFound:
        raise Http404 from None
    form = FindingForm(request.POST if request.method == "POST" else None)
    if line.rule.kind != "hint":
        form.without_decline()
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            _do(number, form.cleaned_data, {"by": request.actor, "now": now, "editions": editions})
            messages.success(request, _("It is noted and leaves the list."))
            return redirect("registers:findings")
    context = {
        "tabs": tabs_for(request, "findings"),
        "line": line,
        "words": finding_names.RULES[line.rule.code],
        "to_do": finding_names.TO_DO[line.rule.code],
        "kind": finding_names.KINDS[line.rule.kind],
        "place": load_atlas().label(line.area_code, language),
        "grid": line.grid_code,
        "proposal": _proposal(line, request, now, editions, language),
        "pair": pair_of_finding(number, request.actor, now, editions) if line.rule.pair else None,
        "form": form if line.open else None,
        "back": reverse("registers:findings"),
    }
    return render(
        request, "desk/registers/finding.html", context, status=422 if form.is_bound else 200
    )


def _do(number: int, typed: dict[str, Any], more: dict[str, Any]) -> None:
    if typed["deed"] == "finish":
        finish_finding(number, note=typed["reason"], **more)
    elif typed["deed"] == "dismiss":
        dismiss_finding(number, reason=typed["reason"], **more)
    else:
        decline_hint(number, **more)


def _proposal(
    line: FindingLine, request: ActorRequest, now: datetime, editions: Editions, language: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what could be done about the grid that a finding is about, if it is about one."""
    if not line.grid_code:
        return []
    try:
        found = redivision(
            line.grid_code, by=request.actor, now=now, editions=editions, language=language
        )
    except NotFound:
        # The grid has ended since: the next run closes the finding.
        return []
    return proposal_lines(found, atlas(editions), language)


def _words(line: FindingLine) -> tuple[object, object]:
    return finding_names.RULES[line.rule.code], finding_names.KINDS[line.rule.kind]
