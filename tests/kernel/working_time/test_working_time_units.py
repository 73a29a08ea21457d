"""Limits, warnings and seasons refuse what makes no sense."""

from datetime import date, time

import pytest

from gege.kernel.working_time import DayKind, Limit, NearDue, Season, TimeUnit


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (0, TimeUnit.CLOCK_HOURS),
        (0, TimeUnit.WORKING_HOURS),
        (0, TimeUnit.WORKING_DAYS),
        (-1, TimeUnit.WORKING_DAYS),
        (87_601, TimeUnit.CLOCK_HOURS),
        (20_001, TimeUnit.WORKING_HOURS),
        (2_501, TimeUnit.WORKING_DAYS),
    ],
)
def test_a_limit_of_nothing_or_of_more_than_ten_years_is_refused(
    amount: int, unit: TimeUnit
) -> None:
    with pytest.raises(ValueError, match="outside"):
        Limit(amount, unit)


@pytest.mark.parametrize("amount", [1.5, "3", True, None])
def test_a_limit_is_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        Limit(amount, TimeUnit.WORKING_DAYS)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", list(TimeUnit))
def test_a_limit_of_one_is_the_smallest(unit: TimeUnit) -> None:
    assert Limit(1, unit).amount == 1


def test_a_warning_outside_its_bounds_is_refused() -> None:
    for bad in ({"percent": 101}, {"percent": -1}, {"at_least_hours": -1}, {"at_most_days": 0}):
        with pytest.raises(ValueError, match=r"outside|takes"):
            NearDue(**bad)


def test_only_workdays_and_adjusted_workdays_are_worked() -> None:
    assert [kind for kind in DayKind if kind.is_working] == [
        DayKind.WORKDAY,
        DayKind.ADJUSTED_WORKDAY,
    ]


def test_a_season_may_run_over_new_year() -> None:
    winter = Season((11, 15), (2, 28), ((time(9), time(17)),))
    worn = [date(2026, 11, 15), date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 28)]
    assert [day for day in [*worn, date(2026, 11, 14), date(2027, 3, 1)] if winter.covers(day)] == (
        worn
    )


def test_a_season_of_days_that_do_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        Season((2, 30), (5, 1), ((time(9), time(17)),))
