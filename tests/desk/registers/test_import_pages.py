"""The pages of imports: taking a file in, naming columns, deciding lines, applying (R-044)."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gege.registers.api import Import
from gege.registers.keeping import values_of
from gege.registers.models import ImportRow
from gege.trail.api import AccessLine
from tests.cast import Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.intake.files import PEOPLE, person, previewed, residents, table
from tests.registers.keeping_records import NOW, Home, citizen_number, go_live


def upload(desk: Desk, content: bytes, name: str = "名单.csv", **typed: Any) -> Any:
    file = SimpleUploadedFile(name, content, "text/csv")
    return desk.post("/registers/imports/new", file=file, sheet="resident", **typed)


@pytest.mark.row("R-044")
def test_a_clerk_takes_a_list_in_and_back(cast: Cast) -> None:
    go_live()
    home = Home(cast.grid_worker)
    home.person(cast.grid_worker, name="钱老三", born="1950-03", phone="13900000007")
    desk = Desk(cast.client("station_clerk"))
    rows = [
        person("李新来", "19620411", serial=3),
        person("钱老三", serial=7, phone="13900000007"),
        ("=HYPERLINK(1)", "", "阴", "2999-01-01", "", "天上"),
    ]
    answer = upload(desk, table(PEOPLE, rows))
    assert answer.status_code == 302
    path = answer["Location"]
    assert "待指定列" in desk.get(path)
    page = desk.get(f"{path}/columns")
    chosen = dict(
        re.findall(r'<select name="(column-\d+)".*?value="([^"]*)" selected', page, re.DOTALL)
    )
    assert chosen == {
        "column-0": "name", "column-1": "id_number", "column-2": "sex", "column-3": "born",
        "column-4": "phone", "column-5": "dwelling/address",
    }  # fmt: skip
    version = desk.value(f"{path}/columns", "version")
    answer = desk.post(
        f"{path}/columns", **chosen, version=version, **{"fixed-residence_kind": "1"}
    )
    assert answer.status_code == 302, answer.content.decode()
    one = Import.objects.get()
    assert {key: one.counts[key] for key in ("new", "faulty")} == {"new": 1, "faulty": 1}
    page = desk.get(path)
    assert "说明它们的含义" in page
    assert "钱老三" not in page
    assert desk.client.get(f"{path}?as=csv").status_code == 200
    taken = AccessLine.objects.get(subject="list:import")
    assert taken.fields.startswith("examples (")

    # The likely one is decided; the list of faults names no cell and computes nothing.
    row = ImportRow.objects.get(batch=one, number=3)
    assert row.state in ("likely", "review")
    shown = desk.get(f"{path}/lines/3")
    assert "side-by-side" in shown
    assert desk.post(f"{path}/lines/3", choice=f"same-{row.record_id}").status_code == 302
    answer = desk.client.get(f"{path}/faults?as=csv")
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert found[0][0] == "行"
    assert {line[0] for line in found[1:]} == {"4"}
    assert "HYPERLINK" not in answer.content.decode()
    book = load_workbook(io.BytesIO(desk.client.get(f"{path}/faults").content))
    assert book.active is not None
    assert book.active["A2"].value == 4

    one.refresh_from_db()
    assert desk.post(f"{path}/apply", version=str(one.version)).status_code == 302
    one.refresh_from_db()
    assert one.state == "applied"
    assert [values_of(row)["name"] for row in residents()] == ["王小明", "钱老三", "李新来"]
    assert values_of(residents()[1])["id_number"] == citizen_number(serial=7)
    assert "可以撤回到" in desk.get(path)
    assert desk.post(f"{path}/undo", reason="弄错了", version=str(one.version)).status_code == 302
    one.refresh_from_db()
    assert (one.state, len(residents())) == ("undone", 2)
    assert "已撤回" in desk.get(path)


def test_unknown_values_are_named_once(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    desk = Desk(cast.client("station_clerk"))
    header = (*PEOPLE, "人口类别")
    rows = [(*person("李新来", "19620411", serial=3), "本地常住")]
    path = upload(desk, table(header, rows))["Location"]
    columns = {f"column-{n}": one for n, one in enumerate(Import.objects.get().mapping["columns"])}
    assert columns["column-6"] == "residence_kind"
    desk.post(f"{path}/columns", **columns, version=desk.value(f"{path}/columns", "version"))
    one = Import.objects.get()
    assert (one.unknown, one.counts["faulty"]) == ({"residence_kind": {"本地常住": 1}}, 1)
    assert "本地常住" in desk.get(f"{path}/columns")
    typed = {**columns, "codes-residence_kind-0": "1"}
    desk.post(f"{path}/columns", **typed, version=desk.value(f"{path}/columns", "version"))
    one.refresh_from_db()
    assert (one.unknown, one.counts["new"]) == ({}, 1)
    # The next list knows it: it goes to the preview by itself.
    again = upload(desk, table(header, [(*person("周再来", "19700411", serial=5), "本地常住")]))
    assert "待查看" in desk.get(again["Location"])


def test_files_that_are_none_say_so(cast: Cast) -> None:
    go_live()
    desk = Desk(cast.client("station_clerk"))
    for content, words in (
        (b"", "请选择文件|提交的是空文件|文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Excel"),
        (b"<html><table></table></html>", "网页改名"),
        (b"PK\x03\x04" + b"\0" * 100, "损坏"),
        ("只有一行没有数据".encode(), "没有找到表头|文件是空的"),
    ):
        answer = upload(desk, content)
        assert answer.status_code == 422, content[:20]
        assert re.search(words, answer.content.decode()), words
    assert not Import.objects.exists()
    rows = [person("李新来", "19620411", serial=3)]
    assert upload(desk, table(PEOPLE, rows)).status_code == 302
    again = upload(desk, table(PEOPLE, rows))
    assert again.status_code == 422
    assert "已经导入过" in again.content.decode()
    assert upload(desk, table(PEOPLE, rows), again="on").status_code == 302
    for sheet in ("nothing", "assistance_file"):
        file = SimpleUploadedFile("a.csv", table(PEOPLE, rows[:1]), "text/csv")
        answer = desk.post("/registers/imports/new", file=file, sheet=sheet)
        assert answer.status_code in (302, 422)
    assert desk.post("/registers/imports/new", file=file, sheet="nothing").status_code == 422


def test_nobody_of_another_unit_comes_across_an_import(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    one = previewed([person("李新来", "19620411", serial=3)], cast.station_clerk)
    for who in ("stranger", "second_station_clerk", "department_officer"):
        desk = Desk(cast.client(who))
        assert str(one.uid) not in desk.get("/registers/imports")
        for part in ("", "/columns", "/lines", "/lines/2", "/faults", "/undo"):
            assert desk.client.get(f"/registers/imports/{one.uid}{part}").status_code == 404, part
        for part in ("/apply", "/drop", "/again", "/decide", "/lines/2"):
            answer = desk.post(f"/registers/imports/{one.uid}{part}", version="1", choice="skip")
            assert answer.status_code == 404, part
    one.refresh_from_db()
    assert one.state == "preview"


def test_the_lines_cost_the_same_however_many(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    desk, counts = Desk(cast.client("station_clerk")), []
    for many in (1, 3):
        rows = [person(f"吴试{chr(0x4E00 + many * 9 + n)}", "19880101", serial=many * 9 + n)
                for n in range(many)]  # fmt: skip
        one = previewed(rows, by, now=NOW)
        for path in (f"/registers/imports/{one.uid}/lines", "/registers/imports"):
            desk.get(path)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                desk.get(path)
            counts.append(sum("registers_" in one["sql"] for one in seen))
    assert counts[:2] == counts[2:]
