"""What somebody hostile types, uploads or sends: a clear answer, and nothing saved by halves."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gege.matters.api import Matter
from gege.trail.api import Entry
from tests.cast import GRID
from tests.matters.play import Play

SEARCHES = (
    "' OR '1'='1",
    "'); DROP TABLE matters_matter; --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "%' AND pg_sleep(5) --",
    "\x00\x01",
    "a" * 9000,
    "((((((((((",
    "!&|:*<->",
    "\u202e\u0000\ufeff",
    "../../etc/passwd",
    "😀" * 50,
)
PAGES = {
    "/matters?q=": 200,
    "/matters?box=all&area=": 200,
    "/overview?area=": 404,
    "/notices?after=": 200,
}
"""What each page answers: an area that is not the reader's does not exist for the overview."""


@pytest.mark.parametrize("typed", SEARCHES)
def test_a_hostile_search_finds_nothing_and_breaks_nothing(play: Play, typed: str) -> None:
    play.report(title="正常的一件事")
    client = play.cast.client("county_dispatcher")
    for page, status in PAGES.items():
        path, _, name = page.partition("?")
        query = dict(part.split("=") for part in name.split("&"))
        query[list(query)[-1]] = typed
        response = client.get(path, query)
        assert response.status_code == status, page
        body = response.content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "{{ 7*7 }}" in body or "49{" not in body
    people = play.cast.client("administrator").get("/people", {"q": typed})
    assert people.status_code == 200
    assert "<script>alert" not in people.content.decode()


def entry(**more: Any) -> dict[str, Any]:
    return {
        "title": "路面有坑",
        "kind": "B01",
        "grid_code": GRID,
        "channel": "patrol",
        "name": "",
        "phone": "",
    } | more


@pytest.fixture
def worker(play: Play) -> Client:
    return play.cast.client("grid_worker")


def saved() -> tuple[int, int]:
    return Matter.objects.count(), Entry.objects.count()


def a_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return made.getvalue()


DISGUISED = {
    "a page called a picture": ("photo.png", b"<html><script>alert(1)</script></html>"),
    "a program called a picture": ("photo.jpg", b"\x7fELF\x02\x01\x01" + b"\0" * 64),
    "a drawing with script": (
        "photo.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
    "an archive called a paper": ("paper.pdf", a_zip()),
    "a picture cut off": ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "nothing": ("photo.png", b""),
}


@pytest.mark.parametrize("case", DISGUISED)
def test_a_disguised_file_is_refused_with_the_whole_report(worker: Client, case: str) -> None:
    before = saved()
    name, content = DISGUISED[case]
    upload = SimpleUploadedFile(name, content, "image/png")
    response = worker.post("/matters/new", entry(photos=upload))
    assert response.status_code == 422, case
    assert "路面有坑" in response.content.decode(), "what was typed is not lost"
    assert response.context["form"].errors["photos"]
    assert saved() == before


def test_a_body_of_two_gigabytes_is_refused_by_its_length(worker: Client) -> None:
    before = saved()
    response = worker.post("/matters/new", entry(), CONTENT_LENGTH=str(2 * 1024**3))
    assert response.status_code == 413
    assert "文件太大" in response.content.decode()
    assert saved() == before


def test_a_form_sent_twice_is_one_report(worker: Client) -> None:
    page = worker.get("/matters/new")
    receipt = page.context["form"]["receipt_key"].value()
    places = {
        worker.post("/matters/new", entry(receipt_key=receipt)).headers["Location"]
        for _ in range(3)
    }
    assert (len(places), Matter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("kind", "Z99"),
        ("grid_code", "511622102001001"),
        ("grid_code", "' OR 1=1 --"),
        ("channel", "telepathy"),
        ("lng", "1e999"),
        ("lat", "nan"),
        ("severity", "<b>"),
    ],
)
def test_a_report_with_one_thing_wrong_is_answered_at_its_field(
    worker: Client, field: str, typed: str
) -> None:
    before = saved()
    response = worker.post("/matters/new", entry(**{field: typed}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert saved() == before


def test_a_title_of_signs_from_everywhere_is_kept_as_it_is(worker: Client) -> None:
    title = "😀 <b>井盖</b> & “引号” 𠮷 Ω"
    response = worker.post("/matters/new", entry(title=title))
    assert response.status_code == 302
    assert Matter.objects.get().title == title
    page = worker.get(response.headers["Location"]).content.decode()
    assert "<b>井盖</b>" not in page
    assert "&lt;b&gt;井盖&lt;/b&gt;" in page


def test_the_clock_of_a_browser_decides_nothing(worker: Client) -> None:
    before = timezone.now()
    worker.post("/matters/new", entry(reported_at="2030-01-01", now="2030-01-01"))
    assert before <= Matter.objects.get().reported_at <= timezone.now()
