"""The register of terminals at the desk (R-022)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gege.fieldwork import api as field
from gege.fieldwork.api import Terminal
from gege.staff.api import Actor
from gege.trail.api import AccessLine
from tests.cast import COMMUNITY, Cast

LIST = "/field-work/terminals"


def registered(cast: Cast, serial: str = "SN-1") -> Terminal:
    return field.register_terminal(
        serial=serial, model="畅享 60", unit_code=COMMUNITY, by=cast.administrator,
        now=timezone.now(),
    )  # fmt: skip


def enrolled(cast: Cast, who: Actor, code: str = "") -> tuple[Terminal, str]:
    return field.enrol(
        cast.account(who), code=code, label="Pixel", app_version="1.2", by=who, now=timezone.now()
    )


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("资产.csv", text.encode(), content_type="text/csv")


@pytest.mark.row("R-022")
def test_a_terminal_is_entered_handed_over_with_a_code_shown_once_and_used(cast: Cast) -> None:
    admin, clerk = cast.client("administrator"), cast.client("station_clerk")
    entry = {"serial": "SN-1", "model": "畅享", "unit_code": COMMUNITY, "note": ""}
    assert admin.post(f"{LIST}/new", entry).status_code == 302
    assert admin.post(f"{LIST}/new", entry).status_code == 422
    one = Terminal.objects.get()
    give = f"{LIST}/{one.uid}/hand-over"
    assert clerk.post(give, {"account_id": cast.stranger.account_id}).status_code == 422
    shown = clerk.post(give, {"account_id": cast.grid_worker.account_id})
    assert "no-store" in shown.headers["Cache-Control"]
    code = shown.content.decode().split('told-code">')[1].split("<")[0]
    assert code not in clerk.get(f"{LIST}/{one.uid}").content.decode()
    bound, token = enrolled(cast, cast.grid_worker, code)
    assert field.terminal_by_token(token) == bound == one


@pytest.mark.row("R-022")
def test_the_page_shows_the_history_from_the_trail(cast: Cast) -> None:
    one, token = enrolled(cast, cast.grid_worker)
    clerk = cast.client("station_clerk")
    field.contact(one.pk, app_version="1.3", waiting=7, now=timezone.now())
    answer = clerk.post(f"{LIST}/{one.uid}/lost", {"note": "掉在河边"})
    assert answer.status_code == 302
    page = clerk.get(f"{LIST}/{one.uid}").content.decode()
    for said in ("掉在河边", "张站员", "王网格", "1.3", "<li class="):
        assert said in page
    assert field.terminal_by_token(token) is None
    for deed in ("found", "hand-over"):
        assert clerk.post(f"{LIST}/{one.uid}/{deed}", {"note": ""}).status_code == 422


def test_revoke_and_retire_want_a_reason(cast: Cast) -> None:
    one, _ = enrolled(cast, cast.grid_worker)
    admin = cast.client("administrator")
    for deed, state in (("revoke", "revoked"), ("retire", "retired")):
        assert admin.post(f"{LIST}/{one.uid}/{deed}", {"reason": ""}).status_code == 422
        assert admin.post(f"{LIST}/{one.uid}/{deed}", {"reason": "屏幕碎了"}).status_code == 302
        one.refresh_from_db()
        assert one.state == state
    other, _ = enrolled(cast, cast.grid_worker)
    assert cast.client("station_clerk").get(f"{LIST}/{other.uid}/retire").status_code == 404


@pytest.mark.row("R-022")
def test_a_worker_reports_the_own_phone_lost_or_logs_it_out(cast: Cast) -> None:
    one, token = enrolled(cast, cast.grid_worker)
    mine, other = cast.client("grid_worker"), cast.client("second_grid_worker")
    assert "Pixel" in mine.get("/account/terminals").content.decode()
    assert "Pixel" not in other.get("/account/terminals").content.decode()
    for deed in ("lost", "leave"):
        assert other.post(f"/account/terminals/{one.uid}/{deed}").status_code == 404
    assert field.terminal_by_token(token) == one
    assert mine.post(f"/account/terminals/{one.uid}/lost").status_code == 302
    assert field.terminal_by_token(token) is None
    second, token = enrolled(cast, cast.grid_worker)
    assert mine.post(f"/account/terminals/{second.uid}/leave").status_code == 302
    assert field.ended_by(token) == "leave"


def test_everybody_sees_the_terminals_of_the_own_area(cast: Cast) -> None:
    enrolled(cast, cast.grid_worker)
    enrolled(cast, cast.stranger)
    seen = {
        who: cast.client(who).get(LIST).content.decode().count('<th scope="row">')
        for who in (
            "station_clerk",
            "second_station_clerk",
            "stranger",
            "township_operator",
            "county_supervisor",
            "electronic_supervisor",
            "administrator",
        )
    }
    assert seen == {
        "station_clerk": 1,
        "second_station_clerk": 0,
        "stranger": 1,
        "township_operator": 1,
        "county_supervisor": 2,
        "electronic_supervisor": 2,
        "administrator": 2,
    }
    one = field.terminals_of(cast.grid_worker.account_id or 0)[0]
    for who in ("stranger", "second_station_clerk", "grid_worker", "hotline_operator"):
        for deed in ("", "/hand-over", "/lost", "/found", "/revoke", "/retire"):
            assert cast.client(who).get(f"{LIST}/{one.uid}{deed}").status_code == 404


def test_filters_narrow_and_what_means_nothing_is_named(cast: Cast) -> None:
    registered(cast)
    one, _ = enrolled(cast, cast.grid_worker)
    Terminal.objects.filter(pk=one.pk).update(last_contact_at=timezone.now() - timedelta(days=9))
    client = cast.client("administrator")

    def rows(query: str) -> int:
        return client.get(f"{LIST}?{query}").content.decode().count('<th scope="row">')

    found = [rows(q) for q in ("", "q=SN-1", "q=王网格", "state=in_use", "silent=yes")]
    assert found == [2, 1, 1, 1, 1]
    assert [rows(q) for q in ("q=nothing", "state=x", "silent=no", "area=999")] == [0, 0, 0, 0]


@pytest.mark.row("R-022")
def test_the_asset_list_is_previewed_and_then_imported(cast: Cast) -> None:
    registered(cast, "A1")
    client = cast.client("administrator")
    text = f"序列号,型号,单位编码\nA1,旧,\nA2,畅享,{COMMUNITY}\nA3,,\n"
    answer = client.post(f"{LIST}/import", {"assets": upload(text)})
    assert answer.status_code == 302
    preview = answer.headers["Location"]
    page = client.get(preview).content.decode()
    assert page.count('<th scope="row">') == 2
    assert Terminal.objects.count() == 1
    assert client.post(preview).status_code == 302
    serials = Terminal.objects.order_by("serial").values_list("serial", flat=True)
    assert list(serials) == ["A1", "A2", "A3"]
    assert client.post(preview).status_code == 404


def test_a_wrong_asset_list_is_told_line_by_line_and_saves_nothing(cast: Cast) -> None:
    client = cast.client("administrator")
    wrong = client.post(f"{LIST}/import", {"assets": upload("serial,unit\nA1,nowhere\n,\nA1,\n")})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("<li>") >= 1
    assert client.post(f"{LIST}/import", {}).status_code == 422
    assert Terminal.objects.count() == 0
    assert cast.client("station_clerk").get(f"{LIST}/import").status_code == 404


def test_the_register_is_a_spreadsheet(cast: Cast) -> None:
    registered(cast, "=1+1")
    answer = cast.client("administrator").get(f"{LIST}/export")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (lines[1][0], lines[1][1], len(lines)) == ("=1+1", "畅享 60", 2)
    assert sheet["A2"].data_type == "s"
    assert AccessLine.objects.get(subject="list:terminals").fields == "name (1)"


def test_the_register_costs_the_same_with_one_row_and_with_three(cast: Cast) -> None:
    client = cast.client("station_clerk")
    enrolled(cast, cast.grid_worker)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    enrolled(cast, cast.second_grid_worker)
    enrolled(cast, cast.station_clerk)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)
    assert len(one) == len(three)
