"""One pair side by side: the same, different, or later; seeing whole is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.registers.pairs.lists import seen_in_words
from gege.desk.registers.pairs.showing import columns, reveal_choices
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import DECIDING, tabs_for
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    NotFound,
    PairSheet,
    Refused,
    RegisterError,
    Stale,
    current_contract,
    keep_apart,
    merge_pair,
    pair_names,
    pair_sheet,
    put_off,
    reveal,
    sentence_of,
    text_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import step_up_door, stepped_up
from gege.territory.api import load_atlas, read_editions

_KEEP_ONE: Final = "keep_one"
_KEEP_OTHER: Final = "keep_other"
_OPEN: Final = ("", "later")


class PairForm(forms.Form):
    """What somebody decides about two records."""

    deed = forms.ChoiceField(
        label=pgettext_lazy("pair", "What are they"),
        choices=(
            (_KEEP_ONE, gettext_lazy("One and the same: the first record stays")),
            (_KEEP_OTHER, gettext_lazy("One and the same: the second record stays")),
            ("different", gettext_lazy("Different: do not ask again")),
            ("later", gettext_lazy("I cannot tell yet: ask again in two weeks")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False,
        help_text=gettext_lazy(
            "Needed unless you put it off: how you know it. Name no person and no number in it."
        ),
    )  # fmt: skip
    versions = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)


@open_to(*DECIDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, number: int) -> HttpResponse:
    """Show two records beside each other, and do what was decided."""
    found = _opened(request, number)
    versions = f"{found.one.record.version}.{found.other.record.version}"
    form = PairForm(request.POST if request.method == "POST" else None)
    form.fields["versions"].initial = versions
    if found.pair.how in _OPEN and form.is_bound and form.is_valid():
        with SaidOn(form):
            return _do(request, found, form.cleaned_data)
    status = 422 if form.is_bound else 200
    return _page(request, found, form if found.pair.how in _OPEN else None, status=status)


@open_to(*DECIDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_both(request: ActorRequest, number: int) -> HttpResponse:
    """Show chosen entries of both records whole, once, for a purpose that is written down."""
    found = _opened(request, number)
    here = reverse("registers:pair", args=[number])
    if request.method != "POST":
        return redirect(here)
    now, chosen = timezone.now(), set(request.POST.getlist("field"))
    if any(choice.wants_factor and choice.name in chosen for choice in reveal_choices(found)):
        door = step_up_door(request, here, now)
        if door is not None:
            return door
    texts: tuple[dict[str, str], dict[str, str]] = ({}, {})
    try:
        for place, sheet in enumerate((found.one, found.other)):
            names = [shown.field.name for shown in sheet.openable if shown.field.name in chosen]
            if not names:
                continue
            values = reveal(
                sheet.record.uid,
                fields=names,
                purpose=request.POST.get("purpose", "")[:40],
                case="pair",
                note=request.POST.get("note", "")[:100],
                by=request.actor,
                now=now,
                editions=read_editions(),
                stepped_up=stepped_up(request, now),
            )
            texts[place].update(_in_words(values, sheet))
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return _page(request, found, _fresh(found), status=422)
    return _page(request, found, _fresh(found), revealed=texts)


def _opened(request: ActorRequest, number: int) -> PairSheet:
    try:
        return pair_sheet(
            number,
            by=request.actor,
            now=timezone.now(),
            editions=read_editions(),
            language=get_language() or "",
        )
    except (NotFound, Refused):
        raise Http404 from None


def _fresh(found: PairSheet) -> PairForm | None:
    if found.pair.how not in _OPEN:
        return None
    versions = f"{found.one.record.version}.{found.other.record.version}"
    return PairForm(initial={"versions": versions})


def _do(request: ActorRequest, found: PairSheet, typed: Mapping[str, Any]) -> HttpResponse:
    about: dict[str, Any] = {
        "by": request.actor,
        "now": timezone.now(),
        "editions": read_editions(),
    }
    number, deed = found.pair.pk, typed["deed"]
    if deed == "later":
        put_off(number, **about)
        messages.success(request, _("It comes back to the list in two weeks."))
        return redirect("registers:pairs")
    if deed == "different":
        keep_apart(number, reason=typed["reason"], **about)
        messages.success(request, _("Noted: they are different and not proposed again."))
        return redirect("registers:pairs")
    kept = found.one if deed == _KEEP_ONE else found.other
    versions = _versions(typed["versions"])
    if versions is None:
        # Without what was on screen nobody knows whether it still stands.
        raise Stale
    merged = merge_pair(
        number,
        kept=kept.record.uid,
        reason=typed["reason"],
        versions=versions,
        **about,
    )
    messages.success(request, _("They are one record now. Its history has everything of both."))
    return redirect("registers:record", merged.uid)


def _versions(text: str) -> tuple[int, int] | None:
    first, _dot, second = text.partition(".")
    one, other = whole_number(first), whole_number(second)
    return None if one is None or other is None else (one, other)


def _in_words(values: Mapping[str, Any], sheet: Any) -> dict[str, str]:
    contract, language = current_contract(read_editions()), get_language() or ""
    return {
        name: text_of(value, sheet.sheet.by_name[name], contract.code_lists, language)
        for name, value in values.items()
    }


def _page(
    request: ActorRequest,
    found: PairSheet,
    form: PairForm | None,
    *,
    revealed: tuple[dict[str, str], dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    language, contract = get_language() or "", current_contract(read_editions())
    pair = found.pair
    choices = reveal_choices(found, language)
    codes = dict.fromkeys(code for choice in choices for code in choice.purposes)
    context = {
        "tabs": tabs_for(request, "pairs"),
        "pair": pair,
        "line": found.line,
        "band": pair_names.BANDS[pair.band],
        "found_by": pair_names.FOUND_BY.get(pair.found_by, ""),
        "seen": seen_in_words(found.line),
        "both": columns(found, load_atlas(), language, revealed),
        "is_one": found.one.record.pk == found.other.record.pk,
        "choices": choices,
        "purposes": [(code, contract.purposes[code].in_language(language)) for code in codes],
        "revealed": revealed,
        "form": form,
        "decision": pair_names.DECISIONS.get(pair.how, ""),
        "back": reverse("registers:pairs"),
    }
    return render(request, "desk/registers/pairs/one.html", context, status=status)
