"""Who a matter goes to, who may be instructed, who verifies (R-056, R-067)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gege.matters.api import Tier, UnitView, default_rulebook, may_lead, suggested_leads
from gege.matters.rules.routing import entry_tier, unplaced_tier, verifier_tier
from gege.matters.rules.words import Entry, Nature

BOOK = default_rulebook()
LOCAL_KIND = BOOK.kind("B01")
OWNER_KIND = BOOK.kind("A02")

COUNTY = UnitView(1, "511622", Tier.COUNTY, "511622")
TOWN = UnitView(2, "511622100", Tier.TOWNSHIP, "511622100")
OTHER_TOWN = UnitView(3, "511622102", Tier.TOWNSHIP, "511622102")
STATION = UnitView(4, "511622100001", Tier.STATION, "511622100001")
GRID = UnitView(5, "511622100001001", Tier.GRID, "511622100001001")
OTHER_GRID = UnitView(6, "511622102001001", Tier.GRID, "511622102001001")
BUREAU = UnitView(7, "zhujian", Tier.DEPARTMENT, "511622")
BRANCH = UnitView(8, "zhujian-511622100", Tier.DEPARTMENT, "511622100")
OTHER_BRANCH = UnitView(9, "zhujian-511622102", Tier.DEPARTMENT, "511622102")
EVERYBODY = (
    COUNTY, TOWN, OTHER_TOWN, STATION, GRID, OTHER_GRID, BUREAU, BRANCH, OTHER_BRANCH
)  # fmt: skip


@pytest.mark.row("R-056")
@pytest.mark.parametrize(
    ("entry", "in_grid", "worker", "owner", "tier"),
    [
        (Entry.LOCALITY, True, True, None, Tier.GRID),
        (Entry.LOCALITY, True, False, None, Tier.STATION),
        (Entry.LOCALITY, True, True, BUREAU, Tier.GRID),
        (Entry.OWNER, True, True, BUREAU, Tier.COUNTY),
        (Entry.OWNER, True, True, BRANCH, Tier.TOWNSHIP),
        (Entry.OWNER, True, True, None, Tier.GRID),
        (Entry.OWNER, True, False, None, Tier.STATION),
        (Entry.LOCALITY, False, False, None, Tier.COUNTY),
        (Entry.OWNER, False, True, BRANCH, Tier.COUNTY),
    ],
)
def test_where_a_new_matter_enters(
    entry: Entry, in_grid: bool, worker: bool, owner: UnitView | None, tier: Tier
) -> None:
    kind = replace(LOCAL_KIND, entry=entry)
    assert entry_tier(kind, in_grid=in_grid, grid_has_worker=worker, owner=owner) is tier


@pytest.mark.row("R-067")
@pytest.mark.parametrize(
    ("by", "leads"),
    [
        (COUNTY, set(EVERYBODY)),
        (TOWN, {TOWN, STATION, GRID, BRANCH}),
        (STATION, {STATION, GRID}),
        (GRID, {GRID}),
        (BUREAU, {BUREAU}),
        (BRANCH, {BRANCH}),
    ],
)
def test_a_platform_instructs_itself_and_what_lies_in_its_area(
    by: UnitView, leads: set[UnitView]
) -> None:
    assert {unit for unit in EVERYBODY if may_lead(by, unit)} == leads


@pytest.mark.row("R-067")
def test_for_a_component_the_owner_comes_first_and_for_an_event_the_locality() -> None:
    component = replace(LOCAL_KIND, nature=Nature.COMPONENT)
    event = replace(LOCAL_KIND, nature=Nature.EVENT)
    service = replace(LOCAL_KIND, nature=Nature.SERVICE)
    owners, locality = [BUREAU, BRANCH], [TOWN, STATION]
    assert suggested_leads(component, owners, locality, COUNTY) == [*owners, *locality, COUNTY]
    assert suggested_leads(event, owners, locality, COUNTY) == [*locality, *owners, COUNTY]
    assert suggested_leads(service, owners, locality, COUNTY) == [*locality, *owners, COUNTY]


def test_units_that_may_not_be_instructed_are_not_suggested() -> None:
    found = suggested_leads(LOCAL_KIND, [BUREAU, BRANCH], [TOWN, STATION, STATION], TOWN)
    assert found == [BRANCH, STATION, TOWN]


@pytest.mark.row("R-062")
@pytest.mark.parametrize(
    ("handled_by", "verifies"),
    [
        (Tier.GRID, Tier.STATION),
        (Tier.STATION, Tier.TOWNSHIP),
        (Tier.TOWNSHIP, Tier.STATION),
        (Tier.COUNTY, Tier.STATION),
        (Tier.DEPARTMENT, Tier.STATION),
    ],
)
def test_those_who_live_with_the_result_verify(handled_by: Tier, verifies: Tier) -> None:
    assert verifier_tier(handled_by, placed=True) is verifies
    assert verifier_tier(handled_by, placed=False) is Tier.COUNTY


@pytest.mark.parametrize(
    ("area_code", "by_resident", "tier"),
    [
        ("511622100001", True, Tier.STATION),
        ("511622", True, Tier.COUNTY),
        ("511622100001", False, Tier.COUNTY),
        ("511622100", True, Tier.COUNTY),
    ],
)
def test_a_resident_who_names_the_community_is_answered_by_its_station(
    area_code: str, by_resident: bool, tier: Tier
) -> None:
    assert unplaced_tier(area_code, by_resident=by_resident) is tier
