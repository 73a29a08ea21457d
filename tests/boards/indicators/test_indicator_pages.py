"""The pages of indicators: every number opens exactly its records, within what a reader may see."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from gege.boards.indicators.declared import BASELINES, GROUPS, INDICATORS
from gege.boards.indicators.files import COLUMNS
from gege.boards.indicators.parts import DIVISIONS
from gege.matters.api import Matter
from tests.boards.indicators.counted_again import read
from tests.cast import COMMUNITY, OTHER_TOWN
from tests.matters.play import Play

ADDRESS = "/boards/indicators"
READ_BY_NOBODY = ("路面有坑", "说明的话", "菜市场门口")


@pytest.fixture
def county(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """One matter closed by the bureau, one settled in the grid, one open."""
    entry = {"description": "说明的话", "address": "菜市场门口"}
    play.closed(**entry)
    play.wait(hours=1)
    matter = play.accepted(**entry)
    play.complete(matter, play.cast.grid_worker)
    play.wait(hours=1).report(title="=1+1", **entry)
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return play


def client_of(play: Play, who: str, language: str = "en") -> Client:
    account = play.cast.account(who)
    account.language = language
    account.save(update_fields=["language"])
    return play.cast.client(who)


def links(html: str) -> list[tuple[str, int]]:
    """Addresses of records with the number that stands in the link."""
    found = re.findall(
        r'<a href="([^"]*/records\?[^"]*)"><span class="number">([\d,]+)</span></a>', html
    )
    return [(href.replace("&amp;", "&"), int(re.sub(r"\D", "", text))) for href, text in found]


@pytest.mark.row("R-003", "R-041", "R-065", "R-110")
@pytest.mark.parametrize("code", ["", "/near", "/handling_time", "/closed", "/first_respond"])
def test_a_number_opens_exactly_as_many_records_on_the_page_and_in_the_sheet(
    county: Play, code: str
) -> None:
    client = client_of(county, "county_supervisor")
    ways = [f"?by={way}" for way in DIVISIONS] if code else [""]
    followed = 0
    for way in ways:
        page = client.get(f"{ADDRESS}{code}{way}")
        assert page.status_code == 200
        for href, number in links(page.text):
            followed += 1
            listed = client.get(href)
            assert (listed.context["page"].count, len(listed.context["page"].rows)) == (
                number,
                number,
            ), href
            sheet = client.get(href.replace("/records?", "/records.csv?"))
            assert len(read(b"".join(sheet.streaming_content))) == number, href
    assert followed > 3


@pytest.mark.row("R-110")
def test_the_sheet_tells_nothing_of_a_person_and_nothing_that_computes(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    csv = client.get(f"{ADDRESS}/closed/records.csv")
    text = b"".join(csv.streaming_content).decode("utf-8-sig")
    assert csv.headers["Cache-Control"] == "no-store, private"
    assert text.splitlines()[0].split(",") == [name for name, _words in COLUMNS]
    assert not [word for word in READ_BY_NOBODY if word in text]
    book = load_workbook(io.BytesIO(client.get(f"{ADDRESS}/closed/records.xlsx").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (len(rows), len(rows[0])) == (4, len(COLUMNS))
    assert {str(value)[:1] for row in rows for value in row if value} & set("=+@") == set()


@pytest.mark.row("R-031")
def test_everybody_counts_their_own_scope_only(county: Play) -> None:
    def closed(who: str) -> int:
        page = client_of(county, who).get(f"{ADDRESS}/closed")
        return int(page.context["page"].whole.measured.of)

    assert closed("county_supervisor") == closed("station_clerk") == Matter.objects.count() == 3
    assert closed("second_station_clerk") == closed("strange_township_operator") == 0
    assert closed("department_officer") == 1
    stranger = client_of(county, "strange_township_operator")
    for end in ("", "/near", "/near/records", "/near/records.csv", "/near/records.xlsx"):
        assert stranger.get(f"{ADDRESS}{end}?area={COMMUNITY}").status_code == 404, end
        assert stranger.get(f"{ADDRESS}{end}?area={OTHER_TOWN}").status_code == 200, end
    assert client_of(county, "administrator").get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/nothing/records",
        "/nothing/records.csv",
        "/near/records?which=all",
        "/near/records?by=height&part=1",
        "/near/records?by=unit&part=%00",
        f"/near/records?by=unit&part={'9' * 41}",
        "/near/records.csv?which=some",
        "/near/records.pdf",
        "/near?area=999",
    ],
)
def test_what_does_not_exist_is_not_widened_to_everything(county: Play, address: str) -> None:
    assert client_of(county, "county_supervisor").get(ADDRESS + address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "by=unit&part=abc",
        "by=month&part=2026-13-45",
        "by=tier&part='; DROP",
        "after=-1&by=kind&part=",
        "since=x&until=9999-99-99",
        "by=unit&part=99999999999999999999",
    ],
)
def test_a_part_that_means_nothing_has_no_records(county: Play, query: str) -> None:
    answer = client_of(county, "county_supervisor").get(f"{ADDRESS}/near/records?{query}")
    assert answer.status_code == 200
    if "part" in query:
        assert answer.context["page"].count == 0


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        answer: Any = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(caught)


def test_pages_cost_the_same_with_one_row_and_with_three(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    ends = ["", *(f"/near?by={way}" for way in DIVISIONS), "/near/records", "/near/records.csv"]
    before = {end: statements(client, f"{ADDRESS}{end}") for end in ends}
    for _ in range(3):
        county.closed()
    assert {end: statements(client, f"{ADDRESS}{end}") for end in ends} == before


@pytest.mark.row("R-098", "R-109", "R-110")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_reports_figures_stand_apart(county: Play, language: str) -> None:
    page = client_of(county, "county_supervisor", language).get(ADDRESS).text
    counted, _mark, told = page.partition('id="baselines"')
    assert [one.value for one in BASELINES] == ["151", "145", "≥ 100", "95 %"]
    assert [one.value for one in BASELINES if one.value not in told] == []
    assert [one.value for one in BASELINES[:3] if f">{one.value}<" in counted] == []


def test_every_word_of_the_table_is_said_in_both_languages() -> None:
    said = [one.name for one in (*GROUPS, *BASELINES, *DIVISIONS.values())]
    said += [words for _name, words in COLUMNS]
    for one in INDICATORS.values():
        assert (one.share is None) != (one.span is None), one.code
        said += [one.name, one.numerator, one.denominator, one.excluded]
    with translation.override("zh-hans"):
        assert [str(one) for one in said if not re.search(r"[\u4e00-\u9fff]", str(one))] == []


def test_an_address_of_records_keeps_what_was_chosen(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    page = client.get(f"{ADDRESS}?area={COMMUNITY}&family=management&since=2026-11-01")
    for href, _number in links(page.text):
        asked = parse_qs(urlsplit(href).query)
        assert (asked["area"], asked["family"], asked["since"]) == (
            [COMMUNITY],
            ["management"],
            ["2026-11-01"],
        )
