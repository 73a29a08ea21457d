"""A list reads its own page: however many others entered records since, and in whatever area."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.kernel.ids import new_uid
from gege.registers.api import RecordFilter, records
from gege.registers.models import Record
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.cast import COUNTY, GRID, OTHER_TOWN, Cast
from tests.registers.keeping_records import NOW, go_live

pytestmark = pytest.mark.row("R-006")

ELSEWHERE = f"{OTHER_TOWN}001001"


def crowd(area_code: str, many: int, sheet: str = "building") -> None:
    """Records as they lie, without the words that entered them."""
    rows = [
        Record(
            uid=new_uid(), sheet=sheet, area_code=area_code, open={"name": f"{place}栋"},
            opened_at=NOW, changed_at=NOW, valid_from=NOW.date(),
        )
        for place in range(many)
    ]  # fmt: skip
    Record.objects.bulk_create(rows)


def plan_of(by: Actor, **wanted: str) -> str:
    """The plan of the statement that reads a page of buildings."""
    with CaptureQueriesContext(connection) as asked:
        page = records(
            "building", RecordFilter(**wanted), by=by, now=NOW, editions=read_editions(),
            language="en",
        )  # fmt: skip
    assert len(page.lines) == 30
    pages = [one["sql"] for one in asked if one["sql"].endswith(" LIMIT 31")]
    (sql,) = [sql for sql in pages if sql.startswith('SELECT "registers_record"."id"')]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}", [])
        return json.dumps(cursor.fetchone()[0])


def test_a_page_is_read_in_the_order_of_an_index(cast: Cast) -> None:
    go_live()
    crowd(GRID, 600)
    crowd(GRID, 1_400, "dwelling")
    # Others entered theirs later: by the numbers alone a page would be looked for behind these.
    crowd(ELSEWHERE, 3_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registers_record")
    station, town = cast.station_clerk, cast.township_operator
    community, township = '"records_of_a_community"', '"records_of_a_township"'
    county = cast.county_supervisor
    plans = {
        "grid": (plan_of(cast.grid_worker), '"live_records_of_an_area"'),
        "station": (plan_of(station), community),
        "station, all": (plan_of(station, state="all"), community),
        "town": (plan_of(town), township),
        "county, of a grid": (plan_of(county, area_code=GRID), '"live_records_of_an_area"'),
        "county, of a community": (plan_of(county, area_code=GRID[:12]), community),
    }
    for name, (plan, index) in plans.items():
        assert index in plan, (name, plan)
        assert '"Sort"' not in plan, (name, plan)
        assert '"Seq Scan"' not in plan, (name, plan)
    assert county.area_code == COUNTY
