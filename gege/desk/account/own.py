"""The own account: password, language, size of print, and the post one acts under."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.account.forms import LANGUAGES, PasswordForm, show_refusal
from gege.desk.account.lines import shown
from gege.desk.account.log_in import safe_aim
from gege.staff.access import POST_KEY, ActorRequest, open_to_everyone, open_to_own_account
from gege.staff.api import (
    Refusal,
    change_password,
    own_signature,
    posts_of,
    set_preferences,
)
from gege.trail.api import Signature

YEAR_SECONDS = 365 * 24 * 3600


@open_to_own_account
@require_safe
def account(request: ActorRequest) -> HttpResponse:
    """Show who is logged in, the posts past and present, and what can be chosen."""
    posts = posts_of([request.account.pk]).get(request.account.pk, ())
    rows = shown(posts, timezone.localdate())
    return render(request, "desk/account/own.html", {"rows": rows})


@open_to_own_account
@sensitive_post_parameters("current", "new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    """Change the own password; the sessions elsewhere end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_password(
                by=_signature(request),
                now=timezone.now(),
                current=form.cleaned_data["current"],
                new=form.cleaned_data["new_password"],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Your password is changed."))
            return redirect("account:own")
    status = 422 if form.is_bound else 200
    context = {"form": form, "rules": password_validators_help_texts()}
    return render(request, "desk/account/password.html", context, status=status)


@open_to_own_account
@require_POST
def preferences(request: ActorRequest) -> HttpResponse:
    """Choose language and size of print."""
    try:
        set_preferences(
            by=_signature(request),
            now=timezone.now(),
            language=request.POST.get("language"),
            large_print=request.POST.get("large_print") == "on",
        )
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Your choice is kept."))
    return _with_language(redirect("account:own"), request.POST.get("language", ""))


@open_to_everyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language from any page, also before logging in."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(LANGUAGES):
        raise Http404
    person = getattr(request, "account", None)
    if person is not None:
        set_preferences(
            by=_signature(cast(ActorRequest, request)), now=timezone.now(), language=chosen
        )
    aim = safe_aim(request, request.POST.get("next", ""))
    return _with_language(redirect(aim), chosen)


@open_to_own_account
@require_POST
def choose_post(request: ActorRequest) -> HttpResponse:
    """Act under another of the own posts from now on."""
    wanted = request.POST.get("post", "")
    if wanted not in {str(actor.post_id) for actor in request.held}:
        raise Http404
    request.session[POST_KEY] = int(wanted)
    return redirect(settings.LOGIN_REDIRECT_URL)


@open_to_own_account
@require_safe
def no_post(request: ActorRequest) -> HttpResponse:
    """Say that the account holds no post now, and what to do."""
    if request.held:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "desk/account/no_post.html", status=403)


def _signature(request: ActorRequest) -> Signature:
    # Typed as present; behind this mark the person may hold no post.
    return own_signature(request.account.pk, request.account.display_name, request.actor)


def _with_language(response: HttpResponse, chosen: str) -> HttpResponse:
    if chosen in dict(LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
