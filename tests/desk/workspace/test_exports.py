"""A list as a spreadsheet: the same rows, text stays text, no reporter in it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from gege.desk.workspace import views
from gege.desk.workspace.exports import HEADINGS
from tests.desk.workspace.conftest import Desk, Scene
from tests.matters.play import CALLER


def opened(content: bytes) -> list[list[Any]]:
    """Return the cells of the sheet, its headings first."""
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_sheet_holds_the_list_with_headings_in_both_languages(desk: Desk, scene: Scene) -> None:
    response = desk.get("department_officer", "/matters/export.xlsx?box=all")
    rows = opened(response.content)
    assert rows[0] == [heading for heading, _width in HEADINGS]
    assert {row[0] for row in rows[1:]} == scene.numbers("department", "closed")
    closed = next(row for row in rows if row[0] == scene.closed.number)
    nine = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - a sheet knows no zone
    assert closed[1:8] == [
        "结案的事",
        "道路坑洼破损",
        "沿口镇 · 解放路社区 · 第1网格",
        "已结案",
        "按期",
        "解放路社区服务管理站",
        nine,
    ]
    assert closed[9:] == [nine, nine, "窗口"]
    assert response["Content-Disposition"] == (
        'attachment; filename="matters-all-2026-11-24-0900.xlsx"'
    )


def test_a_title_that_looks_like_a_formula_stays_text(desk: Desk) -> None:
    titles = {"=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", '"=1+1', "字\x07符"[:1] + "面"}
    for title in titles:
        desk.play.report(title=title)
    content = desk.get("grid_worker", "/matters/export.xlsx?box=mine").content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.value for cell in cells} == titles
    assert {cell.data_type for cell in cells} == {"s"}


def test_nothing_of_the_reporter_is_in_the_file(desk: Desk) -> None:
    desk.play.report(who=CALLER, description="家里老人住院")
    rows = opened(desk.get("grid_worker", "/matters/export.xlsx").content)
    text = " ".join(str(cell) for row in rows for cell in row)
    for secret in (CALLER.name, CALLER.phone, "家里老人住院"):
        assert secret not in text


def test_a_sheet_that_is_cut_off_says_so_in_its_last_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 3)
    for _ in range(4):
        desk.play.report()
    rows = opened(desk.get("grid_worker", "/matters/export.xlsx").content)
    assert len(rows) == 1 + 3 + 1
    assert "3" in rows[-1][0]
    assert rows[-1][0].startswith("还有更多")


def test_a_stranger_exports_only_what_they_see(desk: Desk, scene: Scene) -> None:
    rows = opened(desk.get("stranger", "/matters/export.xlsx?box=all").content)
    assert [row[0] for row in rows[1:]] == [scene.elsewhere.number]


def test_what_cannot_be_read_exports_nothing(desk: Desk, scene: Scene) -> None:
    for said in ("state='", "area=511622102", "light=blue", "box=%00", "q=" + "x" * 5000):
        rows = opened(desk.get("township_operator", f"/matters/export.xlsx?{said}").content)
        assert len(rows) == 1, said
