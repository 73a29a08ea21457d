"""Matter numbers: how they are written, typed and mistyped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.numbers import (
    MatterNumber,
    NumberBeginning,
    check_digit,
    format_number,
    parse_beginning,
    parse_number,
)

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


@given(day=days, serial=serials, data=st.data())
def test_every_beginning_from_the_day_on_holds_its_number(
    day: date, serial: int, data: st.DataObject
) -> None:
    written = format_number(day, serial).replace("-", "")
    typed = written[: data.draw(st.integers(8, len(written)))]
    for text in (typed, f"{typed[:8]}-{typed[8:]}"):
        found = parse_beginning(text)
        assert found is not None
        assert found.reported_on == day
        assert any(first <= serial <= last for first, last in found.serials)


@given(day=days, serial=serials, other=serials, data=st.data())
def test_a_beginning_holds_no_number_that_does_not_begin_so(
    day: date, serial: int, other: int, data: st.DataObject
) -> None:
    typed = format_number(day, serial)[: data.draw(st.integers(10, 16))]
    found = parse_beginning(typed)
    assert found is not None
    held = any(first <= other <= last for first, last in found.serials)
    assert held == format_number(day, other).startswith(typed)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_is_no_day_of_a_report_is_none(day: date) -> None:
    assert parse_number(format_number(day, 123)) is None
    assert parse_beginning(format_number(day, 123)[:8]) is None


@pytest.mark.parametrize(
    "typed", ["", "2026", "202611", "20261324", "2026112", "路灯20261124", "x"]
)
def test_what_begins_no_number_is_none(typed: str) -> None:
    assert parse_beginning(typed) is None


def test_a_wrong_check_digit_at_the_end_begins_nothing_short() -> None:
    right = format_number(date(2026, 11, 24), 123)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    found = parse_beginning(wrong)
    assert found == NumberBeginning(date(2026, 11, 24), ())
