"""What belongs to a person is hidden so that two of them can still be told apart."""

from __future__ import annotations

import pytest

from gege.kernel.masks import (
    MASKS,
    hidden,
    masked_address,
    masked_name,
    masked_number,
    masked_phone,
    masked_year,
)


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张**"), ("欧阳修文", "欧**"), ("Ann", "A**"), ("", "")]
)
def test_only_the_first_sign_of_a_name_is_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("10000000001", "100****0001"), ("62212345", "****45"), ("12", "****12"), ("", "")],
)
def test_the_middle_of_a_number_is_hidden(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("99000019500307001X", "****001X"), ("G1234567", "****4567"), ("1234567", "****"), ("", "")],
)
def test_of_an_identity_number_the_last_four_signs_are_shown(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("解放路12号3栋2单元501室", "解放路12号3栋****"),
        ("沿口镇建设南路25号", "沿口镇建设南路25号****"),
        ("滨江花园A座1203", "滨江花园A座****"),
        ("滨江花园十二幢3单元5号", "滨江花园十二幢****"),
        ("阳光小区3号楼2单元", "阳光小区3号楼****"),
        ("3栋5号", "3栋****"),
        ("响水村5组7号", "响水村5组7号****"),
        ("河边老屋", "****"),
        ("2单元501室5号", "****"),
        ("", ""),
    ],
)
def test_an_address_is_shown_up_to_the_building(address: str, shown: str) -> None:
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [("1950-03", "1950"), ("1950-03-07", "1950"), ("in spring", "****"), ("", "")],
)
def test_of_a_day_of_birth_the_year_is_shown(day: str, shown: str) -> None:
    assert masked_year(day) == shown


def test_what_is_hidden_tells_only_that_it_is_there() -> None:
    assert (hidden("低保"), hidden("")) == ("****", "")


def test_every_mask_but_the_whole_one_hides_something() -> None:
    shown = {word: mask("99000019500307001X") for word, mask in MASKS.items()}
    assert [word for word, text in shown.items() if text == "99000019500307001X"] == ["whole"]
