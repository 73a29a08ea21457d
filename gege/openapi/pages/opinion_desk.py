"""The opinion platform as the county centre sees it: what waits, what differs, how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.api import Crumb, Deed, Turns, as_sheets
from gege.matters.api import names
from gege.openapi.errors import NotFound
from gege.openapi.models import Case, Difference, OpinionPlatform, RefusedCase
from gege.openapi.names import DIFFERS, said_of
from gege.openapi.opinion.asking import Trouble
from gege.openapi.opinion.comparing import mend, reconcile
from gege.openapi.opinion.fetching import fetch_case
from gege.openapi.opinion.telling import tell_case
from gege.openapi.pages.saying import SaidAbove
from gege.openapi.queries.opinions import (
    PAGE,
    case_of,
    platforms,
    refused,
    report_page,
    reports,
    unanswered,
    untold,
)
from gege.openapi.rules.opinions import FETCH_AGAIN, What
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

CENTRE = (Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list."""

    their_id: str
    number: str
    href: str
    title: str
    holder: str
    since: datetime | None
    said: str
    deed: Deed | None = None


@open_to(*CENTRE)
@never_cache
@require_safe
@as_sheets("opinions")
def state(request: ActorRequest) -> HttpResponse:
    """Show how the exchange stands."""
    now, one = timezone.now(), _present(request)
    if one is None:
        return render(request, "openapi/opinion_none.html", {"now": now})
    waits = untold(one, now)
    silent = unanswered(one, now)
    context = {
        "one": one,
        "fetch_said": said_of(one.fetch_said),
        "send_said": said_of(one.send_said),
        "untold": [_untold(one, case) for case in waits[:PAGE]],
        "unanswered": [_unanswered(case) for case in silent[:PAGE]],
        "refused": _refused(one, refused(one)[:PAGE]),
        "most": PAGE,
        "reports": reports(one)[:10],
        "others": _deeds(one),
        "now": now,
    }
    return render(request, "openapi/opinion.html", context)


@open_to(*CENTRE)
@never_cache
@require_safe
@as_sheets("opinion-comparison")
def report(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a comparison with what differs."""
    after = request.GET.get("after", "")
    try:
        found, rows, following = report_page(uid, request.actor, after=after)
    except NotFound as error:
        raise Http404 from error
    here = reverse("opinions:report", args=[uid])
    may_ask = found.platform.ended_at is None and bool(found.platform.address)
    context = {
        "report": found,
        "trouble": said_of(found.trouble),
        "rows": [
            (row, DIFFERS[row.what], *_sides(row), _mend(uid, row) if may_ask else None)
            for row in rows
        ],
        "turns": Turns(
            first=here if after else "", next=f"{here}?after={following}" if following else ""
        ),
        "crumbs": [Crumb(_("Opinion platform"), reverse("opinions:state"))],
        "now": timezone.now(),
    }
    return render(request, "openapi/opinion_report.html", context)


@open_to(*CENTRE)
@require_POST
def compare_now(request: ActorRequest) -> HttpResponse:
    """Compare both sides now."""
    one = _present(request)
    if one is None:
        raise Http404
    with SaidAbove(request):
        found = reconcile(one, by=request.actor, now=timezone.now())
        return redirect("opinions:report", found.uid)
    return redirect("opinions:state")


@open_to(*CENTRE)
@require_POST
def mend_one(request: ActorRequest, uid: UUID, pk: int) -> HttpResponse:
    """Mend a difference."""
    with SaidAbove(request):
        row = mend(uid, pk, by=request.actor, now=timezone.now())
        messages.success(request, _("%(case)s is mended.") % {"case": row.their_id})
    return redirect("opinions:report", uid)


@open_to(*CENTRE)
@require_POST
def again(request: ActorRequest, case: str) -> HttpResponse:
    """Tell a case again, or fetch one again that could not be taken."""
    one = _present(request)
    if one is None or not one.address:
        raise Http404
    now = timezone.now()
    try:
        if RefusedCase.objects.filter(platform=one, their_id=case).exists():
            taken = fetch_case(one, case, now=now)
            done = taken is not None
        else:
            tell_case(one, case_of(one, case), now=now)
            done = True
    except NotFound as error:
        raise Http404 from error
    except Trouble as trouble:
        said = _("The platform says: %(said)s") % {"said": said_of(trouble.said)}
        messages.error(request, said)
    else:
        if done:
            messages.success(request, _("%(case)s is mended.") % {"case": case})
        else:
            messages.error(request, _("It still cannot be taken; the reason stands in the list."))
    return redirect("opinions:state")


def _untold(one: OpinionPlatform, case: Case) -> Row:
    deed = None
    if one.address:
        address = reverse("opinions:again", args=[case.their_id])
        deed = Deed(_("Tell it again"), address, post=True)
    return _row(case, since=case.touched_at, said=said_of(case.said), deed=deed)


def _unanswered(case: Case) -> Row:
    return _row(case, since=case.raised_at, holder=case.matter.holder.name_zh)


def _row(case: Case, **more: Any) -> Row:
    matter = case.matter
    given = {"holder": "", "said": ""} | more
    return Row(
        their_id=case.their_id,
        number=matter.number,
        href=matter.get_absolute_url(),
        title=matter.title,
        **given,
    )


def _refused(
    one: OpinionPlatform, rows: Iterable[RefusedCase]
) -> list[tuple[RefusedCase, Deed | None]]:
    found = []
    for row in rows:
        deed = None
        if one.address and row.their_id != "?":
            address = reverse("opinions:again", args=[row.their_id])
            deed = Deed(_("Fetch it again"), address, post=True)
        found.append((row, deed))
    return found


def _sides(row: Difference) -> tuple[object, object]:
    """Return what each side has: a state in words, anything else as it is."""
    if row.what != What.STATE:
        return row.ours, row.theirs
    return names.STATES.get(row.ours, row.ours), names.STATES.get(row.theirs, row.theirs)


def _mend(uid: UUID, row: Difference) -> Deed | None:
    if row.mended_at is not None:
        return None
    label = _("Fetch it again") if row.what in FETCH_AGAIN else _("Tell it again")
    return Deed(label, reverse("opinions:mend", args=[uid, row.pk]), post=True)


def _deeds(one: OpinionPlatform) -> list[Deed]:
    if not one.address:
        return []
    return [Deed(_("Compare now"), reverse("opinions:compare"), post=True)]


def _present(request: ActorRequest) -> OpinionPlatform | None:
    return platforms(request.actor).filter(ended_at__isnull=True).first()
