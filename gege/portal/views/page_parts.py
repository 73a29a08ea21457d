"""What pages for everybody and pages of the desk draw of a public page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from gege.matters import api as matters
from gege.portal.models import PageFile, PageText, PublicPage
from gege.portal.names import PAGE_KINDS, category_name
from gege.portal.views.shared import spoken
from gege.services.api import blocks_of
from gege.territory.api import Atlas


@dataclass(frozen=True, slots=True)
class Hung:
    """A file where it hangs on a page."""

    href: str
    name: str
    alt: str
    kilobytes: int


def told(
    text: PageText | PublicPage,
    files: Iterable[PageFile],
    unit: str,
    href_of: Callable[[PageFile], str],
) -> dict[str, Any]:
    """Return what the body of a page draws, published or not."""
    hung = [(one, Hung(href_of(one), one.name, one.alt, -(-one.size // 1024))) for one in files]
    return {
        "text": text,
        "blocks": blocks_of(text.body),
        "kind_name": PAGE_KINDS.get(text.kind, text.kind),
        "category_name": category_name(text.category, spoken()),
        "unit": unit,
        "picture": next((drawn for one, drawn in hung if one.is_picture), None),
        "papers": [drawn for one, drawn in hung if not one.is_picture],
    }


def public_href(one: PageFile) -> str:
    return reverse("portal:page-file", args=[one.uid])


def unit_name(atlas: Atlas, unit_id: int) -> str:
    """Return who says a page, in the reader's language."""
    unit = atlas.unit(unit_id)
    return unit.name(spoken()) if unit else ""


def sent(one: PageFile, *, cache: str) -> HttpResponseBase:
    """Send a file as the type its bytes were found to be: pictures to look at, papers to keep."""
    path = matters.path_of(one.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=not one.is_picture,
        filename=one.name,
        content_type=one.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
