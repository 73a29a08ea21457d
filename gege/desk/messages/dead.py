"""What reached nobody, and what a person does about it: again, by another channel, or give up."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Crumb, Deed, Turns
from gege.desk.messages.sent import (
    kept_close,
    kind_said,
    lines_of,
    matter_of,
    text_of,
    words_of,
)
from gege.desk.messages.words import CHANNELS, ERRORS, NOT_DONE, said
from gege.desk.taking_out.pages import as_sheets
from gege.notices.api import (
    Channel,
    Delivery,
    DeliveryState,
    GatewayLink,
    Message,
    MessageState,
    NotDone,
    dead_deliveries,
    dead_letters,
    gateways,
    give_up,
    give_up_delivery,
    link_state,
    retry,
    retry_delivery,
    send_otherwise,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas

POSTMASTERS: Final = (Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.ADMINISTRATOR)
LONGEST_KEY: Final = 40
AGAIN, GIVE_UP = "again", "give_up"


class GiveUpForm(forms.Form):
    """Why a message is given up."""

    reason = forms.CharField(label=gettext_lazy("Why"), min_length=2, max_length=200)


class DeliveryForm(forms.Form):
    """What is done about one delivery."""

    what = forms.ChoiceField(label=gettext_lazy("What is done"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed when you give it up."),
    )

    def __init__(self, data: Any, row: Delivery) -> None:
        super().__init__(data)
        others = [one for one in (*gateways(), Channel.VOICE) if one != row.channel]
        if row.account_id is None:
            others = [one for one in others if one is not Channel.EMAIL]
        by = _("Send by another channel: %(channel)s")
        choices = [
            (AGAIN, _("Send again")),
            *((str(one), by % {"channel": said(one, CHANNELS)}) for one in others),
            (GIVE_UP, _("Give up")),
        ]
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@open_to(*POSTMASTERS)
@require_safe
@as_sheets("notices-undelivered", personal="name")
def listed(request: ActorRequest) -> HttpResponse:
    """Show what reached nobody; an administrator reads no matter's words."""
    after = request.GET.get("after", "")[:LONGEST_KEY]
    after_delivery = request.GET.get("deliveries", "")[:LONGEST_KEY]
    found, key = dead_letters(after=after)
    gone, gone_key = dead_deliveries(after=after_delivery)
    blind = request.actor.role is Role.ADMINISTRATOR
    failed = lines_of(gone, request.actor)
    for line in failed:
        line["act"] = reverse("messages:dead-delivery", args=[line["id"]])
        if blind:
            about = [one for one in (line["kind"], line["subject"]) if one]
            line["text"], line["href"] = " · ".join(about), ""
    here = reverse("desk:dead-letters")
    context = {
        "lines": [_line(one, request.actor) for one in found],
        "failed": failed,
        "turns": Turns(first=here if after else "", next=f"?after={key}" if key else ""),
        "down": _link_down(),
        "failed_turns": Turns(
            first=here if after_delivery else "",
            next=f"?deliveries={gone_key}" if gone_key else "",
        ),
    }
    return render(request, "desk/workspace/dead_letters.html", context)


def _link_down() -> GatewayLink | None:
    """Return the connection to the centre of texts where one is to stand and does not."""
    link = link_state() if Channel.SMS in gateways() else None
    return link if link is not None and not link.up else None


@open_to(*POSTMASTERS)
@require_POST
def send_again(request: ActorRequest, message_id: int) -> HttpResponse:
    """Put a dead letter back into the outbox; 404 for what is none."""
    if not retry(message_id, by=request.actor.signature(), now=timezone.now()):
        raise Http404
    messages.success(request, _("The notice is on its way again."))
    return redirect("desk:dead-letters")


@open_to(*POSTMASTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: ActorRequest, message_id: int) -> HttpResponse:
    """Give a dead letter up, with a reason."""
    row = get_object_or_404(Message, pk=message_id, state=MessageState.DEAD)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            give_up(
                message_id,
                reason=form.cleaned_data["reason"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
        except NotDone as error:
            form.add_error(None, said(error.word, NOT_DONE))
        else:
            messages.success(request, _("The notice is given up."))
            return redirect("desk:dead-letters")
    by = request.actor
    blind = by.role is Role.ADMINISTRATOR and not kept_close(row, by)
    text = row.subject if blind else words_of(row, by)
    return _form(request, form, text, said(row.error, ERRORS))


@open_to(*POSTMASTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: ActorRequest, pk: int) -> HttpResponse:
    """Send a dead delivery again, by its channel or another, or give it up."""
    row = get_object_or_404(
        Delivery.objects.select_related("message"), pk=pk, state=DeliveryState.DEAD
    )
    form = DeliveryForm(request.POST if request.method == "POST" else None, row)
    if form.is_bound and form.is_valid():
        try:
            _act(pk, form.cleaned_data, request)
        except NotDone as error:
            form.add_error("reason" if error.word == "reason" else None, said(error.word, NOT_DONE))
        else:
            messages.success(request, _("It is done."))
            return redirect("desk:dead-letters")
    by = request.actor
    blind = by.role is Role.ADMINISTRATOR and not kept_close(row.message, by)
    text = row.message.subject if blind else text_of(row, by)
    says = f"{row.shown} · {said(row.channel, CHANNELS)} · {said(row.error, ERRORS)}"
    return _form(request, form, text, says)


def _act(pk: int, given: dict[str, Any], request: ActorRequest) -> None:
    by, now = request.actor.signature(), timezone.now()
    if given["what"] == AGAIN:
        retry_delivery(pk, by=by, now=now)
    elif given["what"] == GIVE_UP:
        give_up_delivery(pk, reason=given["reason"], by=by, now=now)
    else:
        send_otherwise(pk, given["what"], by=by, now=now)


def _form(request: ActorRequest, form: forms.Form, text: str, says: str) -> HttpResponse:
    context = {
        "form": form,
        "text": text,
        "says": says,
        "crumbs": [Crumb(_("Undelivered notices"), reverse("desk:dead-letters"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/messages/dead.html", context, status=status)


def _line(one: Message, by: Actor) -> dict[str, Any]:
    blind = by.role is Role.ADMINISTRATOR and not kept_close(one, by)
    language = get_language() or "zh-hans"
    unit = load_atlas().unit(one.to_unit_id) if one.to_unit_id is not None else None
    return {
        "id": one.pk,
        "text": f"{kind_said(one.template)} · {one.subject}" if blind else words_of(one, by),
        "href": "" if by.role is Role.ADMINISTRATOR else matter_of(one),
        "unit": unit.name(language) if unit else "",
        "at": one.created_at,
        "attempts": one.attempts,
        "error": said(one.error, ERRORS),
        "retry": Deed(_("Send again"), reverse("desk:retry", args=[one.pk]), post=True),
        "give_up": Deed(_("Give up"), reverse("messages:give-up", args=[one.pk])),
    }
