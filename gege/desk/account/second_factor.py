"""The own second factor: set a device up, keep codes on paper, give a code, turn it off."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.account.forms import show_refusal
from gege.desk.account.log_in import safe_aim
from gege.desk.qr import qr_picture
from gege.staff.access import ActorRequest, needs_step_up, open_to_own_account
from gege.staff.api import (
    Refusal,
    begin_factor,
    confirm_factor,
    factor_of,
    forget_code_given,
    give_code,
    note_code_given,
    own_signature,
    renew_paper_codes,
    shown_factor,
    step_up_door,
    stepped_up,
    turn_off_factor,
)
from gege.trail.api import Signature

FORM = ["GET", "HEAD", "POST"]


class CodeForm(forms.Form):
    """A code of the device, or one from paper."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        max_length=40,
        help_text=gettext_lazy("The six digits that your device shows now, or a code on paper."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class FirstCodeForm(forms.Form):
    """The first code of a new device."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        max_length=20,
        help_text=gettext_lazy("The six digits that the device shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class OwnPasswordForm(forms.Form):
    """The password again, before a device is set up."""

    password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NothingForm(forms.Form):
    """A deed that asks for nothing more than to be confirmed."""


@open_to_own_account
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Show whether a second factor is in force, since when, and what can be done."""
    context = {"factor": factor_of(request.account.pk)}
    return render(request, "desk/account/second_factor.html", context)


@open_to_own_account
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(FORM)
def step_up(request: ActorRequest) -> HttpResponse:
    """Take a code, then go where the person wanted to go."""
    aim = safe_aim(request, request.POST.get("next") or request.GET.get("next") or "")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            given = give_code(by=_me(request), now=now, code=form.cleaned_data["code"])
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            note_code_given(request, request.account.pk, now)
            if given.on_paper:
                left = _("A code on paper was used; %(left)s are left.") % {"left": given.left}
                messages.warning(request, left)
            return redirect(aim)
    context = {
        "form": form,
        "next": aim,
        "has_factor": factor_of(request.account.pk) is not None,
        "unsent": request.GET.get("unsent") == "1",
        "set_up": _with_next("account:set-up-factor", aim),
    }
    return render(request, "desk/account/step_up.html", context, status=_status(form))


@open_to_own_account
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(FORM)
def set_up(request: ActorRequest) -> HttpResponse:
    """Ask for the password (and a code of the present device), then show the new secret."""
    now = timezone.now()
    present = factor_of(request.account.pk)
    door = step_up_door(request, request.get_full_path(), now) if present else None
    if door is not None:
        return door
    aim = request.POST.get("next") or request.GET.get("next") or ""
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            begin_factor(
                by=_me(request),
                now=now,
                password=form.cleaned_data["password"],
                code_given=stepped_up(request, now),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(_with_next("account:confirm-factor", aim))
    context = {"form": form, "next": aim, "replaces": present is not None}
    return render(request, "desk/account/set_up_factor.html", context, status=_status(form))


@open_to_own_account
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(FORM)
def confirm(request: ActorRequest) -> HttpResponse:
    """Show picture and secret; with the first code the device counts, and codes for paper come."""
    now, by = timezone.now(), _me(request)
    aim = request.POST.get("next") or request.GET.get("next") or ""
    try:
        shown = shown_factor(by=by, now=now)
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("account:second-factor")
    if shown is None:
        return redirect(_with_next("account:set-up-factor", aim))
    form = FirstCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = confirm_factor(by=by, now=now, code=form.cleaned_data["code"])
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            note_code_given(request, request.account.pk, now)
            return _paper_codes(request, made, aim, fresh=True)
    context = {"form": form, "next": aim, "shown": shown, "picture": qr_picture(shown.address)}
    return render(request, "desk/account/confirm_factor.html", context, status=_status(form))


@open_to_own_account
@needs_step_up
@never_cache
@require_http_methods(FORM)
def paper_codes(request: ActorRequest) -> HttpResponse:
    """Ask once, then show new codes for paper, once."""
    form = NothingForm(request.POST if request.method == "POST" else None)
    made = _done(request, form, renew_paper_codes)
    if isinstance(made, tuple):
        return _paper_codes(request, made, "", fresh=False)
    return render(request, "desk/account/renew_codes.html", {"form": form}, status=_status(form))


@open_to_own_account
@needs_step_up
@require_http_methods(FORM)
def turn_off(request: ActorRequest) -> HttpResponse:
    """Ask once, then end the own second factor."""
    form = NothingForm(request.POST if request.method == "POST" else None)
    if _done(request, form, turn_off_factor) is not False:
        forget_code_given(request)
        messages.success(request, _("Your second factor is turned off."))
        return redirect("account:second-factor")
    return render(
        request, "desk/account/turn_off_factor.html", {"form": form}, status=_status(form)
    )


def _done(request: ActorRequest, form: forms.Form, deed: Callable[..., object]) -> object:
    """Do a deed on the own second factor when the form says so; False when it was not done."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        return deed(by=_me(request), now=timezone.now())
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False


def _paper_codes(
    request: ActorRequest, made: tuple[str, ...], aim: str, *, fresh: bool
) -> HttpResponse:
    onwards = safe_aim(request, aim) if aim else resolve_url("account:second-factor")
    context = {"codes": made, "onwards": onwards, "fresh": fresh}
    return render(request, "desk/account/paper_codes.html", context)


def _with_next(name: str, aim: str) -> str:
    page = resolve_url(name)
    return f"{page}?{urlencode({'next': aim})}" if aim else page


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def _me(request: ActorRequest) -> Signature:
    # Typed as present; behind this mark the person may hold no post.
    return own_signature(request.account.pk, request.account.display_name, request.actor)
