"""Showing who reported, to somebody who says what for. Each look is written down."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gege.desk.matter.presenters.people import from_elsewhere, reporters
from gege.desk.matter.presenters.reading import Reading
from gege.desk.matter.presenters.sheet import address, sheet
from gege.desk.matter.readers import WRITERS, Opened, opened
from gege.desk.matter.views.answers import into_the_form_place, is_htmx
from gege.matters.api import Matter, MatterPage, Move
from gege.staff.access import ActorRequest, open_to
from gege.trail.api import note_access

PURPOSES = (
    ("call_back", _("To call the resident back")),
    ("visit", _("To visit or find the place")),
    ("ask", _("To ask what happened")),
    ("other", _("Something else, in words")),
)


class PurposeForm(forms.Form):
    """What the name and the telephone number are needed for."""

    purpose = forms.ChoiceField(label=_("What for"), choices=PURPOSES, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In words"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == "other" and len(cleaned.get("words", "").strip()) < 2:
            self.add_error("words", _("Say what you need it for."))
        return cleaned

    def text(self) -> str:
        """Return the purpose as the access log keeps it."""
        words = self.cleaned_data["words"].strip()
        return f"{self.cleaned_data['purpose']}: {words}" if words else self.cleaned_data["purpose"]


@open_to(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: ActorRequest, number: str) -> HttpResponse:
    """Ask for the purpose; then show names and numbers on this one answer."""
    one = opened(request, number)
    form = PurposeForm(request.POST if request.method == "POST" else None, auto_id="reveal_%s")
    if not form.is_bound or not form.is_valid():
        return _asking(request, one, form)
    with transaction.atomic():
        for matter in _looked_at(one.page):
            note_access(
                by=request.actor.signature(),
                now=one.now,
                subject=matter.stream,
                fields="reporter.name, reporter.phone",
                purpose=form.text(),
            )
    if is_htmx(request):
        context = {
            "reporters": reporters(Reading(one), revealed=True),
            "revealed": True,
            "call_href": address("move", one.page.matter, Move.CALL_BACK)
            if Move.CALL_BACK in one.page.moves
            else "",
        }
        response = render(request, "desk/matter/revealed.html", context)
    else:
        response = render(request, "desk/matter/page.html", sheet(one, revealed=True))
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _looked_at(page: MatterPage) -> list[Matter]:
    """Return the matters whose reporters are shown: each keeps who looked (decision 0022)."""
    theirs, closed = {row.matter_id for row in page.reporters}, from_elsewhere(page)
    beside = [one for one in page.duplicates if one.pk in theirs - closed]
    return [page.matter, *beside]


def _asking(request: ActorRequest, one: Opened, form: PurposeForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {
        "purpose_form": form,
        "action": address("reveal", one.page.matter),
        "back": one.page.matter.get_absolute_url(),
    }
    if is_htmx(request):
        response = render(request, "desk/matter/purpose.html", context, status=status)
        return into_the_form_place(response)
    return render(request, "desk/matter/page.html", sheet(one) | context, status=status)
