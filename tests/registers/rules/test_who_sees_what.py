"""The matrix of domain 5.15 as one table: role, standing, level."""

from __future__ import annotations

import pytest

from gege.registers.rules.declaration import (
    Basis,
    Field,
    Level,
    Need,
    Register,
    Show,
    Side,
    Type,
    Words,
)
from gege.registers.rules.sight import Opens, Reach, Sight, reach_of, seen

HERE, ELSEWHERE = "511622100001001", "511622102001001"
GRID, COMMUNITY, TOWN, COUNTY = HERE, HERE[:12], HERE[:9], HERE[:6]


def register(*stewards: str) -> Register:
    words = Words("登记", "Register")
    return Register("r", 1, words, stewards, (), (), words, ())


def field(level: Level, *, by_field: bool = True) -> Field:
    collectors = (Side.FIELD, Side.DEPARTMENT) if by_field else (Side.DEPARTMENT,)
    return Field(
        "f", Words("字段", "Field"), Type.TEXT, level, Need.OPTIONAL, ("contact",), Basis.STATUTE,
        collectors=collectors, show=Show.HIDDEN,
    )  # fmt: skip


W, M, H, A, P = Sight.WHOLE, Sight.MASKED, Sight.HIDDEN, Sight.ABSENT, Sight.PSEUDONYM
NO, BY, CASE, TWO, NEVER = (
    Opens.NOTHING, Opens.PURPOSE, Opens.CASE, Opens.PURPOSE_AND_FACTOR, Opens.NEVER
)  # fmt: skip

MATRIX = [
    ("grid_worker", GRID, "", [(W, NO), (W, NO), (M, BY), (H, TWO)]),
    ("grid_worker", ELSEWHERE, "", [(W, NO), (A, NEVER), (A, NEVER), (A, NEVER)]),
    ("station_clerk", COMMUNITY, "", [(W, NO), (W, NO), (M, BY), (H, NEVER)]),
    ("township_operator", TOWN, "", [(W, NO), (W, NO), (M, CASE), (H, NEVER)]),
    ("county_dispatcher", COUNTY, "", [(W, NO), (W, NO), (M, CASE), (H, NEVER)]),
    ("county_supervisor", COUNTY, "", [(W, NO), (W, NO), (M, CASE), (H, NEVER)]),
    ("electronic_supervisor", COUNTY, "", [(W, NO), (W, NO), (P, NEVER), (H, NEVER)]),
    ("department_officer", COUNTY, "minzheng", [(W, NO), (W, NO), (M, BY), (H, TWO)]),
    ("department_officer", COUNTY, "zhujian", [(W, NO), (A, NEVER), (A, NEVER), (A, NEVER)]),
    ("hotline_operator", COUNTY, "", [(W, NO), (A, NEVER), (A, NEVER), (A, NEVER)]),
    ("administrator", COUNTY, "", [(W, NO), (A, NEVER), (A, NEVER), (A, NEVER)]),
    ("resident", HERE, "", [(W, NO), (A, NEVER), (A, NEVER), (A, NEVER)]),
]


@pytest.mark.row("R-048")
@pytest.mark.parametrize(("role", "area", "department", "row"), MATRIX)
def test_each_role_sees_each_level_as_the_matrix_says(
    role: str, area: str, department: str, row: list[tuple[Sight, Opens]]
) -> None:
    of_civil_affairs = register("minzheng")
    reach = reach_of(
        role=role,
        area_code=area,
        record_area=HERE,
        department=department,
        register=of_civil_affairs,
        granted=False,
    )
    answers = [seen(field(level), of_civil_affairs, reach) for level in Level]
    assert [(one.sight, one.opens) for one in answers] == row


def test_a_resident_sees_everything_of_their_own_but_what_is_work_among_staff() -> None:
    answers = [seen(field(level), register("minzheng"), Reach.OWN_DATA).sight for level in Level]
    assert answers == [W, A, W, W]


def test_a_grid_worker_never_opens_what_only_departments_keep() -> None:
    answer = seen(field(Level.SENSITIVE, by_field=False), register("minzheng"), Reach.OWN_GRID)
    assert (answer.sight, answer.opens) == (H, NEVER)


def test_a_community_opens_sensitive_fields_of_the_registers_that_it_stewards() -> None:
    answer = seen(field(Level.SENSITIVE), register("community"), Reach.COMMUNITY)
    assert (answer.sight, answer.opens) == (H, TWO)


@pytest.mark.parametrize("reach", list(Reach))
def test_what_is_personal_of_a_child_is_seen_like_what_is_sensitive(reach: Reach) -> None:
    of_all = register("community")
    child = seen(field(Level.PERSONAL), of_all, reach, child=True)
    assert child == seen(field(Level.SENSITIVE), of_all, reach)


def test_a_department_reads_another_register_only_with_a_live_entry_of_the_catalogue() -> None:
    def reach(*, granted: bool) -> Reach:
        return reach_of(
            role="department_officer",
            area_code=COUNTY,
            record_area=HERE,
            department="renshe",
            register=register("minzheng"),
            granted=granted,
        )

    assert (reach(granted=False), reach(granted=True)) == (Reach.NONE, Reach.GRANTED)


def test_a_branch_reaches_the_register_of_its_department_in_its_own_town_only() -> None:
    def reach(record_area: str) -> Reach:
        return reach_of(
            role="department_officer",
            area_code=TOWN,
            record_area=record_area,
            department="minzheng",
            register=register("minzheng"),
            granted=False,
        )

    assert [reach(HERE), reach(ELSEWHERE)] == [Reach.OWN_REGISTER, Reach.NONE]
