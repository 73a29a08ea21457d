"""The registers there are, and the records of one sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.fieldwork.addresses import Address
from gege.desk.parts import Chip, Choice
from gege.desk.registers import taking_out
from gege.desk.registers.searches import PARAMETER, kept_search, run_out
from gege.desk.registers.tabs import ASKED, KEEPING, READING, tabs_for
from gege.desk.taking_out.pages import ITSELF, TYPES, as_sheets, note_taken_out
from gege.registers.api import (
    Invalid,
    NotFound,
    RecordFilter,
    RecordPage,
    current_contract,
    live_registers,
    reader,
    records,
    sentence_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import Editions, load_atlas, read_editions

_STATES: Final = ("live", "disputed", "ended", "all")


@open_to(*READING)
@never_cache
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Show the registers that this post comes across, with their sheets."""
    language = get_language() or ""
    contract = current_contract(read_editions())
    one, live = reader(request.actor, timezone.localdate()), live_registers()
    shown = []
    for register in contract.registers:
        sheets = [sheet for sheet in register.sheets if one.comes_across(sheet, register)]
        if sheets:
            shown.append(
                {
                    "number": register.number,
                    "code": register.code,
                    "name": register.words.in_language(language),
                    "enables": [words.in_language(language) for words in register.enables],
                    "sheets": [(sheet.code, sheet.words.in_language(language)) for sheet in sheets],
                    "live": register.code in live,
                }
            )
    context = {"tabs": tabs_for(request, "records"), "registers": shown}
    return render(request, "desk/registers/index.html", context)


@open_to(*READING)
@never_cache
@require_safe
@as_sheets("records", whole=ITSELF)
def listed(request: ActorRequest, code: str) -> HttpResponse:
    """List the records of a sheet; the filters live in the address."""
    language, now, atlas = get_language() or "", timezone.now(), load_atlas()
    editions = read_editions()
    address = Address(request.GET, request.actor, atlas)
    token = address.text(PARAMETER)
    words = kept_search(request, token) if token else ""
    wanted = RecordFilter(
        words=words or "",
        area_code=address.area(),
        state=address.word("state", _STATES) or "live",
    )
    after = int(address.after) if address.after.isdecimal() and len(address.after) < 16 else 0
    said = run_out() if words is None else ""
    try:
        page = _page(code, wanted, request, now, editions, language, after)
    except Invalid as refused:
        said = sentence_of(refused)
        wanted = replace(wanted, words="")
        page = _page(code, wanted, request, now, editions, language, after)
    kind = request.GET.get("as", "")
    if kind in TYPES and page.live and not said and not address.unreadable:

        def reads(after: int, most: int) -> RecordPage:
            return _page(code, wanted, request, now, editions, language, after, most=most)

        def note(personal: str, lines: int) -> None:
            note_taken_out(request, f"records/{code}", personal, kind, lines)

        return taking_out.taken_out(code, kind, reads, atlas, language, note)
    places = {line.area_code: atlas.label(line.area_code, language) for line in page.lines}
    contract = current_contract(editions)
    context = {
        "tabs": tabs_for(request, "records"),
        "code": code,
        "heading": page.sheet.words.in_language(language),
        "register": contract.register_of[code].words.in_language(language),
        "live": page.live,
        "said": said,
        "columns": page.columns,
        "rows": [
            (line, places[line.area_code], list(zip(page.columns, line.cells, strict=True)))
            for line in page.lines
        ],
        "chips": _chips(address, language),
        "keep": [(PARAMETER, token)] if wanted.words else [],
        "words": wanted.words,
        "find_in": reverse("registers:find", args=[code]) if _may_find(request) else "",
        "chosen": [(name, address.said.get(name, "")) for name in ("area", "state")],
        "unsearched": address.link(**{PARAMETER: ""}) if wanted.words else "",
        "unreadable": [_("filter")] if address.unreadable else [],
        "narrowed": bool(wanted.words or wanted.area_code or wanted.state != "live"),
        "turns": address.turns(str(page.after) if page.after else ""),
        "may_enter": request.actor.role in KEEPING and page.live and not page.only_reads,
    }
    return render(request, "desk/registers/list.html", context, status=422 if said else 200)


def _page(
    code: str,
    wanted: RecordFilter,
    request: ActorRequest,
    now: datetime,
    editions: Editions,
    language: str,
    after: int,
    **size: int,
) -> RecordPage:
    try:
        return records(
            code,
            wanted,
            by=request.actor,
            now=now,
            editions=editions,
            language=language,
            after=after,
            **size,
        )
    except NotFound:
        raise Http404 from None


def _may_find(request: ActorRequest) -> bool:
    """Tell whether the box stands on the list: what is searched is sent, and who may only read
    sends nothing."""
    return request.actor.role in ASKED


def _chips(address: Address, language: str) -> list[Chip]:
    states = {
        "live": pgettext("records", "in force"),
        "disputed": pgettext("records", "in question"),
        "ended": pgettext("records", "ended"),
        "all": pgettext("records", "all"),
    }
    areas = [Choice("", address.own_area(language)), *address.areas(language)]
    return [
        address.chip("area", pgettext("filter", "in"), areas),
        address.chip("state", pgettext("filter", "that are"),
                     [Choice(key, label) for key, label in states.items()]),
    ]  # fmt: skip
