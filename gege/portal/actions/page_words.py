"""What the deeds on public pages share: who asks, the lock, the words and files as they came."""

import hashlib
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Func, Value
from PIL import Image

from gege.kernel.identity import read_citizen_number
from gege.kernel.search_terms import terms_of
from gege.kernel.typed_text import cleaned
from gege.matters import api as matters
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import PageFile, PageText, PublicPage
from gege.portal.queries.pages import asking, sayer
from gege.portal.rules import pages as rules
from gege.portal.rules.pages import CATEGORIES, PageKind
from gege.staff.api import Actor
from gege.trail.api import record

MOST_TERMS: Final = 30_000
LONGEST_SIDE: Final = 1280
WORDS: Final = ("kind", "category", "title", "body", "shown_from", "shown_until")
_LONG_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_SCREEN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page is to say, and from which day to which, both included."""

    kind: str
    title: str
    body: str
    shown_from: date
    shown_until: date | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class PageFiles:
    """What comes and goes with a text: `alt` says what the picture shows; `dropped` files go."""

    picture: "UploadedFile[bytes] | None" = None
    alt: str = ""
    papers: "Sequence[UploadedFile[bytes]]" = ()
    dropped: Collection[UUID] = field(default_factory=tuple)


def checked(words: PageWords) -> PageWords:
    """Return words that may be kept; raises PortalError at the first field that may not."""
    if words.kind not in set(PageKind):
        raise PortalError("choose", "kind")
    category = words.category if words.kind == PageKind.OPEN else ""
    if words.kind == PageKind.OPEN and category not in CATEGORIES:
        raise PortalError("choose", "category")
    wrong = rules.wrong_days(words.shown_from, words.shown_until)
    if wrong is not None:
        raise PortalError(wrong[1], wrong[0])
    title = cleaned(words.title, lines=False)
    body = cleaned(words.body)
    for name, text, least, most in (
        ("title", title, rules.TITLE_LEAST, rules.TITLE_MOST),
        ("body", body, rules.BODY_LEAST, rules.BODY_MOST),
    ):
        if len(text) < least:
            raise PortalError("too_short", name, least=least)
        if len(text) > most:
            raise PortalError("too_long", name, most=most)
        if any(read_citizen_number(number) for number in _LONG_NUMBER.findall(text)):
            raise PortalError("holds_an_identity", name)
    return PageWords(words.kind, title, body, words.shown_from, words.shown_until, category)


def locked(uid: UUID, *, by: Actor, seen: int | None) -> PublicPage:
    """Lock a page for a deed; raises NotFound for what this person does not see."""
    page = PublicPage.objects.select_for_update().defer("search").filter(uid=uid).first()
    if page is None or not rules.may_look(asking(by), sayer(page.unit_id)):
        raise NotFound
    if seen is not None and seen != page.revision:
        raise PortalError("overtaken")
    return page


def finish(page: PublicPage, deed: str, *, by: Actor, now: datetime, **more: Any) -> None:
    """Save a page after a deed, with its line of the ledger."""
    page.revision += 1
    page.changed_at = now
    page.save()
    after = {
        "state": page.state,
        "version": page.version,
        "title": page.title,
        "shown_from": page.shown_from,
        "shown_until": page.shown_until,
    }
    record(stream=page.stream, deed=deed, by=by.signature(), now=now, after=after, more=more)


def put_files(text: PageText, files: PageFiles, carried: PageText | None) -> None:
    """Give a text its files: those it had before, without what was dropped, and the new ones."""
    if carried is not None and carried.pk != text.pk:
        for one in PageFile.objects.filter(text=carried).order_by("pk"):
            if one.uid not in set(files.dropped):
                one.pk, one.uid, one.text = None, PageFile().uid, text
                one.save(force_insert=True)
    else:
        PageFile.objects.filter(text=text, uid__in=list(files.dropped)).delete()
    pictures = PageFile.objects.filter(text=text, media_type__startswith="image/")
    alt = cleaned(files.alt, lines=False)
    if len(alt) > rules.ALT_MOST:
        raise PortalError("too_long", "alt", most=rules.ALT_MOST)
    if files.picture is not None:
        content, media_type = _content("picture", files.picture, _SCREEN)
        pictures.delete()
        _keep(text, content, media_type, files.picture, alt)
    elif alt:
        pictures.update(alt=alt)
    if pictures.filter(alt="").exists():
        raise PortalError("alt_needed", "alt")
    for paper in files.papers:
        content, media_type = _content("papers", paper, frozenset({"application/pdf"}))
        _keep(text, content, media_type, paper)
    papers = PageFile.objects.filter(text=text, media_type="application/pdf").count()
    if papers > rules.MOST_PAPERS:
        raise PortalError("too_many_papers", "papers", most=rules.MOST_PAPERS)


def _content(name: str, upload: "UploadedFile[bytes]", wanted: frozenset[str]) -> tuple[bytes, str]:
    try:
        content, media_type = matters.checked(upload)
    except matters.Invalid as error:
        raise PortalError("file", name, said=matters.sentence_of(error)) from error
    if media_type not in wanted:
        raise PortalError("no_picture" if name == "picture" else "no_paper", name)
    return (_small(content, media_type) if name == "picture" else content), media_type


def _small(content: bytes, media_type: str) -> bytes:
    """Return a picture that an old telephone loads in a moment; a small one stays as it is."""
    with Image.open(io.BytesIO(content)) as picture:
        if max(picture.size) <= LONGEST_SIDE:
            return content
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        picture.save(out, format=media_type.removeprefix("image/").upper(), quality=82)
        return out.getvalue()


def _keep(
    text: PageText, content: bytes, media_type: str, upload: "UploadedFile[bytes]", alt: str = ""
) -> None:
    digest = hashlib.sha256(content).hexdigest()
    matters.keep(digest, content)
    name = cleaned(Path(upload.name or "").name, lines=False)[-120:] or "file"
    PageFile.objects.create(
        text=text, sha256=digest, name=name, alt=alt, media_type=media_type, size=len(content)
    )


def found_by(words: PageWords) -> Func:
    """Return the words that a page is found by."""
    terms = terms_of(words.title, words.body, most=MOST_TERMS)
    return Func(Value(terms), function="array_to_tsvector", output_field=SearchVectorField())
