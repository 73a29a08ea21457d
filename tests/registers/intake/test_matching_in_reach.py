"""Whom a line is about: by no empty number, not beyond reach, by machine only when certain."""

from __future__ import annotations

import io
from typing import Any

import pytest

from gege.notices.api import Message
from gege.registers.api import (
    Invalid,
    NotFound,
    Refused,
    apply_import,
    decide_row,
    decide_rows,
    import_row,
    share,
    work,
)
from gege.registers.intake.receive import receive_file
from gege.registers.keeping import values_of
from gege.registers.models import Import, ImportRow, Link, Record, Statement
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import read_editions
from tests.cast import CIVIL_AFFAIRS, SECOND_GRID, Cast
from tests.registers.intake.files import mapped, previewed, receive, residents, states, table
from tests.registers.keeping_records import NOW, Home, citizen_number, go_live

USE = {"use": {"居住": "1"}}


def said(by: Actor, **more: Any) -> dict[str, Any]:
    return {"by": by, "now": NOW, "editions": read_editions()} | more


def finish(one: Import, by: Actor) -> Import:
    apply_import(one.uid, **said(by))
    return work(one.uid, clock=lambda: NOW, editions=read_editions())


@pytest.mark.row("R-044")
def test_placeholders_fuse_nobody(cast: Cast) -> None:
    go_live()
    home, by = Home(cast.grid_worker), cast.station_clerk
    for name, born in (("赵甲", "1950-03"), ("钱乙", "1962-04")):
        home.person(cast.grid_worker, name=name, born=born)
    lines = [
        (name, number, "男", "1988-07-01", "", "解放路12号3栋501")
        for name, number in (("孙丙", "无"), ("李丁", "111111111111111111"), ("周戊", "0"))
    ]
    one = previewed(lines, by)
    assert [state for _number, state in states(one)] == ["new", "new", "new"]
    finish(one, by)
    names = [values_of(row)["name"] for row in residents()]
    assert names == ["王小明", "赵甲", "钱乙", "孙丙", "李丁", "周戊"]
    assert not any("id_number" in values_of(row) for row in residents())


@pytest.mark.row("R-044")
def test_a_real_number_comes_to_whoever_had_none_and_the_family_stays(cast: Cast) -> None:
    """A person without a number and the line with one become one person with one history."""
    go_live()
    home, by = Home(cast.grid_worker, name="王小明"), cast.station_clerk
    number = citizen_number("19500307", 9)
    one = previewed([("王小明", number, "男", "1950-03-07", "", "解放路12号3栋501室")], by)
    (row,) = ImportRow.objects.filter(batch=one)
    assert row.state in ("likely", "review")
    assert [each["record"] for each in row.found] == [home.resident.pk]
    with pytest.raises(Refused):
        # The machine alone applies nothing of it.
        apply_import(one.uid, **said(by))
    seen = import_row(one.uid, row.number, language="zh-hans", **said(by))
    assert [each.uid for each in seen.candidates] == [str(home.resident.uid)]
    assert number not in str(seen)
    decide_row(one.uid, row.number, choice="same", record=home.resident.pk, **said(by))
    finish(one, by)
    assert [values_of(person)["id_number"] for person in residents()] == [number]
    assert Statement.objects.filter(record=home.resident).count() == 2
    members = Link.objects.filter(source=home.household, field="members", until__isnull=True)
    assert [link.target_id for link in members] == [home.resident.pk]


def test_several_hits_go_to_a_person_one_by_one(cast: Cast) -> None:
    go_live()
    home, by = Home(cast.grid_worker, name="王小明"), cast.station_clerk
    other = home.person(cast.grid_worker, name="王小明", born="1950-03")
    one = previewed([("王小明", "", "男", "1950-03", "", "解放路12号3栋501室")], by)
    (row,) = ImportRow.objects.filter(batch=one)
    assert row.state == "review"
    assert {each["record"] for each in row.found} == {home.resident.pk, other.pk}
    assert decide_rows(one.uid, [row.number], choice="same", **said(by)) == 0
    for choice, record in (("same", home.building.pk), ("same", 0), ("else", None)):
        with pytest.raises(Invalid):
            decide_row(one.uid, row.number, choice=choice, record=record, **said(by))
    with pytest.raises(NotFound):
        decide_row(one.uid, row.number + 1, choice="skip", **said(by))
    with pytest.raises(NotFound):
        decide_row(one.uid, row.number, choice="skip", **said(cast.stranger))
    decide_row(one.uid, row.number, choice="skip", **said(by))
    assert states(one) == [(2, "skipped")]


def test_beyond_the_community_nobody_is_found_and_nothing_is_told(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    number = citizen_number("19500307", 3)
    stranger = Record.objects.get(sheet="resident")
    stranger.area_code = "511622102001001"
    stranger.save()
    one = previewed(
        [("王小明", number, "男", "1950-03-07", "", "解放路12号3栋501室")], cast.station_clerk
    )
    (row,) = ImportRow.objects.filter(batch=one)
    assert (row.state, row.found, row.faults) == ("new", [], [])


def test_buildings_by_code_places_by_name_and_address(cast: Cast) -> None:
    go_live()
    home, by = Home(cast.grid_worker), cast.department_officer
    header = ("楼栋编码", "名称", "地址", "位置", "用途", "经营性自建房", "层数")
    one = receive(
        table(header, [
            ("B1", "3栋", "解放路12号3栋", "106.285, 30.345", "居住", "否", "6层"),
            ("B2", "4栋", "解放路12号4栋", "106.295, 30.345", "居住", "否", "7"),
            ("B3", "5栋", "解放路12号5栋", "", "居住", "否", "7"),
            ("B4", "6栋", "解放路12号6栋", "10, 20", "居住", "否", "7"),
        ]),
        by, sheet="building",
    )  # fmt: skip
    one = mapped(one, by, codes=USE)
    assert states(one) == [(2, "change"), (3, "new"), (4, "faulty"), (5, "faulty")]
    finish(one, by)
    home.building.refresh_from_db()
    assert values_of(home.building)["floors"] == 6
    new = Record.objects.filter(sheet="building").latest("pk")
    assert (values_of(new)["building_code"], new.area_code) == ("B2", SECOND_GRID)


def test_a_file_about_people_finds_them_through_a_grant_and_makes_nobody(cast: Cast) -> None:
    """Care files of the civil affairs bureau: found by what the catalogue opens, one per person."""
    go_live()
    home = Home(cast.grid_worker)
    known = home.person(
        cast.grid_worker, name="钱老三", id_type="111", id_number=citizen_number(serial=7)
    )
    by = cast.other_department_officer
    header, rows = ("姓名", "身份证号", "探访周期", "能力等级"), [
        ("钱老三", citizen_number(serial=7), "7", "2"),
        ("没有人", citizen_number(serial=9), "7", "1"),
    ]  # fmt: skip
    one = mapped(receive(table(header, rows), by, sheet="care_file"), by)
    assert {row.faults[0][1] for row in ImportRow.objects.filter(batch=one)} == {"nobody_found"}
    share(
        sheet="resident", fields=["name", "id_number"], receiver=CIVIL_AFFAIRS,
        purpose="verification", basis="老年人权益保障法", frequency="once",
        valid_from=NOW.date(), valid_until=NOW.date(),
        by=cast.county_supervisor, now=NOW, editions=read_editions(),
    )  # fmt: skip
    one = mapped(receive(table(header, rows), by, sheet="care_file", although_there=True), by)
    assert states(one) == [(2, "new"), (3, "faulty")]
    finish(one, by)
    file = Record.objects.get(sheet="care_file")
    assert Link.objects.get(source=file, field="person").target_id == known.pk
    assert file.area_code == known.area_code
    rows = [("钱老三", citizen_number(serial=7), "30", "2")]
    one = mapped(receive(table(header, rows), by, sheet="care_file"), by)
    assert states(one) == [(2, "change")]
    finish(one, by)
    assert values_of(Record.objects.get(sheet="care_file"))["visit_cycle"] == "30"


def test_the_platform_receives_for_a_department_and_a_person_applies(cast: Cast) -> None:
    go_live()
    home = Home(cast.grid_worker)
    header = ("楼栋编码", "名称", "地址", "位置", "用途", "经营性自建房", "层数")
    content = table(header, [("B1", "3栋", "解放路12号3栋", "106.285, 30.345", "居住", "否", "9")])
    about = {"filename": "拉取.csv", "sheet": "building", "by": SYSTEM, "now": NOW}
    with pytest.raises(Invalid):
        receive_file(io.BytesIO(content), source="", editions=read_editions(), **about)
    one = receive_file(io.BytesIO(content), source="zhujian", editions=read_editions(), **about)
    told = Message.objects.get(template="import_ready")
    assert told.subject == f"register_import:{one.uid}"
    with pytest.raises(NotFound):
        mapped(one, cast.station_clerk)
    one = mapped(one, cast.department_officer, codes=USE)
    assert states(one) == [(2, "change")]
    done = finish(one, cast.department_officer)
    assert done.decided_by["name"] == cast.department_officer.name
    home.building.refresh_from_db()
    assert values_of(home.building)["floors"] == 9


def test_who_may_not_import_is_told_and_what_is_not_theirs_is_not_there(cast: Cast) -> None:
    go_live()
    content = table(("姓名",), [("某某",)])
    for who in ("grid_worker", "county_supervisor", "administrator", "township_operator"):
        with pytest.raises(Refused):
            receive(content, cast.actor(who))
    with pytest.raises(NotFound):
        receive(content, cast.department_officer)
    with pytest.raises(NotFound):
        receive(content, cast.station_clerk, sheet="nothing")
    with pytest.raises(Invalid) as refused:
        receive(content, cast.department_officer, sheet="building", source=CIVIL_AFFAIRS)
    assert refused.value.field == "source"
    with pytest.raises(Invalid):
        receive(content, cast.station_clerk, source="nobody")
    assert not Import.objects.exists()


@pytest.mark.row("R-044")
def test_a_household_is_one_record_of_several_lines_and_is_never_cut_short(cast: Cast) -> None:
    go_live()
    home, by = Home(cast.grid_worker), cast.station_clerk
    number, second = citizen_number(serial=7), citizen_number("19620411", 9)
    home.person(cast.grid_worker, name="钱老三", id_type="111", id_number=number, born="1950-03")
    home.person(cast.grid_worker, name="李新来", id_type="111", id_number=second, born="1962-04")
    header = ("户编号", "户类别", "房屋地址", "身份证号", "与户主关系")
    place = "解放路12号3栋501室"
    lines = [
        ("H-1", "1", place, number, "妻"),
        ("H-1", "1", place, citizen_number("19990101", 11), "子"),
        ("H-2", "1", place, number, "户主"),
        ("H-2", "1", place, second, "配偶"),
        ("H-3", "1", place, citizen_number("19990101", 11), "户主"),
    ]
    columns = [
        "household_no", "household_kind", "dwelling/address", "members/number", "members/relation"
    ]  # fmt: skip
    one = mapped(receive(table(header, lines), by, sheet="household"), by, columns=columns)
    assert states(one) == [
        (2, "same"), (3, "joined"), (4, "new"), (5, "joined"), (6, "faulty"),
    ]  # fmt: skip
    finish(one, by)
    members = Link.objects.filter(field="members", until__isnull=True)
    again = Record.objects.filter(sheet="household").latest("pk")
    assert members.filter(source=again).count() == 2
    assert members.get(source=home.household).target_id == home.resident.pk
