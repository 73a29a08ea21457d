"""Files with an order, and the rules of supervision with their editions."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gege.supervision.api import (
    KeptFile,
    NewOrder,
    Order,
    OrderKind,
    OrderRules,
    OrderRulesEdition,
    attach_to_order,
    current_order_rules,
    issue,
)
from gege.trail.api import Entry
from tests.cast import HOUSING, Cast
from tests.matters.play import Play
from tests.security.doors import PAPER


def ordered(play: Play) -> Order:
    entry = NewOrder(OrderKind.FOLLOW_UP, HOUSING, "请书面答复", title="督办")
    return issue(entry, by=play.cast.county_supervisor, now=play.now)


def paper(content: bytes = PAPER, name: str = "报告.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.mark.row("R-013")
def test_both_sides_keep_files_with_an_order(cast: Cast, play: Play) -> None:
    order = ordered(play)
    place = order.get_absolute_url()
    officer = cast.client("department_officer")
    assert officer.post(f"{place}/attach", {"file": paper()}).status_code == 302
    row = KeptFile.objects.get()
    shown = officer.get(place).content.decode()
    href = f"/supervision/files/order/{order.uid}/{row.sha256}"
    assert href in shown
    found = officer.get(href)
    assert b"".join(found.streaming_content) == PAPER  # type: ignore[attr-defined]
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    again = officer.post(f"{place}/attach", {"file": paper()})
    assert (again.status_code, KeptFile.objects.count()) == (422, 1)
    for bad in (paper(b""), paper(b"MZ"), paper(b"<html><script>", "x.pdf")):
        assert officer.post(f"{place}/attach", {"file": bad}).status_code == 422
    assert officer.post(f"{place}/attach", {}).status_code == 422
    assert Entry.objects.filter(stream=order.stream, deed="attach").count() == 1
    for who, status in (("electronic_supervisor", 200), ("other_department_officer", 404)):
        assert cast.client(who).get(href).status_code == status
        assert cast.client(who).post(f"{place}/attach", {"file": paper()}).status_code == 404
    for wrong in (f"{href[:-1]}x", href.replace("/order/", "/camera/"), href.replace("order", "x")):
        assert officer.get(wrong).status_code == 404


def test_a_file_that_cannot_be_written_down_is_not_kept(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(play)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.order_step.record", broken)
    with pytest.raises(RuntimeError):
        attach_to_order(order.uid, paper(), by=play.cast.department_officer, now=play.now)
    assert KeptFile.objects.count() == 0


RULES = {
    "receipt_hours": "8",
    "days": "7",
    "again_days": "1",
    "again_most": "5",
    "demands": ["major", "grave"],
    "camera_keepers": ["minzheng"],
    "retention_least": "30",
    "stretch_hours": "12",
    "answer_days": "5",
    "grant_days": "2",
    "note": "会议议定",
    "based_on": "0",
}


@pytest.mark.row("R-093")
def test_rules_of_supervision_are_published_as_editions(cast: Cast, play: Play) -> None:
    administrator = cast.client("administrator")
    made = administrator.post("/setup/supervision/edit", RULES)
    assert made.headers["Location"] == "/setup/supervision"
    rules = current_order_rules()
    assert rules == OrderRules(
        receipt_hours=8,
        days=7,
        demands=("major", "grave"),
        camera_keepers=("minzheng",),
        stretch_hours=12,
        grant_days=2,
    )
    shown = cast.client("county_supervisor").get("/setup/supervision").content.decode()
    assert all(one in shown for one in ("8 个工作小时", "县民政局", "会议议定"))
    edition = administrator.get("/setup/supervision/editions/1").content.decode()
    assert "公安" not in edition.split("<main")[0]
    assert administrator.get("/setup/supervision/editions/2").status_code == 404
    for entry in (
        {"based_on": "0"},
        {"based_on": "1"},
        {"days": "0"},
        {"grant_days": "31"},
        {"demands": ["anything"]},
        {"camera_keepers": ["nobody"]},
        {"note": ""},
        {"receipt_hours": "many"},
    ):
        answer = administrator.post("/setup/supervision/edit", RULES | entry)
        assert answer.status_code == 422, entry
    assert OrderRulesEdition.objects.count() == 1
    for who in ("county_supervisor", "electronic_supervisor"):
        assert cast.client(who).post("/setup/supervision/edit", RULES).status_code == 404
    assert cast.client("station_clerk").get("/setup/supervision").status_code == 404
