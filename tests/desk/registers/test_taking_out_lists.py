"""A register's list as xlsx and CSV: what the page shows, and nothing besides."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gege.desk.registers import taking_out
from gege.trail.api import AccessLine
from tests.cast import GRID, Cast, centre_of
from tests.registers.keeping_records import Home, enter, go_live

pytestmark = pytest.mark.row("R-043")


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def building(cast: Cast, name: str) -> None:
    lng, lat = centre_of(GRID)
    typed = {
        "building_code": f"B{name}",
        "name": name,
        "address": "解放路14号",
        "point": {"lng": lng, "lat": lat},
        "use": "1",
        "self_built_business": "no",
    }
    enter("building", typed, cast.grid_worker)


def csv_lines(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("no-store, private")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_sheet_holds_the_masked_lines_of_the_page(cast: Cast, home: Home) -> None:
    clerk = cast.client("station_clerk")
    page = clerk.get("/registers/resident").context
    answer = clerk.get("/registers/resident?as=xlsx")
    book = load_workbook(BytesIO(answer.content)).active
    assert book is not None
    lines = [list(row) for row in book.iter_rows(values_only=True)]
    shown = [[line.title, place, *line.cells] for line, place, _cells in page["rows"]]
    assert [[value or "" for value in line[:-2]] for line in lines[1:]] == shown
    assert all("*" in str(line[0]) for line in lines[1:])
    plain = csv_lines(clerk.get("/registers/resident?as=csv"))
    assert [line[:-2] for line in plain[1:]] == shown
    assert plain[0] == [str(one) for one in lines[0]]


def test_whoever_takes_people_out_stands_in_the_access_log(cast: Cast, home: Home) -> None:
    clerk = cast.client("station_clerk")
    people = len(clerk.get("/registers/resident").context["rows"])
    assert not AccessLine.objects.filter(subject__startswith="list:").exists()
    csv_lines(clerk.get("/registers/resident?as=csv"))
    line = AccessLine.objects.get(subject="list:records/resident")
    assert (line.fields, "csv" in line.purpose) == (f"title, values ({people})", True)


def test_it_is_narrowed_as_the_page_is(cast: Cast, home: Home) -> None:
    clerk = cast.client("station_clerk")
    assert len(csv_lines(clerk.get("/registers/resident?as=csv&state=ended"))) == 1
    assert clerk.get("/registers/resident?as=csv&area=x").headers["Content-Type"] == (
        "text/html; charset=utf-8"
    )
    assert clerk.get("/registers/resident?as=exe").context["rows"]


def test_nobody_takes_out_what_they_do_not_read(cast: Cast, home: Home) -> None:
    stranger = cast.client("strange_township_operator")
    assert len(csv_lines(stranger.get("/registers/building?as=csv"))) == 1
    assert cast.client("administrator").get("/registers/resident?as=csv").status_code == 404
    assert cast.client("station_clerk").get("/registers/nothing?as=csv").status_code == 404


def test_a_long_list_is_read_in_parts_and_says_where_it_ends(
    cast: Cast, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        building(cast, f"=1+{number}")
    monkeypatch.setattr(taking_out, "AT_ONCE", 2)
    clerk = cast.client("station_clerk")
    whole = csv_lines(clerk.get("/registers/building?as=csv"))
    assert [line[0][:5] for line in whole[1:6]] == [f"'=1+{number}" for number in (4, 3, 2, 1, 0)]
    assert len(whole) == 1 + 6
    monkeypatch.setattr(taking_out, "MOST", 3)
    cut = csv_lines(clerk.get("/registers/building?as=csv"))
    assert len(cut) == 1 + 3 + 1
    assert len(cut[-1]) == 1


def test_it_costs_the_same_with_one_line_and_with_four(cast: Cast, home: Home) -> None:
    costs = []
    clerk = cast.client("station_clerk")
    clerk.get("/registers/building?as=csv")
    for many in (1, 3):
        for number in range(many):
            building(cast, f"{many}{number}号楼")
        with CaptureQueriesContext(connection) as asked:
            clerk.get("/registers/building?as=csv")
        costs.append(len(asked))
    assert costs[0] == costs[1]
