"""One's own data at the portal: a slip from the community, a browser without script."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.registers.keeping_records import Home, go_live


@pytest.fixture
def slip(cast: Cast) -> tuple[str, str]:
    """Number and code, as the community's page shows them once."""
    go_live()
    home = Home(cast.grid_worker)
    answer = cast.client("station_clerk").post(
        f"/registers/records/{home.resident.uid}/own",
        {"kind": "see", "asked_by": "self", "identity": "card_shown"},
    )
    text = answer.content.decode()
    number = re.search(r"\d{6}-\d{6}", text)
    code = re.search(r"\d{3} \d{3} \d{4}", text)
    assert number is not None
    assert code is not None
    assert "王小明" not in text
    return number[0], code[0]


def test_a_resident_sees_corrects_and_reads_the_answer(cast: Cast, slip: tuple[str, str]) -> None:
    number, code = slip
    browser = Client()
    assert browser.get("/r/my-data").status_code == 200
    shown = browser.post("/r/my-data", {"number": number, "code": code})
    text = shown.content.decode()
    assert "王小明" in text
    assert shown.headers["Cache-Control"] == "no-store"
    assert not browser.cookies.get("sessionid")
    told = browser.post("/r/my-data", {"number": number, "code": code, "words": "名字是王晓明"})
    asked = re.search(r"\d{6}-\d{6}", told.content.decode().split('role="status"')[1])
    assert asked is not None

    clerk = cast.client("station_clerk")
    assert asked[0] in clerk.get("/registers/own").content.decode()
    page = f"/registers/own/{asked[0]}"
    assert "名字是王晓明" in clerk.get(page).content.decode()
    assert clerk.post(page, {"granted": "yes", "answer": "已按户口簿更正"}).status_code == 302
    again = browser.post("/r/my-data", {"number": number, "code": code}).content.decode()
    assert "已按户口簿更正" in again


@pytest.mark.parametrize(
    ("number", "code"),
    [("", ""), ("260610-000000", "1234567890"), ("x" * 900, "y" * 900), ("\x00", "１" * 10)],
)
def test_whoever_guesses_is_answered_in_the_same_words(
    cast: Cast, slip: tuple[str, str], number: str, code: str
) -> None:
    answer = Client().post("/r/my-data", {"number": number, "code": code})
    assert answer.status_code == 422
    assert "王小明" not in answer.content.decode()


def test_an_empty_correction_is_sent_back_and_a_flood_ends(slip: tuple[str, str]) -> None:
    number, code = slip
    browser = Client()
    empty = browser.post("/r/my-data", {"number": number, "code": code, "words": " "})
    assert empty.status_code == 422
    for _ in range(20):
        answer = browser.post("/r/my-data", {"number": number, "code": "0000000000"})
    assert answer.status_code == 429
