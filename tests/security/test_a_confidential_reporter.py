"""A reporter in confidence stays so on every door: pages, lists, exports, interfaces, the phone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from openpyxl import load_workbook

from gege.hotline.models import InboundText
from gege.hotline.rules.incoming import Incoming
from gege.hotline.texts.receive import PURPOSE, receive
from gege.matters import api as matters
from gege.matters.api import Matter, Who
from gege.notices.api import unseal
from gege.trail.api import AccessLine, Entry
from tests.cast import Cast
from tests.field.phone import phone_of
from tests.matters.play import Play
from tests.openapi.conftest import opened

NAME, PHONE = "钟不露", "10000000077"
SECRET = Who(False, NAME, PHONE, wants_callback=True, confidential=True)
TRACES = (NAME, "钟*", PHONE, "100****0077", "0077")
OTHERS = (
    "grid_worker",
    "station_clerk",
    "township_operator",
    "county_supervisor",
    "department_officer",
    "electronic_supervisor",
)
pytestmark = pytest.mark.row("R-077")


@pytest.fixture
def secret(play: Play, monkeypatch: pytest.MonkeyPatch) -> Matter:
    """A matter in hand at a bureau, reported in confidence, and one like it of somebody known."""
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return play.in_hand(who=SECRET, address="农贸市场后门")


def traces(text: str) -> list[str]:
    return [one for one in TRACES if one in text]


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_of_the_desk_shows_them(play: Play, secret: Matter, who: str) -> None:
    client = play.cast.client(who)
    pages = [client.get(f"{secret.get_absolute_url()}{rest}") for rest in ("", "/print")]
    lists = [client.get("/matters?box=all"), client.get("/")]
    assert [page.status_code for page in pages + lists] == [200] * 4
    assert [traces(page.text) for page in pages + lists] == [[]] * 4
    given = {"purpose": "call_back"}
    revealed = client.post(f"{secret.get_absolute_url()}/reveal", given)
    assert traces(revealed.text) == []


def test_the_hotline_shows_them_masked_and_opens_them_for_a_purpose(
    play: Play, secret: Matter
) -> None:
    client = play.cast.client("hotline_operator")
    page = client.get(secret.get_absolute_url())
    assert traces(page.text) == ["钟*", "100****0077", "0077"]
    assert "保密" in page.text
    shown = client.post(f"{secret.get_absolute_url()}/reveal", {"purpose": "call_back"})
    assert (NAME in shown.text, PHONE in shown.text) == (True, True)
    assert AccessLine.objects.get().purpose == "call_back"


def test_neither_export_nor_trail_nor_interface_names_them(play: Play, secret: Matter) -> None:
    content = play.cast.client("county_supervisor").get("/matters/export.xlsx?box=all").content
    sheet: Any = load_workbook(io.BytesIO(content)).active
    cells = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert (secret.number in cells, traces(cells)) == (True, [])
    lines = " ".join(f"{one.name} {one.payload}" for one in Entry.objects.all())
    assert traces(lines) == []
    system = opened(play.cast, reads=True, moves=True)
    browser = Browser(**system.head)
    rest = browser.get(f"/api/v1/matters/{secret.number}")
    open311 = browser.get(f"/open311/v2/requests/{secret.number}.json")
    assert rest.status_code == 200
    assert [traces(answer.text) for answer in (rest, open311)] == [[], []]


def test_the_workers_phone_does_not_know_them(play: Play, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    matter = play.accepted(who=SECRET)
    answer = phone_of(play.cast).start()
    assert matter.number in str(answer)
    assert traces(str(answer)) == []


def test_what_they_write_by_text_does_not_give_them_away(play: Play, secret: Matter) -> None:
    receive(Incoming("k1", PHONE, f"补充 {secret.number} 昨晚又来了"), now=play.now)
    row = InboundText.objects.get()
    assert (row.outcome, row.shown) == ("noted", "居民")
    assert unseal(row.sealed, PURPOSE)["sender"] == ""
    page = play.cast.client("station_clerk").get(secret.get_absolute_url())
    assert "昨晚又来了" in page.text
    assert traces(page.text) == []
    assert traces(play.cast.client("county_supervisor").get("/hotline/texts/").text) == []


def test_somebody_known_has_traces_that_would_be_found(play: Play, secret: Matter) -> None:
    """The same looks find a reporter who asked for nothing."""
    known = play.report(who=Who(False, NAME, PHONE, wants_callback=True))
    page = play.cast.client("station_clerk").get(known.get_absolute_url())
    assert traces(page.text) == ["钟*", "100****0077", "0077"]


def test_the_station_is_not_offered_the_call(cast: Cast, play: Play, secret: Matter) -> None:
    play.complete(secret, cast.department_officer)
    play.do(matters.verify, secret, cast.station_clerk)
    page = cast.client("station_clerk").get(secret.get_absolute_url())
    assert "回访这位反映人" not in page.text
