"""Citizen numbers and credit codes. All numbers are the standards' samples or fictitious."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.identity import (
    OVERRIDABLE,
    CitizenNumber,
    Sex,
    citizen_check_digit,
    citizen_number_problems,
    credit_check_digit,
    credit_code_problems,
    organisation_check_digit,
    read_citizen_number,
    tidy,
)

# The sample printed in GB 11643-1999.
SAMPLE = "11010519491231002X"


def fictitious(birth_and_sequence: str) -> str:
    first_17 = "990000" + birth_and_sequence
    return first_17 + citizen_check_digit(first_17)


def test_the_sample_of_the_standard_is_sound() -> None:
    assert citizen_number_problems(SAMPLE) == []
    assert read_citizen_number(SAMPLE) == CitizenNumber(
        SAMPLE, date(1949, 12, 31), Sex.FEMALE, converted=False
    )


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_a_number_is_tidied_before_it_is_checked(typed: str) -> None:
    assert citizen_number_problems(typed) == []
    assert tidy(typed) == SAMPLE


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("", ["empty"]),
        ("   ", ["empty"]),
        ("1101051949123100", ["length"]),
        ("1101051949123100XX", ["characters"]),
        ("11010519491231O02X", ["characters"]),
        ("110105194912310021", ["check_digit"]),
        ("110105194913310029", ["birth_date", "check_digit"]),
        ("110105491331002", ["birth_date"]),
        ("11010549123100X", ["characters"]),
    ],
)
def test_every_mistake_in_a_citizen_number_is_named(number: str, problems: list[str]) -> None:
    assert citizen_number_problems(number) == problems


def test_unknown_areas_and_residence_permits_are_not_refused() -> None:
    for area in ("990000", "810000", "820000", "830000", "911111"):
        first_17 = area + "19900101" + "001"
        assert citizen_number_problems(first_17 + citizen_check_digit(first_17)) == []


def test_a_birth_after_today_is_named_when_today_is_told() -> None:
    number = fictitious("20261124001")
    assert citizen_number_problems(number) == []
    assert citizen_number_problems(number, today=date(2026, 11, 24)) == []
    assert citizen_number_problems(number, today=date(2026, 11, 23)) == ["born_in_future"]


def test_fifteen_digits_become_eighteen_with_a_flag() -> None:
    assert read_citizen_number("110105491231002") == CitizenNumber(
        SAMPLE, date(1949, 12, 31), Sex.FEMALE, converted=True
    )


def test_a_number_with_a_problem_is_not_read() -> None:
    assert read_citizen_number("110105194912310021") is None


def test_demonstration_numbers_are_known_as_fictitious() -> None:
    found = read_citizen_number(fictitious("19850607013"))
    assert found is not None
    assert (found.is_fictitious, found.sex, found.born_on) == (True, Sex.MALE, date(1985, 6, 7))
    sample = read_citizen_number(SAMPLE)
    assert sample is not None
    assert sample.is_fictitious is False


@given(st.dates(date(1900, 1, 1), date(2026, 11, 23)), st.integers(0, 999), st.data())
def test_one_wrong_digit_in_a_citizen_number_is_always_noticed(
    born_on: date, sequence: int, data: st.DataObject
) -> None:
    number = fictitious(f"{born_on:%Y%m%d}{sequence:03d}")
    assert citizen_number_problems(number) == []
    place = data.draw(st.integers(0, 16))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert "check_digit" in citizen_number_problems(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ("91350200MA2YJ1XR9G", []),
        ("91350200ma2yj1xr9g", []),
        ("", ["empty"]),
        ("91350200MA2YJ1XR9", ["length"]),
        ("91350200MA2YJ1XRIG", ["characters"]),
        ("9135O200MA2YJ1XR9G", ["characters"]),
        ("91350200MA2YJ1XR9H", ["check_digit"]),
        # An early genuine code that fails its own check: to be overridden with a reason
        ("91350100M0001TGQXM", ["check_digit"]),
    ],
)
def test_every_mistake_in_a_credit_code_is_named(code: str, problems: list[str]) -> None:
    assert credit_code_problems(code) == problems


def test_failed_checks_may_be_overridden_and_broken_shapes_may_not() -> None:
    assert set(credit_code_problems("91350100M0001TGQXM")) <= OVERRIDABLE
    assert OVERRIDABLE.isdisjoint({"empty", "length", "characters", "area"})


def test_a_wrong_organisation_part_and_area_are_named() -> None:
    first_17 = "91A50200MA2YJ1XR8"
    code = first_17 + credit_check_digit(first_17)
    assert credit_code_problems(code) == ["area", "organisation_check_digit"]


def test_the_organisation_check_digit_is_that_of_the_standard() -> None:
    assert organisation_check_digit("MA2YJ1XR") == "9"
    # The three shapes of the result: a digit, X for ten, 0 for eleven.
    assert organisation_check_digit("00000000") == "0"
    assert organisation_check_digit("00000006") == "X"


@pytest.mark.parametrize("bad", ["", "123", "1234567890123456X"])
def test_check_digits_of_nonsense_are_refused(bad: str) -> None:
    for question in (citizen_check_digit, organisation_check_digit):
        with pytest.raises(ValueError, match="check digit"):
            question(bad)
    with pytest.raises(ValueError, match="check digit"):
        credit_check_digit(bad[:16])
