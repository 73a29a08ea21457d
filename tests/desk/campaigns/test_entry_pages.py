"""Entries at the desk: who reads what, the second look, and what is taken out."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Entry
from gege.trail.api import AccessLine
from tests.cast import GRID, OTHER_GRID, SECOND_GRID
from tests.desk.campaigns.conftest import Desk
from tests.fieldwork.collecting import new_uid, picture
from tests.fieldwork.sheets import answer

BODY = (
    "<house><kind>flat</kind><rooms>3</rooms><front>front.jpg</front></house>"
    "<person><called>=爷爷</called><needs>med fix</needs></person>"
    "<person><called>奶奶</called><needs>fix</needs></person>"
)


@pytest.fixture
def entry(desk: Desk) -> Entry:
    """An answered door with a picture, drawn for a second look."""
    campaign = desk.collecting.open(sample_percent=100)
    uid = new_uid()
    return desk.collecting.take(
        campaign,
        uid=uid,
        door="3单元502",
        note="狗凶",
        xml=answer(uid, body=BODY),
        files={"front.jpg": picture()},
    )


def address(entry: Entry, tail: str = "") -> str:
    return f"/campaigns/entries/{entry.uid}{tail}"


SECRETS = ("3单元502", "=爷爷", "狗凶", "楼房")


@pytest.mark.row("R-046")
@pytest.mark.parametrize("who", ["grid_worker", "station_clerk"])
def test_worker_and_station_read_the_answer_in_words(desk: Desk, entry: Entry, who: str) -> None:
    text = desk.get(who, address(entry)).content.decode()
    for said in (*SECRETS, "成员 1", "成员 2", "就医、维修", "房间数"):
        assert said in text
    sent = desk.get(who, address(entry, "/files/front.jpg"))
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"SECRETPHONE" not in b"".join(sent.streaming_content)
    assert AccessLine.objects.count() == 0


@pytest.mark.row("R-031")
@pytest.mark.parametrize("who", ["township_operator", "county_supervisor", "electronic_supervisor"])
def test_others_see_that_and_not_what(desk: Desk, entry: Entry, who: str) -> None:
    for path in (address(entry), f"/campaigns/{entry.campaign.uid}/entries"):
        text = desk.get(who, path).content.decode()
        assert "已采集" in text
        assert [said for said in SECRETS if said in text] == []
    assert desk.get(who, address(entry, "/files/front.jpg")).status_code == 404


@pytest.mark.row("R-031")
def test_saying_what_for_shows_it_once_and_is_written_down(desk: Desk, entry: Entry) -> None:
    path = address(entry, "/reveal")
    assert desk.post("county_supervisor", path, {"purpose": "other"}).status_code == 422
    assert AccessLine.objects.count() == 0
    shown = desk.post("county_supervisor", path, {"purpose": "ask", "words": ""})
    assert [said for said in SECRETS if said not in shown.content.decode()] == []
    assert "no-store" in shown.headers["Cache-Control"]
    line = AccessLine.objects.get()
    assert (line.name, line.subject, line.purpose) == ("周监管", f"entry:{entry.uid}", "ask")
    assert desk.post("electronic_supervisor", path, {"purpose": "ask"}).status_code == 404
    again = desk.get("county_supervisor", address(entry)).content.decode()
    assert "3单元502" not in again


@pytest.mark.row("R-046")
def test_a_clerk_looks_again(desk: Desk, entry: Entry) -> None:
    listed = desk.get("station_clerk", f"/campaigns/{entry.campaign.uid}/entries?check=due")
    assert [row.door for row in listed.context["rows"]] == ["3单元502"]
    path = address(entry, "/check")
    assert "3单元502" in desk.get("station_clerk", path).content.decode()
    assert "3单元502" not in desk.get("county_supervisor", path).content.decode()
    wrong = desk.post("station_clerk", path, {"state": "differs", "note": ""})
    assert wrong.status_code == 422
    done = desk.post("station_clerk", path, {"state": "differs", "note": "实为平房"})
    assert done.status_code == 302
    entry.refresh_from_db()
    assert (entry.check_state, entry.checked_by) == ("differs", "张站员")
    again = desk.post("station_clerk", path, {"state": "agreed", "note": ""})
    assert again.status_code == 422
    after = desk.get("station_clerk", f"/campaigns/{entry.campaign.uid}/entries?check=due")
    assert after.context["rows"] == []


def test_filters_that_mean_nothing_find_nothing(desk: Desk, entry: Entry) -> None:
    path = f"/campaigns/{entry.campaign.uid}/entries"
    for said in (
        "outcome=maybe",
        "check=%00",
        f"area={OTHER_GRID}",
        "every=no",
        "building=99999",
        "building=abc",
        "building=" + "9" * 40,
    ):
        page = desk.get("station_clerk", f"{path}?{said}")
        assert (page.status_code, page.context["rows"], page.context["wrong"]) == (200, [], True)
    found = desk.get("station_clerk", f"{path}?building={entry.assignment_id}&area={GRID}")
    assert len(found.context["rows"]) == 1
    assert desk.get("station_clerk", f"{path}?after=x").status_code == 200


def test_a_long_list_turns_by_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gege.fieldwork.queries.entries.PAGE", 2)
    campaign = desk.collecting.open()
    for door in ("101", "102", "103"):
        desk.collecting.take(campaign, door=door)
    path = f"/campaigns/{campaign.uid}/entries"
    first = desk.get("station_clerk", path)
    assert [row.door for row in first.context["rows"]] == ["103", "102"]
    second = desk.get("station_clerk", f"{path}{first.context['turns'].next}")
    assert [row.door for row in second.context["rows"]] == ["101"]
    assert second.context["turns"].next == ""


def exported(desk: Desk, entry: Entry, who: str = "station_clerk", **body: str) -> Any:
    given = {"purpose": "汇总上报", "place": "", "kind": "xlsx"} | body
    return desk.post(who, f"/campaigns/{entry.campaign.uid}/export", given)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


@pytest.mark.row("R-046")
def test_answers_are_taken_out_in_words_with_a_sheet_per_repeat(desk: Desk, entry: Entry) -> None:
    desk.collecting.take(entry.campaign, door="102", outcome="refused")
    found = sheets(exported(desk, entry).content)
    assert list(found) == ["answers", "person"]
    head, refused_or_done, *rest = found["answers"]
    rows = {row[0]: dict(zip(head, row, strict=True)) for row in (refused_or_done, *rest)}
    done = rows[entry.uid]
    assert (done["门牌 Door"], done["结果 Outcome"], done["类型"], done["房间数"]) == (
        "3单元502",
        "已采集",
        "楼房",
        "3",
    )
    assert len(rows) == 2
    assert found["person"] == [
        ["编号 Entry", "序号 Number", "称呼", "需要"],
        [entry.uid, "1", "=爷爷", "就医、维修"],
        [entry.uid, "2", "奶奶", "维修"],
    ]


def test_csv_holds_what_the_form_stores_and_no_formula(desk: Desk, entry: Entry) -> None:
    response = exported(desk, entry, kind="csv")
    assert response.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == ["answers.csv", "person.csv"]

    def read(name: str) -> list[dict[str, str]]:
        text = archive.read(name).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    (row,) = read("answers.csv")
    assert (row["/data/house/kind"], row["outcome"], row["place"]) == ("flat", "done", GRID)
    assert [one["/data/person/called"] for one in read("person.csv")] == ["'=爷爷", "奶奶"]


@pytest.mark.row("R-031")
def test_taking_out_needs_a_purpose_and_is_written_down(desk: Desk, entry: Entry) -> None:
    assert exported(desk, entry, purpose="").status_code == 422
    assert exported(desk, entry, purpose="x").status_code == 422
    assert exported(desk, entry, kind="exe").status_code == 422
    assert AccessLine.objects.count() == 0
    response = exported(desk, entry)
    assert "no-store" in response.headers["Cache-Control"]
    line = AccessLine.objects.get()
    assert (line.name, line.purpose, line.subject) == (
        "张站员",
        "汇总上报",
        f"campaign:{entry.campaign.uid}",
    )
    assert desk.collecting.deeds(f"campaign:{entry.campaign.uid}")[-1] == "export_entries"


def test_taking_out_stays_within_what_somebody_may_see(
    desk: Desk, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    collecting = desk.collecting
    collecting.take(entry.campaign, "丙栋", by=collecting.cast.second_grid_worker, outcome="absent")
    assert exported(desk, entry, place=OTHER_GRID).status_code == 422
    assert len(sheets(exported(desk, entry).content)["answers"]) == 3
    assert len(sheets(exported(desk, entry, place=SECOND_GRID).content)["answers"]) == 2
    for who in ("grid_worker", "electronic_supervisor", "stranger", "second_station_clerk"):
        assert exported(desk, entry, who).status_code == 404
    monkeypatch.setattr("gege.fieldwork.actions.export_entries.MOST", 1)
    assert exported(desk, entry).status_code == 422


def test_columns_of_an_earlier_version_stay_in_the_table(desk: Desk, entry: Entry) -> None:
    survey = (
        ("type", "name", "label::中文 (zh)", "label::English (en)"),
        ("text", "fresh", "新题", "New"),
    )
    desk.collecting.form("2", survey=survey, media=False)
    by = desk.collecting.cast.county_supervisor
    fieldwork.amend_campaign(
        entry.campaign.uid, form_id="houses", version="2", by=by, now=desk.collecting.now
    )
    uid = new_uid()
    xml = answer(uid, version="2", body="<fresh>有</fresh>")
    desk.collecting.take(entry.campaign, uid=uid, door="102", version="2", xml=xml)
    found = sheets(exported(desk, entry).content)["answers"]
    head = found[0]
    rows = {row[0]: dict(zip(head, row, strict=True)) for row in found[1:]}
    assert (rows[uid]["新题"], rows[uid]["类型"]) == ("有", None)
    assert (rows[entry.uid]["新题"], rows[entry.uid]["类型"]) == (None, "楼房")


def test_nothing_is_written_down_when_the_trail_breaks(
    desk: Desk, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_line: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr("gege.fieldwork.actions.export_entries.record", broken)
    with pytest.raises(RuntimeError, match="trail"):
        exported(desk, entry)
    assert AccessLine.objects.count() == 0
