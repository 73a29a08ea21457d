"""The territory on screen: the tree, contacts, departments, the pilot scope, coverage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gege.staff.api import POST_ROLES, Role
from gege.territory.api import load_atlas
from tests.cast import (
    CIVIL_AFFAIRS,
    COMMUNITY,
    COUNTY,
    GRID,
    HOUSING,
    NEIGHBOUR_GRID,
    OTHER_COMMUNITY,
    SECOND_COMMUNITY,
    TOWN,
    VACANT_GRID,
    Cast,
)

pytestmark = pytest.mark.usefixtures("standing_clock")

PAGES = (
    "/setup/territory",
    *(f"/setup/territory/areas/{code}" for code in (COUNTY, TOWN, COMMUNITY, GRID, VACANT_GRID)),
    "/setup/territory/units",
    "/setup/territory/units?lacking=1",
    f"/setup/territory/units/{TOWN}/contacts",
    f"/setup/territory/units/{HOUSING}/contacts",
    "/setup/territory/coverage",
    "/setup/territory/pilot",
    "/setup/territory/divisions",
    "/setup/territory/grids",
    f"/setup/territory/areas/{GRID}/divide",
    f"/setup/territory/areas/{COMMUNITY}/merge",
    "/setup/departments",
    "/setup/departments/new",
    f"/setup/departments/{HOUSING}",
    f"/setup/departments/{HOUSING}/dissolve",
)


def test_every_page_opens_in_both_languages(cast: Cast, admin: Client, book: int) -> None:
    for language in ("zh-hans", "en"):
        account = cast.account("administrator")
        account.language = language
        account.save()
        for address in PAGES:
            assert (address, admin.get(address).status_code) == (address, 200)


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", [role for role in POST_ROLES if role is not Role.ADMINISTRATOR])
def test_every_page_is_404_for_every_other_role(cast: Cast, role: Role) -> None:
    client = cast.client(role)
    for address in PAGES:
        assert (address, client.get(address).status_code) == (address, 404)
        assert (address, client.post(address).status_code) == (address, 404)


def test_pages_cost_the_same_with_more_grids(admin: Client, django_assert_num_queries: Any) -> None:
    admin.get("/setup/territory")
    with django_assert_num_queries(7):  # the rail counts webhooks and sources in one
        admin.get("/setup/territory")


@pytest.mark.row("R-034")
def test_the_tree_tells_who_looks_after_each_grid(admin: Client) -> None:
    county = admin.get("/setup/territory").context["county"]
    assert (county.grids, county.vacant) == (5, 3)
    community = county.branches[0].branches[0]
    holders = [(one.area.code, one.holder and one.holder.name) for one in community.branches]
    assert holders[0] == (GRID, "王网格")
    assert holders[2] == (VACANT_GRID, None)


def test_unknown_places_are_404(admin: Client) -> None:
    for address in (
        "/setup/territory/areas/511622999",
        "/setup/territory/areas/x",
        "/setup/territory/units/nobody/contacts",
        "/setup/departments/nobody",
        f"/setup/departments/{TOWN}",
        f"/setup/departments/{TOWN}/dissolve",
        f"/setup/territory/areas/{COMMUNITY}/divide",
        f"/setup/territory/areas/{GRID}/merge",
    ):
        assert (address, admin.get(address).status_code) == (address, 404)


@pytest.mark.row("R-014")
def test_contacts_are_set_and_wrong_ones_refused(admin: Client) -> None:
    address = f"/setup/territory/units/{TOWN}/contacts"
    good = {"responsible_leader": "周某", "contact_officer": "吴某", "duty_phone": "0826-6221234"}
    assert admin.post(address, good).status_code == 302
    unit = load_atlas().unit_by_code(TOWN)
    assert unit is not None
    assert (unit.responsible_leader, unit.duty_phone) == ("周某", "0826-6221234")
    answer = admin.post(address, {**good, "duty_phone": "call me"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["duty_phone"])
    assert admin.post(address, {**good, "contact_officer": "x" * 41}).status_code == 422


@pytest.mark.row("R-014")
def test_a_department_is_opened(admin: Client) -> None:
    good = {
        "code": "wenlv",
        "area": COUNTY,
        "name_zh": "县文化广播电视和旅游局",
        "short_zh": "文旅",
        "duty_phone": "10000000001",
        "on": "2026-01-05",
    }
    assert admin.post("/setup/departments/new", good).status_code == 302
    unit = load_atlas().unit_by_code("wenlv")
    assert unit is not None
    assert (unit.short_zh, unit.parent_code, str(unit.valid_from)) == ("文旅", COUNTY, "2026-01-05")
    assert admin.post("/setup/departments/new", good).status_code == 422
    branch = {**good, "code": "wenlv-511622100", "area": TOWN}
    assert admin.post("/setup/departments/new", branch).status_code == 422
    assert admin.post("/setup/departments/new", {**branch, "parent": "wenlv"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "511622"}, "code"),
        ({"code": "Wen Lv"}, "code"),
        ({"code": "../x"}, "code"),
        ({"area": COMMUNITY}, "area"),
        ({"parent": HOUSING}, "parent"),
        ({"name_zh": ""}, "name_zh"),
        ({"on": "2999-01-01"}, "on"),
        ({"on": "0001-01-01"}, "on"),
        ({"duty_phone": "<script>"}, "duty_phone"),
    ],
)
def test_what_is_wrong_with_a_department_is_said_at_its_field(
    admin: Client, changes: dict[str, str], field: str
) -> None:
    good = {"code": "wenlv", "area": COUNTY, "name_zh": "文旅局", "on": "2026-01-05"}
    answer = admin.post("/setup/departments/new", {**good, **changes})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert load_atlas().unit_by_code("wenlv") is None


@pytest.mark.row("R-036")
def test_a_department_is_dissolved_with_its_successor(admin: Client) -> None:
    address = f"/setup/departments/{CIVIL_AFFAIRS}/dissolve"
    today = timezone.localdate()
    for wrong in (
        {"on": "", "successor": HOUSING},
        {"on": f"{today}", "successor": ""},
        {"on": f"{today}", "successor": CIVIL_AFFAIRS},
        {"on": f"{today}", "successor": "nobody"},
        {"on": f"{today + timedelta(days=1)}", "successor": HOUSING},
        {"on": "2019-12-31", "successor": HOUSING},
    ):
        assert admin.post(address, wrong).status_code == 422
    assert admin.post(address, {"on": f"{today}", "successor": HOUSING}).status_code == 302
    atlas = load_atlas()
    unit = atlas.unit_by_code(CIVIL_AFFAIRS)
    assert unit is not None
    heir = atlas.effective_unit(unit.id, today)
    assert heir is not None
    assert heir.code == HOUSING
    assert admin.get(address).status_code == 404
    page = admin.get(f"/setup/departments/{CIVIL_AFFAIRS}").content.decode()
    assert "县住房和城乡建设局" in page
    assert admin.get("/setup/departments").context["former"][0][3] == "县住房和城乡建设局"


def test_a_department_may_end_without_a_successor(admin: Client) -> None:
    today = timezone.localdate()
    address = f"/setup/departments/{CIVIL_AFFAIRS}/dissolve"
    assert admin.post(address, {"on": f"{today}", "successor": "-"}).status_code == 302
    unit = load_atlas().unit_by_code(CIVIL_AFFAIRS)
    assert unit is not None
    assert load_atlas().effective_unit(unit.id, today) is None


def test_departments_show_the_kinds_they_lead(admin: Client, book: int) -> None:
    lines = {line.unit.code: line for line in admin.get("/setup/departments").context["lines"]}
    assert "A01" in [kind.code for kind in lines[HOUSING].first]
    assert "D05" in [kind.code for kind in lines[HOUSING].besides]


@pytest.mark.row("R-001")
def test_the_pilot_scope_is_chosen(admin: Client) -> None:
    address = "/setup/territory/pilot"
    assert admin.post(address, {"communities": [SECOND_COMMUNITY]}).status_code == 302
    atlas = load_atlas()
    pilot = {one.code for one in atlas.areas() if one.pilot}
    assert pilot == {COUNTY, TOWN, SECOND_COMMUNITY, NEIGHBOUR_GRID}
    assert admin.post(address, {"communities": [TOWN]}).status_code == 422
    assert admin.post(address, {"communities": ["x", OTHER_COMMUNITY]}).status_code == 422
    assert {one.code for one in load_atlas().areas() if one.pilot} == pilot


@pytest.mark.row("R-035")
def test_coverage_names_what_is_not_drawn(admin: Client) -> None:
    page = admin.get("/setup/territory/coverage")
    assert [said for said in page.context["problems"] if COMMUNITY in said] != []
