"""Keeping the handbook: write, change, publish, renew, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gege.desk.handbook.forms import (
    YEAR,
    ArticleForm,
    PublishForm,
    RenewForm,
    WithdrawForm,
    first_day_after,
    initial_of,
    put_error,
)
from gege.desk.handbook.labels import last_day, title_of
from gege.desk.handbook.pages import crumbs, opened, spoken, today
from gege.kernel.typed_text import whole_number
from gege.services import api as services
from gege.services.api import Article, ArticleSheet
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas

KEEPERS: Final = (Role.COUNTY_SUPERVISOR, Role.DEPARTMENT_OFFICER)
FORM: Final = ("GET", "HEAD", "POST")


@open_to(*KEEPERS)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Write an article; it is a draft until it is published."""
    initial = {
        "kind": request.GET.get("kind", ""),
        "owner_id": request.actor.unit_id,
        "valid_from": today(),
        "review_on": today() + YEAR,
    }
    form = ArticleForm(request.POST or None, by=request.actor, atlas=load_atlas(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            written = services.write_article(form.text(), by=request.actor, now=timezone.now())
        except services.HandbookError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The draft is kept. Nobody else sees it yet."))
            return redirect(written)
    status = 422 if form.is_bound else 200
    return render(request, "desk/handbook/new.html", {"form": form}, status=status)


@open_to(*KEEPERS)
@require_http_methods(FORM)
def edit(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change a draft, or prepare the next version."""
    sheet = _kept(request, uid)
    initial = initial_of(sheet.text, sheet.article.revision)
    form = ArticleForm(request.POST or None, by=request.actor, atlas=load_atlas(), initial=initial)

    def act() -> Article | None:
        return services.write_article(
            form.text(),
            uid=uid,
            revision=form.cleaned_data["revision"],
            by=request.actor,
            now=timezone.now(),
        )

    published = sheet.article.version > 0
    done = _("The change is kept, and waits to be published.") if published else _("Kept.")
    return _formed(
        request, sheet, form, act, _("Change the text"), _("Keep it"), done, published=published
    )


@open_to(*KEEPERS)
@require_http_methods(FORM)
def publish(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Publish what was written: everybody reads it from now on."""
    sheet = _kept(request, uid)
    form = PublishForm(request.POST or None, initial={"revision": sheet.article.revision})

    def act() -> Article | None:
        given = form.cleaned_data
        return services.publish_article(uid, by=request.actor, now=timezone.now(), **given)

    done = _("Published. It is on every handheld with the next contact.")
    return _formed(request, sheet, form, act, _("Publish"), _("Publish"), done)


@open_to(*KEEPERS)
@require_http_methods(FORM)
def renew(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Say that an article still holds, and until when."""
    sheet = _kept(request, uid)
    initial = {
        "last_day": last_day(sheet.article.valid_to),
        "review_on": today() + YEAR,
        "revision": sheet.article.revision,
    }
    form = RenewForm(request.POST or None, initial=initial)

    def act() -> Article | None:
        given = form.cleaned_data
        return services.renew_article(
            uid,
            valid_to=first_day_after(given["last_day"]),
            review_on=given["review_on"],
            revision=given["revision"],
            by=request.actor,
            now=timezone.now(),
        )

    return _formed(request, sheet, form, act, _("Renew"), _("Renew"), _("Renewed."))


@open_to(*KEEPERS)
@require_http_methods(FORM)
def withdraw(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take an article out of the handbook."""
    sheet = _kept(request, uid)
    form = WithdrawForm(request.POST or None, initial={"revision": sheet.article.revision})

    def act() -> Article | None:
        given = form.cleaned_data
        return services.withdraw_article(uid, by=request.actor, now=timezone.now(), **given)

    done = _("Withdrawn. It leaves every handheld with the next contact.")
    return _formed(request, sheet, form, act, _("Withdraw"), _("Withdraw"), done, grave=True)


@open_to(*KEEPERS)
@require_POST
def drop(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Throw away a draft or a prepared change."""
    _kept(request, uid)
    seen = request.POST.get("revision", "")
    read = whole_number(seen)
    revision = -1 if read is None else read
    try:
        left = services.drop_change(uid, revision=revision, by=request.actor, now=timezone.now())
    except services.NotFound:
        raise Http404 from None
    except services.HandbookError as error:
        messages.error(request, services.sentence_of(error))
        return redirect("handbook:article", uid)
    messages.success(request, _("Thrown away."))
    return redirect(left) if left is not None else redirect("handbook:list")


def _kept(request: ActorRequest, uid: UUID) -> ArticleSheet:
    """Return an article that this person keeps; 404 for those of others."""
    sheet = opened(request, uid)
    if not sheet.keeps:
        raise Http404
    return sheet


def _formed(
    request: ActorRequest,
    sheet: ArticleSheet,
    form: forms.Form,
    act: Callable[[], Article | None],
    heading: str,
    submit: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """Show the form of a deed, or do it and go back to the article."""
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except services.NotFound:
            raise Http404 from None
        except services.HandbookError as error:
            put_error(form, error)
            status = 409 if isinstance(error, services.Stale) else 422
        else:
            messages.success(request, done)
            return redirect(sheet.article)
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "title": title_of(sheet.article, spoken()),
        "back": sheet.article.get_absolute_url(),
        "crumbs": crumbs(sheet, heading),
        **more,
    }
    return render(request, "desk/handbook/deed.html", context, status=status)
