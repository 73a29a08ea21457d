"""Cells of citizen numbers. All numbers are the standard's sample or fictitious."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.identity import Sex, citizen_check_digit
from gege.kernel.personal.citizen_numbers import (
    CellState,
    CitizenCell,
    contradictions,
    read_citizen_cell,
)

SAMPLE = "11010519491231002X"
BORN = date(1949, 12, 31)
SOUND = CitizenCell(CellState.SOUND, SAMPLE, (), False, BORN, Sex.FEMALE)


def fictitious(rest: str) -> str:
    return f"990000{rest}{citizen_check_digit('990000' + rest)}"


@pytest.mark.parametrize(
    "typed",
    [
        SAMPLE,
        "11010519491231002x",
        " 110105 19491231 002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'" + SAMPLE,
    ],
)
def test_spellings_of_one_number_are_one(typed: str) -> None:
    assert read_citizen_cell(typed) == SOUND


def test_fifteen_digits_are_converted_and_say_so() -> None:
    read = read_citizen_cell("110105491231002")
    assert read == CitizenCell(CellState.SOUND, SAMPLE, (), True, BORN, Sex.FEMALE)


@pytest.mark.parametrize(
    ("typed", "state", "problems"),
    [
        ("", CellState.EMPTY, ()),
        ("　", CellState.EMPTY, ()),
        ("无", CellState.PLACEHOLDER, ()),
        ("000000000000000000", CellState.PLACEHOLDER, ()),
        ("111111111111111111", CellState.PLACEHOLDER, ()),
        ("123456789012345678", CellState.PLACEHOLDER, ()),
        ("5.11622E+17", CellState.DAMAGED, ("scientific",)),
        ("5.11622199001011E+17", CellState.DAMAGED, ("scientific",)),
        ("990000199001011000", CellState.DAMAGED, ("cut_to_15",)),
        ("990000********1234", CellState.MASKED, ()),
        ("99000019900101XXXX", CellState.MASKED, ()),
        ("990000199001010000", CellState.TEMPORARY, ()),
        ("LS20240001", CellState.TEMPORARY, ()),
        ("临时0001", CellState.TEMPORARY, ()),
        ("110105194912310021", CellState.WARNED, ("check_digit",)),
        ("110105194913310029", CellState.UNREADABLE, ("birth_date", "check_digit")),
        ("12345", CellState.PLACEHOLDER, ()),
        ("51162", CellState.UNREADABLE, ("length",)),
        (fictitious("18790101001"), CellState.UNREADABLE, ("too_old",)),
        (fictitious("19000101012"), CellState.WARNED, ("filled_in",)),
    ],
)
def test_what_is_no_sound_number_says_why_and_is_no_key(
    typed: str, state: CellState, problems: tuple[str, ...]
) -> None:
    read = read_citizen_cell(typed)
    assert (read.state, read.problems, read.usable) == (state, problems, "")


def test_a_cut_number_that_passes_the_check_by_chance_is_no_key() -> None:
    chance = next(
        number
        for serial in range(1, 10)
        for day in range(1, 29)
        if (number := fictitious(f"199001{day:02d}{serial}00")).endswith("0")
    )
    read = read_citizen_cell(chance)
    assert (read.state, read.problems, read.usable) == (CellState.WARNED, ("cut_to_15",), "")


def test_a_number_of_the_future_is_none() -> None:
    number = fictitious("20300101012")
    assert read_citizen_cell(number, today=date(2026, 11, 25)).state is CellState.UNREADABLE


def test_other_columns_may_contradict_the_number() -> None:
    assert contradictions(SOUND, born_on=BORN, sex="2") == ()
    assert contradictions(SOUND, born_on=date(1949, 12, 30), sex="1") == ("birth_date", "sex")
    assert contradictions(SOUND, born_on=None, sex="0") == ()


@given(st.text(max_size=30))
def test_only_sound_numbers_are_keys_whatever_is_typed(text: str) -> None:
    read = read_citizen_cell(text)
    assert bool(read.usable) == (read.state is CellState.SOUND)
    if read.usable:
        assert citizen_check_digit(read.usable[:17]) == read.usable[17]


@given(st.dates(date(1901, 1, 1), date(2025, 1, 1)), st.integers(1, 999), st.integers(0, 17))
def test_a_wrong_digit_never_makes_a_key(born: date, serial: int, place: int) -> None:
    number = fictitious(f"{born:%Y%m%d}{serial:03d}")
    wrong = "0" if number[place] != "0" else "7"
    assert read_citizen_cell(number[:place] + wrong + number[place + 1 :]).usable == ""
