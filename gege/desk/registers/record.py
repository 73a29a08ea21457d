"""The page of one record, and seeing whole what is masked."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.registers.tabs import ASKED, DECIDING, KEEPING, READING, tabs_for
from gege.registers.api import (
    Contract,
    NotFound,
    Opens,
    Reach,
    RecordSheet,
    Refused,
    RegisterError,
    Shown,
    Verified,
    current_contract,
    merges_of,
    names,
    reader,
    record_sheet,
    reveal,
    sentence_of,
    text_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, step_up_door, stepped_up
from gege.territory.api import load_atlas, read_editions

AROUND: Final = ("household", "dwelling", "building", "place", "organisation")
"""Sheets that have one view of everything around a record."""


@open_to(*READING)
@never_cache
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one record as this post may see it."""
    return render(request, "desk/registers/record.html", _context(request, opened(request, uid)))


@open_to(*(role for role in READING if role in ASKED))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_fields(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show chosen fields whole, for a purpose, once: the values stand on the answer only."""
    one = opened(request, uid)
    if request.method != "POST":
        return redirect("registers:record", uid)
    chosen = request.POST.getlist("field")
    now = timezone.now()
    wants_factor = any(
        shown.field.name in chosen and shown.seen.opens is Opens.PURPOSE_AND_FACTOR
        for shown in one.fields
    )
    if wants_factor:
        door = step_up_door(request, reverse("registers:record", args=[uid]), now)
        if door is not None:
            return door
    contract, language = current_contract(read_editions()), get_language() or ""
    try:
        values = reveal(
            uid,
            fields=chosen,
            purpose=request.POST.get("purpose", "")[:40],
            case=request.POST.get("case", "").strip()[:40],
            note=request.POST.get("note", "")[:100],
            by=request.actor,
            now=now,
            editions=read_editions(),
            stepped_up=stepped_up(request, now),
        )
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return render(request, "desk/registers/record.html", _context(request, one), status=422)
    texts = {
        name: text_of(value, one.sheet.by_name[name], contract.code_lists, language)
        for name, value in values.items()
    }
    return render(request, "desk/registers/record.html", _context(request, one, revealed=texts))


def opened(request: ActorRequest, uid: UUID) -> RecordSheet:
    """Return a record as the person sees it; raises Http404 out of reach or while not live."""
    try:
        return record_sheet(
            uid,
            by=request.actor,
            now=timezone.now(),
            editions=read_editions(),
            language=get_language() or "",
        )
    except (NotFound, Refused):
        raise Http404 from None


def opened_to_write(request: ActorRequest, uid: UUID) -> RecordSheet:
    """Return a record in force that the person may say something about; raises Http404."""
    one = opened(request, uid)
    if one.record.valid_to is not None or _reads_only(request, one):
        raise Http404
    return one


def _context(
    request: ActorRequest, one: RecordSheet, revealed: dict[str, str] | None = None
) -> dict[str, Any]:
    language, atlas = get_language() or "", load_atlas()
    contract = current_contract(read_editions())
    record = one.record
    reads_only = _reads_only(request, one)
    return {
        "tabs": tabs_for(request, "records"),
        "record": record,
        "heading": one.title,
        "sheet": one.sheet.words.in_language(language),
        "code": one.sheet.code,
        "place": atlas.label(record.area_code, language),
        "fields": [_field(shown, language, revealed or {}) for shown in one.fields],
        "incoming": [
            (link, link.sheet.words.in_language(language), link.field.words.in_language(language))
            for link in one.incoming
        ],
        "past": [_past(step, one, language) for step in one.past],
        "ended": names.ENDINGS.get(record.ended_why, "") if record.valid_to else "",
        **reveal_part(one, contract, language),
        "around": one.sheet.code in AROUND,
        "revealed": revealed,
        "consents": [
            (given, names.GIVERS.get(given.given_by, ""), _labels(one, given.fields, language))
            for given in one.consents
        ],
        "has_consent": any(given.withdrawn_at is None for given in one.consents),
        "merges": merges_of(record, reader(request.actor, timezone.localdate()), contract),
        "may_pair": request.actor.role in DECIDING and not record.valid_to,
        "may_receive": request.actor.role is Role.STATION_CLERK and one.sheet.code == "resident",
        "may_say": request.actor.role in KEEPING and not record.valid_to and not reads_only,
    }


def reveal_part(one: RecordSheet, contract: Contract, language: str) -> dict[str, Any]:
    """Return what the part `reveal.html` takes: the entries that open, and for which purposes."""
    return {
        "openable": [
            (shown, shown.field.words.in_language(language), names.OPENS.get(shown.seen.opens, ""))
            for shown in one.openable
        ],
        "purposes": _purposes(one, contract, language),
        "asks_case": any(shown.seen.opens is Opens.CASE for shown in one.openable),
        "has_question": any(shown.question for shown in one.fields),
    }


def _reads_only(request: ActorRequest, one: RecordSheet) -> bool:
    here = reader(request.actor, timezone.localdate())
    return here.reach(one.sheet, one.register, one.record.area_code) is Reach.GRANTED


def _field(shown: Shown, language: str, revealed: dict[str, str]) -> dict[str, Any]:
    verified = shown.verified
    return {
        "name": shown.field.name,
        "label": shown.field.words.in_language(language),
        "text": revealed.get(shown.field.name, shown.text),
        "revealed": shown.field.name in revealed,
        "links": shown.links,
        "verified": "" if verified is None else names.VERIFIED[verified],
        "is_verified": verified in (Verified.BY_FIELD, Verified.BY_DEPARTMENT),
        "disputed": verified is Verified.DISPUTED,
        "side": names.SIDES.get(shown.side, ""),
        "since": shown.since,
        "question": shown.question,
        "level": int(shown.field.level),
        "derived": shown.field.is_derived,
    }


def _labels(one: RecordSheet, fields: list[str], language: str) -> str:
    by_name = one.sheet.by_name
    return pgettext("joint", ", ").join(
        by_name[name].words.in_language(language) for name in fields if name in by_name
    )


def _past(step: Any, one: RecordSheet, language: str) -> dict[str, Any]:
    labels = {name: field.words.in_language(language) for name, field in one.sheet.by_name.items()}
    return {
        "at": step.at,
        "deed": names.DEEDS.get(step.deed, step.deed),
        "who": step.name,
        "side": names.SIDES.get(step.side, ""),
        "evidence": names.EVIDENCE_NAMES.get(step.evidence, ""),
        "note": step.note,
        "effects": [
            (labels.get(name, name), names.EFFECTS.get(effect, effect))
            for name, effect in step.effects.items()
        ],
    }


def _purposes(one: RecordSheet, contract: Contract, language: str) -> list[tuple[str, str]]:
    codes = dict.fromkeys(code for shown in one.openable for code in shown.field.purposes)
    return [(code, contract.purposes[code].in_language(language)) for code in codes]
