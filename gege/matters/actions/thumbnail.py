"""Small copies of photographs: made once, when first looked at, and kept beside the original."""

import io
from pathlib import Path
from typing import Final

from PIL import Image

from gege.matters.actions.attach import BROKEN, path_of, write_once

THUMBNAIL_SIDE: Final = 640
THUMBNAIL_TYPE: Final = "image/jpeg"
_PICTURES: Final = ("JPEG", "PNG", "WEBP")


def thumbnail_path(digest: str) -> Path:
    """Return where a photograph's small copy (JPEG, at most 640 points a side) is kept.

    Makes it where there is none yet; two who ask at once write the same bytes. Raises
    FileNotFoundError for a file that is gone or is no picture. It says nothing about who may look:
    the caller has checked that, as for the original.
    """
    original = path_of(digest)
    small = original.with_name(f"{digest}.small.jpg")
    if not small.exists():
        write_once(small, _reduced(original))
    return small


def _reduced(original: Path) -> bytes:
    try:
        with Image.open(original, formats=_PICTURES) as picture:
            picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))  # JPEG: decode only as much
            picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            paper = Image.new("RGB", picture.size, "white")
            mask = picture.convert("RGBA") if picture.has_transparency_data else None
            paper.paste(mask or picture.convert("RGB"), mask=mask)
            out = io.BytesIO()
            paper.save(out, format="JPEG", quality=80, optimize=True)
            return out.getvalue()
    except BROKEN as error:
        raise FileNotFoundError(f"{original.name} is no picture that can be read") from error
