"""Matter numbers: how they are written, typed and mistyped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.numbers import MatterNumber, check_digit, format_number, parse_number

DAY = date(2026, 11, 23)
NUMBER = MatterNumber(DAY, 123)
WRITTEN = "20261123-0001234"

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
serials = st.integers(1, 999_999_999)


@pytest.mark.row("R-032")
def test_a_number_is_the_day_the_serial_and_a_check_digit() -> None:
    assert format_number(DAY, 123) == WRITTEN
    assert str(NUMBER) == WRITTEN
    assert parse_number(WRITTEN) == NUMBER


def test_the_check_digit_is_that_of_damm() -> None:
    # The example of the published scheme: 572 is written 5724.
    assert check_digit("572") == "4"
    assert check_digit("5724") == "0"


@pytest.mark.parametrize(
    "typed",
    [
        "202611230001234",
        "  20261123-0001234\n",
        "20261123 0001234",
        "2026 1123 - 000 1234",
        "２０２６１１２３－０００１２３４",
        "20261123—0001234",
        "20261123——0001234",
        "20261123–0001234",
        "20261123−0001234",
        "20261123_0001234",
        "20261123\u30000001234",
    ],
)
def test_what_input_methods_make_of_a_number_is_read(typed: str) -> None:
    assert parse_number(typed) == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "20261123",
        "20261123-0001235",
        "20261123-000123",
        "20261123-1234",
        "2026-11-23-0001234",
        "20261123-0001234x",
        "x20261123-0001234",
        "٢٠٢٦١١٢٣-٠٠٠١٢٣٤",
        # an impossible day, serial nothing, needless zeros: each with a right check digit
        "20261301-000123" + check_digit("20261301000123"),
        "20260229-000123" + check_digit("20260229000123"),
        "20261123-000000" + check_digit("20261123000000"),
        "20261123-0000123" + check_digit("202611230000123"),
        "20261123-" + "1" * 40,
    ],
)
def test_what_is_not_a_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


@pytest.mark.parametrize("serial", [0, -1, 1_000_000_000])
def test_a_serial_out_of_range_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        format_number(DAY, serial)


@given(days, serials)
def test_every_number_is_read_as_it_was_written(day: date, serial: int) -> None:
    assert parse_number(format_number(day, serial)) == MatterNumber(day, serial)


@given(days, serials, st.data())
def test_one_wrong_digit_is_always_noticed(day: date, serial: int, data: st.DataObject) -> None:
    digits = format_number(day, serial).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    assert parse_number(digits[:place] + wrong + digits[place + 1 :]) is None


@given(days, serials, st.data())
def test_exchanged_neighbours_are_always_noticed(
    day: date, serial: int, data: st.DataObject
) -> None:
    digits = format_number(day, serial).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    one, other = digits[place], digits[place + 1]
    exchanged = digits[:place] + other + one + digits[place + 2 :]
    expected = MatterNumber(day, serial) if one == other else None
    assert parse_number(exchanged) == expected


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_number(text)
    assert found is None or found.serial >= 1
