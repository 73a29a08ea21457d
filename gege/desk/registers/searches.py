"""Searching the registers: what is typed goes by POST, is kept sealed in the session, and an
address holds a token only. A name never stands in an address, its log or its history (2.7)."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gege.desk.registers.record import AROUND
from gege.desk.registers.tabs import ASKED, tabs_for
from gege.kernel.typed_text import cleaned
from gege.registers.api import current_contract, find_anywhere, seal_search, unseal_search
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import load_atlas, read_editions

KEY: Final = "register_searches"
PARAMETER: Final = "s"
MINUTES: Final = 30
_MOST: Final = 8
_LONGEST: Final = 100


@open_to(*ASKED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Find a record of any register by one box; the answer's address tells nothing."""
    if request.method == "POST":
        token = keep_search(request, request.POST.get("words", ""))
        return redirect(with_token(reverse("registers:search"), token))
    language, now = get_language() or "", timezone.now()
    token = request.GET.get(PARAMETER, "")
    words = kept_search(request, token) if token else ""
    atlas = load_atlas()
    context: dict[str, Any] = {"tabs": tabs_for(request, "search"), "words": words or ""}
    if words:
        found = find_anywhere(
            words, by=request.actor, now=now, editions=read_editions(), language=language
        )
        context |= {
            "searched": True,
            "through_a_case": found.through_a_case,
            "sheets": [
                {
                    "code": one.sheet.code,
                    "name": one.sheet.words.in_language(language),
                    "hits": [
                        (
                            hit.title,
                            reverse(_page_of(one.sheet.code), args=[hit.uid]),
                            atlas.label(hit.area_code, language),
                        )
                        for hit in one.hits
                    ],
                    "more": with_token(reverse("registers:list", args=[one.sheet.code]), token)
                    if one.more
                    else "",
                }
                for one in found.sheets
            ],
        }
    if words is None:
        context["said"] = run_out()
    return render(
        request, "desk/registers/search.html", context, status=422 if words is None else 200
    )


@open_to(*ASKED)
@require_POST
def search_sheet(request: ActorRequest, code: str) -> HttpResponse:
    """Take what is searched in one list, and lead to the list with its other choices."""
    if code not in current_contract(read_editions()).sheets:
        raise Http404
    kept = {name: request.POST.get(name, "")[:40] for name in ("area", "state")}
    token = keep_search(request, request.POST.get("words", ""))
    return redirect(with_token(reverse("registers:list", args=[code]), token, **kept))


def keep_search(request: ActorRequest, typed: str) -> str:
    """Keep what was typed in the session, sealed; return its token, "" for an empty search."""
    words = cleaned(typed, lines=False)[:_LONGEST]
    account = request.actor.account_id
    if not words or account is None:
        return ""
    token = secrets.token_urlsafe(9)
    kept = _living(request)
    kept[token] = [seal_search(words, account_id=account, token=token), _minute()]
    newest = sorted(kept, key=lambda one: -int(kept[one][1]))[:_MOST]
    request.session[KEY] = {one: kept[one] for one in newest}
    return token


def kept_search(request: ActorRequest, token: str) -> str | None:
    """Return what a token of this session searches; None when there is none, or none any more."""
    found, account = _living(request).get(token), request.actor.account_id
    if found is None or account is None:
        return None
    return unseal_search(str(found[0]), account_id=account, token=token)


def with_token(address: str, token: str, **more: str) -> str:
    """Return the address of a search."""
    query = {name: value for name, value in {PARAMETER: token, **more}.items() if value}
    return f"{address}?{urlencode(query)}" if query else address


def run_out() -> str:
    """Say that a search is kept no longer."""
    return _("This search is not kept any more. Type it again.")


def _page_of(sheet: str) -> str:
    """Return the page that a hit leads to: the one view, where there is one."""
    return "registers:around" if sheet in AROUND else "registers:record"


def _living(request: ActorRequest) -> dict[str, list[Any]]:
    kept = request.session.get(KEY, {})
    oldest = _minute() - MINUTES
    return {token: one for token, one in kept.items() if oldest <= int(one[1]) <= _minute()}


def _minute() -> int:
    return int(timezone.now().timestamp() // 60)
