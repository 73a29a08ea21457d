"""The register: the list, one terminal with its history, the spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.api import Chip, Choice
from gege.desk.fieldwork.addresses import Address, choices_of
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.fieldwork.terminals.shown import (
    READERS,
    deeds_of,
    device_of,
    facts_of,
    row_of,
    state_of,
    steps_of,
    unit_of,
)
from gege.desk.sheets import MOST, Value, file_of
from gege.desk.taking_out.pages import as_sheets, note_taken_out
from gege.fieldwork.api import (
    NotFound,
    Terminal,
    TerminalFilter,
    TerminalList,
    current_rules,
    found_terminals,
    names,
    terminal_page,
    terminals,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import Atlas, atlas, load_atlas, read_editions

HEADINGS = (
    ("序列号 Serial", 24),
    ("型号 Model", 22),
    ("状态 State", 26),
    ("持有人 Holder", 16),
    ("单位 Unit", 26),
    ("最近联系 Last heard of", 20),
    ("版本 App version", 14),
    ("待发条数 Waiting", 12),
    ("状态起始 Since", 20),
    ("备注 Remark", 40),
)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("terminals", whole="terminals:export")
def listed(request: ActorRequest) -> HttpResponse:
    """List the terminals a person may see; the filters live in the address."""
    now, language = timezone.now(), get_language() or ""
    editions = read_editions()
    areas, silent_days = atlas(editions), current_rules(editions).terminal_silent_days
    asked = Address(request.GET, request.actor, areas)
    chosen = _filter(asked, silent_days)
    found = TerminalList(())
    if not asked.unreadable:
        found = terminals(request.actor, chosen, now=now, after=asked.after)
    chips = _chips(asked, language)
    context = {
        "now": now,
        "tabs": tabs_for(request, "terminals"),
        "chips": chips,
        "unreadable": [chip.label for chip in chips if chip.name in asked.unreadable],
        "narrowed": chosen != TerminalFilter(),
        "rows": [row_of(one, areas, language, now, silent_days) for one in found.rows],
        "turns": asked.turns(found.next_key),
        "administrator": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "desk/terminals/list.html", context)


@open_to(*READERS)
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Return the list as a spreadsheet."""
    now, language = timezone.now(), get_language() or ""
    editions = read_editions()
    areas, silent_days = atlas(editions), current_rules(editions).terminal_silent_days
    asked = Address(request.GET, request.actor, areas)
    chosen = _filter(asked, silent_days)
    if asked.unreadable:
        raise Http404
    rows = found_terminals(request.actor, chosen, now=now)[: MOST + 1]
    lines = [_line(one, areas, language, now) for one in rows.iterator()]
    kind = request.GET.get("as", "")
    note_taken_out(request, "terminals", "name", kind, min(len(lines), MOST))
    return file_of(kind, HEADINGS, lines, title="Terminals", name="terminals")


@open_to(*READERS)
@never_cache
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one terminal and its history from the ledger."""
    now, language = timezone.now(), get_language() or ""
    try:
        found = terminal_page(uid, request.actor, now=now)
    except NotFound as error:
        raise Http404 from error
    deeds = deeds_of(found.terminal, request.actor)
    context = {
        "now": now,
        "tabs": tabs_for(request, "terminals"),
        "device": device_of(found.terminal),
        "model": found.terminal.model,
        "facts": facts_of(found.terminal, load_atlas(), language, now),
        "steps": steps_of(found),
        "first": deeds[0] if deeds and not deeds[0].grave else None,
        "others": deeds[bool(deeds and not deeds[0].grave) :],
    }
    return render(request, "desk/terminals/page.html", context)


def _filter(asked: Address, silent_days: int) -> TerminalFilter:
    silent = asked.word("silent", ("yes",))
    return TerminalFilter(
        text=asked.text("q"),
        state=asked.word("state", {str(one) for one in names.TERMINAL_STATES}),
        area_code=asked.area(),
        silent_days=silent_days if silent else 0,
    )


def _chips(asked: Address, language: str) -> list[Chip]:
    every = pgettext("filter", "any")
    silent = [Choice("", every), Choice("yes", _("silent for long"))]
    areas = [Choice("", asked.own_area(language)), *asked.areas(language)]
    return [
        asked.chip("q", _("Search"), kind="search", hint=_("serial, model, holder")),
        asked.chip(
            "state",
            pgettext("filter", "in the state"),
            choices_of(names.TERMINAL_STATES, every),
        ),
        asked.chip("silent", pgettext("filter", "contact"), silent),
        asked.chip("area", pgettext("filter", "in"), areas),
    ]


def _line(one: Terminal, areas: Atlas, language: str, now: datetime) -> Iterator[Value]:
    yield device_of(one)
    yield one.model
    yield str(state_of(one, now))
    yield one.account.display_name if one.account else ""
    yield unit_of(one, areas, language)
    yield one.last_contact_at
    yield one.app_version
    yield one.waiting
    yield one.since
    yield one.note
