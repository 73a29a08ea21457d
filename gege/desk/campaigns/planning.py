"""Making a campaign, changing it, opening and closing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gege.desk.account.forms import DayInput
from gege.desk.campaigns.reading import MAKING, Opened, opened
from gege.desk.fieldwork.refused import SaidOn
from gege.fieldwork.api import (
    Campaign,
    CampaignForm,
    FieldError,
    NotFound,
    amend_campaign,
    close_campaign,
    draft_campaign,
    open_campaign,
    sentence_of,
)
from gege.fieldwork.api import words as w
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor
from gege.territory.api import Atlas, load_atlas

FORM = ["GET", "HEAD", "POST"]
MOST_FORMS = 200


class CampaignEntry(forms.Form):
    """What a campaign is. Places are chosen one level down; others are added by their codes."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Collectors and residents read this."),
    )
    form = forms.ChoiceField(label=gettext_lazy("Form and version"))
    area_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Places"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_codes = forms.CharField(
        label=gettext_lazy("Other places"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Codes of communities or grids, with spaces between."),
    )
    opens_on = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    due_on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    sample_percent = forms.IntegerField(
        label=gettext_lazy("Looked at again, per cent"),
        min_value=0,
        max_value=100,
        initial=5,
        help_text=gettext_lazy(
            "Of the doors that are done, this share is drawn for a second look by somebody else."
        ),
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], versions: list[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name, choices in (("area_codes", places), ("form", versions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def said(self) -> dict[str, Any]:
        """Return the entries as the deeds take them."""
        given = dict(self.cleaned_data)
        form_id, _colon, version = given.pop("form").partition(":")
        others = given.pop("other_codes").replace(",", " ").replace("，", " ").split()
        given["area_codes"] = [*given["area_codes"], *others]
        return given | {"form_id": form_id, "version": version}


@open_to(*MAKING)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Prepare a campaign."""
    today = timezone.localdate()
    form = _form(request, load_atlas(), initial={"opens_on": today, "sample_percent": 5})
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            made = draft_campaign(**form.said(), by=request.actor, now=timezone.now())
            messages.success(request, _("The collection is prepared. Look at it, then start it."))
            return redirect("campaigns:page", made.uid)
    context = {
        "title": _("New collection"),
        "submit": _("Prepare the collection"),
        "form": form,
        "no_forms": not CampaignForm.objects.exists(),
        "back": reverse("campaigns:list"),
    }
    return _shown(request, context)


@open_to(*MAKING)
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change a campaign."""
    one = _managed(request, uid)
    form = _form(request, one.atlas, one.campaign, initial=_initial(one.campaign))
    running = one.campaign.state == w.CampaignState.OPEN
    if running:
        for name in ("area_codes", "other_codes", "opens_on", "sample_percent"):
            del form.fields[name]
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            said = _running(form) if running else form.said()
            amend_campaign(uid, **said, by=request.actor, now=timezone.now())
            messages.success(request, _("Changed."))
            return redirect("campaigns:page", uid)
    lead = _(
        "While a collection runs, its places, its first day and its sample stay. Answers on the "
        "version before are taken as well."
    )
    context = {
        "title": _("Change the collection"),
        "submit": _("Change it"),
        "form": form,
        "lead": lead if running else "",
        "back": one.href(),
    }
    return _shown(request, context, one)


@open_to(*MAKING)
@require_POST
def start(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Open a campaign: collectors see it from now on."""
    return _turned(request, uid, open_campaign, _("The collection runs."))


@open_to(*MAKING)
@require_POST
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Close a campaign for good."""
    return _turned(request, uid, close_campaign, _("The collection is closed."))


def _turned(
    request: ActorRequest, uid: UUID, deed: Callable[..., Campaign], done: str
) -> HttpResponse:
    try:
        deed(uid, by=request.actor, now=timezone.now())
    except NotFound as error:
        raise Http404 from error
    except FieldError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, done)
    return redirect("campaigns:page", uid)


def _managed(request: ActorRequest, uid: UUID) -> Opened:
    one = opened(request, uid)
    if not one.manages or one.campaign.state == w.CampaignState.CLOSED:
        raise Http404
    return one


def _form(
    request: ActorRequest,
    atlas: Atlas,
    campaign: Campaign | None = None,
    *,
    initial: dict[str, Any],
) -> CampaignEntry:
    return CampaignEntry(
        request.POST if request.method == "POST" else None,
        initial=initial,
        places=_places(request.actor, atlas, campaign),
        versions=_versions(campaign),
    )


def _places(by: Actor, atlas: Atlas, campaign: Campaign | None) -> list[tuple[str, str]]:
    codes = [by.area_code, *(one.code for one in atlas.children(by.area_code))]
    codes += [code for code in (campaign.area_codes if campaign else ()) if code not in codes]
    language = get_language() or ""
    return [(code, atlas.label(code, language)) for code in codes]


def _versions(campaign: Campaign | None) -> list[tuple[str, str]]:
    """Return forms to choose from, the newest versions first; of a running one only its own."""
    rows = CampaignForm.objects.order_by("-pk").defer("xml")
    if campaign is not None and campaign.state == w.CampaignState.OPEN:
        rows = rows.filter(form_id=campaign.form.form_id)
    return [
        (f"{one.form_id}:{one.version}", f"{one.title} · {one.form_id} {one.version}")
        for one in rows[:MOST_FORMS]
    ]


def _initial(campaign: Campaign) -> dict[str, Any]:
    return {
        "title": campaign.title,
        "purpose": campaign.purpose,
        "form": f"{campaign.form.form_id}:{campaign.form.version}",
        "area_codes": campaign.area_codes,
        "opens_on": campaign.opens_on,
        "due_on": campaign.due_on,
        "sample_percent": campaign.sample_percent,
    }


def _running(form: CampaignEntry) -> dict[str, Any]:
    given = form.cleaned_data
    form_id, _colon, version = given["form"].partition(":")
    return {
        "title": given["title"],
        "purpose": given["purpose"],
        "due_on": given["due_on"],
        "form_id": form_id,
        "version": version,
    }


def _shown(
    request: ActorRequest, context: dict[str, Any], one: Opened | None = None
) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    context |= {"one": one}
    return render(request, "desk/campaigns/deed.html", context, status=status)
