"""Log in and log out."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gege.desk.account.forms import LogInForm
from gege.staff.access import open_to_everyone, open_to_own_account
from gege.staff.api import ends_walls, login_spelling, open_again_at

TOO_MANY = 429


@open_to_everyone
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for log-in name and password, then go where the person wanted to go."""
    aim = safe_aim(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated:
        return redirect(aim)
    form = LogInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.get_user())
        return redirect(aim)
    status = 422 if form.is_bound else 200
    return render(request, "desk/account/login.html", {"form": form, "next": aim}, status=status)


@open_to_own_account
@ends_walls
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session here."""
    auth.logout(request)
    return redirect(settings.LOGIN_URL)


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, credentials: Any = None
) -> HttpResponse:
    """Answer a log-in after too many failures: say when to try again. Called by django-axes."""
    name = login_spelling(str((credentials or {}).get("username") or ""))
    context = {"again_at": open_again_at(request, name, timezone.now())}
    answer = render(request, "desk/account/locked_out.html", context, status=TOO_MANY)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def safe_aim(request: HttpRequest, aim: str) -> str:
    """Return an address of this site to go to, the home page for anything else."""
    here = url_has_allowed_host_and_scheme(
        aim, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return aim if here else resolve_url(settings.LOGIN_REDIRECT_URL)
