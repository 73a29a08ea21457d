"""Files with orders, meetings and cameras: keeping one with an order, handing any of them out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.group.forms import FileForm
from gege.desk.matter.views.files import INLINE
from gege.desk.orders.roles import ASKING
from gege.desk.orders.said import SaidOnOrder
from gege.matters.api import path_of
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import CAMERA_READERS, FileOf, NotFound


@open_to(*ASKING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Keep a photograph or a paper with an order; 404 for whom it is not."""
    try:
        page = supervision.order_page(uid, by=request.actor)
    except NotFound:
        raise Http404 from None
    if request.method != "POST" and not page.may_attach:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = FileForm(data, request.FILES or None)
    order = page.order
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            file = form.cleaned_data["file"]
            supervision.attach_to_order(uid, file, by=request.actor, now=timezone.now())
            messages.success(request, _("The file is kept with the order."))
            return redirect(order.get_absolute_url())
    context = {
        "form": form,
        "heading": _("Keep a file"),
        "submit": _("Keep a file"),
        "back": order.get_absolute_url(),
        "back_name": order.number,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/group/form.html", context, status=status)


@open_to(*CAMERA_READERS)
@require_safe
def file(request: ActorRequest, kind: str, uid: UUID, digest: str) -> HttpResponseBase:
    """Send a file to those who read what it is with: pictures to look at, papers to keep."""
    if kind not in list(FileOf):
        raise Http404
    try:
        row = supervision.kept_file(FileOf(kind), uid, digest, by=request.actor, now=timezone.now())
        content = path_of(row.sha256).open("rb")
    except (NotFound, OSError):
        raise Http404 from None
    answer = FileResponse(
        content,
        as_attachment=row.media_type not in INLINE,
        filename=row.name,
        content_type=row.media_type,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
