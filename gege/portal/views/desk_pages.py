"""Public pages on the desk: write, look at them as residents will, approve, withdraw."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Chip, Choice, Crumb, Deed, Step, Turns, as_sheets
from gege.portal.actions import pages as deeds
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import PageFile, PublicPage
from gege.portal.names import PAGE_DEEDS, PAGE_KINDS, STANDINGS, TEXT_STATES, sentence_of
from gege.portal.page_forms import ApproveForm, PageForm, WhyForm
from gege.portal.queries.pages import (
    BOXES,
    PageSheet,
    kept_file,
    kept_pages,
    page_sheet,
    to_approve,
)
from gege.portal.rules.pages import WRITERS, PageState, TextState, standing_of
from gege.portal.rules.public_words import holds_a_number
from gege.portal.views.page_parts import sent, told, unit_name
from gege.portal.views.shared import now_of, today
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas

AUTHORS: Final = tuple(
    role for role in Role if any(str(role) in roles for roles in WRITERS.values())
)
BOX_NAMES: Final = {
    "mine": pgettext_lazy("public pages", "of my unit, in work"),
    "to_approve": pgettext_lazy("public pages", "that wait for my approval"),
    "shown": pgettext_lazy("public pages", "that are shown"),
    "over": pgettext_lazy("public pages", "that are over or withdrawn"),
}
FORM: Final = ("GET", "HEAD", "POST")


@open_to(*AUTHORS)
@require_safe
@as_sheets("public-pages")
def listed(request: ActorRequest) -> HttpResponse:
    """List the pages of a box."""
    given, after = request.GET.get("box", ""), request.GET.get("after", "")
    waiting = to_approve(request.actor)
    box = given if given in BOXES else ("to_approve" if waiting else "mine")
    found = kept_pages(request.actor, box, after)
    atlas, on = load_atlas(), today(now_of())
    rows = [
        {
            "page": one,
            "title": one.title or _("(not shown yet)"),
            "kind": PAGE_KINDS.get(one.kind, one.kind),
            "unit": unit_name(atlas, one.unit_id),
            "standing": STANDINGS[standing_of(one.life, on)],
        }
        for one in found.rows
    ]
    choices = tuple(Choice(name, BOX_NAMES[name]) for name in BOXES)
    turns = Turns(
        first=f"?box={box}" if after else "",
        next=f"?box={box}&after={found.next_key.replace('+', '%2B')}" if found.next_key else "",
    )
    context = {
        "rows": rows,
        "chips": [Chip("box", _("pages"), box, choices)],
        "keep": (),
        "turns": turns,
        "waiting": waiting if box != "to_approve" else 0,
        "on_tab": "pages",
    }
    return render(request, "portal/desk/pages.html", context)


@open_to(*AUTHORS)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Write a page; nobody sees it before it was approved."""
    initial = {"shown_from": today(now_of())}
    form = PageForm(request.POST or None, request.FILES or None, files=[], initial=initial)

    def act() -> PublicPage:
        return deeds.write_page(form.words(), form.files_given(), by=request.actor, now=now_of())

    return _written(request, form, act, _("Write a page"))


@open_to(*AUTHORS)
@require_http_methods(FORM)
def edit(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change the text in work, or begin the next one."""
    sheet = _sheet(request, uid)
    if not sheet.may_write:
        raise Http404
    names = ("kind", "category", "title", "body", "shown_from", "shown_until")
    initial = {name: getattr(sheet.text, name) for name in names}
    initial["alt"] = next((one.alt for one in sheet.files if one.is_picture), "")
    initial["revision"] = sheet.page.revision
    form = PageForm(request.POST or None, request.FILES or None, files=sheet.files, initial=initial)

    def act() -> PublicPage:
        seen = form.cleaned_data["revision"]
        words, files = form.words(), form.files_given()
        return deeds.write_page(words, files, uid=uid, seen=seen, by=request.actor, now=now_of())

    return _written(request, form, act, _("Change the text"), sheet)


def _written(
    request: ActorRequest,
    form: PageForm,
    act: Callable[[], PublicPage],
    heading: str,
    sheet: PageSheet | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            page = act()
        except PortalError as error:
            _put(form, error)
        else:
            messages.success(
                request, _("Kept. Look at it as residents will, then ask for approval.")
            )
            return redirect(page)
    return _form_page(request, form, heading, _("Keep the text"), sheet)


@open_to(*AUTHORS)
@require_safe
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a page as residents will read it, what became of it, and what can be done."""
    sheet = _sheet(request, uid)
    atlas = load_atlas()
    text = sheet.text
    drawn = told(text, sheet.files, unit_name(atlas, sheet.page.unit_id), _href_of(sheet.page))
    first, others = _deeds(sheet)
    context = drawn | {
        "page": sheet.page,
        "sheet": sheet,
        "state": TEXT_STATES[text.state],
        "standing": STANDINGS[standing_of(sheet.page.life, today(now_of()))],
        "number_warning": holds_a_number(f"{text.title} {text.body}"),
        "why_not": sentence_of(PortalError(str(sheet.why_not_approve)))
        if sheet.why_not_approve == "own_words" and text.state == TextState.PROPOSED
        else "",
        "first": first,
        "others": others,
        "steps": [
            Step(PAGE_DEEDS.get(line.deed, line.deed), line.at, line.name) for line in sheet.lines
        ],
        "crumbs": [Crumb(_("Public pages"), reverse("portal-desk:pages")), Crumb(text.title)],
    }
    return render(request, "portal/desk/page.html", context)


@open_to(*AUTHORS)
@require_safe
def version(request: ActorRequest, uid: UUID, number: int) -> HttpResponse:
    """Show what a page said from one approval to the next."""
    sheet = _sheet(request, uid)
    kept = next((text for text in sheet.versions if text.number == number), None)
    if kept is None:
        raise Http404
    files = list(PageFile.objects.filter(text=kept).order_by("pk"))
    unit = unit_name(load_atlas(), sheet.page.unit_id)
    crumbs = [
        Crumb(_("Public pages"), reverse("portal-desk:pages")),
        Crumb(sheet.text.title, sheet.page.get_absolute_url()),
        Crumb(_("Version %(number)s") % {"number": number}),
    ]
    context = told(kept, files, unit, _href_of(sheet.page)) | {"kept": kept, "crumbs": crumbs}
    return render(request, "portal/desk/page_version.html", context)


@open_to(*AUTHORS)
@require_safe
def file(request: ActorRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """Hand out a file to those who write or approve the page."""
    try:
        return sent(kept_file(uid, file, request.actor), cache="private, no-store")
    except NotFound:
        raise Http404 from None


Act = Callable[[UUID, ActorRequest, dict[str, Any]], PublicPage]
_FORMS: Final[dict[str, tuple[type[forms.Form] | None, Act]]] = {
    "propose": (
        None,
        lambda uid, request, data: deeds.propose_page(
            uid, by=request.actor, now=now_of(), seen=data.get("revision")
        ),
    ),
    "approve": (
        ApproveForm,
        lambda uid, request, data: deeds.approve_page(
            uid, note=data["note"], by=request.actor, now=now_of(), seen=data["revision"]
        ),
    ),
    "send-back": (
        WhyForm,
        lambda uid, request, data: deeds.send_back_page(
            uid, reason=data["reason"], by=request.actor, now=now_of(), seen=data["revision"]
        ),
    ),
    "withdraw": (
        WhyForm,
        lambda uid, request, data: deeds.withdraw_page(
            uid, reason=data["reason"], by=request.actor, now=now_of(), seen=data["revision"]
        ),
    ),
}


@open_to(*AUTHORS)
@require_http_methods(FORM)
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Show the form of one deed, or do it."""
    if deed not in _FORMS:
        raise Http404
    sheet = _sheet(request, uid)
    made, act = _FORMS[deed]
    if made is None and request.method != "POST":
        return redirect(sheet.page)
    given = request.POST if request.method == "POST" else None
    form = (made or forms.Form)(given, initial={"revision": sheet.page.revision})
    if request.method == "POST" and form.is_valid():
        try:
            act(uid, request, form.cleaned_data)
        except NotFound:
            raise Http404 from None
        except PortalError as error:
            if made is None:
                messages.error(request, sentence_of(error))
                return redirect(sheet.page)
            _put(form, error)
        else:
            messages.success(request, _DONE[deed]())
            return redirect(sheet.page)
    return _form_page(request, form, _LABELS[deed](), _LABELS[deed](), sheet)


_LABELS: Final[dict[str, Callable[[], str]]] = {
    "propose": lambda: _("Ask for approval"),
    "approve": lambda: _("Approve and show it"),
    "send-back": lambda: _("Send it back"),
    "withdraw": lambda: _("Withdraw it"),
}
_DONE: Final[dict[str, Callable[[], str]]] = {
    "propose": lambda: _("Asked. Those who may approve were told."),
    "approve": lambda: _("Everybody can read it now, from its first day on."),
    "send-back": lambda: _("Sent back. Those who wrote it were told why."),
    "withdraw": lambda: _("Withdrawn. Nobody reads it any more."),
}


def _deeds(sheet: PageSheet) -> tuple[Deed | None, list[Deed]]:
    page, state = sheet.page, sheet.open.state if sheet.open else ""

    def deed(name: str, *, post: bool = False, grave: bool = False) -> Deed:
        href = reverse("portal-desk:page-deed", args=[page.uid, name])
        return Deed(_LABELS[name](), href, post=post, grave=grave)

    first: list[Deed] = []
    others: list[Deed] = []
    if state == TextState.PROPOSED and sheet.why_not_approve is None:
        first.append(deed("approve"))
        others.append(deed("send-back"))
    if sheet.may_write:
        if state in (TextState.DRAFT, TextState.SENT_BACK):
            first.append(deed("propose", post=True))
        others.append(Deed(_("Change the text"), reverse("portal-desk:edit-page", args=[page.uid])))
    if page.state == PageState.SHOWN:
        others.append(deed("withdraw", grave=True))
    return (first[0] if first else None), [*first[1:], *others]


def _sheet(request: ActorRequest, uid: UUID) -> PageSheet:
    try:
        return page_sheet(uid, request.actor)
    except NotFound:
        raise Http404 from None


def _href_of(page: PublicPage) -> Callable[[PageFile], str]:
    return lambda file: reverse("portal-desk:page-file", args=[page.uid, file.uid])


def _put(form: forms.Form, error: PortalError) -> None:
    form.add_error(error.field if error.field in form.fields else None, sentence_of(error))


def _form_page(
    request: ActorRequest, form: forms.Form, heading: str, submit: str, sheet: PageSheet | None
) -> HttpResponse:
    crumbs = [Crumb(_("Public pages"), reverse("portal-desk:pages"))]
    if sheet is not None:
        crumbs.append(Crumb(sheet.text.title, sheet.page.get_absolute_url()))
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "back": sheet.page.get_absolute_url() if sheet else reverse("portal-desk:pages"),
        "crumbs": [*crumbs, Crumb(heading)],
    }
    return render(request, "portal/desk/form.html", context, status=422 if form.is_bound else 200)
