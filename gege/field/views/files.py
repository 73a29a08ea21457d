"""Pictures: sent in pieces by their content's sum, and shown small."""

from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gege.field import uploads
from gege.field.answers import answer, problem
from gege.field.rules.bounds import ANSWER_LATER_SECONDS, MOST_CHUNK_BYTES
from gege.field.scene import FieldRequest, scene_of
from gege.field.sentences import sentence
from gege.kernel.typed_text import whole_number
from gege.matters import api as matters
from gege.staff.access import open_to
from gege.staff.api import Role

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 2**31 - 1


@open_to(Role.GRID_WORKER)
@require_http_methods(["GET", "HEAD", "PUT"])
def file(request: FieldRequest, sha256: str) -> HttpResponseBase:
    """Say how much of a file is here (HEAD), take its next piece (PUT), or show one (GET)."""
    if request.method == "HEAD":
        response = answer("")
        response.headers["X-Offset"] = str(uploads.offset_of(request.account.pk, sha256))
        return response
    return _take(request, sha256) if request.method == "PUT" else _show(request, sha256)


def _take(request: FieldRequest, sha256: str) -> HttpResponse:
    offset, size = (
        whole_number(request.headers.get(name, ""), LARGEST) for name in ("X-Offset", "X-Size")
    )
    length = whole_number(request.META.get("CONTENT_LENGTH") or "", LARGEST)
    if offset is None or not size or length is None:
        return problem(400, "malformed", sentence("malformed"))
    if length > MOST_CHUNK_BYTES:
        return problem(413, "too_large", sentence("too_large"))
    piece = uploads.Piece(sha256, size, offset, request.read(MOST_CHUNK_BYTES + 1))
    if len(piece.content) != length or not piece.content:
        return problem(400, "malformed", sentence("malformed"))
    rules = scene_of(request).rules
    kept = uploads.keep(
        request.account.pk,
        piece,
        now=timezone.now(),
        files_most=rules.photos_most,
        bytes_most=rules.megabytes_most * MEGABYTE,
    )
    return _answered(kept)


def _answered(kept: uploads.Kept) -> HttpResponse:
    if not kept.problem:
        return answer({"offset": kept.offset})
    if kept.problem == "offset":
        return answer({"error": "offset", "offset": kept.offset}, 409)
    if kept.problem == "wrong_sum":
        return problem(422, "wrong_sum", sentence("wrong_sum"), offset=0)
    # The piece was read: unlike other 413, the connection goes on.
    if kept.problem == "file_too_large":
        most = settings.GEGE_UPLOAD_BYTES // MEGABYTE
        text = sentence("file_too_large", {"most": most})
        return answer({"error": "file_too_large", "text": text, "most": most}, 413)
    response = answer({"error": "over_the_bound", "text": sentence("over_the_bound")}, 413)
    response.headers["Retry-After"] = str(ANSWER_LATER_SECONDS * 12)
    return response


def _show(request: FieldRequest, sha256: str) -> HttpResponseBase:
    """Send the small copy of a photograph of a matter in scope."""
    number = request.GET.get("of", "")[:40]
    for actor in request.held:
        try:
            matter = matters.matter_by_number(number, actor)
        except matters.NotFound:
            continue
        row = matters.Attachment.objects.filter(matter=matter, sha256=sha256).first()
        if row is None or not row.media_type.startswith("image/"):
            break
        return _picture(sha256)
    raise Http404


def _picture(sha256: str) -> HttpResponseBase:
    try:
        small = matters.thumbnail_path(sha256)
        response = FileResponse(small.open("rb"), content_type=matters.THUMBNAIL_TYPE)
    except OSError:
        raise Http404 from None
    # What a browser keeps by itself is neither encrypted nor wiped (decision 0018).
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
