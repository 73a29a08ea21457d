"""Keep what was suggested beside what was chosen, in the deed's own transaction (decision 0050).

A suggestion never decides: the deed takes what the person chose, and this only remembers both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.core import signing

from gege.matters.models import Matter, Offer
from gege.matters.queries.triage_help import Suggestions
from gege.matters.rules.triage_help.model import Asked, Suggested

_SALT: Final = "gege.matters.offer"
_VALID: Final = 24 * 3600
"""Seconds for which a form keeps what it was shown with."""


class OfferPage(StrEnum):
    """Where something was suggested."""

    REPORT = "report"
    CALL = "call"
    TRIAGE = "triage"
    DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a person had before them when they chose: of which page, by which model."""

    asked: Asked
    page: OfferPage
    model: int
    rows: tuple[Suggested, ...]


def offer_text(found: Suggestions, page: OfferPage, about: str) -> str:
    """Return what a form carries of its suggestions, sealed; "" for none.

    `about` binds it to one matter or one report: it says nothing beside another.
    """
    if not found:
        return ""
    rows = [[one.code, round(one.certainty, 4)] for one in found.rows]
    return signing.dumps([str(found.asked), str(page), found.model, rows, about], salt=_SALT)


def offered(text: str, about: str) -> Offered | None:
    """Return what a form was shown with; None for anything not written here, or grown old."""
    if not text or len(text) > 2_000:
        return None
    try:
        asked, page, model, rows, bound = signing.loads(text, salt=_SALT, max_age=_VALID)
        if bound != about:
            return None
        found = tuple(Suggested(str(code), float(certain)) for code, certain in rows)
        return Offered(Asked(asked), OfferPage(page), int(model), found)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def keep_offer(
    matter: Matter, shown: Offered | None, *, chosen: str, now: datetime
) -> Sequence[str]:
    """Keep it and return the codes for the ledger line; nothing where nothing was shown."""
    if shown is None:
        return ()
    codes = [one.code for one in shown.rows]
    given: dict[str, Any] = {"model_number": shown.model, "asked": shown.asked, "page": shown.page}
    Offer.objects.create(
        matter=matter,
        codes=codes,
        certainties=[one.certainty for one in shown.rows],
        chosen=chosen,
        at=now,
        **given,
    )
    return codes
