"""News, open government and notices as everybody reads them, and their feed."""

from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.matters import api as matters
from gege.matters.api import Setting
from gege.portal.errors import NotFound
from gege.portal.models import PublicPage
from gege.portal.names import CATEGORY_ORDER, PAGE_KINDS, category_name
from gege.portal.queries.pages import Asked, public_file, public_page, public_pages
from gege.portal.queries.places import COMMUNITY, living
from gege.portal.views.page_parts import public_href, sent, told, unit_name
from gege.portal.views.public_address import public_address
from gege.portal.views.report import chooser
from gege.portal.views.shared import now_of, page, spoken, today
from gege.staff.access import open_to_everyone


@open_to_everyone
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List what is shown today: by kind, by category, for a community, by words."""
    setting = matters.setting(now_of())
    asked, place = _asked(request, setting)
    found = public_pages(asked, on=today(setting.now), after=request.GET.get("after", ""))
    kept = {"kind": asked.kind, "category": asked.category, "at": asked.place, "q": asked.words}
    context = {
        "asked": asked,
        "place": place,
        "rows": rows_of(found.rows, setting),
        "kinds": [
            (_query(kept, kind=kind, category=""), name, kind == asked.kind)
            for kind, name in (("", _("All")), *PAGE_KINDS.items())
        ],
        "categories": _categories(kept, asked),
        "chosen_category": category_name(asked.category, spoken()),
        "older": _query(kept, after=found.next_key) if found.next_key else "",
        "everywhere": _query(kept, at=""),
        "feed": reverse("portal:feed") + _query({"kind": asked.kind, "at": asked.place}),
        "narrowed": any(kept.values()),
    }
    return page(request, "news", context)


@open_to_everyone
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Choose the community whose notices are asked for."""
    return page(request, "places", chooser(request, matters.setting(now_of()), "portal:news-of"))


@open_to_everyone
@require_safe
def news_of(request: HttpRequest, place: str) -> HttpResponse:
    """The list for one community."""
    setting = matters.setting(now_of())
    area = living(setting.atlas, place, today(setting.now))
    if area is None or len(area.code) != COMMUNITY:
        raise Http404
    response = HttpResponse(status=302)
    response.headers["Location"] = f"{reverse('portal:news')}?at={area.code}"
    return response


@open_to_everyone
@require_safe
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one page."""
    setting = matters.setting(now_of())
    try:
        found, files = public_page(uid, on=today(setting.now))
    except NotFound:
        raise Http404 from None
    unit = unit_name(setting.atlas, found.unit_id)
    return page(request, "news_page", told(found, files, unit, public_href) | {"page": found})


@open_to_everyone
@require_safe
def file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Hand out a picture or paper of what is shown now."""
    try:
        found = public_file(uid, on=today(now_of()))
    except NotFound:
        raise Http404 from None
    # Not longer than an hour: what is withdrawn is to be gone.
    return sent(found, cache="public, max-age=3600")


@open_to_everyone
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same list as an Atom feed (RFC 4287)."""
    setting = matters.setting(now_of())
    asked, place = _asked(request, setting)
    county = setting.atlas.county()
    name = place or (county.name(spoken()) if county else "")
    kind = str(PAGE_KINDS.get(asked.kind, "")) or _("News and notices")
    here = public_address(request, reverse("portal:news"))
    atom = Atom1Feed(
        title=f"{name} · {kind}".strip(" ·"),
        link=here,
        description="",
        language=spoken(),
        feed_url=public_address(request, request.get_full_path()),
        feed_guid=here,
    )
    for row in public_pages(asked, on=today(setting.now)).rows:
        atom.add_item(
            title=row.title,
            link=public_address(request, reverse("portal:news-page", args=[row.uid])),
            description="",
            unique_id=f"urn:uuid:{row.uid}",
            pubdate=row.published_at,
            updateddate=row.changed_at,
            author_name=unit_name(setting.atlas, row.unit_id),
            categories=[category_name(row.category, spoken())] if row.category else [],
        )
    if not atom.items:
        atom.feed["updated"] = datetime.combine(today(setting.now), time(), UTC)
    answer = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")
    answer.headers["Cache-Control"] = "public, max-age=900"
    return answer


def rows_of(found: tuple[PublicPage, ...], setting: Setting) -> list[dict[str, Any]]:
    """Return pages as lines of a list."""
    return [
        {
            "page": row,
            "kind": PAGE_KINDS.get(row.kind, row.kind),
            "category": category_name(row.category, spoken()),
            "unit": unit_name(setting.atlas, row.unit_id),
        }
        for row in found
    ]


def _asked(request: HttpRequest, setting: Setting) -> tuple[Asked, str]:
    """Return what an address asks for, and the name of its place; what means nothing is left."""
    given = request.GET
    kind, category = given.get("kind", ""), given.get("category", "")
    area = living(setting.atlas, given.get("at", ""), today(setting.now))
    known = area is not None and len(area.code) == COMMUNITY
    asked = Asked(
        kind=kind if kind in PAGE_KINDS else "",
        category=category if category in CATEGORY_ORDER else "",
        place=area.code if area is not None and known else "",
        words=given.get("q", "").strip()[:60],
    )
    return asked, area.name(spoken()) if area is not None and known else ""


def _categories(kept: dict[str, str], asked: Asked) -> list[tuple[str, str, bool]]:
    if asked.kind != "open":
        return []
    return [
        (_query(kept, category=code), category_name(code, spoken()) or _("All"), code == chosen)
        for code in ("", *CATEGORY_ORDER)
        for chosen in (asked.category,)
    ]


def _query(kept: dict[str, str], **changed: str) -> str:
    query = urlencode({name: value for name, value in {**kept, **changed}.items() if value})
    return f"?{query}"
