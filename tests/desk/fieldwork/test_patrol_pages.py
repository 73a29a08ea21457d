"""Patrols at the desk: a row per grid, the figure, one patrol, its track, excuses (R-080)."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Excuse
from gege.kernel.ids import new_uid
from gege.trail.api import AccessLine
from tests.cast import COMMUNITY, GRID, OTHER_GRID, SECOND_GRID, Cast
from tests.fieldwork.walks import Walks, at, fix, walks_of

READERS = (
    "grid_worker",
    "station_clerk",
    "township_operator",
    "county_dispatcher",
    "county_supervisor",
    "electronic_supervisor",
)
LIST = "/field-work/patrols"
OF_THE_RAIL = 1
"""Statements of the county's rail alone: callbacks that wait, and the opinion platform."""


@pytest.fixture
def walks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Walks:
    _clock(monkeypatch, at("15:00"))
    return walks_of(cast)


def _clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def words(walks: Walks, who: str, path: str, **query: str) -> str:
    return text(walks.cast.client(who).get(path, query))


@pytest.mark.row("R-080")
def test_a_day_has_a_row_per_grid_in_words_and_shape(walks: Walks) -> None:
    walks.whole("09:00")
    walks.start(at("14:40"))
    page = words(walks, "station_clerk", LIST)
    assert [row["grid"][-4:] for row in _rows(walks, "station_clerk")] == [
        "第1网格", "第2网格", "第3网格",
    ]  # fmt: skip
    cells = [[cell.word for cell in row["cells"]] for row in _rows(walks, "station_clerk")]
    assert cells == [["已巡查", "巡查中"], ["未巡查", "待巡查"], ["不当值", "不当值"]]
    assert "09:00–09:40" in page
    assert "14:40 起" in page
    assert "light-green" in page
    assert "light-red" in page


@pytest.mark.row("R-080")
def test_the_figure_has_its_denominator_period_and_definition(walks: Walks) -> None:
    walks.whole("09:00")
    walks.whole("14:15")
    context = walks.cast.client("county_supervisor").get(LIST).context
    today, month = context["figures"]
    assert (today.value, today.of) == (1, 2)
    assert "20" in today.meaning
    assert month.href.startswith("/field-work/patrols/days?since=2026-11-25&until=2026-11-25")
    records = walks.cast.client("county_supervisor").get(LIST + today.href).context["rows"]
    assert len(records) == today.value
    days = words(walks, "county_supervisor", month.href)
    assert "2026-11-25" in days


@pytest.mark.row("R-080")
def test_nobody_is_watched_as_he_walks(walks: Walks) -> None:
    patrol = walks.start(at("14:30"))
    point = walks.point("秘密楼")
    walks.check_in(patrol, point, at=at("14:40"))
    fieldwork.track(
        patrol.uid,
        positions=[fix("14:41", 106.2817, 30.3419)],
        by=walks.cast.grid_worker,
        now=at("14:50"),
    )
    for who in READERS[1:]:
        client = walks.cast.client(who)
        pages = [client.get(LIST), client.get(f"{LIST}/{patrol.uid}")]
        for page in pages:
            assert "秘密楼" not in text(page)
            assert "106.28" not in text(page)
        assert client.get(f"{LIST}/{patrol.uid}/track").status_code == 404
    assert "秘密楼" in words(walks, "grid_worker", f"{LIST}/{patrol.uid}")


def test_the_page_of_a_patrol_says_what_and_why_not(walks: Walks) -> None:
    patrol = walks.end(walks.start(), at("09:10"), note="狗多")
    page = words(walks, "station_clerk", f"{LIST}/{patrol.uid}")
    assert "时长不足" in page
    assert "狗多" in page
    assert "狗多" not in words(walks, "township_operator", f"{LIST}/{patrol.uid}")


@pytest.mark.row("R-080")
def test_a_station_says_what_it_needs_a_track_for(walks: Walks) -> None:
    patrol = walks.start()
    fieldwork.track(
        patrol.uid,
        positions=[fix("09:10", 106.2817, 30.3419), fix("09:20", 106.2857, 30.3459)],
        by=walks.cast.grid_worker,
        now=at("09:30"),
    )
    walks.end(patrol)
    address = f"{LIST}/{patrol.uid}/track"
    clerk = walks.cast.client("station_clerk")
    assert "106.2817" not in text(clerk.get(f"{LIST}/{patrol.uid}"))
    assert "106.2817" not in text(clerk.get(address))
    assert clerk.post(address, {"purpose": " "}).status_code == 422
    assert AccessLine.objects.count() == 0
    shown = clerk.post(address, {"purpose": "核对巡查点"})
    assert "106.2817" in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert list(AccessLine.objects.values_list("name", "purpose")) == [("张站员", "核对巡查点")]
    for who in ("second_station_clerk", "township_operator", "county_supervisor", "stranger"):
        assert walks.cast.client(who).post(address, {"purpose": "看看"}).status_code == 404
    assert "106.2817" in words(walks, "grid_worker", f"{LIST}/{patrol.uid}")


@pytest.mark.parametrize(
    "who", ["stranger", "second_station_clerk", "strange_township_operator", "administrator"]
)
def test_a_stranger_finds_no_patrol(walks: Walks, who: str) -> None:
    patrol = walks.whole()
    client = walks.cast.client(who)
    unknown = f"{LIST}/{new_uid()}"
    for path in (f"{LIST}/{patrol.uid}", unknown, f"{LIST}/{patrol.uid}/track"):
        assert client.get(path).status_code == 404
    if who != "administrator":
        assert "王网格" not in text(client.get(LIST))


@pytest.mark.parametrize(
    "query",
    [
        {"day": "yesterday"},
        {"day": "2026-13-01"},
        {"day": "99999-01-01"},
        {"area": OTHER_GRID},
        {"area": "x' OR 1=1"},
        {"only": "everything"},
        {"after": "9" * 500},
        {"day": "\x00"},
    ],
)
def test_an_address_that_means_nothing_shows_nothing_more(
    walks: Walks, query: dict[str, str]
) -> None:
    walks.whole()
    page = walks.cast.client("station_clerk").get(LIST, query)
    assert page.status_code == 200
    if "after" not in query:
        assert page.context["rows"] == []
        assert walks.cast.client("station_clerk").get(f"{LIST}/export", query).status_code == 404


def test_the_lists_cost_the_same_with_one_grid_and_with_five(walks: Walks) -> None:
    walks.whole("09:00")
    walks.excuse(half="afternoon")
    for path in (LIST, f"{LIST}/days", "/field-work/points"):
        one = _statements(walks, "second_station_clerk", path)
        five = _statements(walks, "county_supervisor", path)
        assert five - one == OF_THE_RAIL, path
    for number in range(4):
        walks.excuse(area_code=SECOND_GRID, by=walks.cast.second_grid_worker, **_half(number))
    few = _statements(walks, "second_station_clerk", "/field-work/excuses")
    assert _statements(walks, "station_clerk", "/field-work/excuses") == few


def test_a_day_is_a_spreadsheet(walks: Walks) -> None:
    walks.whole("09:00")
    answer: Any = walks.cast.client("station_clerk").get(f"{LIST}/export")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [f"{COMMUNITY}00{n}" for n in (1, 2, 3)]
    assert rows[1][2:7] == ("王网格", "已巡查", "09:00–09:40", 3, None)
    assert AccessLine.objects.get(subject="list:patrols").fields == "name (3)"
    answer = walks.cast.client("station_clerk").get(f"{LIST}/days/export")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[-1][1:] == (0, 2, 0, 1)


@pytest.mark.row("R-080")
def test_a_station_decides_on_an_excuse(walks: Walks) -> None:
    row = walks.excuse(half="afternoon", note="带孩子看病")
    clerk = walks.cast.client("station_clerk")
    page = text(clerk.get("/field-work/excuses"))
    assert "带孩子看病" in page
    assert "带孩子看病" not in words(walks, "township_operator", "/field-work/excuses")
    address = f"/field-work/excuses/{row.uid}"
    assert clerk.post(address, {"granted": "no", "answer": ""}).status_code == 422
    assert clerk.post(address, {"granted": "perhaps"}).status_code == 422
    assert clerk.post(address, {"granted": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.granted is True
    assert clerk.post(address, {"granted": "yes"}).status_code == 422
    for who in ("grid_worker", "stranger", "electronic_supervisor", "county_supervisor"):
        assert walks.cast.client(who).post(address, {"granted": "yes"}).status_code == 404


def test_a_station_excuses_all_its_grids_for_a_day_of_storm(walks: Walks) -> None:
    clerk = walks.cast.client("station_clerk")
    given = {
        "uid": str(new_uid()),
        "area": COMMUNITY,
        "day": "2026-11-26",
        "half": "both",
        "reason": "weather",
    }
    for _ in range(2):
        assert clerk.post("/field-work/excuses/new", given).status_code == 302
    found = Excuse.objects.order_by("-half").values_list("area_code", "half", "granted")
    assert list(found) == [(COMMUNITY, "morning", True), (COMMUNITY, "afternoon", True)]
    wrong = given | {"uid": str(new_uid()), "reason": "leave", "day": "2026-11-27"}
    assert clerk.post("/field-work/excuses/new", wrong).status_code == 422
    elsewhere = given | {"uid": str(new_uid()), "area": OTHER_GRID}
    assert clerk.post("/field-work/excuses/new", elsewhere).status_code == 422
    assert Excuse.objects.count() == 2


def test_a_worker_asks_at_a_desk_too(walks: Walks) -> None:
    given = {
        "uid": str(new_uid()),
        "area": GRID,
        "day": "2026-11-26",
        "half": "morning",
        "reason": "training",
    }
    worker: Client = walks.cast.client("grid_worker")
    assert worker.post("/field-work/excuses/new", given).status_code == 302
    assert Excuse.objects.get().granted is None


def _half(number: int) -> dict[str, Any]:
    day = at("08:00").date().replace(day=26 + number // 2)
    return {"day": day, "half": ("morning", "afternoon")[number % 2]}


def _rows(walks: Walks, who: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = walks.cast.client(who).get(LIST).context["rows"]
    return rows


def _statements(walks: Walks, who: str, path: str) -> int:
    client = walks.cast.client(who)
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        response: HttpResponse = client.get(path)
    assert response.status_code == 200
    return len(caught)
