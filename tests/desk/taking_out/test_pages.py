"""A list as a file: the page without its frame, whole, safe, and written down."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gege.desk.taking_out import pages
from gege.supervision.api import NewOrder, OrderKind, issue
from gege.trail.models import AccessLine
from tests.cast import HOUSING, Cast
from tests.matters.play import Play

ORDERS = "/supervision/orders"


def ordered(play: Play, title: str) -> None:
    entry = NewOrder(kind=OrderKind.FOLLOW_UP, to=HOUSING, words="请书面答复", title=title)
    issue(entry, by=play.cast.county_supervisor, now=play.now)


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_list_is_taken_out_over_all_its_pages(cast: Cast, play: Play) -> None:
    for number in range(53):
        ordered(play, f"第{number}件")
    client = cast.client("county_supervisor")
    answer = client.get(f"{ORDERS}?box=all&after=7&as=csv")
    found = lines(answer)
    assert [row[2] for row in found[1:]] == [f"第{number}件" for number in range(52, -1, -1)]
    assert answer.headers["Cache-Control"].startswith("no-store, private")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="orders-')
    sheet = load_workbook(io.BytesIO(client.get(f"{ORDERS}?box=all&as=xlsx").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[2] for row in rows] == [row[2] for row in found]
    assert {type(row[5]).__name__ for row in rows[1:]} == {"datetime"}


def test_the_filters_and_the_scope_are_those_of_the_page(cast: Cast, play: Play) -> None:
    ordered(play, "督办一件")
    offered = cast.client("department_officer").get(f"{ORDERS}?box=received").text
    assert 'href="?box=received&amp;as=csv"' in offered
    rows = {
        who: len(lines(cast.client(who).get(f"{ORDERS}?box=received&as=csv"))) - 1
        for who in ("department_officer", "other_department_officer", "strange_township_operator")
    }
    assert rows == {
        "department_officer": 1,
        "other_department_officer": 0,
        "strange_township_operator": 0,
    }
    assert cast.client("grid_worker").get(f"{ORDERS}?as=csv").status_code == 404
    assert (
        cast.client("county_supervisor")
        .get(f"{ORDERS}?as=pdf")
        .headers["Content-Type"]
        .startswith("text/html")
    )


def test_what_looks_like_a_formula_computes_nothing(cast: Cast, play: Play) -> None:
    for title in ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"):
        ordered(play, title)
    client = cast.client("county_supervisor")
    assert {row[2][0] for row in lines(client.get(f"{ORDERS}?as=csv"))[1:]} == {"'"}
    book = load_workbook(io.BytesIO(client.get(f"{ORDERS}?as=xlsx").content))
    assert {cell.data_type for row in book.worksheets[0].iter_rows(max_col=4) for cell in row} <= {
        "s",
        "n",
    }


def test_what_does_not_fit_is_said_in_the_last_line(
    cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 2)
    for number in range(3):
        ordered(play, f"第{number}件")
    found = lines(cast.client("county_supervisor").get(f"{ORDERS}?as=csv"))
    assert len(found) == 1 + 2 + 1
    assert found[-1] == ["还有更多：请缩小范围后再导出。"]


def test_taking_out_what_tells_of_persons_is_written_down(cast: Cast, play: Play) -> None:
    client = cast.client("administrator")
    assert client.get("/people").status_code == 200
    assert AccessLine.objects.count() == 0
    found = lines(client.get("/people?as=csv"))
    line = AccessLine.objects.get()
    assert (line.subject, line.fields) == ("list:people", f"name, login ({len(found) - 1})")
    assert line.account_id == cast.administrator.account_id
    client.get(f"{ORDERS}?as=csv")
    assert AccessLine.objects.count() == 1


def test_a_file_of_one_page_costs_no_more_than_the_page(cast: Cast, play: Play) -> None:
    ordered(play, "督办一件")
    client = cast.client("county_supervisor")
    assert statements(client, f"{ORDERS}?as=csv") < statements(client, ORDERS)


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
