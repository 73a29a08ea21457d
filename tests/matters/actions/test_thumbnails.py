"""Small copies of photographs: made once, kept beside the original, never larger than it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gege.matters import api as matters
from gege.matters.actions.attach import keep
from tests.matters.play import Play


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attached(play: Play, kind: str, mode: str, size: tuple[int, int], colour: Any = 3) -> str:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format=kind)
    matter = play.report()
    upload = SimpleUploadedFile("a", out.getvalue())
    row = matters.attach(matter.number, upload=upload, by=play.cast.grid_worker, now=play.now)
    return row.sha256


@pytest.mark.parametrize(
    ("size", "small"),
    [((2000, 1000), (640, 320)), ((900, 2400), (240, 640)), ((40, 20), (40, 20))],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_longest_side_is_640_points_and_nothing_grows(
    play: Play, kind: str, size: tuple[int, int], small: tuple[int, int]
) -> None:
    path = matters.thumbnail_path(attached(play, kind, "RGB", size))
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("JPEG", small)


def test_it_is_made_once_and_kept_beside_the_original(play: Play) -> None:
    digest = attached(play, "JPEG", "RGB", (1000, 1000))
    path = matters.thumbnail_path(digest)
    made = path.stat().st_mtime_ns
    assert path.parent == matters.path_of(digest).parent
    assert matters.thumbnail_path(digest) == path
    assert path.stat().st_mtime_ns == made
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_transparent_becomes_paper(play: Play) -> None:
    path = matters.thumbnail_path(attached(play, "PNG", "RGBA", (8, 8), (0, 0, 0, 0)))
    with Image.open(path) as picture:
        assert picture.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"%PDF-1.7 plain", b"\xff\xd8\xff broken", b""])
def test_a_file_that_is_no_picture_has_none(content: bytes) -> None:
    digest = "ab" * 32
    keep(digest, content)
    with pytest.raises(FileNotFoundError):
        matters.thumbnail_path(digest)


def test_a_file_that_is_gone_has_none() -> None:
    with pytest.raises(FileNotFoundError):
        matters.thumbnail_path("cd" * 32)
