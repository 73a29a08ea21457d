"""A name and a number are hidden so that two reporters can still be told apart."""

from __future__ import annotations

import pytest

from gege.desk.matter.masks import masked_name, masked_phone


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
