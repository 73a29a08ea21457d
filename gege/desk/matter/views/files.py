"""Handing out a file of a matter to those who may read the matter."""

from pathlib import Path
from typing import Final

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from gege.desk.matter.readers import READERS
from gege.matters import api as matters
from gege.matters.api import Attachment
from gege.staff.access import ActorRequest, open_to

INLINE: Final = frozenset({"image/jpeg", "image/png", "image/webp"})


@open_to(*READERS)
@require_safe
def file(request: ActorRequest, number: str, digest: str) -> HttpResponseBase:
    """Send a file as the type its bytes were found to be: pictures to look at, papers to keep."""
    row = _file(request, number, digest)
    return _sent(matters.path_of(digest), row, row.media_type)


@open_to(*READERS)
@require_safe
def thumbnail(request: ActorRequest, number: str, digest: str) -> HttpResponseBase:
    """Send the small copy of a photograph, to the same people as the photograph itself."""
    row = _file(request, number, digest)
    try:
        small = matters.thumbnail_path(digest)
    except FileNotFoundError:
        raise Http404 from None
    return _sent(small, row, matters.THUMBNAIL_TYPE)


def _file(request: ActorRequest, number: str, digest: str) -> Attachment:
    """Return a file of a matter that this person may read; Http404 for anything else."""
    try:
        page = matters.matter_page(number, by=request.actor, now=timezone.now())
    except matters.NotFound:
        raise Http404 from None
    row = Attachment.objects.filter(matter=page.matter, sha256=digest).first()
    if row is None or not matters.path_of(digest).is_file():
        raise Http404
    return row


def _sent(path: Path, row: Attachment, media_type: str) -> HttpResponseBase:
    response = FileResponse(
        path.open("rb"),
        as_attachment=media_type not in INLINE,
        filename=row.name,
        content_type=media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
