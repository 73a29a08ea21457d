"""The list of pairs, and confirming many likely ones at once."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.parts import Turns
from gege.desk.registers.tabs import DECIDING, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    NotFound,
    PairLine,
    RegisterError,
    merge_likely,
    pair_names,
    pairs,
    sentence_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import load_atlas, read_editions

_STATES: Final = ("open", "later", "merged", "different")
_LIKELY: Final = "likely"


@open_to(*DECIDING)
@never_cache
@require_safe
@as_sheets("pairs", personal="title")
def listed(request: ActorRequest) -> HttpResponse:
    """List the pairs of the area in one band and state, a page at a time."""
    band = request.GET.get("band", "")
    band = band if band in pair_names.BANDS else ""
    state = request.GET.get("state", "")
    state = state if state in _STATES else "open"
    before = whole_number(request.GET.get("before", "")) or 0
    language, atlas = get_language() or "", load_atlas()
    lines, more = pairs(
        by=request.actor,
        now=timezone.now(),
        editions=read_editions(),
        language=language,
        band=band,
        state=state,
        before=before,
    )
    kept = {key: one for key, one in (("band", band), ("state", state)) if one not in ("", "open")}
    query = urlencode(kept)
    context = {
        "tabs": tabs_for(request, "pairs"),
        "bands": list(pair_names.BANDS.items())[1:],
        "band": band,
        "states": [(one, pair_names.STATES[one]) for one in _STATES],
        "state": state,
        "rows": [
            (
                line,
                pair_names.BANDS[line.band],
                seen_in_words(line),
                " / ".join(dict.fromkeys(atlas.label(code, language) for code in line.areas)),
                state == "open" and line.band == _LIKELY,
                pair_names.DECISIONS.get(line.how, ""),
            )
            for line in lines
        ],
        "any_likely": state == "open" and any(line.band == _LIKELY for line in lines),
        "query": query,
        "narrowed": bool(kept),
        "turns": Turns(
            first=f"?{query}" if before else "",
            next=f"?{urlencode({**kept, 'before': more})}" if more else "",
        ),
    }
    return render(request, "desk/registers/pairs/list.html", context)


@open_to(*DECIDING)
@never_cache
@require_POST
def confirm(request: ActorRequest) -> HttpResponse:
    """Make one record of each chosen likely pair; what cannot be merged stays and is told."""
    chosen = [whole_number(one) or 0 for one in request.POST.getlist("pair")[:100]]
    back = reverse("registers:pairs")
    try:
        many = merge_likely(
            chosen,
            reason=request.POST.get("reason", "")[:400],
            by=request.actor,
            now=timezone.now(),
            editions=read_editions(),
        )
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect(f"{back}?band=likely")
    if many.merged:
        said = ngettext(
            "%(n)s pair was made one record.", "%(n)s pairs were made one record.", many.merged
        )
        messages.success(request, said % {"n": many.merged})
    for sentence in dict.fromkeys(str(sentence_of(one)) for one in many.refused.values()):
        messages.error(request, sentence)
    return redirect(f"{back}?band=likely")


def seen_in_words(line: PairLine) -> list[object]:
    """Return what was seen on a pair, in few words and without a value."""
    return [
        pair_names.SEEN[about, level]
        for about, level in line.seen.items()
        if (about, level) in pair_names.SEEN
    ]
