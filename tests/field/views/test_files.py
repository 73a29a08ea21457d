"""Pictures in pieces: resumed, bounded, verified, attached once, shown to those in scope."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from gege.field import uploads
from gege.field.models import Upload
from gege.matters import api as matters
from gege.matters.api import Attachment, Matter
from tests.cast import Cast, committed_cast, ledger_that_can_be_emptied
from tests.field.phone import Phone, phone_of, photo, sum_of
from tests.matters.test_two_at_once import at_once, errors

__all__ = ["committed_cast", "ledger_that_can_be_emptied"]

PIECE = 512 * 1024


def attach(phone: Phone, report: dict[str, Any], content: bytes, **more: Any) -> dict[str, Any]:
    body = {
        "matter": {"key": report["key"]},
        "sha256": sum_of(content),
        "size": len(content),
        "stage": "before",
        "name": "现场.jpg",
    }
    return phone.message("attach", body | more, after=report["key"])


def big() -> bytes:
    """A picture of more than two pieces."""
    out = io.BytesIO()
    Image.effect_noise((900, 900), 120).convert("RGB").save(out, format="PNG")
    content = out.getvalue()
    assert len(content) > 2 * PIECE
    return content


@pytest.mark.row("R-039")
def test_a_picture_goes_on_where_it_stopped(phone: Phone) -> None:
    content = big()
    name = sum_of(content)
    first = phone.put(content[:PIECE], size=len(content), name=name)
    assert first.json() == {"offset": PIECE}
    head = phone.client.head(f"/field/api/files/{name}")
    assert (head.status_code, head.headers["X-Offset"]) == (200, str(PIECE))
    wrong = phone.put(content[:PIECE], size=len(content), name=name)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, PIECE)
    skipped = phone.put(content[-9:], size=len(content), offset=len(content) - 9, name=name)
    assert (skipped.status_code, skipped.json()["offset"]) == (409, PIECE)
    for offset in range(PIECE, len(content), PIECE):
        piece = content[offset : offset + PIECE]
        last = phone.put(piece, size=len(content), offset=offset, name=name)
    assert last.json() == {"offset": len(content)}
    report = phone.report()
    assert [one["status"] for one in phone.send(report, attach(phone, report, content))] == [
        "done",
        "done",
    ]


def test_a_message_waits_until_its_picture_is_whole(phone: Phone) -> None:
    content, report = photo(), phone.report()
    message = attach(phone, report, content)
    phone.put(content[:100], size=len(content), name=sum_of(content))
    done, early = phone.send(report, message)
    assert (done["status"], early["status"], early["code"]) == (
        "done",
        "waiting",
        "picture_missing",
    )
    phone.put(content[100:], size=len(content), offset=100, name=sum_of(content))
    assert phone.send(message)[0]["status"] == "done"


@pytest.mark.row("R-039")
def test_an_attached_picture_is_clean_there_once_and_gone_from_the_way(
    phone: Phone, django_capture_on_commit_callbacks: Any
) -> None:
    content, report = photo(), phone.report()
    message = attach(phone, report, content)
    phone.put(content)
    with django_capture_on_commit_callbacks(execute=True):
        answers = phone.send(report, message)
    assert phone.send(report, message) == [one | {"again": True} for one in answers]
    row = Attachment.objects.get()
    with Image.open(matters.path_of(row.sha256)) as kept:
        assert not kept.getexif()
    assert (row.stage, row.name, Upload.objects.count()) == ("before", "现场.jpg", 0)
    assert not uploads.path_of(row.account_id or 0, sum_of(content)).exists()
    # The same picture under another key: it is there already, and that is what was wanted.
    phone.put(content)
    twice = phone.send(attach(phone, report, content))[0]
    assert (twice["status"], Attachment.objects.count()) == ("done", 1)


def test_a_wrong_sum_begins_anew(phone: Phone) -> None:
    content = photo()
    response = phone.put(content[:-1] + b"?", name=sum_of(content))
    assert (response.status_code, response.json()["offset"]) == (422, 0)
    assert phone.client.head(f"/field/api/files/{sum_of(content)}").headers["X-Offset"] == "0"
    assert (Upload.objects.count(), phone.put(content).status_code) == (0, 200)


def test_a_picture_of_somebody_else_is_not_there(phone: Phone, county: Cast) -> None:
    content = photo()
    phone.put(content)
    other = phone_of(county, "second_grid_worker")
    head = other.client.head(f"/field/api/files/{sum_of(content)}")
    assert head.headers["X-Offset"] == "0"
    report = other.report(grid=county.second_grid_worker.area_code)
    _, waits = other.send(report, attach(other, report, content))
    assert (waits["status"], waits["code"]) == ("waiting", "picture_missing")


@pytest.mark.parametrize("content", [b"#!/bin/sh\n", b"<svg onload=alert(1)>", b"PK\x03\x04 zip"])
def test_what_is_no_picture_is_refused_by_its_content(phone: Phone, content: bytes) -> None:
    phone.put(content)
    report = phone.report()
    _, refused = phone.send(report, attach(phone, report, content, name="a.jpg"))
    assert (refused["status"], refused["code"], refused["field"]) == (
        "refused",
        "file_type",
        "file",
    )
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "00"},
        {"sha256": "../../../../etc/passwd"},
        {"sha256": "Z" * 64},
        {"size": -1},
        {"stage": "during"},
        {"visit": "x"},
    ],
)
def test_a_message_about_no_picture_is_refused(phone: Phone, wrong: dict[str, Any]) -> None:
    report = phone.report()
    _, refused = phone.send(report, attach(phone, report, photo(), **wrong))
    assert refused["status"] == "refused"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"X-Offset": "0"}, 400),
        ({"X-Offset": "-1", "X-Size": "3"}, 400),
        ({"X-Offset": "0", "X-Size": "0"}, 400),
        ({"X-Offset": "0", "X-Size": "9999999999999"}, 400),
        ({"X-Offset": "٣", "X-Size": "3"}, 400),
        ({"X-Offset": "0", "X-Size": "2"}, 409),
        ({"X-Offset": "0", "X-Size": str(40 * 1024 * 1024)}, 413),
    ],
)
def test_pieces_that_do_not_fit_are_refused(
    phone: Phone, headers: dict[str, str], status: int
) -> None:
    response = phone.client.put(
        f"/field/api/files/{'0' * 64}", b"abc", content_type="image/jpeg", headers=headers
    )
    assert response.status_code == status
    assert Upload.objects.count() == 0


def test_a_piece_too_large_is_not_read(phone: Phone) -> None:
    content = b"x" * (PIECE + 1)
    assert phone.put(content).status_code == 413
    assert Upload.objects.count() == 0


def test_what_one_person_may_leave_here_is_bounded(phone: Phone) -> None:
    kept = uploads.Kept(0, "over_the_bound")
    piece = uploads.Piece("0" * 64, 10, 0, b"abc")
    account, now = phone.terminal.account_id or 0, timezone.now()
    assert uploads.keep(account, piece, now=now, files_most=9, bytes_most=10).offset == 3
    other = uploads.Piece("1" * 64, 10, 0, b"abc")
    assert uploads.keep(account, other, now=now, files_most=1, bytes_most=99) == kept
    assert uploads.keep(account, other, now=now, files_most=9, bytes_most=19) == kept
    assert uploads.keep(account + 1, other, now=now, files_most=1, bytes_most=99).offset == 3


def test_a_file_that_is_too_large_for_ever_is_not_asked_to_come_later(
    phone: Phone, settings: Any
) -> None:
    settings.GEGE_UPLOAD_BYTES = 1024 * 1024
    response = phone.put(b"abc", size=1024 * 1024 + 1, name="0" * 64)
    told = response.json()
    assert (response.status_code, told["error"], told["most"]) == (413, "file_too_large", 1)
    assert "1 MB" in told["text"]
    assert "Retry-After" not in response.headers
    assert phone.section("me")["limits"]["file_megabytes_most"] == 1


def test_what_nobody_came_for_is_cleaned_after_three_days(phone: Phone) -> None:
    old, new = photo("red"), photo("blue")
    phone.put(old)
    phone.put(new)
    then = timezone.now() - timedelta(days=3, minutes=1)
    Upload.objects.filter(sha256=sum_of(old)).update(touched_at=then)
    assert uploads.clean(now=timezone.now()) == 1
    account = phone.terminal.account_id or 0
    left = [uploads.path_of(account, sum_of(one)).exists() for one in (old, new)]
    assert (left, list(Upload.objects.values_list("sha256", flat=True))) == (
        [False, True],
        [sum_of(new)],
    )


def test_a_photograph_is_shown_small_to_its_grid_only(
    phone: Phone, county: Cast, tmp_path: Path
) -> None:
    content, report = photo(side=1500), phone.report()
    phone.put(content)
    phone.send(report, attach(phone, report, content))
    row, matter = Attachment.objects.get(), Matter.objects.get()
    address = f"/field/api/files/{row.sha256}?of={matter.number}"
    shown = phone.client.get(address)
    with Image.open(io.BytesIO(b"".join(shown.streaming_content))) as small:
        assert (shown.headers["Content-Type"], max(small.size)) == ("image/jpeg", 640)
    # The browser's own cache is neither encrypted nor wiped.
    assert shown.headers["Cache-Control"] == "no-store"
    other = phone_of(county, "second_grid_worker")
    assert other.client.get(address).status_code == 404
    assert phone.client.get(f"/field/api/files/{row.sha256}").status_code == 404
    assert phone.client.get(f"/field/api/files/{'0' * 64}?of={matter.number}").status_code == 404


def test_two_phones_that_begin_one_picture_at_once_bring_it_there(
    committed_cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    account, content = committed_cast.account("grid_worker").pk, photo(side=600)
    now, name = timezone.now(), sum_of(content)
    first = uploads.Piece(name, len(content), 0, content[:2000])
    keep = partial(uploads.keep, account, first, now=now, files_most=9, bytes_most=10**6)
    kept = at_once(keep, keep, keep)
    assert errors(kept) == []
    assert {one.offset for one in kept} == {2000}
    assert sum(not one.problem for one in kept) == 1
    rest = uploads.Piece(name, len(content), 2000, content[2000:])
    keep = partial(uploads.keep, account, rest, now=now, files_most=9, bytes_most=10**6)
    assert {one.offset for one in at_once(keep, keep)} == {len(content)}
    assert uploads.whole(account, name) == content
