"""What the pages of sources and of outlets share: a form on a page of its own, and a reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gege.desk.api import Crumb
from gege.exchange.models import Outlet, Source
from gege.exchange.pages.forms import ReasonForm
from gege.exchange.pages.saying import SaidOn
from gege.staff.access import ActorRequest


def crumb_of(one: Source | Outlet) -> Crumb:
    """Return the way to the page of a source or an outlet."""
    if isinstance(one, Source):
        return Crumb(one.name, reverse("exchange:source", args=[one.uid]))
    return Crumb(one.client.name, reverse("exchange:outlet", args=[one.uid]))


def show_form(
    request: ActorRequest, form: forms.Form, one: Source | Outlet | None = None, **said: Any
) -> HttpResponse:
    """Show a form of the exchange, with the way back to where it belongs."""
    crumbs = [Crumb(_("Exchange"), reverse("exchange:list"))]
    if one is not None:
        crumbs.append(crumb_of(one))
    context = {"form": form, "crumbs": crumbs, "back": crumbs[-1].href, **said}
    return render(request, "exchange/form.html", context, status=422 if form.is_bound else 200)


def with_reason(
    request: ActorRequest,
    one: Source | Outlet,
    deed: Callable[..., object],
    done: str = "",
    **said: Any,
) -> HttpResponse:
    """Ask for a reason, do it, and go back to what it was done to."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            deed(one.uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            if done:
                messages.success(request, done)
            return redirect(crumb_of(one).href)
    return show_form(request, form, one, **said)
