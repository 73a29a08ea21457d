"""Attachments: the bytes decide what a file is, and nothing hidden is kept."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gege.matters import api as matters
from gege.matters.api import Attachment, Invalid
from tests.matters.play import Play


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> bytes:
    """A small picture that says where and with what it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    Image.new(mode, size, 3).save(out, format=kind, exif=exif)
    return out.getvalue()


def attach(play: Play, name: str, content: bytes) -> Attachment:
    matter = play.report()
    return matters.attach(
        matter.number,
        upload=SimpleUploadedFile(name, content),
        by=play.cast.grid_worker,
        now=play.now,
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_loses_its_position_and_its_device(play: Play, kind: str) -> None:
    content = photo(kind)
    assert b"SECRETPHONE" in content
    row = attach(play, "现场.jpg", content)
    kept = matters.path_of(row.sha256).read_bytes()
    assert b"SECRETPHONE" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (20, 40))
    assert (row.name, row.size, row.by_name) == ("现场.jpg", len(kept), "王网格")
    line = play.line(row.matter)
    assert (line["deed"], line["file"]) == ("attach", row.sha256)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1"])
def test_every_kind_of_picture_keeps_its_colours(play: Play, mode: str) -> None:
    before = Image.open(io.BytesIO(photo("PNG", mode))).convert("RGB").getpixel((1, 1))
    row = attach(play, "a.png", photo("PNG", mode))
    with Image.open(matters.path_of(row.sha256)) as picture:
        assert picture.convert("RGB").getpixel((1, 1)) == before


def test_only_the_platform_and_its_group_may_read_what_is_kept(play: Play, tmp_path: Path) -> None:
    path = matters.path_of(attach(play, "a.jpg", photo()).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    folders = [path.parent, path.parent.parent]
    assert [stat.S_IMODE(one.stat().st_mode) for one in folders] == [0o750, 0o750]


def test_a_large_photograph_is_reduced(play: Play) -> None:
    row = attach(play, "a.jpg", photo(size=(6000, 30)))
    with Image.open(matters.path_of(row.sha256)) as picture:
        assert max(picture.size) == 2560


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 300, "file_type"),
        ("photo.jpg", b"<svg onload='alert(1)'/>", "file_type"),
        ("photo.jpg", b"<html><script>1</script></html>", "file_type"),
        ("photo.jpg", b"GIF89a" + b"\x00" * 100, "file_type"),
        ("photo.jpg", b"", "file_empty"),
        ("photo.jpg", photo()[:200], "file_broken"),
        ("photo.png", photo("PNG")[:60], "file_broken"),
        ("photo.webp", photo("WEBP")[:40], "file_broken"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 500, "file_broken"),
    ],
)
def test_a_disguised_or_broken_file_is_refused(
    play: Play, name: str, content: bytes, word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        attach(play, name, content)
    assert Attachment.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_by_its_real_size(play: Play, settings: Any) -> None:
    settings.GEGE_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(Invalid) as refused:
        attach(play, "a.pdf", b"%PDF-1.7" + b"0" * 1024 * 1024)
    assert matters.sentence_of(refused.value).count("1 MB") == 1
    lying = SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"0" * 1024 * 1024)
    lying.size = 10
    with pytest.raises(Invalid, match="file_too_large"):
        matters.attach(play.report().number, upload=lying, by=play.cast.grid_worker, now=play.now)


def test_a_picture_of_too_many_points_is_not_unpacked(play: Play) -> None:
    bomb = io.BytesIO()
    Image.new("1", (8000, 8000)).save(bomb, format="PNG")
    with pytest.raises(Invalid, match="picture_too_large"):
        attach(play, "a.png", bomb.getvalue())


def test_a_file_is_attached_once_and_its_name_is_no_path(play: Play) -> None:
    row = attach(play, "../../etc/pass\x00wd\u202e.pdf", b"%PDF-1.7 answer")
    assert row.name == "passwd.pdf"
    with pytest.raises(Invalid, match="already_attached"):
        matters.attach(
            row.matter.number,
            upload=SimpleUploadedFile("b.pdf", b"%PDF-1.7 answer"),
            by=play.cast.grid_worker,
            now=play.now,
        )
    with pytest.raises(Invalid, match="unknown_choice"):
        matters.attach(
            row.matter.number,
            upload=SimpleUploadedFile("b.pdf", b"%PDF-1.7 other"),
            stage="beside",
            by=play.cast.grid_worker,
            now=play.now,
        )
