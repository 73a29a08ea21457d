"""Reading the handbook: the list with its search, an article, its versions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.desk.api import Crumb, Deed, Fact, Step, Turns
from gege.desk.handbook import filters
from gege.desk.handbook.labels import (
    WARNINGS,
    facts_of,
    facts_of_version,
    row_of,
    title_of,
    valid_words,
)
from gege.desk.taking_out.pages import as_sheets
from gege.matters.api import LOCAL
from gege.services import api as services
from gege.services.api import ArticleSheet, ArticleState, Trace, names
from gege.staff.access import ActorRequest, open_to_signed_in
from gege.territory.api import load_atlas


@open_to_signed_in
@require_safe
@as_sheets("handbook")
def listed(request: ActorRequest) -> HttpResponse:
    """Show the articles in force, or another list to those who keep some."""
    atlas, language, on = load_atlas(), spoken(), today()
    asked = filters.read(request.GET.dict(), request.actor, atlas)
    found = services.ArticlePage(())
    if not asked.unreadable:
        found = services.articles(request.actor, asked.filter, on=on, after=asked.after)
    context = {
        "rows": [row_of(one, atlas, language, on) for one in found.rows],
        "chips": filters.chips(asked, request.actor, atlas, language),
        "keep": (),
        "clear": f"?box={asked.filter.box}" if asked.narrowed else "",
        "narrowed": asked.narrowed,
        "unreadable": [filters.LABELS[name] for name in asked.unreadable],
        "may_write": services.may_write(request.actor),
        "to_do": services.to_do(request.actor, on=on),
        "turns": Turns(
            first=asked.address() if asked.after else "",
            next=asked.address(found.next_key) if found.next_key else "",
        ),
    }
    return render(request, "desk/handbook/list.html", context)


@open_to_signed_in
@require_safe
def article(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show an article as it stands; to those who keep it also what is prepared."""
    sheet = opened(request, uid)
    atlas, language = load_atlas(), spoken()
    pending = sheet.pending
    context = {
        "article": sheet.article,
        "title": title_of(sheet.article, language),
        "blocks": services.blocks_of(sheet.article.body),
        "facts": facts_of(sheet.article, atlas, language),
        "warning": WARNINGS.get(sheet.standing, ""),
        "pending": pending,
        "pending_title": title_of(pending, language) if pending else "",
        "pending_blocks": services.blocks_of(pending.body) if pending else (),
        "long": services.long_sentences(sheet.text.body) if sheet.keeps else (),
        "first": _first(sheet),
        "others": _others(sheet),
    }
    return render(request, "desk/handbook/article.html", context)


@open_to_signed_in
@require_safe
def history(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show every version and what was done with an article."""
    sheet = opened(request, uid)
    language = spoken()
    context = {
        "article": sheet.article,
        "title": title_of(sheet.article, language),
        "versions": [(one, title_of(one, language)) for one in sheet.versions],
        "steps": [_step(one) for one in sheet.traces],
        "crumbs": crumbs(sheet, _("History")),
    }
    return render(request, "desk/handbook/history.html", context)


@open_to_signed_in
@require_safe
def version(request: ActorRequest, uid: UUID, number: int) -> HttpResponse:
    """Show what an article said from one publishing to the next."""
    sheet = opened(request, uid)
    try:
        kept = services.version_of(sheet, number)
    except services.NotFound:
        raise Http404 from None
    context = {
        "article": sheet.article,
        "version": kept,
        "title": title_of(kept, spoken()),
        "blocks": services.blocks_of(kept.body),
        "facts": facts_of_version(kept),
        "is_old": kept.version != sheet.article.version,
        "crumbs": crumbs(sheet, _("Version %(number)s") % {"number": number}),
    }
    return render(request, "desk/handbook/version.html", context)


def opened(request: ActorRequest, uid: UUID) -> ArticleSheet:
    """Return an article for this reader, or answer 404."""
    try:
        return services.article_sheet(uid, by=request.actor, on=today())
    except services.NotFound:
        raise Http404 from None


def crumbs(sheet: ArticleSheet, here: str) -> list[Crumb]:
    """Return the way to a page behind an article."""
    title = title_of(sheet.article, spoken())
    return [
        Crumb(_("Handbook"), reverse("handbook:list")),
        Crumb(title, sheet.article.get_absolute_url()),
        Crumb(here),
    ]


def today() -> date:
    """Return the day in the county."""
    return timezone.localdate(timezone.now(), LOCAL)


def spoken() -> str:
    return get_language() or "zh-hans"


def _first(sheet: ArticleSheet) -> Deed | None:
    """Return the most likely next deed of somebody who keeps it."""
    if not sheet.keeps:
        return None
    if sheet.article.state == ArticleState.DRAFT or sheet.article.pending is not None:
        return Deed(_("Publish"), _to(sheet, "publish"))
    if sheet.article.state == ArticleState.PUBLISHED:
        return Deed(_("Renew"), _to(sheet, "renew"))
    return Deed(_("Change the text"), _to(sheet, "edit"))


def _others(sheet: ArticleSheet) -> list[Deed]:
    history_of = Deed(_("History"), _to(sheet, "history"))
    if not sheet.keeps:
        return [history_of]
    deeds = []
    state, pending = sheet.article.state, sheet.article.pending is not None
    if state != ArticleState.WITHDRAWN or pending:
        deeds.append(Deed(_("Change the text"), _to(sheet, "edit")))
    if state == ArticleState.PUBLISHED and pending:
        deeds.append(Deed(_("Renew"), _to(sheet, "renew")))
    if state == ArticleState.WITHDRAWN and not pending:
        deeds.append(Deed(_("Publish again"), _to(sheet, "publish")))
    if state == ArticleState.DRAFT or pending:
        whole = state == ArticleState.DRAFT
        ask = _("Throw the draft away?") if whole else _("Throw the prepared change away?")
        label = _("Throw the draft away") if whole else _("Throw the change away")
        revision = (("revision", str(sheet.article.revision)),)
        deeds.append(Deed(label, _to(sheet, "drop"), post=True, ask=ask, fields=revision))
    if state == ArticleState.PUBLISHED:
        deeds.append(Deed(_("Withdraw"), _to(sheet, "withdraw"), grave=True))
    return [*deeds, history_of]


def _to(sheet: ArticleSheet, name: str) -> str:
    return reverse(f"handbook:{name}", args=[sheet.article.uid])


def _step(trace: Trace) -> Step:
    payload, entry = trace.payload, trace.entry
    after = payload.get("after", {})
    facts = []
    if entry.deed == "renew":
        facts = [
            Fact(_("Valid"), _validity(after)),
            Fact(_("To be reviewed"), after.get("review_on", "")),
        ]
    if entry.deed == "publish":
        facts = [Fact(_("Version"), after.get("version", ""))]
    return Step(
        deed=names.DEEDS.get(entry.deed, entry.deed),
        at=entry.at,
        who="" if entry.account_id is None else entry.name,
        unit=entry.unit,
        said=payload.get("reason") or payload.get("note") or "",
        facts=facts,
        minor=entry.account_id is None,
    )


def _validity(after: dict[str, str | None]) -> str:
    """Return the days that a line of the ledger names, in words."""
    first = date.fromisoformat(after["valid_from"] or "")
    last = after.get("valid_to")
    return valid_words(first, date.fromisoformat(last) if last else None)
