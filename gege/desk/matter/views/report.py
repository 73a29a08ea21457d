"""Reporting a matter."""

from collections import Counter
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.matter.forms.placing import grids_within
from gege.desk.matter.forms.report import ReportForm
from gege.desk.matter.readers import WRITERS
from gege.desk.parts import Crumb
from gege.matters import api as matters
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor

LOOK_BACK: Final = 60
RECENT: Final = 5
_FIELD_OF: Final = {"point": "lng", "file": "photos", "words": "result", "anonymous": "name"}


@open_to(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Show the form (GET) or report (POST); `?grid=` chooses the grid already."""
    by, now = request.actor, timezone.now()
    setting = matters.setting(now)
    given: dict[str, Any] = {
        "by": by,
        "setting": setting,
        "language": get_language() or "zh-hans",
    }
    if request.method != "POST":
        form = ReportForm(grid=request.GET.get("grid", ""), recent=recent_kinds(by), **given)
        return _page(request, form)
    form = ReportForm(request.POST, request.FILES, **given)
    if form.is_valid():
        try:
            matter = form.send(by, now)
        except matters.Invalid as error:
            field = _FIELD_OF.get(error.field, error.field)
            known = field if field in form.fields else None
            form.add_error(known, matters.sentence_of(error))
        except matters.Refused as refusal:
            text = _("It cannot be settled on the spot: %(why)s Report it without that.")
            form.add_error(None, text % {"why": matters.sentence_of(refusal)})
        else:
            return redirect(f"{matter.get_absolute_url()}?done=report")
    return _page(request, form, status=422)


@open_to(*WRITERS)
@require_safe
def grids(request: ActorRequest) -> HttpResponse:
    """Return the borders of the grids that the person may report into, for the map."""
    setting = matters.setting(timezone.now())
    language = get_language() or "zh-hans"
    area = request.actor.area_code
    features = [
        {"code": one.code, "name": setting.atlas.label(one.code, language), "border": one.boundary}
        for one in grids_within(setting.atlas, area)
        if one.boundary
    ]
    response = JsonResponse({"grids": features}, json_dumps_params={"default": dict})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def recent_kinds(by: Actor) -> tuple[str, ...]:
    """Return the kinds this person reported lately, else those of their area; one query."""
    if by.is_department:
        return ()
    rows = matters.visible(by).order_by("-id").values_list("kind", "reported_by_id")[:LOOK_BACK]
    weights: Counter[str] = Counter()
    for kind, account_id in rows:
        weights[kind] += 5 if account_id == by.account_id else 1
    return tuple(kind for kind, _weight in weights.most_common(RECENT))


def _page(request: ActorRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "crumbs": [Crumb(_("Matters"), "/matters"), Crumb(_("New report"))],
        "most": settings.GEGE_UPLOAD_BYTES,
        "more_open": any(name in form.errors for name in ("severity", "channel", "description")),
    }
    return render(request, "desk/matter/new.html", context, status=status)
