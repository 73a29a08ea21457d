"""The hot issues on the desk: which matters are public, and what is said of them."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Turns, as_sheets
from gege.matters import api as matters
from gege.portal.actions.issues import Said, amend_issue, show_issue
from gege.portal.errors import PortalError
from gege.portal.forms import IssueForm
from gege.portal.models import HotIssue
from gege.portal.names import PUBLIC_STATES, TOPICS, sentence_of
from gege.portal.queries.issues import kept_issues
from gege.portal.views.shared import now_of
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

SPEAKERS: Final = (Role.TOWNSHIP_OPERATOR, Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER)


@open_to(*SPEAKERS)
@require_safe
@as_sheets("hot-issues")
def listed(request: ActorRequest) -> HttpResponse:
    """List the issues of one's area, also those taken off the list."""
    after = request.GET.get("after", "")
    found = kept_issues(request.actor, after)
    rows = [
        (one, TOPICS[one.topic], PUBLIC_STATES[one.matter.state], one.matter) for one in found.rows
    ]
    turns = Turns(
        first=request.path if after else "",
        next=f"?after={found.next_key.replace('+', '%2B')}" if found.next_key else "",
    )
    context = {"rows": rows, "turns": turns, "on_tab": "issues"}
    return render(request, "portal/desk/issues.html", context)


@open_to(*SPEAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Make a matter public; `?number=` is the matter."""
    if request.method != "POST":
        form = IssueForm(known=False, initial={"number": request.GET.get("number", "")})
        return _page(request, form, _("Make a matter public"))
    form = IssueForm(request.POST, known=False)
    if form.is_valid():
        data = form.cleaned_data
        try:
            show_issue(data["number"], _said(data), by=request.actor, now=now_of())
        except matters.MatterError as error:
            form.add_error("number", matters.sentence_of(error))
        except PortalError as error:
            form.add_error(error.field or None, sentence_of(error))
        else:
            messages.success(request, _("Everybody can read it now."))
            return redirect("portal-desk:issues")
    return _page(request, form, _("Make a matter public"), status=422)


@open_to(*SPEAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change what is said, or take it off the list."""
    issue = _issue(request, uid)
    said = {name: getattr(issue, name) for name in ("topic", "title", "plan", "answer", "shown")}
    if request.method != "POST":
        form = IssueForm(known=True, initial={**said, "revision": issue.revision})
        return _page(request, form, issue.title, issue=issue)
    form = IssueForm(request.POST, known=True)
    if form.is_valid():
        data = form.cleaned_data
        try:
            amend_issue(
                uid,
                _said(data),
                shown=data["shown"],
                by=request.actor,
                now=now_of(),
                seen=data["revision"],
            )
        except PortalError as error:
            form.add_error(error.field or None, sentence_of(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("portal-desk:issues")
    return _page(request, form, issue.title, issue=issue, status=422)


def _issue(request: ActorRequest, uid: UUID) -> HotIssue:
    try:
        issue = HotIssue.objects.select_related("matter").get(uid=uid)
    except HotIssue.DoesNotExist:
        raise Http404 from None
    if not matters.visible(request.actor).filter(pk=issue.matter_id).exists():
        raise Http404
    return issue


def _said(data: dict[str, str]) -> Said:
    return Said(data["topic"], data["title"], data["plan"], data["answer"])


def _page(
    request: ActorRequest,
    form: IssueForm,
    title: str,
    *,
    issue: HotIssue | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "issue": issue,
        "crumbs": [Crumb(_("Hot issues"), "/portal/issues"), Crumb(title)],
    }
    return render(request, "portal/desk/issue.html", context, status=status)
