"""Pictures on their way: kept by account and content, in pieces, bounded, for a few days.

A piece is on the disk before its row says so. What is on the disk beyond the row's offset was
never acknowledged and is written again.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from gege.field.models import Upload
from gege.field.rules.bounds import UPLOADS_KEPT

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file of `size` bytes, beginning at `offset`."""

    sha256: str
    size: int
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a piece: how many bytes are here now, and what was wrong, if anything.

    `problem`: "offset" (begin again at `offset`), "wrong_sum" (the whole is thrown away),
    "over_the_bound" (there is no room now), "file_too_large" (there never will be).
    """

    offset: int
    problem: str = ""


def offset_of(account_id: int, sha256: str) -> int:
    """Return how many bytes of a person's file are here."""
    row = Upload.objects.filter(account_id=account_id, sha256=sha256).first()
    return row.offset if row else 0


def keep(account_id: int, piece: Piece, *, now: datetime, files_most: int, bytes_most: int) -> Kept:
    """Keep a piece, if it is the next one. The last one is followed by the sum of the whole."""
    if piece.size > min(settings.GEGE_UPLOAD_BYTES, bytes_most):
        return Kept(0, "file_too_large")
    try:
        return _keep(account_id, piece, now, files_most, bytes_most)
    except IntegrityError:
        # Two phones of one person began to send it at once: the first one's row is there now.
        return Kept(offset_of(account_id, piece.sha256), "offset")


def _keep(account_id: int, piece: Piece, now: datetime, files_most: int, bytes_most: int) -> Kept:
    with transaction.atomic():
        row = _row(account_id, piece, now)
        new = row._state.adding
        if new and _full(account_id, piece, files_most, bytes_most):
            return Kept(0, "over_the_bound")
        if row.size != piece.size or row.offset != piece.offset:
            return Kept(row.offset, "offset")
        if piece.offset + len(piece.content) > row.size:
            return Kept(row.offset, "offset")
        path = path_of(account_id, piece.sha256)
        _write(path, piece)
        row.offset += len(piece.content)
        row.touched_at = now
        if row.offset == row.size and _sum(path) != piece.sha256:
            if not new:
                row.delete()
            path.unlink(missing_ok=True)
            return Kept(0, "wrong_sum")
        row.save()
        return Kept(row.offset)


def whole(account_id: int, sha256: str, size: int | None = None) -> bytes | None:
    """Return the content of a person's file once all of it is here; None before."""
    row = Upload.objects.filter(account_id=account_id, sha256=sha256).first()
    if row is None or row.offset != row.size or (size is not None and row.size != size):
        return None
    path = path_of(account_id, sha256)
    return path.read_bytes() if path.is_file() else None


def forget(account_id: int, sha256: str) -> None:
    """Remove a file that was taken over, or that nobody came for."""
    Upload.objects.filter(account_id=account_id, sha256=sha256).delete()
    path_of(account_id, sha256).unlink(missing_ok=True)


def clean(*, now: datetime) -> int:
    """Remove what nobody has touched for `UPLOADS_KEPT`; return how many."""
    gone = Upload.objects.filter(touched_at__lt=now - UPLOADS_KEPT).order_by("touched_at")[:BATCH]
    for row in gone:
        forget(row.account_id, row.sha256)
    return len(gone)


def path_of(account_id: int, sha256: str) -> Path:
    """Return where a file waits; the name was checked to be a sum."""
    return Path(settings.MEDIA_ROOT) / "arriving" / str(account_id) / sha256


def _row(account_id: int, piece: Piece, now: datetime) -> Upload:
    rows = Upload.objects.select_for_update()
    found = rows.filter(account_id=account_id, sha256=piece.sha256).first()
    return found or Upload(
        account_id=account_id,
        sha256=piece.sha256,
        size=piece.size,
        offset=0,
        started_at=now,
        touched_at=now,
    )


def _full(account_id: int, piece: Piece, files_most: int, bytes_most: int) -> bool:
    held = Upload.objects.filter(account_id=account_id).aggregate(
        files=Count("id"), size=Sum("size")
    )
    return held["files"] >= files_most or (held["size"] or 0) + piece.size > bytes_most


def _write(path: Path, piece: Piece) -> None:
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o640), "r+b") as file:
        file.seek(piece.offset)
        file.write(piece.content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
