"""Cells of unified social credit codes: fictitious ones, made here with their check digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.identity import credit_check_digit, organisation_check_digit
from gege.kernel.personal.credit_codes import CreditCell, CreditState, read_credit_cell

ORGANISATION = f"MA99FAKE{organisation_check_digit('MA99FAKE')}"
CODE = f"91990000{ORGANISATION}{credit_check_digit(f'91990000{ORGANISATION}')}"
SOUND = CreditCell(CreditState.SOUND, CODE, (), ORGANISATION)


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), f" {CODE[:8]} {CODE[8:]}", f"'{CODE}"])
def test_spellings_of_one_code_are_one(typed: str) -> None:
    assert read_credit_cell(typed) == SOUND


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("", CreditCell(CreditState.EMPTY, "")),
        ("无", CreditCell(CreditState.PLACEHOLDER, "")),
        ("000000000000000000", CreditCell(CreditState.PLACEHOLDER, "")),
        (ORGANISATION, CreditCell(CreditState.ORGANISATION, ORGANISATION, (), ORGANISATION)),
        (
            f"{ORGANISATION[:8]}-{ORGANISATION[8]}",
            CreditCell(CreditState.ORGANISATION, ORGANISATION, (), ORGANISATION),
        ),
        ("990000123456789", CreditCell(CreditState.REGISTRATION, "990000123456789")),
        (CODE[:-1], CreditCell(CreditState.UNREADABLE, CODE[:-1], ("length",))),
        (
            CODE.replace("9", "O", 1),
            CreditCell(CreditState.UNREADABLE, CODE.replace("9", "O", 1), ("characters",)),
        ),
    ],
)
def test_what_is_no_code_says_what_it_is(typed: str, cell: CreditCell) -> None:
    assert read_credit_cell(typed) == cell
    assert cell.usable == ""


def test_a_wrong_check_digit_is_a_warning_and_no_key() -> None:
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    read = read_credit_cell(wrong)
    assert (read.state, read.problems, read.usable) == (CreditState.WARNED, ("check_digit",), "")
    assert read.organisation == ORGANISATION


@given(st.text(max_size=24))
def test_any_text_is_read(text: str) -> None:
    read = read_credit_cell(text)
    assert bool(read.usable) == (read.state is CreditState.SOUND)
