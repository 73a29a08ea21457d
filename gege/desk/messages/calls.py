"""The calls that wait for somebody on duty, and ticking one off."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Turns
from gege.desk.messages.sent import lines_of, text_of
from gege.desk.messages.words import NOT_DONE, said
from gege.desk.taking_out.pages import as_sheets
from gege.notices.api import (
    NOT_REACHED,
    REACHED,
    Channel,
    Delivery,
    DeliveryState,
    NotDone,
    calls_to_make,
    number_to_call,
    tick_call,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Account, Role, duty, names_of
from gege.trail.api import note_access

CALLERS: Final = (Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR, Role.HOTLINE_OPERATOR)


class CallForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of the call"),
        widget=forms.RadioSelect,
        choices=(
            (REACHED, gettext_lazy("Reached; the person has understood")),
            (NOT_REACHED, gettext_lazy("Not reached")),
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed when nobody was reached: no answer, engaged, wrong number."),
    )


@open_to(*CALLERS)
@require_safe
@as_sheets("notice-calls", personal="name, telephone")
def listed(request: ActorRequest) -> HttpResponse:
    """Show the calls to make, the oldest first."""
    after = request.GET.get("after", "")[:20]
    found, key = calls_to_make(after=after)
    turns = Turns(
        first=reverse("messages:calls") if after else "", next=f"?after={key}" if key else ""
    )
    clerks = names_of(duty.clerks_on_duty(timezone.now())).values()
    context = {
        "lines": lines_of(found, request.actor),
        "turns": turns,
        "clerks": " · ".join(clerks),
    }
    return render(request, "desk/messages/calls.html", context)


@open_to(*CALLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one call with its number, and tick it off."""
    row = get_object_or_404(
        Delivery.objects.select_related("message"),
        pk=pk,
        channel=Channel.VOICE,
        state=DeliveryState.SENT,
    )
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            tick_call(
                pk,
                form.cleaned_data["outcome"],
                note=form.cleaned_data["note"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
        except NotDone as error:
            field = "note" if error.word == "reason" else None
            form.add_error(field, said(error.word, NOT_DONE))
        else:
            messages.success(request, _("The call is ticked off."))
            return redirect("messages:calls")
    context: dict[str, Any] = {
        "row": row,
        "number": _number(request, row),
        "text": text_of(row, request.actor),
        "form": form,
        "crumbs": [Crumb(_("Calls to make"), reverse("messages:calls"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/messages/call.html", context, status=status)


def _number(request: ActorRequest, row: Delivery) -> str:
    """Return the number to call. A resident's is personal, and its reading is written down."""
    if row.account_id is not None:
        found = Account.objects.filter(id=row.account_id).values_list("phone", flat=True).first()
        return found or ""
    number = number_to_call(row)
    if number and row.message.by_phone:
        note_access(
            by=request.actor.signature(),
            now=timezone.now(),
            subject=f"delivery:{row.pk}",
            fields="phone",
            purpose=_("to make the call that stands on the list"),
        )
    return number
