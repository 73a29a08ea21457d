"""The pages of hand-overs: one press to begin, the times as they are pressed, what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.api import Crumb, Said, SaidOnForm, Turns, as_sheets
from gege.hotline.emergency import deeds
from gege.hotline.emergency.errors import HandOverError, NotFound
from gege.hotline.emergency.words import OUTCOMES, STATES, sentence_of
from gege.hotline.line.shown import the_line
from gege.hotline.models import Call, HandOver
from gege.hotline.rules.handing_over import Outcome, State, Times
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

READERS: Final = (*deeds.HANDERS, Role.ELECTRONIC_SUPERVISOR)
PAGE: Final = 50


class UnitForm(forms.Form):
    """To which unit's duty telephone."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit on duty"), coerce=int, choices=())
    three_party = forms.BooleanField(
        label=gettext_lazy("Three speak together: stay on the line"), required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="unit_%s")
        language = get_language() or ""
        choices = [
            (str(one.id), f"{one.name(language)} {one.duty_phone}")
            for one in sorted(deeds.units(), key=lambda one: (len(one.area_code), one.code))
        ]
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "—"), *choices]


class EndForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("callback", "What came of it"),
        widget=forms.RadioSelect,
        choices=list(OUTCOMES.items()),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=deeds.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MatterForm(forms.Form):
    """The matter that was opened beside it."""

    number = forms.CharField(label=gettext_lazy("Number of the matter"), max_length=30)


class SaidOn(SaidOnForm):
    """Run a deed on a hand-over; a refusal stands on the form."""

    refusals = HandOverError
    unknown = NotFound

    def sentences(self, error: HandOverError) -> tuple[Said, ...]:
        """Return the one sentence, at its entry if it is one entry's fault."""
        return ((getattr(error, "field", ""), sentence_of(error)),)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("handovers-to-emergency", personal="telephone")
def listed(request: ActorRequest) -> HttpResponse:
    """Show the buttons, the duty telephones and what was handed over lately."""
    return _board(request)


@open_to(*deeds.HANDERS)
@require_POST
def start(request: ActorRequest) -> HttpResponse:
    """Begin: one press for an emergency line, a choice for a unit."""
    emergency = request.POST.get("emergency", "")[:20]
    form = UnitForm(None if emergency else request.POST)
    if not emergency and not form.is_valid():
        return _board(request, form)
    given = {} if emergency else form.cleaned_data
    try:
        one = deeds.start(
            emergency=emergency,
            unit_id=given.get("unit"),
            three_party=bool(given.get("three_party")),
            call_uid=_call_uid(request.POST.get("call", "")),
            by=request.actor,
            now=timezone.now(),
        )
    except NotFound as error:
        raise Http404 from error
    except HandOverError as error:
        messages.error(request, sentence_of(error))
        return redirect("handovers:list")
    return redirect("handovers:show", one.uid)


@open_to(*READERS)
@never_cache
@require_safe
def show(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one hand-over: the number to dial, what to press, its times."""
    return _page(request, uid)


@open_to(*deeds.HANDERS)
@require_POST
def connect(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Say that the other line answered."""
    try:
        deeds.connect(
            uid,
            three_party=request.POST.get("three_party") == "on",
            by=request.actor,
            now=timezone.now(),
        )
    except NotFound as error:
        raise Http404 from error
    except HandOverError as error:
        messages.error(request, sentence_of(error))
    return redirect("handovers:show", uid)


@open_to(*deeds.HANDERS)
@require_POST
def finish(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End it with what came of it."""
    form = EndForm(request.POST)
    if form.is_valid():
        with SaidOn(form):
            deeds.finish(uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("The hand-over has ended; its times are kept."))
            return redirect("handovers:show", uid)
    return _page(request, uid, end=form)


@open_to(*deeds.HANDERS)
@require_POST
def link(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Say which matter was opened beside it."""
    form = MatterForm(request.POST)
    if form.is_valid():
        with SaidOn(form):
            deeds.link_matter(uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            return redirect("handovers:show", uid)
    return _page(request, uid, matter=form)


def _board(request: ActorRequest, form: UnitForm | None = None) -> HttpResponse:
    may = request.actor.role in deeds.HANDERS
    given = request.POST if request.method == "POST" else request.GET
    uid = _call_uid(given.get("call", ""))
    call = Call.objects.filter(uid=uid).first() if uid is not None and may else None
    rows, key = _lately(request)
    names = dict(the_line().emergencies)
    context = {
        "emergencies": names.items() if may else (),
        "form": (form or UnitForm()) if may else None,
        "call": call,
        "rows": [_line(one, names) for one in rows],
        "turns": Turns(
            first=reverse("handovers:list") if request.GET.get("after") else "",
            next=f"?after={key}" if key else "",
        ),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "hotline/emergency/list.html", context, status=status)


def _lately(request: ActorRequest) -> tuple[list[HandOver], str]:
    rows = deeds.visible(request.actor).select_related("matter").defer("matter__search")
    at, _between, pk = request.GET.get("after", "")[:60].partition("_")
    try:
        moment, number = datetime.fromisoformat(at).astimezone(UTC), int(pk[:18])
        rows = rows.filter(Q(started_at__lt=moment) | Q(started_at=moment, id__lt=number))
    except (ValueError, OverflowError):
        pass
    found = list(rows.order_by("-started_at", "-id")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    at = f"{last.started_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return found[:PAGE], f"{at}_{last.pk}"


def _page(
    request: ActorRequest,
    uid: UUID,
    *,
    end: EndForm | None = None,
    matter: MatterForm | None = None,
) -> HttpResponse:
    rows = deeds.visible(request.actor).select_related("matter", "call").defer("matter__search")
    one = rows.filter(uid=uid).first()
    if one is None:
        raise Http404
    state = Times(one.connected_at, one.ended_at).state
    may = request.actor.role in deeds.HANDERS
    initial = Outcome.TAKEN_OVER if state is State.CONNECTED else None
    context = {
        "one": one,
        "row": _line(one, dict(the_line().emergencies)),
        "emergency": one.kind == "emergency",
        "may_connect": may and state is State.STARTED,
        "end": end or (EndForm(initial={"outcome": initial}) if may else None),
        "open": may and state is not State.ENDED,
        "matter": matter or (MatterForm() if may else None),
        "crumbs": [Crumb(_("Hand-overs"), reverse("handovers:list"))],
    }
    wrong = any(form is not None and form.errors for form in (end, matter))
    return render(request, "hotline/emergency/page.html", context, status=422 if wrong else 200)


def _line(one: HandOver, names: dict[str, str]) -> dict[str, Any]:
    state = Times(one.connected_at, one.ended_at).state
    return {
        "href": reverse("handovers:show", args=[one.uid]),
        "name": names.get(one.number, one.name),
        "number": one.number,
        "state": OUTCOMES[one.outcome] if one.outcome else STATES[state],
        "open": state is not State.ENDED,
        "three_party": one.three_party,
        "started_at": one.started_at,
        "connected_at": one.connected_at,
        "ended_at": one.ended_at,
        "took": _seconds(one),
        "by": one.by,
        "matter": one.matter.number if one.matter is not None else "",
    }


def _seconds(one: HandOver) -> int | None:
    if one.connected_at is None:
        return None
    return round((one.connected_at - one.started_at).total_seconds())


def _call_uid(text: str) -> UUID | None:
    try:
        return UUID(text[:40]) if text else None
    except ValueError:
        return None
