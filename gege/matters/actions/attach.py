"""Attach a photograph or a document. The bytes decide what it is, never its name."""

import hashlib
import io
import os
import struct
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from gege.matters.actions.entries import words
from gege.matters.actions.step import step
from gege.matters.errors import Invalid
from gege.matters.models import Attachment
from gege.matters.rules.words import Move
from gege.staff.api import Actor

IMAGES: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
DOCUMENTS: Final = frozenset({"application/pdf"})
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2560
MOST_FILES: Final = 20
BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises over broken pictures, depending on where they break."""


def attach(
    number: str,
    *,
    upload: "UploadedFile[bytes]",
    stage: str = "before",
    by: Actor,
    now: datetime,
    at: datetime | None = None,
) -> Attachment:
    """Keep a file with a matter, once, under the hash of its content.

    Photographs are turned upright, reduced, and lose every hidden field (position, device); a
    file whose content is not a picture or a PDF is refused whatever it is called.
    """
    if stage not in ("before", "after"):
        raise Invalid("stage", "unknown_choice", value=stage[:10])
    content, media_type = checked(upload)
    name = words("file", Path(upload.name or "file").name, most=120, lines=False) or "file"
    digest = hashlib.sha256(content).hexdigest()
    with step(number, Move.ATTACH, by=by, now=now, at=at) as one:
        if Attachment.objects.filter(matter=one.matter).count() >= MOST_FILES:
            raise Invalid("file", "too_many_files", most=MOST_FILES)
        if Attachment.objects.filter(matter=one.matter, sha256=digest).exists():
            raise Invalid("file", "already_attached")
        keep(digest, content)
        row = Attachment.objects.create(
            matter=one.matter,
            sha256=digest,
            name=name,
            media_type=media_type,
            size=len(content),
            stage=stage,
            at=one.now,
            account_id=by.account_id,
            by_name=by.name,
        )
        one.say(file=digest, media_type=media_type)
    return row


def checked(upload: "UploadedFile[bytes]") -> tuple[bytes, str]:
    """Return the content to keep and its type; raises Invalid for anything else."""
    most = settings.GEGE_UPLOAD_BYTES
    if upload.size is None or upload.size > most:
        raise Invalid("file", "file_too_large", most=most // (1024 * 1024))
    content = upload.read(most + 1)
    if not content:
        raise Invalid("file", "file_empty")
    if len(content) > most:
        raise Invalid("file", "file_too_large", most=most // (1024 * 1024))
    media_type = filetype.guess_mime(content)
    if media_type in DOCUMENTS:
        return content, media_type
    if media_type in IMAGES:
        return _plain_image(content, media_type), media_type
    raise Invalid("file", "file_type")


def path_of(digest: str) -> Path:
    """Return where a file is kept: two levels of folders by the first digits of its hash."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def keep(digest: str, content: bytes) -> None:
    """Write a file once, under its hash."""
    write_once(path_of(digest), content)


def write_once(path: Path, content: bytes) -> None:
    """Write a file unless it is there; a half-written one is never seen under its name."""
    if path.exists():
        return
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    partial = path.with_suffix(f".{uuid4().hex}")
    # Other users of the machine do not read what residents sent.
    with open(partial, "xb", opener=_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o640)


def _plain_image(content: bytes, media_type: str) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=[IMAGES[media_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid("file", "picture_too_large")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            # A new picture takes the points alone: no field of the old file comes along.
            clean = Image.new("RGB" if media_type == "image/jpeg" else mode, upright.size)
            clean.paste(upright.convert(clean.mode))
            out = io.BytesIO()
            clean.save(out, format=IMAGES[media_type])
            return out.getvalue()
    except BROKEN as error:
        raise Invalid("file", "file_broken") from error
