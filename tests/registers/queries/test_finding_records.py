"""Lists and searches: what is found and by whom; no side door is wider than the front door."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.registers.api import (
    Invalid,
    NotFound,
    Record,
    RecordFilter,
    RecordPage,
    record_sheet,
    records,
)
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.keeping_records import NOW, Home, citizen_number, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def page(sheet: str, by: Actor, words: str = "", **more: Any) -> RecordPage:
    return records(
        sheet,
        RecordFilter(words=words, **more),
        by=by,
        now=NOW,
        editions=read_editions(),
        language="zh-hans",
    )


def found(sheet: str, by: Actor, words: str) -> list[str]:
    return [line.title for line in page(sheet, by, words).lines]


@pytest.mark.row("R-048")
@pytest.mark.parametrize("words", ["王小明", "小明", "wangxiaoming", "WXM", "wxm"])
def test_a_resident_is_found_by_name_sound_and_initials(cast: Cast, home: Home, words: str) -> None:
    home.person(cast.grid_worker, name="李大明")
    assert found("resident", cast.grid_worker, words) == ["王**"]


def test_a_resident_is_found_by_the_exact_number_in_any_spelling(cast: Cast, home: Home) -> None:
    number = citizen_number()
    home.person(cast.grid_worker, name="陈有证", id_type="111", id_number=number)
    assert found("resident", cast.grid_worker, number.lower()) == ["陈**"]
    assert found("resident", cast.grid_worker, number[:17]) == []


def test_a_resident_is_found_by_telephone(cast: Cast, home: Home) -> None:
    home.person(cast.grid_worker, name="陈有话", phone="10000000009")
    assert found("resident", cast.grid_worker, "100-0000-0009") == ["陈**"]


def test_a_building_is_found_by_another_spelling_of_its_address(cast: Cast, home: Home) -> None:
    for words in ("解放路12号3栋", "解放路12号3幢", "解放路", "B1"):
        assert found("building", cast.grid_worker, words) == ["3栋 解放路12号3栋"], words


def test_each_platform_finds_its_own_area_and_no_other(cast: Cast, home: Home) -> None:
    counts = {
        name: len(page("building", cast.actor(name)).lines)
        for name in (
            "grid_worker",
            "second_grid_worker",
            "station_clerk",
            "second_station_clerk",
            "township_operator",
            "strange_township_operator",
            "county_supervisor",
            "department_officer",
            "electronic_supervisor",
        )
    }
    assert counts == {
        "grid_worker": 1,
        "second_grid_worker": 0,
        "station_clerk": 1,
        "second_station_clerk": 0,
        "township_operator": 1,
        "strange_township_operator": 0,
        "county_supervisor": 1,
        "department_officer": 1,
        "electronic_supervisor": 1,
    }


def test_those_without_registers_are_told_there_are_none(cast: Cast, home: Home) -> None:
    for by in (cast.administrator, cast.hotline_operator, cast.other_department_officer):
        with pytest.raises(NotFound):
            page("resident", by)


def test_the_centres_do_not_search_for_people_by_name(cast: Cast, home: Home) -> None:
    for by in (cast.township_operator, cast.county_supervisor, cast.electronic_supervisor):
        with pytest.raises(Invalid, match="search_needs_a_case"):
            page("resident", by, "王小明")
        assert len(page("building", by, "解放路").lines) == 1


def test_a_reader_of_the_process_sees_pseudonyms_that_tell_two_people_apart(
    cast: Cast, home: Home
) -> None:
    home.person(cast.grid_worker, name="李大明")
    titles = [line.title for line in page("resident", cast.electronic_supervisor).lines]
    assert len(set(titles)) == 2
    assert all(title.startswith("#") and len(title) == 7 for title in titles)


def test_a_child_under_14_has_no_name_on_any_list(cast: Cast, home: Home) -> None:
    child = home.person(cast.grid_worker, name="王小宝", born="2020-02")
    seen = record_sheet(
        child.uid, by=cast.grid_worker, now=NOW, editions=read_editions(), language="zh-hans"
    )
    assert seen.title == "****"
    assert {one.text for one in seen.fields if one.field.level >= 2 and one.text} == {"****"}
    assert found("resident", cast.grid_worker, "王小宝") == ["****"]
    stored = Record.objects.get(pk=child.pk)
    assert (stored.open, set(stored.sealed)) == (
        {},
        {"name", "id_type", "born", "residence_kind"},
    )


def test_a_page_costs_the_same_with_one_record_and_with_five(cast: Cast, home: Home) -> None:
    def cost(sheet: str) -> int:
        page(sheet, cast.grid_worker)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(sheet, cast.grid_worker)
        return len(queries)

    first = {sheet: cost(sheet) for sheet in ("resident", "household", "building")}
    for number in range(4):
        home.person(cast.grid_worker, name=f"赵{number}")
    Home(cast.grid_worker, name="钱七", door="502")
    assert {sheet: cost(sheet) for sheet in first} == first
    assert max(first.values()) <= 5


def test_a_page_ends_and_goes_on_where_it_ended(cast: Cast, home: Home) -> None:
    for number in range(33):
        home.person(cast.grid_worker, name=f"孙{number}")
    first = page("resident", cast.grid_worker)
    rest = records(
        "resident",
        RecordFilter(),
        by=cast.grid_worker,
        now=NOW,
        editions=read_editions(),
        language="zh-hans",
        after=first.after,
    )
    uids = [line.uid for line in (*first.lines, *rest.lines)]
    assert (len(first.lines), len(uids), len(set(uids)), rest.after) == (30, 34, 34, 0)
