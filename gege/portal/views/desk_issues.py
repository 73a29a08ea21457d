"""The hot issues on the desk: what is public, what waits for a second person, and its history."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Deed, Fact, Turns, as_sheets, ledger_steps
from gege.matters import api as matters
from gege.portal.actions.issues import (
    Said,
    approve_issue,
    hide_issue,
    rewrite_issue,
    send_issue_back,
    write_issue,
)
from gege.portal.errors import NotFound, PortalError
from gege.portal.forms import IssueForm, IssueReasonForm
from gege.portal.models import HotIssue
from gege.portal.names import (
    ISSUE_DEEDS,
    ISSUE_LEDGER,
    ISSUE_STANDINGS,
    OPEN_WORDS,
    TOPICS,
    issue_state,
    sentence_of,
)
from gege.portal.queries.issues import (
    issue_by_uid,
    issue_facts,
    kept_issues,
    speaks_for_the_county,
)
from gege.portal.queries.sources import filled_from
from gege.portal.rules.issues import IssueDeed, possible_issue_deeds
from gege.portal.views.shared import now_of, spoken
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas
from gege.trail.api import Entry

SPEAKERS: Final = (Role.TOWNSHIP_OPERATOR, Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER)
_DEEDS: Final[Mapping[IssueDeed, Callable[..., HotIssue]]] = {
    IssueDeed.APPROVE: approve_issue,
    IssueDeed.SEND_BACK: send_issue_back,
    IssueDeed.HIDE: hide_issue,
}


@open_to(*SPEAKERS)
@require_safe
@as_sheets("hot-issues")
def listed(request: ActorRequest) -> HttpResponse:
    """List the issues of one's area, also those that wait and those taken off the list."""
    after = request.GET.get("after", "")
    found = kept_issues(request.actor, after)
    rows = [
        (one, TOPICS[one.topic], state_of(one), one.matter, OPEN_WORDS.get(one.open, ""))
        for one in found.rows
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
    """Write a hot issue; `?number=` is a matter, `?digest=` or `?conclusion=` where it is from."""
    by = request.actor
    county = speaks_for_the_county(by)
    given: dict[str, Any] = {"known": False, "of_county": county, "units": _units()}
    if request.method != "POST":
        initial = {"number": request.GET.get("number", "")} | filled_from(request.GET, by)
        return _form_page(request, IssueForm(initial=initial, **given), _("Write a hot issue"))
    form = IssueForm(request.POST, **given)
    if form.is_valid():
        data = form.cleaned_data
        try:
            issue = write_issue(
                _said(data), number=data["number"], source=data["source"], by=by, now=now_of()
            )
        except matters.MatterError as error:
            form.add_error("number", matters.sentence_of(error))
        except PortalError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Somebody else has to approve it now."))
            return redirect("portal-desk:issue", uid=issue.uid)
    return _form_page(request, form, _("Write a hot issue"), status=422)


@open_to(*SPEAKERS)
@require_safe
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show an issue: what everybody reads, the words that wait, and its history."""
    issue = _issue(request, uid)
    deeds = [
        _button(issue, deed) for deed in possible_issue_deeds(issue_facts(issue, request.actor))
    ]
    entries = Entry.objects.filter(stream=issue.stream).order_by("-seq")[:50]
    context = {
        "issue": issue,
        "topic": TOPICS[issue.topic],
        "state": state_of(issue),
        "owner": _owner(issue, issue.owner_id),
        "next": _next(issue),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
        "steps": ledger_steps(entries, ISSUE_LEDGER),
        "crumbs": [Crumb(_("Hot issues"), "/portal/issues"), Crumb(issue.title)],
        "open_words": OPEN_WORDS.get(issue.open, ""),
    }
    return render(request, "portal/desk/issue.html", context)


@open_to(*SPEAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Write the next words of an issue."""
    issue = _issue(request, uid)
    given: dict[str, Any] = {
        "known": True,
        "of_county": issue.matter_id is None,
        "units": _units(),
    }
    if request.method != "POST":
        words = issue.next_words
        unit = load_atlas().unit(words["owner"] or 0)
        initial = words | {"owner": unit.code if unit else "", "revision": issue.revision}
        return _form_page(request, IssueForm(initial=initial, **given), issue.title, issue=issue)
    form = IssueForm(request.POST, **given)
    if form.is_valid():
        data = form.cleaned_data
        try:
            rewrite_issue(uid, _said(data), by=request.actor, now=now_of(), seen=data["revision"])
        except PortalError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Somebody else has to approve it now."))
            return redirect("portal-desk:issue", uid=uid)
    return _form_page(request, form, issue.title, issue=issue, status=422)


@open_to(*SPEAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Approve an issue, send its words back, or take it off the list."""
    issue = _issue(request, uid)
    word = IssueDeed(deed) if deed in list(IssueDeed) else None
    if word is None or word not in _DEEDS:
        raise Http404
    possible = word in possible_issue_deeds(issue_facts(issue, request.actor))
    if request.method != "POST" and (not possible or word is IssueDeed.APPROVE):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = IssueReasonForm(posted, initial={"revision": issue.revision})
    if word is IssueDeed.APPROVE:
        form.fields["reason"].required = False
    if form.is_bound and form.is_valid():
        more = {} if word is IssueDeed.APPROVE else {"reason": form.cleaned_data["reason"]}
        try:
            _DEEDS[word](
                uid, by=request.actor, now=now_of(), seen=form.cleaned_data["revision"], **more
            )
        except PortalError as error:
            if word is IssueDeed.APPROVE:
                messages.error(request, sentence_of(error))
                return redirect("portal-desk:issue", uid=uid)
            _refuse(form, error)
        else:
            messages.success(request, _("Done: %(deed)s.") % {"deed": ISSUE_DEEDS[word]})
            return redirect("portal-desk:issue", uid=uid)
    title = str(ISSUE_DEEDS[word])
    status = 422 if form.is_bound else 200
    return _form_page(request, form, title, issue=issue, status=status, submit=title)


def state_of(issue: HotIssue) -> Any:
    """Return how far an issue is, in public words: the matter's own where it is of one."""
    return issue_state(issue.matter.state if issue.matter else "", issue.standing)


def _next(issue: HotIssue) -> list[Fact]:
    """Return the words that wait, as facts."""
    if issue.proposed is None:
        return []
    words = issue.proposed
    found = [
        Fact(_("Topic"), TOPICS.get(words["topic"], words["topic"])),
        Fact(_("Title for everybody"), words["title"]),
        Fact(_("What will be done, and until when"), words["plan"] or None),
        Fact(_("Answer to everybody"), words["answer"] or None),
    ]
    if issue.matter_id is None:
        found += [
            Fact(_("The department that has it in hand"), _owner(issue, words["owner"])),
            Fact(_("How far it is"), ISSUE_STANDINGS.get(words["standing"], "")),
        ]
    found.append(Fact(_("Written"), issue.proposed_by))
    return found


def _owner(issue: HotIssue, owner: int | None) -> str:
    matter = issue.matter
    unit_id = (matter.lead_id or matter.holder_id) if matter is not None else owner
    unit = load_atlas().unit(unit_id or 0)
    return unit.name(spoken()) if unit else ""


def _button(issue: HotIssue, deed: IssueDeed) -> Deed:
    if deed is IssueDeed.WRITE:
        return Deed(ISSUE_DEEDS[deed], reverse("portal-desk:edit-issue", args=[issue.uid]))
    href = reverse("portal-desk:issue-deed", args=[issue.uid, str(deed)])
    if deed is IssueDeed.APPROVE:
        fields = [("revision", str(issue.revision))]
        ask = _("Let everybody read it?")
        return Deed(ISSUE_DEEDS[deed], href, post=True, ask=ask, fields=fields)
    return Deed(ISSUE_DEEDS[deed], href, grave=deed is IssueDeed.HIDE)


def _units() -> list[tuple[str, str]]:
    return [(one.code, one.name(spoken())) for one in load_atlas().departments()]


def _issue(request: ActorRequest, uid: UUID) -> HotIssue:
    try:
        return issue_by_uid(uid, request.actor)
    except NotFound:
        raise Http404 from None


def _said(data: dict[str, str]) -> Said:
    return Said(
        data["topic"],
        data["title"],
        data["plan"],
        data["answer"],
        data.get("owner", ""),
        data.get("standing", ""),
    )


def _refuse(form: Any, error: PortalError) -> None:
    form.add_error(error.field if error.field in form.fields else None, sentence_of(error))


def _form_page(
    request: ActorRequest,
    form: Any,
    title: str,
    *,
    issue: HotIssue | None = None,
    status: int = 200,
    submit: str = "",
) -> HttpResponse:
    crumbs = [Crumb(_("Hot issues"), "/portal/issues")]
    if issue is not None:
        crumbs.append(Crumb(issue.title, issue.get_absolute_url()))
    context = {
        "form": form,
        "title": title,
        "issue": issue,
        "submit": submit or _("Ask for approval"),
        "back": issue.get_absolute_url() if issue is not None else "/portal/issues",
        "crumbs": crumbs,
    }
    return render(request, "portal/desk/issue_form.html", context, status=status)
