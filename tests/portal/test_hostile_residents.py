"""Floods, guesses, forged and replayed forms, scripts and disguised files at the public doors."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gege.matters.api import Attachment, Matter, Reporting
from gege.portal import tokens
from gege.portal.actions.count import forget_tallies
from gege.portal.models import Tally
from tests.cast import COMMUNITY, GRID
from tests.portal.conftest import Resident, photo

SAME = "We find nothing under this number and code."


def test_wrong_number_wrong_code_and_nonsense_are_answered_alike(resident: Resident) -> None:
    number, code = resident.report()
    stranger = Resident(resident.play)
    stranger.client.cookies["django_language"] = "en"
    other = f"{(int(code[0]) + 1) % 10}{code[1:]}"
    pages = set()
    for tried in (
        (number, other),
        ("20261124-9999990", code),
        (number[:-1] + "x", code),
        ("1", "1"),
        (number, "x" * 10),
        (number, "%s%s%n"),
        ("' OR 1=1 --", "' OR 1=1"),
    ):
        answer = stranger.follow(*tried)
        assert answer.status_code == 422
        assert SAME in answer.content.decode()
        pages.add(tuple(answer.context["form"].non_field_errors()))
    assert len(pages) == 1
    assert stranger.own() == ""
    assert (
        stranger.follow(f" {number.replace('-', '—')} ", code.replace(" ", "-")).status_code == 302
    )


def test_codes_of_one_number_cannot_be_tried_through(resident: Resident) -> None:
    number, code = resident.report()
    found = []
    for attempt in range(25):
        # Every guess from an address of its own.
        stranger = Client(REMOTE_ADDR=f"10.0.0.{attempt}")
        answer = stranger.post("/r/follow", {"number": number, "code": f"{attempt:010d}"})
        found.append(answer.status_code)
    assert found == [422] * 20 + [429] * 5
    late = Client(REMOTE_ADDR="10.1.0.1").post("/r/follow", {"number": number, "code": code})
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 3600
    resident.wait(hours=1)
    again = Client(REMOTE_ADDR="10.1.0.1").post("/r/follow", {"number": number, "code": code})
    assert again.status_code == 302


def test_many_numbers_cannot_be_tried_from_one_address(resident: Resident) -> None:
    stranger = Client()
    found = [
        stranger.post("/r/follow", {"number": f"20261124-{n:07d}", "code": "1"}).status_code
        for n in range(62)
    ]
    assert found == [422] * 60 + [429] * 2
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.post("/r/follow", {"number": "1", "code": "1"}).status_code == 422


def test_a_flood_of_reports_is_stopped_and_others_go_on(resident: Resident, settings: Any) -> None:
    settings.GEGE_PORTAL_REPORTS = 3
    found = [resident.send().status_code for _ in range(5)]
    assert found == [302, 302, 302, 429, 429]
    assert Matter.objects.count() == 3
    other = Resident(resident.play, Client(REMOTE_ADDR="2001:db8::1"))
    assert other.send().status_code == 302
    resident.wait(hours=1)
    assert resident.send().status_code == 302


def test_a_flood_from_everywhere_is_stopped(resident: Resident, settings: Any) -> None:
    settings.GEGE_PORTAL_REPORTS_ALL = 2
    found = [
        Resident(resident.play, Client(REMOTE_ADDR=f"192.0.2.{n}")).send().status_code
        for n in range(4)
    ]
    assert found == [302, 302, 429, 429]


def test_a_home_with_many_addresses_is_one_sender(resident: Resident, settings: Any) -> None:
    settings.GEGE_PORTAL_REPORTS = 2
    found = [
        Resident(resident.play, Client(REMOTE_ADDR=f"2001:db8::{n}")).send().status_code
        for n in range(4)
    ]
    assert found == [302, 302, 429, 429]


def test_a_deed_is_not_done_without_end(resident: Resident) -> None:
    resident.report()
    found = [resident.say("add", words="补充一点").status_code for _ in range(22)]
    assert found == [302] * 20 + [429] * 2


def test_a_field_that_nobody_sees_must_stay_empty(resident: Resident) -> None:
    answer = resident.send(website="http://example.org")
    assert (answer.status_code, Matter.objects.count()) == (422, 0)
    assert "example.org" not in answer.content.decode().split("f_website")[0]


def test_a_form_sent_at_once_or_after_a_day_comes_back_with_what_was_typed(
    resident: Resident,
) -> None:
    for seconds in (-9, 25 * 3600):
        form = resident.form()
        resident.wait(seconds=seconds)
        answer = resident.client.post(f"/r/report/{COMMUNITY}", form)
        assert answer.status_code == 422
        assert "路上有个大坑" in answer.content.decode()
        form["token"] = answer.context["token"]
        resident.wait(seconds=10)
    assert not Matter.objects.exists()
    assert resident.client.post(f"/r/report/{COMMUNITY}", form).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "{}", "é" * 600, "\x00"])
def test_a_forged_token_is_no_token(resident: Resident, forged: str) -> None:
    assert resident.send(token=forged).status_code == 422
    signed = tokens.new_token(resident.play.now)
    assert resident.send(token=signed[:-2] + "xx").status_code == 422
    assert not Matter.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "e30:abc", "\x7f", "a" * 5000])
def test_a_forged_cookie_opens_nothing(resident: Resident, cookie: str) -> None:
    resident.report()
    stranger = Client()
    stranger.cookies["gege_own"] = cookie
    stranger.cookies["gege_receipt"] = cookie
    assert stranger.get("/r/own").status_code == 302
    assert stranger.get("/r/report/done").status_code == 302
    # A cookie of another kind is not taken for it.
    stranger.cookies["gege_own"] = resident.client.cookies["gege_receipt"].value
    assert stranger.get("/r/own").status_code == 302


def test_scripts_in_texts_are_words(resident: Resident) -> None:
    script = "<script>alert(1)</script>"
    resident.report(words=f"{script}路灯坏了", address=script, name=script)
    matter = Matter.objects.get()
    for client, path in (
        (resident.play.cast.client("county_dispatcher"), f"/matters/{matter.number}"),
        (resident.client, "/r/own"),
    ):
        assert script not in client.get(path).content.decode()
    answer = resident.send(words=script, intent="")
    assert script not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jpg", b"<script>alert(1)</script>"),
        ("x.jpg", b"%PDF-1.4\n%%EOF"),
        ("x.png", b"MZ" + b"\x00" * 200),
        ("x.jpg", b"\xff\xd8\xff" + b"\x00" * 50),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.jpg", b""),
    ],
)
def test_a_file_that_is_no_photograph_is_refused(
    resident: Resident, name: str, content: bytes
) -> None:
    answer = resident.send(photos=[SimpleUploadedFile(name, content, "image/jpeg")])
    assert answer.status_code == 422
    assert (Matter.objects.count(), Attachment.objects.count()) == (0, 0)


def test_four_photographs_are_too_many(resident: Resident) -> None:
    answer = resident.send(photos=[photo(colour=n * 20) for n in range(4)])
    assert (answer.status_code, Matter.objects.count()) == (422, 0)


def test_a_huge_body_is_refused_before_it_is_read(resident: Resident, settings: Any) -> None:
    most = settings.GEGE_UPLOAD_BYTES * 3 + 5 * 1024 * 1024
    for path in (f"/r/report/{COMMUNITY}", "/r/follow", "/r/own/add"):
        answer = resident.client.generic(
            "POST", path, b"x", content_type="multipart/form-data", CONTENT_LENGTH=str(most)
        )
        assert answer.status_code == 413


@pytest.mark.parametrize(
    "entry",
    [
        {"words": "x" * 2001},
        {"kind": "Z99"},
        {"intent": "order"},
        {"grid": "511622102001001"},
        {"lng": "nan", "lat": "inf"},
        {"lng": "999", "lat": "30"},
        {"phone": "1" * 31},
        {"callback": "on"},
        {"words": "\x00\x01"},
    ],
)
def test_entries_that_cannot_be_are_named(resident: Resident, entry: dict[str, str]) -> None:
    assert resident.send(**entry).status_code == 422
    assert not Matter.objects.exists()


def test_senders_are_kept_as_hashes_and_forgotten(resident: Resident) -> None:
    resident.report()
    assert not any("127.0.0.1" in key for key in Tally.objects.values_list("key", flat=True))
    assert forget_tallies(now=resident.wait(days=1).play.now) == 0
    assert forget_tallies(now=resident.wait(days=2).play.now) == 2
    assert not Tally.objects.exists()


def test_behind_a_proxy_the_address_it_names_counts(resident: Resident, settings: Any) -> None:
    settings.GEGE_HTTPS = True
    settings.GEGE_PORTAL_REPORTS = 1
    found = []
    for spoofed, real in (("1.1.1.1", "192.0.2.1"), ("2.2.2.2", "192.0.2.1"), ("", "192.0.2.2")):
        named = ", ".join(filter(None, (spoofed, real)))
        client = Client(HTTP_X_FORWARDED_FOR=named)
        found.append(Resident(resident.play, client).send().status_code)
    assert found == [302, 429, 302]


def test_who_lost_the_code_is_told_whom_to_call_and_learns_nothing_from_the_number(
    resident: Resident,
) -> None:
    number, _ = resident.report()
    stranger = Resident(resident.play)
    stranger.client.cookies["django_language"] = "en"
    page = stranger.client.get("/r/follow").content.decode()
    assert "Lost the code?" in page
    assert 'href="tel:' in page.split("Lost the code?")[1]
    for code in ("", " ", "0" * 10):
        assert stranger.follow(number, code).status_code == 422
    assert stranger.own() == ""
    # Whoever answers the telephone finds it by its number.
    clerk = resident.play.cast.client("station_clerk")
    assert clerk.get("/matters", {"q": number, "box": "all"}).status_code in (200, 302)
    assert clerk.get(f"/matters/{number}").status_code == 200


def test_emoji_stay_and_marks_that_turn_the_writing_round_go(resident: Resident) -> None:
    words = "\u202e路灯坏了👨‍👩‍👧😀\u2066 مرحبا \u200f楼下"
    resident.report(words=words, name="李\u202e四", address="三号楼\u202d😀")
    matter = Matter.objects.get()
    reporting = Reporting.objects.get()
    said = matter.title, matter.description, matter.address, reporting.name
    assert not any(mark in text for text in said for mark in "\u202e\u2066\u200f\u202d")
    assert "👨‍👩‍👧😀" in matter.description
    assert "مرحبا" in matter.description
    number, code = resident.report(words="长" * 2000, grid=GRID)
    assert number
    assert code
    assert len(Matter.objects.latest("id").description) == 2000
    assert len(Matter.objects.latest("id").title) == 60
