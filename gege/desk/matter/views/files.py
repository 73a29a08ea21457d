"""Handing out a file of a matter to those who may read the matter."""

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
    try:
        page = matters.matter_page(number, by=request.actor, now=timezone.now())
    except matters.NotFound:
        raise Http404 from None
    row = Attachment.objects.filter(matter=page.matter, sha256=digest).first()
    path = matters.path_of(digest)
    if row is None or not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=row.media_type not in INLINE,
        filename=row.name,
        content_type=row.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
