"""Counting the registers: what is declared, what is kept back, and what nobody counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gege.registers.api import (
    FigureTable,
    NotFound,
    count_registers,
    figures,
    shipped_contract,
    tables_for,
)
from gege.registers.declared.shipped import shipped_tables
from gege.registers.models import Counting, Figure
from gege.registers.rules.statistics.tables import CountedTable, Words, band_of, problems_of
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.cast import COMMUNITY, COUNTY, GRID, OTHER_TOWN, SECOND_GRID, TOWN, VACANT_GRID, Cast
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import keep

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]


def many(area: str, number: int, **typed: Any) -> None:
    for _ in range(number):
        keep("resident", area=area, **({"name": "王", "born": "1980-01"} | typed))


def table(by: Actor, code: str, area: str) -> FigureTable:
    return figures(code, area, by=by, editions=read_editions(), language="zh-hans")


def shown(by: Actor, code: str, area: str) -> dict[str, dict[str, int | None]]:
    found = table(by, code, area)
    return {
        row.area_code: dict(zip([one for one, _ in found.categories], row.numbers, strict=True))
        for row in found.rows
    }


@pytest.fixture
def county(cast: Cast) -> Cast:
    go_live("population", "places", "assistance")
    many(GRID, 12, residence_kind="1")
    many(GRID, 3, residence_kind="3")
    many(SECOND_GRID, 11, residence_kind="1")
    many(SECOND_GRID, 12, residence_kind="3")
    many(VACANT_GRID, 10, residence_kind="1", born="2020-05")
    keep("place", name="小卖部", kind="09")
    keep("assistance_file", person=keep("resident", name="李", born="1950-01"))
    count_registers(now=NOW, editions=read_editions())
    return cast


def test_figures_stand_by_area_and_few_are_kept_back(county: Cast) -> None:
    found = shown(county.county_supervisor, "age", COMMUNITY)
    assert found[COMMUNITY][""] == 49
    assert {area: row[""] for area, row in found.items() if len(area) == 15} == {
        GRID: 16, SECOND_GRID: 23, VACANT_GRID: 10,
    }  # fmt: skip
    told = [number for row in found.values() for number in row.values() if number is not None]
    assert min(told) >= 10
    few = Figure.objects.filter(table__in=("age", "residence"), number__range=(1, 9))
    assert not few.exists()


def test_what_is_kept_back_is_written_nowhere(county: Cast) -> None:
    assert Figure.objects.filter(table="residence", number=3).count() == 0
    assert Figure.objects.filter(table="files", number__gt=0).count() == 0


def test_places_are_no_persons_and_are_counted_one_by_one(county: Cast) -> None:
    found = shown(county.township_operator, "places", TOWN)
    assert found[TOWN] == {"": 1, "09": 1}


def test_files_are_counted_to_the_community_and_crossed_with_nothing(county: Cast) -> None:
    assert not Figure.objects.filter(table="files", area_code__regex=r"^.{15}$").exists()
    assert [one.code for one in shipped_tables() if one.files] == ["files"]


def test_each_reads_its_own_area_and_others_nothing(county: Cast) -> None:
    for by, area in (
        (county.township_operator, OTHER_TOWN),
        (county.township_operator, COUNTY),
        (county.strange_township_operator, TOWN),
        (county.county_supervisor, ""),
        (county.county_supervisor, "511622.*"),
        (county.grid_worker, GRID),
        (county.department_officer, COUNTY),
        (county.administrator, COUNTY),
    ):
        with pytest.raises(NotFound):
            table(by, "age", area)
    with pytest.raises(NotFound):
        table(county.county_supervisor, "no_table", COUNTY)
    assert tables_for(county.electronic_supervisor, read_editions())


def test_figures_stand_for_a_month_and_those_before_are_dropped(county: Cast) -> None:
    editions = read_editions()
    assert count_registers(now=NOW + timedelta(days=3), editions=editions) is None
    assert count_registers(now=NOW, editions=editions, again=True) is not None
    later = count_registers(now=NOW + timedelta(days=30), editions=editions)
    assert later is not None
    assert set(Figure.objects.values_list("counting", flat=True)) == {later.pk}
    assert Counting.objects.count() == 3


def test_a_register_that_is_not_in_use_is_not_counted(cast: Cast) -> None:
    go_live("places")
    many(GRID, 12)
    keep("place", name="小卖部", kind="09")
    count_registers(now=NOW, editions=read_editions())
    assert set(Figure.objects.values_list("table", flat=True)) == {"places"}


def test_a_run_whose_line_cannot_be_written_leaves_the_figures_as_they_were(
    county: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(Figure.objects.values_list("pk", flat=True))

    def broken(**_kept: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr("gege.registers.actions.count_registers.record", broken)
    with pytest.raises(OSError, match="no ledger"):
        count_registers(now=NOW, editions=read_editions(), again=True)
    assert set(Figure.objects.values_list("pk", flat=True)) == before
    assert Counting.objects.count() == 1


def test_only_what_is_declared_for_planning_may_be_counted() -> None:
    contract = shipped_contract()
    assert {one.code: problems_of(one, contract) for one in shipped_tables()} == {
        one.code: [] for one in shipped_tables()
    }
    base = CountedTable("x", Words("x", "x"), 15, "resident", "born")
    for field, sheet, problem in (
        ("language_help", "resident", ["sensitive_field", "not_for_planning"]),
        ("contact_preference", "resident", ["not_for_planning"]),
        ("name", "resident", ["not_for_planning", "not_countable"]),
        ("none", "resident", ["unknown_field"]),
        ("kind", "assistance_file", ["sensitive_field", "not_for_planning"]),
    ):
        asked = replace(base, field=field, sheet=sheet)
        assert problems_of(asked, contract) == problem, field
    assert problems_of(replace(base, files=True), contract) == ["sensitive_below_the_community"]


def test_bands_of_ages_tell_nobody_under_14_apart() -> None:
    assert [band_of(age) for age in (0, 13, 17, 18, 34, 35, 59, 60, 79, 80, 120)] == [
        "0", "0", "0", "18", "18", "35", "35", "60", "60", "80", "80",
    ]  # fmt: skip
    assert date.fromisoformat("2026-06-10")
