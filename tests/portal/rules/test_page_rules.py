"""Public pages and thanks as plain questions: who writes, who approves, when it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from gege.portal.rules import thanks
from gege.portal.rules.pages import (
    APPROVERS,
    CATEGORIES,
    WRITERS,
    Life,
    No,
    PageState,
    Person,
    Sayer,
    Standing,
    may_look,
    may_write,
    standing_of,
    why_not_approve,
    wrong_days,
)

COUNTY, TOWN, COMMUNITY = "511622", "511622100", "511622100001"
UNITS = {
    "county_centre": Sayer(1, "county_centre", COUNTY),
    "township_centre": Sayer(2, "township_centre", TOWN),
    "station": Sayer(3, "station", COMMUNITY),
    "department": Sayer(4, "department", COUNTY),
}
PEOPLE = {
    "station_clerk": Person(30, "station_clerk", 3, COMMUNITY),
    "township_operator": Person(20, "township_operator", 2, TOWN),
    "other_township": Person(21, "township_operator", 9, "511622102"),
    "county_supervisor": Person(10, "county_supervisor", 1, COUNTY),
    "county_dispatcher": Person(11, "county_dispatcher", 1, COUNTY),
    "department_officer": Person(40, "department_officer", 4, COUNTY),
    "other_department": Person(41, "department_officer", 5, COUNTY),
    "grid_worker": Person(50, "grid_worker", 6, f"{COMMUNITY}001"),
    "electronic_supervisor": Person(60, "electronic_supervisor", 1, COUNTY),
    "administrator": Person(70, "administrator", 1, COUNTY),
}
APPROVE = {
    "county_centre": {"county_supervisor", "county_dispatcher"},
    "township_centre": {"township_operator", "county_supervisor"},
    "station": {"township_operator", "county_supervisor"},
    "department": {"department_officer", "county_supervisor"},
}
WRITE = {
    "county_centre": {"county_supervisor", "county_dispatcher"},
    "township_centre": {"township_operator"},
    "station": {"station_clerk"},
    "department": {"department_officer"},
}


@pytest.mark.row("R-058")
@pytest.mark.parametrize(("unit", "who"), list(product(UNITS, PEOPLE)))
def test_who_writes_and_who_approves(unit: str, who: str) -> None:
    by, said = PEOPLE[who], UNITS[unit]
    assert may_write(by, said) == (who in WRITE[unit])
    wanted = None if who in APPROVE[unit] else No.NOT_YOURS
    assert why_not_approve(by, said, [99]) == wanted
    assert may_look(by, said) == (who in WRITE[unit] | APPROVE[unit])
    if wanted is None:
        assert why_not_approve(by, said, [99, by.account_id or 0]) is No.OWN_WORDS


def test_everybody_who_writes_has_somebody_who_approves() -> None:
    assert set(WRITERS) == set(APPROVERS)
    nobody = Person(None, "county_supervisor", 1, COUNTY)
    assert why_not_approve(nobody, UNITS["station"], []) is No.OWN_WORDS


DAY = date(2026, 11, 24)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "first", "last", "standing"),
    [
        (PageState.DRAFT, None, None, Standing.DRAFT),
        (PageState.SHOWN, None, None, Standing.DRAFT),
        (PageState.SHOWN, AFTER, None, Standing.TO_COME),
        (PageState.SHOWN, DAY, None, Standing.SHOWN),
        (PageState.SHOWN, DAY, DAY, Standing.SHOWN),
        (PageState.SHOWN, BEFORE, BEFORE, Standing.OVER),
        (PageState.WITHDRAWN, DAY, AFTER, Standing.WITHDRAWN),
        (PageState.OVER, BEFORE, AFTER, Standing.OVER),
    ],
)
def test_how_a_page_stands_on_a_day(
    state: PageState, first: date | None, last: date | None, standing: Standing
) -> None:
    assert standing_of(Life(state, first, last), DAY) is standing


def test_days_that_cannot_be() -> None:
    assert wrong_days(DAY, None) is None
    assert wrong_days(DAY, DAY) is None
    assert wrong_days(DAY, BEFORE) == ("shown_until", "ends_before_it_begins")
    assert wrong_days(date(1999, 1, 1), None) == ("shown_from", "day_out_of_range")
    assert wrong_days(DAY, date(2200, 1, 1)) == ("shown_until", "ends_before_it_begins")


def test_categories_have_a_name_in_both_languages() -> None:
    assert all(zh and en and len(code) <= 16 for code, (zh, en) in CATEGORIES.items())


@pytest.mark.row("R-111")
@pytest.mark.parametrize(
    ("role", "account", "unit", "area", "may"),
    [
        ("station_clerk", 30, 3, COMMUNITY, True),
        ("station_clerk", 30, 3, "511622100002", False),
        ("station_clerk", 50, 3, COMMUNITY, False),
        ("township_operator", 20, 2, TOWN, True),
        ("county_supervisor", 10, 1, COUNTY, True),
        ("township_operator", 20, 6, TOWN, False),
        ("grid_worker", 51, 7, f"{COMMUNITY}001", False),
        ("county_dispatcher", 11, 1, COUNTY, False),
        ("station_clerk", None, 3, COMMUNITY, False),
        ("station_clerk", 30, 3, "", False),
    ],
)
def test_nobody_decides_on_thanks_to_themselves_or_elsewhere(
    role: str, account: int | None, unit: int, area: str, may: bool
) -> None:
    by = thanks.Decider(role, account, unit, area)
    found = thanks.may_decide(by, to_account=50, to_unit=6, at=f"{COMMUNITY}001")
    assert found is may


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("谢谢你们", ""),
        ("谢", "needed"),
        ("谢" * 301, "too_long"),
        ("谢谢王网格", "holds_a_name"),
        ("请打 138 0013 8000", "holds_a_number"),
    ],
)
def test_what_may_not_become_public(words: str, wrong: str) -> None:
    assert thanks.wrong_in_public(words, ["王网格", ""]) == wrong


def test_names_are_taken_out_the_longest_first() -> None:
    words = thanks.without_names("谢谢欧阳小明和欧阳", ["欧阳", "欧阳小明", ""], "网格员")
    assert words == "谢谢网格员和网格员"
