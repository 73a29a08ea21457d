"""The telephone numbers of a cell. None of them can be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.personal.phones import Phone, PhoneKind, phones_in

MOBILE = Phone(PhoneKind.MOBILE, "10000001234")
OTHER = Phone(PhoneKind.MOBILE, "10000005678")
LANDLINE = Phone(PhoneKind.LANDLINE, "08266212345")


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "10000001234",
            "１００００００１２３４",
            "100 0000 1234",
            "100-0000-1234",
            "+86 10000001234",
        ),
        *("8610000001234", "0086-10000001234", "手机：10000001234（本人）", "'10000001234"),
    ],
)
def test_spellings_of_a_mobile_number_are_one(cell: str) -> None:
    assert phones_in(cell) == (MOBILE,)


@pytest.mark.parametrize(
    "cell",
    [
        "0826-6212345",
        "(0826)6212345",
        "0826 621 2345",
        "＋８６－８２６－６２１２３４５",
        "08266212345",
    ],
)
def test_spellings_of_a_landline_are_one(cell: str) -> None:
    assert phones_in(cell) == (LANDLINE,)


def test_a_landline_without_area_code_is_completed_or_said_to_be_incomplete() -> None:
    assert phones_in("6212345", area_code="0826") == (LANDLINE,)
    assert phones_in("6212345") == (Phone(PhoneKind.LANDLINE, "6212345", complete=False),)
    assert phones_in("6212345")[0].key == ""


@pytest.mark.parametrize("cell", ["0826-6212345转801", "0826-6212345-801", "08266212345 分机801"])
def test_extensions_stay(cell: str) -> None:
    assert phones_in(cell) == (Phone(PhoneKind.LANDLINE, "08266212345", "801"),)


@pytest.mark.parametrize("between", ["/", "、", "，", " ", ";", "或", "\n"])
def test_several_numbers_of_a_cell_are_all_found(between: str) -> None:
    assert phones_in(f"10000001234{between}10000005678") == (MOBILE, OTHER)
    assert phones_in(f"10000001234{between}0826-6212345") == (MOBILE, LANDLINE)


def test_a_number_that_stands_twice_counts_once() -> None:
    assert phones_in("10000001234，100-0000-1234") == (MOBILE,)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "无",
        "不详",
        "11111111111",
        "12345678901",
        "13800138000",
        "00000000",
        "1000000123",
        "李明",
    ],
)
def test_fillers_and_fragments_are_no_numbers(cell: str) -> None:
    assert phones_in(cell) == ()


def test_a_number_that_many_share_compares_nobody() -> None:
    assert phones_in("400-820-1234") == (Phone(PhoneKind.SERVICE, "4008201234"),)
    assert phones_in("400-820-1234")[0].key == ""


def test_numbers_of_other_countries_keep_their_plus() -> None:
    assert phones_in("+1 415 555 0123") == (Phone(PhoneKind.ABROAD, "+14155550123"),)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(phone.number.lstrip("+").isascii() for phone in phones_in(text))
