"""The lists of matters: boxes, filters, export, and what nobody can act on."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.desk.api import Deed, Turns
from gege.desk.sheets import MOST, file_of
from gege.desk.taking_out.pages import as_sheets
from gege.desk.workspace.boxes import EMPTY, NAMES, NARROWED, UNREADABLE, Nothing
from gege.desk.workspace.chips import Sentence
from gege.desk.workspace.exports import HEADINGS, lines_of
from gege.desk.workspace.filters import Asked, read
from gege.desk.workspace.reporting import report_deed
from gege.desk.workspace.rows import Lines, own_area
from gege.matters.api import Page, Setting, matters, names, page, setting, stranded
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import POST_ROLES, Role

LONGEST_KEY: Final = 20
READERS: Final = tuple(role for role in POST_ROLES if role is not Role.ADMINISTRATOR)


@open_to(*READERS)
@require_safe
@as_sheets("matters", whole="desk:export")
def listed(request: ActorRequest) -> HttpResponse:
    """Show a list by what its address says; an exact number opens its matter at once."""
    now = timezone.now()
    where = setting(now)
    asked = read(request.GET.dict(), request.actor, where.atlas)
    found = _page(request, asked, now)
    if found.exact is not None and not asked.after:
        return redirect(found.exact)
    sentence = Sentence(asked, request.actor, where, _language())
    nothing = _nothing(asked)
    context = {
        "now": now,
        "calendar": where.calendar,
        "heading": NAMES[asked.filter.box],
        "rows": _lines(where, request).rows(found.rows),
        "chips": sentence.chips(),
        "sorts": sentence.sorts(),
        "clear": f"?box={asked.filter.box}" if asked.narrowed else "",
        "unreadable": sentence.unreadable(),
        "nothing": nothing,
        "next_deed": _way_on(request, asked),
        "turns": Turns(
            first=asked.address() if asked.after else "",
            next=asked.address(after=found.next_key) if found.more else "",
        ),
    }
    return render(request, "desk/workspace/matters.html", context)


@open_to(*READERS)
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give the same list as a spreadsheet, whole, up to a stated length."""
    now = timezone.now()
    where = setting(now)
    asked = read(request.GET.dict(), request.actor, where.atlas)
    rows = matters(request.actor, asked.filter, now=now).defer("search", "description")
    found = [] if asked.unreadable else rows[: MOST + 1].iterator(chunk_size=2000)
    lines = lines_of(found, Lines(where, _language()))
    name = f"matters-{asked.filter.box}-{timezone.localtime(now):%Y-%m-%d-%H%M}"
    return file_of(
        request.GET.get("as", ""), HEADINGS, lines, title="Matters", name=name, most=MOST
    )


@open_to(
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)
@require_safe
@as_sheets("stranded")
def nobody_acts(request: ActorRequest) -> HttpResponse:
    """Show the matters that nobody can act on, each with its reason."""
    now = timezone.now()
    where = setting(now)
    lines = _lines(where, request)
    after = request.GET.get("after", "")[:LONGEST_KEY]
    found = stranded(request.actor, now=now, atlas=where.atlas, after=after)
    rows = [
        {"row": lines.row(one.matter), "why": names.name_of(names.STRANDED, one.why)}
        for one in found.rows
    ]
    turns = Turns(
        first=reverse("desk:stranded") if after else "",
        next=f"?after={found.next_key}" if found.next_key else "",
    )
    context = {"now": now, "rows": rows, "turns": turns}
    return render(request, "desk/workspace/stranded.html", context)


def _page(request: ActorRequest, asked: Asked, now: datetime) -> Page:
    """Return the page, or nothing where the address asks for what does not exist."""
    if asked.unreadable:
        return Page(())
    return page(request.actor, asked.filter, now=now, after=asked.after)


def _nothing(asked: Asked) -> Nothing:
    if asked.unreadable:
        return UNREADABLE
    return NARROWED if asked.narrowed else EMPTY[asked.filter.box]


def _way_on(request: HttpRequest, asked: Asked) -> Deed | None:
    """Return what to do next where a list is empty."""
    if asked.unreadable or asked.narrowed:
        return Deed(_("Show the whole list"), f"?box={asked.filter.box}")
    return report_deed(request)


def _lines(where: Setting, request: ActorRequest) -> Lines:
    return Lines(where, _language(), own_area(request.actor))


def _language() -> str:
    return get_language() or "zh-hans"
