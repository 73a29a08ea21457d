"""Public pages: as everybody reads them, and as those who write and approve see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from gege.kernel.search_terms import query_terms
from gege.portal.errors import NotFound
from gege.portal.models import PageFile, PageText, PublicPage
from gege.portal.queries.keys import read_key
from gege.portal.rules import pages as rules
from gege.portal.rules.pages import (
    CATEGORIES,
    PageKind,
    PageState,
    Person,
    Sayer,
    TextState,
)
from gege.staff.api import Actor, Role
from gege.territory.api import Atlas, load_atlas
from gege.trail.api import Entry

PAGE: Final = 20
NEWEST: Final = 3
LONGEST_SEARCH: Final = 60
_LISTED: Final = ("search", "body")


class _Holds(Func):
    """Tell whether a search vector holds every term of a query."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for; empty words ask for everything. `place` is a community's code."""

    kind: str = ""
    category: str = ""
    place: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    rows: tuple[PublicPage, ...]
    next_key: str


def asking(by: Actor) -> Person:
    """Return who asks, as the table of pages takes them."""
    return Person(by.account_id, str(by.role), by.unit_id, by.area_code)


def sayer(unit_id: int, atlas: Atlas | None = None) -> Sayer:
    """Return the unit of a page, as the table takes it."""
    unit = (atlas or load_atlas()).unit(unit_id)
    assert unit is not None  # units are never deleted
    return Sayer(unit.id, unit.kind, unit.area_code)


def open_text(page: PublicPage) -> PageText | None:
    """Return the text that is being worked on, if there is one."""
    return PageText.objects.filter(page=page).exclude(state=TextState.APPROVED).first()


def said_text(page: PublicPage) -> PageText | None:
    """Return the text that everybody reads, or read last."""
    return PageText.objects.filter(page=page, number=page.version).first()


def shown_on(on: date) -> Q:
    """Return the condition of `Standing.SHOWN`; a test holds both together."""
    ends = Q(shown_until=None) | Q(shown_until__gte=on)
    return Q(state=str(PageState.SHOWN), shown_from__lte=on) & ends


def public_pages(asked: Asked, *, on: date, after: str = "", size: int = PAGE) -> Listed:
    """Return what everybody reads today, the newest first."""
    rows = PublicPage.objects.filter(shown_on(on))
    if asked.kind in set(PageKind):
        rows = rows.filter(kind=asked.kind)
    if asked.category in CATEGORIES:
        rows = rows.filter(category=asked.category)
    if asked.place:
        # What the county and the town say is said to every community of theirs, too.
        rows = rows.filter(area_code__in=[asked.place[:digits] for digits in (6, 9, 12)])
    words = asked.words.strip()[:LONGEST_SEARCH]
    if words:
        terms = query_terms(words)
        rows = rows.filter(_holds(terms)) if terms else rows.none()
    return _turned(rows, "published_at", after, size)


def newest_pages(*, on: date) -> tuple[PublicPage, ...]:
    """Return the newest few, for the first page."""
    return public_pages(Asked(), on=on, size=NEWEST).rows


def public_page(uid: UUID, *, on: date) -> tuple[PublicPage, list[PageFile]]:
    """Return a page that everybody may read, with its files; raises NotFound for any other."""
    page = PublicPage.objects.defer("search").filter(shown_on(on), uid=uid).first()
    if page is None:
        raise NotFound
    return page, files_of(said_text(page))


def public_file(uid: UUID, *, on: date) -> PageFile:
    """Return a file of what everybody may read now; raises NotFound for any other."""
    one = PageFile.objects.filter(uid=uid).select_related("text__page").first()
    page = one.text.page if one is not None else None
    if one is None or page is None or one.text.number != page.version:
        raise NotFound
    if rules.standing_of(page.life, on) is not rules.Standing.SHOWN:
        raise NotFound
    return one


def files_of(text: PageText | None) -> list[PageFile]:
    """Return the files of a text, its picture first."""
    if text is None:
        return []
    rows = PageFile.objects.filter(text=text).order_by("pk")
    return sorted(rows, key=lambda one: not one.is_picture)


BOXES: Final = ("mine", "to_approve", "shown", "over")


def kept_pages(by: Actor, box: str, after: str = "") -> Listed:
    """Return the pages of a box that somebody writes or approves, the last changed first."""
    rows = seen_by(by)
    open_ = PageText.objects.exclude(state=TextState.APPROVED)
    if box == "to_approve":
        proposed = open_.filter(state=TextState.PROPOSED).exclude(
            writers__contains=[by.account_id or 0]
        )
        rows = rows.filter(pk__in=proposed.values("page")).filter(_approved_by(by))
    elif box == "shown":
        rows = rows.filter(state=PageState.SHOWN)
    elif box == "over":
        rows = rows.filter(state__in=(PageState.OVER, PageState.WITHDRAWN))
    else:
        rows = rows.filter(unit_id=by.unit_id or 0, pk__in=open_.values("page"))
    return _turned(rows, "changed_at", after, PAGE)


def to_approve(by: Actor) -> int:
    """Return how many texts wait for somebody's approval; at most 100 are counted."""
    proposed = PageText.objects.filter(state=TextState.PROPOSED).exclude(
        writers__contains=[by.account_id or 0]
    )
    rows = PublicPage.objects.filter(_approved_by(by), pk__in=proposed.values("page"))
    return len(rows.values_list("pk", flat=True)[:100])


def seen_by(by: Actor) -> QuerySet[PublicPage]:
    """Return the pages that somebody writes or may approve; a condition of `rules.may_look`."""
    own = Q(unit_id=by.unit_id or 0)
    return PublicPage.objects.filter(own | _approved_by(by))


def _approved_by(by: Actor) -> Q:
    """Return the condition of being an approver, by the table of the rules."""
    kinds = [kind for kind, roles in rules.APPROVERS.items() if str(by.role) in roles]
    if by.role is Role.DEPARTMENT_OFFICER:
        return Q(unit_id=by.unit_id or 0, unit__kind__in=kinds)
    if not kinds or not by.area_code:
        return Q(pk__in=())
    return Q(unit__kind__in=kinds, area_code__startswith=by.area_code)


@dataclass(frozen=True)
class PageSheet:
    """One page as somebody who writes or approves it sees it."""

    page: PublicPage
    open: PageText | None
    said: PageText | None
    files: list[PageFile]
    versions: list[PageText]
    lines: list[Entry]
    may_write: bool
    why_not_approve: rules.No | None

    @property
    def text(self) -> PageText:
        """What is to be looked at: the text in work, else the one that stands."""
        found = self.open or self.said
        assert found is not None  # a page begins with a text
        return found


def page_sheet(uid: UUID, by: Actor) -> PageSheet:
    """Open a page on the desk; raises NotFound for what this person does not see."""
    page = PublicPage.objects.defer("search").filter(uid=uid).first()
    unit = sayer(page.unit_id) if page is not None else None
    if page is None or unit is None or not rules.may_look(asking(by), unit):
        raise NotFound
    text, said = open_text(page), said_text(page)
    return PageSheet(
        page=page,
        open=text,
        said=said,
        files=files_of(text or said),
        versions=list(PageText.objects.filter(page=page, number__gt=0).order_by("-number")),
        lines=list(Entry.objects.filter(stream=page.stream).order_by("-seq")[:100]),
        may_write=rules.may_write(asking(by), unit),
        why_not_approve=rules.why_not_approve(asking(by), unit, text.writers if text else ()),
    )


def kept_file(uid: UUID, file: UUID, by: Actor) -> PageFile:
    """Return a file of a page that somebody writes or approves; raises NotFound for others."""
    page_sheet(uid, by)
    one = PageFile.objects.filter(uid=file, text__page__uid=uid).first()
    if one is None:
        raise NotFound
    return one


def _holds(terms: Sequence[str]) -> Func:
    return _Holds(F("search"), Value(" & ".join(f"'{term}'" for term in terms)))


def _turned(rows: QuerySet[PublicPage], by: str, after: str, size: int) -> Listed:
    at, pk = read_key(after)
    if at is not None:
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": pk}))
    found = list(rows.defer(*_LISTED).order_by(f"-{by}", "-pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    key = f"{getattr(last, by).isoformat()}_{last.pk}" if last else ""
    return Listed(tuple(found[:size]), key)
