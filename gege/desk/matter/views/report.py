"""Reporting a matter."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk import receipts
from gege.desk.matter.forms.placing import grids_within
from gege.desk.matter.forms.report import TOLD_BY_A_RESIDENT, ReportForm
from gege.desk.matter.readers import WRITERS
from gege.desk.matter.views.suggesting import suggested
from gege.desk.parts import Crumb
from gege.matters import api as matters
from gege.matters.api import Matter
from gege.notices.api import mark
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role

CODE: Final = "desk.query code"
LOOK_BACK: Final = 60
RECENT: Final = 5
_FIELD_OF: Final = {"point": "lng", "file": "photos", "words": "result", "anonymous": "name"}


@open_to(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Show the form (GET) or report (POST); `?grid=` and `?channel=` are chosen already."""
    by, now = request.actor, timezone.now()
    setting = matters.setting(now)
    given: dict[str, Any] = {
        "by": by,
        "setting": setting,
        "language": get_language() or "zh-hans",
    }
    if request.method != "POST":
        channel = request.GET.get("channel", "")
        form = ReportForm(
            grid=request.GET.get("grid", ""),
            channel=channel if channel in set(matters.words.Channel) else "",
            recent=recent_kinds(by),
            **given,
        )
        return _page(request, form)
    form = ReportForm(request.POST, request.FILES, **given)
    if "look" in request.POST:  # without script: the same page again, with its suggestions
        form.only_typed()
        return _page(request, form, **suggested(request.POST, by, setting))
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
            _tell_code(request, matter, form.cleaned_data["channel"], now)
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


def _tell_code(request: ActorRequest, matter: Matter, channel: str, now: datetime) -> None:
    """Show once the code that a resident who stands there follows the matter with."""
    outdoors = request.actor.role is Role.GRID_WORKER
    if outdoors or channel not in TOLD_BY_A_RESIDENT or matter.receipt_key is None:
        return
    with transaction.atomic():
        code = receipts.issue(matter, secret=mark(str(matter.receipt_key), CODE), now=now)
    if code:
        text = _("Tell them number and code: %(number)s, %(code)s. The code is shown once.")
        messages.success(request, text % {"number": matter.number, "code": code})


def recent_kinds(by: Actor) -> tuple[str, ...]:
    """Return the kinds this person reported lately, else those of their area; one query."""
    if by.is_department:
        return ()
    rows = matters.visible(by).order_by("-id").values_list("kind", "reported_by_id")[:LOOK_BACK]
    weights: Counter[str] = Counter()
    for kind, account_id in rows:
        weights[kind] += 5 if account_id == by.account_id else 1
    return tuple(kind for kind, _weight in weights.most_common(RECENT))


def _page(
    request: ActorRequest, form: ReportForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "crumbs": [Crumb(_("Matters"), "/matters"), Crumb(_("New report"))],
        "most": settings.GEGE_UPLOAD_BYTES,
        "more_open": any(name in form.errors for name in ("severity", "channel", "description")),
    }
    return render(request, "desk/matter/new.html", context | more, status=status)
