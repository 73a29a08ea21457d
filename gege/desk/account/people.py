"""Administrators: the list of people, one person, opening and closing accounts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.account.forms import AccountForm, AmendForm, ReasonForm, WhyForm, show_refusal
from gege.desk.account.lines import shown
from gege.desk.parts import Turns
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import (
    POST_ROLES,
    AccountLine,
    Refusal,
    Role,
    account_line,
    activate,
    amend_account,
    create_account,
    deactivate,
    factor_of,
    find_accounts,
    posts_of,
    reset_factor,
    reset_password,
    role_choices,
    step_up_door,
)

FORM = ["GET", "HEAD", "POST"]


@open_to(Role.ADMINISTRATOR)
@require_safe
@as_sheets("people", personal="name, login")
def people(request: ActorRequest) -> HttpResponse:
    """List accounts by log-in name. Filters are in the address; an unknown role shows nobody."""
    text = request.GET.get("q", "").replace("\x00", "")[:40]
    role = request.GET.get("role", "")
    if role and role not in POST_ROLES:
        raise Http404
    inactive = request.GET.get("state") == "inactive"
    page = find_accounts(
        on=timezone.localdate(),
        text=text,
        role=Role(role) if role else None,
        inactive=inactive,
        after=request.GET.get("after", "").replace("\x00", ""),
    )
    turns = Turns(
        first=_turn(request, "") if request.GET.get("after") else "",
        next=_turn(request, page.after) if page.after else "",
    )
    context = {
        "page": page,
        "q": text,
        "role": role,
        "inactive": inactive,
        "roles": role_choices(),
        "turns": turns,
    }
    return render(request, "desk/account/people.html", context)


@open_to(Role.ADMINISTRATOR)
@require_safe
def person(request: ActorRequest, account_id: int) -> HttpResponse:
    """Show one account, its posts past, present and to come, and what can be done."""
    line = found_account(account_id)
    context = {
        "person": line,
        "rows": shown(posts_of([account_id]).get(account_id, ()), timezone.localdate()),
        "is_me": account_id == request.actor.account_id,
        "factor": factor_of(account_id),
    }
    return render(request, "desk/account/person.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def new_account(request: ActorRequest) -> HttpResponse:
    """Open an account and show its one-time password, once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = create_account(by=request.actor, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            line = found_account(opened.account.pk)
            return _one_time_password(request, line, opened.password)
    return _form(request, "desk/account/new_account.html", form)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def amend(request: ActorRequest, account_id: int) -> HttpResponse:
    """Correct a person's name or telephone."""
    line = found_account(account_id)
    start = {"display_name": line.display_name, "phone": line.phone}
    form = AmendForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            amend_account(
                by=request.actor, now=timezone.now(), account_id=account_id, **form.cleaned_data
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The account is corrected."))
            return redirect("account:person", account_id)
    return _form(request, "desk/account/amend.html", form, line)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def reset(request: ActorRequest, account_id: int) -> HttpResponse:
    """Ask once, then show a one-time password, once."""
    line = found_account(account_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = reset_password(by=request.actor, now=timezone.now(), account_id=account_id)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return _one_time_password(request, line, secret)
    return _form(request, "desk/account/reset.html", form, line)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def reset_second_factor(request: ActorRequest, account_id: int) -> HttpResponse:
    """Ask once and for a reason, then end a person's second factor.

    An administrator who has one gives a code first.
    """
    line, now = found_account(account_id), timezone.now()
    own = factor_of(request.account.pk)
    door = step_up_door(request, request.get_full_path(), now) if own else None
    if door is not None:
        return door
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            reset_factor(by=request.actor, now=now, account_id=account_id, reason=reason)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The second factor is reset, and the person is told."))
            return redirect("account:person", account_id)
    return _form(request, "desk/account/reset_factor.html", form, line)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def close(request: ActorRequest, account_id: int) -> HttpResponse:
    """Ask once, then deactivate an account and end its posts."""
    line = found_account(account_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            deactivate(
                by=request.actor,
                now=timezone.now(),
                account_id=account_id,
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The account is deactivated and its posts have ended."))
            return redirect("account:person", account_id)
    return _form(request, "desk/account/deactivate.html", form, line)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["POST"])
def reopen(request: ActorRequest, account_id: int) -> HttpResponse:
    """Activate an account again."""
    found_account(account_id)
    try:
        activate(by=request.actor, now=timezone.now(), account_id=account_id)
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The account is active again. Give it its posts."))
    return redirect("account:person", account_id)


def found_account(account_id: int) -> AccountLine:
    """Return an account as the pages show it, or raise Http404."""
    line = account_line(account_id, on=timezone.localdate())
    if line is None:
        raise Http404
    return line


def _turn(request: ActorRequest, after: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after:
        query["after"] = after
    return f"?{query.urlencode()}"


def _form(
    request: ActorRequest,
    template: str,
    form: AccountForm | AmendForm | ReasonForm | WhyForm,
    line: AccountLine | None = None,
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, "person": line}, status=status)


def _one_time_password(request: ActorRequest, line: AccountLine, secret: str) -> HttpResponse:
    context = {"person": line, "one_time_password": secret}
    return render(request, "desk/account/one_time_password.html", context)
