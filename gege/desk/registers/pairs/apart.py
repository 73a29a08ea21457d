"""Proposing two records as one by hand, and making two of one again."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.registers.record import opened
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import DECIDING, tabs_for
from gege.registers.api import merge_behind, propose, unmerge
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import read_editions

_UID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class ProposeForm(forms.Form):
    """Which other record may be the same."""

    other = forms.CharField(
        label=gettext_lazy("Address of the other record's page"),
        max_length=300,
        help_text=gettext_lazy("Open the other record and copy its address from the top."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_other(self) -> UUID:
        """Return the uid that an address holds."""
        found = _UID.search(self.cleaned_data["other"])
        if found is None:
            raise forms.ValidationError(_("This is not the address of a record."))
        return UUID(found.group())


class ApartForm(forms.Form):
    """Why one record becomes two again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300,
        help_text=gettext_lazy("How you know it. Name no person and no number in it."),
    )  # fmt: skip


@open_to(*DECIDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def same_as(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Put a record and another one side by side, because somebody thinks that they are one."""
    record = opened(request, uid)
    if record.record.valid_to is not None:
        raise Http404
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            pair = propose(
                record.record.uid,
                form.cleaned_data["other"],
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            return redirect("registers:pair", pair.pk)
    context = {
        "tabs": tabs_for(request, "records"),
        "title": _("Is the same as another record"),
        "lead": record.title,
        "form": form,
        "submit": _("Put them side by side"),
        "cancel": reverse("registers:record", args=[uid]),
    }
    return render(
        request, "desk/registers/pairs/form.html", context, status=422 if form.is_bound else 200
    )


@open_to(*DECIDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: ActorRequest, number: int) -> HttpResponse:
    """Make two records of one again, with a reason."""
    done = merge_behind(number, by=request.actor, now=timezone.now(), editions=read_editions())
    if done is None:
        raise Http404
    form = ApartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            back = unmerge(
                done.merged.uid,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            messages.success(request, _("They are two records again. This is the second one."))
            return redirect("registers:record", back.uid)
    context = {
        "tabs": tabs_for(request, "records"),
        "title": _("Make two records again"),
        "lead": _(
            "What came from the other record goes back to it: words, references, requests. What"
            " was said since stays here."
        ),
        "done": done,
        "form": form,
        "submit": _("Make two records again"),
        "cancel": reverse("registers:record", args=[done.kept.uid]),
    }
    return render(
        request, "desk/registers/pairs/form.html", context, status=422 if form.is_bound else 200
    )
