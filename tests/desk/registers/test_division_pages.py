"""The division report at a desk: read, filtered, taken out, and its rules published (R-033)."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gege.registers.api import Finding, run_rules
from gege.staff.api import Account
from gege.territory.api import read_editions
from tests.cast import GRID, OTHER_GRID, SECOND_GRID, VACANT_GRID, Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.dividing import families, small_rules, uneven
from tests.registers.keeping_records import NOW, go_live

PAGE = "/registers/division"


@pytest.fixture(autouse=True)
def _uneven(cast: Cast) -> None:
    go_live()
    small_rules()
    uneven()


@pytest.mark.row("R-033")
def test_a_grid_that_stands_out_is_listed_with_its_values_and_a_proposal(cast: Cast) -> None:
    families(VACANT_GRID, 7)  # with the three there are none so few that the mean is kept back
    desk = Desk(cast.client("township_operator"))
    page = desk.get(PAGE)
    assert "+57 %" in page
    assert f"{PAGE}/{GRID}" in page
    assert f"{PAGE}/{SECOND_GRID}" not in page
    assert f"{PAGE}/{SECOND_GRID}" in desk.get(f"{PAGE}?show=all")
    assert OTHER_GRID not in desk.get(f"{PAGE}?show=all")
    one = desk.get(f"{PAGE}/{GRID}")
    assert "24 户" in one
    assert "一分为 2" in one or "分为 2" in one
    assert "1栋" in one or "解放路1号" in one
    assert "/setup/" not in one


@pytest.mark.row("R-033")
def test_the_administrator_is_led_to_the_division_and_told_of_no_building(cast: Cast) -> None:
    desk = Desk(cast.client("administrator"))
    one = desk.get(f"{PAGE}/{GRID}")
    assert f"/setup/territory/areas/{GRID}/divide" in one
    assert "/registers/records/" not in one
    assert "/registers/findings/" not in one


def test_few_households_are_told_to_nobody(cast: Cast) -> None:
    families(VACANT_GRID, 4)
    desk = Desk(cast.client("county_supervisor"))
    row = desk.get(f"{PAGE}?show=all").split(f"{PAGE}/{VACANT_GRID}")[1].split("</tr>")[0]
    assert "7" not in row.split("</th>")[1].split("</td>")[0]
    assert "−" not in row
    assert "不足 10 户" in desk.get(f"{PAGE}/{VACANT_GRID}")


def test_few_households_are_not_told_by_the_mean_of_their_community(cast: Cast) -> None:
    """24 and 12 beside a mean of 13 would be 3 in the third grid, and 15 together with 12."""
    desk = Desk(cast.client("county_supervisor"))
    listed = desk.get(f"{PAGE}?show=all")
    assert re.findall(r"[+\u2212]\d+ %", listed) == []
    own, small = desk.get(f"{PAGE}/{GRID}"), desk.get(f"{PAGE}/{VACANT_GRID}")
    assert "24 户" in own
    assert re.findall(r"13 户|[+\u2212]\d+ %", own) == []
    assert "建议" in small
    assert re.findall(r"(?:13|15|27) 户", small) == []


def test_the_report_is_taken_out_as_it_is_read(cast: Cast) -> None:
    client = cast.client("county_supervisor")
    told = client.get(f"{PAGE}?show=all&as=csv").content.decode("utf-8-sig")
    assert ",24.0,," in told
    families(SECOND_GRID, 1)
    families(VACANT_GRID, 7)
    book = load_workbook(BytesIO(client.get(f"{PAGE}?show=all&as=xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 1 + 5
    by_code = {row[1]: row for row in rows[1:]}
    assert by_code[GRID][3:5] == (24, 53)
    assert by_code[VACANT_GRID][3:5] == (10, -36)
    text = client.get(f"{PAGE}?as=csv").content.decode("utf-8-sig")
    assert GRID in text
    assert SECOND_GRID not in text


def test_the_report_costs_the_same_and_strangers_find_nothing(cast: Cast) -> None:
    client = cast.client("township_operator")

    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    two = cost()
    families(SECOND_GRID, 60)
    assert f"{PAGE}/{SECOND_GRID}" in Desk(client).get(PAGE)
    assert cost() == two
    for bad in ("after=%00", "after=999", "show=x", "as=pdf"):
        assert client.get(f"{PAGE}?{bad}").status_code == 200
    assert client.get(f"{PAGE}/{OTHER_GRID}").status_code == 404
    for code in ("x", "511622100", f"{GRID}1", "511622100001999"):
        assert client.get(f"{PAGE}/{code}").status_code == 404
    assert cast.client("grid_worker").get(PAGE).status_code == 404
    assert cast.client("strange_township_operator").get(f"{PAGE}/{GRID}").status_code == 404


@pytest.mark.row("R-047")
def test_the_finding_shows_the_proposal_and_is_dismissed_with_a_reason(cast: Cast) -> None:
    run_rules(now=NOW, editions=read_editions())
    Account.objects.filter(pk=cast.county_supervisor.account_id).update(language="en")
    desk = Desk(cast.client("county_supervisor"))
    assert "A grid has far more or far less work" in desk.get("/registers/findings?rule=L17")
    number = Finding.objects.get(grid_code=GRID).pk
    page = desk.get(f"/registers/findings/{number}")
    assert "Divide this grid into 2" in page
    assert f"{PAGE}/{GRID}" in page
    answer = desk.post(f"/registers/findings/{number}", deed="dismiss", reason="新小区正在入住")
    assert answer.status_code == 302
    assert Finding.objects.get(pk=number).state == "dismissed"


def test_the_rules_are_published_by_the_administrator(cast: Cast) -> None:
    desk = Desk(cast.client("administrator"))
    page = f"{PAGE}/rules"
    typed = {
        "place_percent": 200, "hazard_percent": 300, "facility_percent": 20,
        "tolerance_percent": 150, "distance_m": 1500, "least_mean": 5, "note": "放宽",
    }  # fmt: skip
    number = desk.value(page, "based_on")
    assert desk.post(page, **typed, based_on=0).status_code == 422
    assert desk.post(page, **{**typed, "tolerance_percent": 0}, based_on=number).status_code == 422
    assert desk.post(page).status_code == 422
    assert desk.post(page, **typed, based_on=number).status_code == 302
    assert f"{PAGE}/{GRID}" not in desk.get(PAGE)
    assert cast.client("county_supervisor").get(page).status_code == 404
