"""What is suggested on a form, as it is shown: names, certainties, reasons. A person chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gege.matters import api as matters
from gege.matters.api import Matter, Near, NearMatter, OfferPage, Suggestions, names

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: what it chooses, what it says, and how certain that is in hundredths."""

    code: str
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Offers:
    """Buttons beside a field; `text` is what the form carries of them."""

    field: str
    rows: tuple[Offer, ...]
    text: str


@dataclass(frozen=True, slots=True)
class NearLine:
    """An open matter that may be the same, with the reasons in words."""

    number: str
    title: str
    href: str
    state: str
    at: datetime
    why: str
    merge: str = ""


def offers_of(
    found: Suggestions,
    *,
    field: str,
    page: OfferPage,
    about: str,
    name_of: Callable[[str], str],
) -> Offers | None:
    """Return suggestions as buttons; None where there is nothing to suggest."""
    if not found:
        return None
    rows = tuple(
        Offer(one.code, name_of(one.code), max(1, min(99, round(one.certainty * 100))))
        for one in found.rows
    )
    return Offers(field, rows, matters.offer_text(found, page, about))


def near_lines(
    found: Sequence[NearMatter], *, at: datetime, merging: Matter | None = None
) -> list[NearLine]:
    """Return candidates as lines; with `merging` each leads to the form that merges into it."""
    lines = []
    for one in found:
        merge = ""
        if merging is not None:
            base = reverse("matter:move", args=[merging.number, "merge"])
            merge = f"{base}?near={one.matter.number}"
        lines.append(
            NearLine(
                number=one.matter.number,
                title=one.matter.title,
                href=one.matter.get_absolute_url(),
                state=str(names.name_of(names.STATES, one.matter.state)),
                at=one.matter.reported_at,
                why=why_in_words(one.why, earlier=one.matter.reported_at <= at),
                merge=merge,
            )
        )
    return lines


def why_in_words(why: Near, *, earlier: bool) -> str:
    """Say why two matters may be the same, as 同一网格，120 米，2 天前，用词相近."""
    said: list[str] = []
    if why.same_address:
        said.append(_("same address"))
    if why.same_grid:
        said.append(_("same grid"))
    if why.metres is not None:
        metres = max(1, round(why.metres, -1 if why.metres >= 20 else 0))
        said.append(_("%(metres)d m away") % {"metres": metres})
    said.append(_apart(why.apart, earlier=earlier))
    if why.same_kind:
        said.append(_("same kind"))
    if why.alike:
        said.append(_("similar words"))
    return pgettext("reasons", ", ").join(said)


def _apart(apart: timedelta, *, earlier: bool) -> str:
    if apart < _HOUR:
        return _("within the same hour")
    if apart < _DAY:
        number = apart // _HOUR
        text = (
            ngettext("%(number)d hour before", "%(number)d hours before", number)
            if earlier
            else ngettext("%(number)d hour after", "%(number)d hours after", number)
        )
    else:
        number = apart // _DAY
        text = (
            ngettext("%(number)d day before", "%(number)d days before", number)
            if earlier
            else ngettext("%(number)d day after", "%(number)d days after", number)
        )
    return text % {"number": number}


def told(one: Matter) -> str:
    """Return number, place, time and state of a matter in one line."""
    at = f"{timezone.localtime(one.reported_at):%Y-%m-%d %H:%M}"
    state = names.name_of(names.STATES, one.state)
    return f"{one.number} · {one.place_label} · {at} · {state}"
