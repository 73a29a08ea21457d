"""Files that come with answers and forms: their content decides what they are, never their name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import filetype
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from gege.fieldwork.errors import Invalid
from gege.fieldwork.rules.answers import is_file_name
from gege.matters.api import Invalid as NotThatFile
from gege.matters.api import checked, keep

MOST_FILES: Final = 40
_AS_MATTERS: Final = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
_SOUND_AND_FILM: Final = frozenset(
    {
        "audio/aac",
        "audio/amr",
        "audio/m4a",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/x-wav",
        "video/3gpp",
        "video/mp4",
        "video/webm",
    }
)
_TABLES: Final = (".csv", ".geojson", ".xml")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept: pictures without their hidden fields."""

    name: str
    sha256: str
    md5: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def store(self) -> None:
        """Write the content under its hash; what is there already stays."""
        keep(self.sha256, self.content)


def looked_through(files: Mapping[str, bytes], *, tables: bool = False) -> list[Kept]:
    """Return files as they may be kept; raises Invalid for the first that may not.

    `tables`: lists that a form reads (CSV and the like) are taken too. Nothing is written yet.
    """
    if len(files) > MOST_FILES:
        raise Invalid("file", "too_many_files", most=MOST_FILES)
    return [_looked_at(name, content, tables) for name, content in files.items()]


def _looked_at(name: str, content: bytes, tables: bool) -> Kept:
    if not is_file_name(name):
        raise Invalid("file", "file_name", name=name[:60])
    most = settings.GEGE_UPLOAD_BYTES
    if len(content) > most:
        raise Invalid("file", "answer_file_large", name=name, most=most // (1024 * 1024))
    if not content:
        raise Invalid("file", "answer_file_empty", name=name)
    media_type = str(filetype.guess_mime(content) or "")
    if media_type in _AS_MATTERS:
        try:
            content, media_type = checked(SimpleUploadedFile(name, content))
        except NotThatFile as error:
            raise Invalid("file", "answer_file_broken", name=name) from error
    elif media_type not in _SOUND_AND_FILM:
        media_type = _table_type(name, content, tables)
    return Kept(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        media_type=media_type,
        content=content,
    )


def _table_type(name: str, content: bytes, tables: bool) -> str:
    """Return the type of a text file: lists for forms, and the log of a filling."""
    if (tables and name.lower().endswith(_TABLES)) or name == "audit.csv":
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Invalid("file", "table_not_utf8", name=name) from None
        if "\x00" not in text:
            return "text/csv" if name.lower().endswith(".csv") else "application/octet-stream"
    raise Invalid("file", "answer_file_type", name=name)
