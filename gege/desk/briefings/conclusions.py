"""The form of a conclusion, with the task that it becomes (R-070)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gege.desk.briefings.content import title_of
from gege.desk.briefings.forms import ConclusionForm, SureForm
from gege.desk.briefings.said import SaidAboveBriefing, SaidOnBriefing
from gege.desk.briefings.views import page_of
from gege.desk.orders.units import units_for
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import (
    BRIEFING_READERS,
    BriefingDeed,
    BriefingPage,
    Concluded,
    Conclusion,
    OrderKind,
)
from gege.territory.api import load_atlas


@open_to(*BRIEFING_READERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, uid: UUID, conclusion: UUID | None = None) -> HttpResponse:
    """Write a conclusion, or change one."""
    page = page_of(request, uid)
    if BriefingDeed.CONCLUDE not in page.deeds:
        raise Http404
    row = next((one for one in page.conclusions if one.uid == conclusion), None)
    if conclusion is not None and row is None:
        raise Http404
    form = _form(request, page, row)
    if form.is_bound and form.is_valid():
        with SaidOnBriefing(form):
            supervision.conclude(
                uid,
                Concluded(**form.typed),
                conclusion=conclusion,
                by=request.actor,
                now=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, _("Saved."))
            return redirect("briefings:one", uid=uid)
    context = {
        "form": form,
        "heading": _("Conclusion"),
        "submit": _("Save"),
        "back": page.briefing.get_absolute_url(),
        "title": title_of(page.briefing, load_atlas()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/briefings/form.html", context, status=status)


@open_to(*BRIEFING_READERS)
@require_POST
def drop(request: ActorRequest, uid: UUID, conclusion: UUID) -> HttpResponse:
    """Take a conclusion out of a draft."""
    form = SureForm(request.POST)
    seen = form.cleaned_data.get("seen") if form.is_valid() else -1
    with SaidAboveBriefing(request):
        supervision.drop_conclusion(
            uid, conclusion, by=request.actor, now=timezone.now(), seen=seen
        )
        messages.success(request, _("The conclusion is taken out."))
    return redirect("briefings:one", uid=uid)


def _form(request: ActorRequest, page: BriefingPage, row: Conclusion | None) -> ConclusionForm:
    briefing = page.briefing
    orders = [
        (str(one.uid), f"{one.number} {one.title}")
        for one in supervision.orders_to_link(request.actor, briefing)
    ]
    if row is not None and row.order is not None:
        kept = (str(row.order.uid), f"{row.order.number} {row.order.title}")
        orders = [kept, *(one for one in orders if one != kept)]
    units, _holder = units_for(request.actor, OrderKind.COORDINATION, "")
    return ConclusionForm(
        request.POST if request.method == "POST" else None,
        orders=orders,
        units=units,
        county=len(briefing.area_code) == 6,
        revision=briefing.revision,
        initial=_initial(row),
    )


def _initial(row: Conclusion | None) -> dict[str, object]:
    if row is None:
        return {}
    return {
        "chapter": row.chapter,
        "words": row.words,
        "order": str(row.order.uid) if row.order else "",
        "kind": row.task_kind,
        "to": row.task_to,
        "task": row.task_words,
        "days": row.task_days or None,
    }
