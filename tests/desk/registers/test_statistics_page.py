"""Figures at the desk: tables, areas, and sheets without formulas."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.registers.api import count_registers
from gege.territory.api import bump, read_editions
from gege.territory.models import Area
from tests.cast import GRID, TOWN, Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import keep

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]
PAGE = "/registers/statistics"


@pytest.fixture
def counted(cast: Cast) -> Cast:
    go_live("population", "places")
    for _ in range(12):
        keep("resident", area=GRID, name="王", born="1980-01", residence_kind="1")
    keep("place", name="小卖部", kind="09")
    count_registers(now=NOW, editions=read_editions())
    return cast


def test_a_table_is_shown_and_leads_down(counted: Cast) -> None:
    desk = Desk(counted.client("county_supervisor"))
    shown = desk.get(f"{PAGE}?table=age")
    assert ("35–59岁" in shown, f"area={TOWN}" in shown) == (True, True)
    assert "沿口镇" in desk.get(f"{PAGE}?table=places&area={TOWN}")


@pytest.mark.parametrize(
    "query",
    [
        "table=none",
        "area=511622" + "0" * 300,
        "area=511699",
        "area=%00",
        "area=(((",
        "table=age&area=5116221",
        "area=999",
    ],
)
def test_what_is_no_table_or_area_is_not_there(counted: Cast, query: str) -> None:
    assert counted.client("county_supervisor").get(f"{PAGE}?{query}").status_code == 404


def test_a_sheet_is_text_where_an_area_is_called_like_a_formula(counted: Cast) -> None:
    Area.objects.filter(code=TOWN).update(name_zh='=HYPERLINK("http://x")')
    bump("areas")
    client = counted.client("county_supervisor")
    answer = client.get(f"{PAGE}?table=age&as=csv")
    assert "'=HYPERLINK" in answer.content.decode("utf-8-sig")
    assert client.get(f"{PAGE}?table=age&as=xlsx").content[:2] == b"PK"
    assert client.get(f"{PAGE}?table=age&as=exe").status_code == 200


def test_before_the_first_night_it_is_said_what_would_stand_here(cast: Cast) -> None:
    assert "首个夜间" in Desk(cast.client("county_supervisor")).get(PAGE)
    assert cast.client("grid_worker").get(PAGE).status_code == 404


def test_a_table_costs_the_same_for_the_county_and_a_town(counted: Cast) -> None:
    client = counted.client("county_supervisor")

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    assert cost(f"{PAGE}?table=age") == cost(f"{PAGE}?table=age&area={TOWN}")
