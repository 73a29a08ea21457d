"""Administrators: giving, covering and ending posts; the grids that wait for a worker."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.account.forms import (
    EndPostForm,
    PostForm,
    SubstituteForm,
    day_after,
    show_refusal,
)
from gege.desk.account.people import FORM, found_account
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import (
    MAX_SUBSTITUTE_DAYS,
    POST_ROLES,
    Refusal,
    Role,
    end_post,
    fits,
    give_post,
    post_line,
    role_choices,
    role_name,
    substitute,
    vacant_grids,
)
from gege.territory.api import Atlas, UnitFacts, load_atlas


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def give(request: ActorRequest, account_id: int) -> HttpResponse:
    """Choose a role, then the unit and the days (R-015)."""
    line = found_account(account_id)
    role = request.GET.get("role", "")
    if not role:
        context = {"person": line, "roles": role_choices()}
        return render(request, "desk/account/choose_role.html", context)
    if role not in POST_ROLES:
        raise Http404
    start = {"valid_from": timezone.localdate(), "unit": request.GET.get("unit", "")}
    units = _units_for(load_atlas(), Role(role))
    form = PostForm(request.POST or None, units=units, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            give_post(
                by=request.actor,
                now=timezone.now(),
                account_id=account_id,
                role=Role(role),
                unit_id=form.cleaned_data["unit"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=day_after(form.cleaned_data["last_day"]),
                note=form.cleaned_data["note"],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The post is given."))
            return redirect("account:person", account_id)
    context = {"form": form, "person": line, "role_name": role_name(role)}
    status = 422 if form.is_bound else 200
    return render(request, "desk/account/give_post.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def stand_in(request: ActorRequest, account_id: int) -> HttpResponse:
    """Let a person stand in for a grid's worker on stated days (R-019)."""
    line = found_account(account_id)
    today = timezone.localdate()
    start = {"valid_from": today, "unit": request.GET.get("unit", "")}
    units = _units_for(load_atlas(), Role.GRID_WORKER)
    form = SubstituteForm(request.POST or None, units=units, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            substitute(
                by=request.actor,
                now=timezone.now(),
                account_id=account_id,
                unit_id=form.cleaned_data["unit"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=form.cleaned_data["last_day"] + timedelta(days=1),
                note=form.cleaned_data["note"],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The substitute is appointed."))
            return redirect("account:person", account_id)
    context = {"form": form, "person": line, "max_days": MAX_SUBSTITUTE_DAYS}
    status = 422 if form.is_bound else 200
    return render(request, "desk/account/substitute.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def end(request: ActorRequest, post_id: int) -> HttpResponse:
    """Ask once, then end a post."""
    post = post_line(post_id)
    if post is None:
        raise Http404
    form = EndPostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_post(
                by=request.actor,
                now=timezone.now(),
                post_id=post_id,
                on=day_after(form.cleaned_data["last_day"]),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The end of the post is set."))
            return redirect("account:person", post.account_id)
    context = {"form": form, "post": post}
    status = 422 if form.is_bound else 200
    return render(request, "desk/account/end_post.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_safe
@as_sheets("vacant-grids")
def vacant(request: ActorRequest) -> HttpResponse:
    """List the grids without a responsible worker and who stands in (R-015)."""
    atlas = load_atlas()
    rows = [
        {"unit": grid.unit, "label": _label(atlas, grid.unit), "substitutes": grid.substitutes}
        for grid in vacant_grids(atlas, timezone.now())
    ]
    return render(request, "desk/account/vacant_grids.html", {"rows": rows})


def _units_for(atlas: Atlas, role: Role) -> list[tuple[int, str]]:
    return [(unit.id, _label(atlas, unit)) for unit in atlas.units() if fits(role, unit.kind)]


def _label(atlas: Atlas, unit: UnitFacts) -> str:
    language = get_language() or ""
    if unit.is_department or unit.parent_code is None:
        return unit.name(language)
    return atlas.label(unit.area_code, language)
