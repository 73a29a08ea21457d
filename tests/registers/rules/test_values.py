"""What is typed and what is kept: a table for each type of value."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gege.registers.declared.shipped import shipped_contract
from gege.registers.rules.values import Wrong, read_value
from tests.registers.keeping_records import citizen_number

CONTRACT = shipped_contract()
SOUND = citizen_number()


def read(path: str, typed: Any) -> Any:
    sheet, name = path.split(".")
    return read_value(typed, CONTRACT.field(sheet, name), CONTRACT.code_lists).value


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("resident.name", "  王 小明 ", "王 小明"),
        ("resident.name", "", None),
        ("resident.name", None, None),
        ("resident.phone", "１００ ０００-00001", "10000000001"),
        ("resident.phone", "+86 10000000001", "10000000001"),
        ("resident.id_number", SOUND.lower(), SOUND),
        ("resident.sex", "男", "1"),
        ("resident.sex", "Female", "2"),
        ("resident.born", "1950年3月", "1950-03"),
        ("resident.born", "1950.3", "1950-03"),
        ("resident.deceased_on", "2026/3/5", "2026-03-05"),
        ("resident.registered_area", "511622", "511622"),
        ("resident.language_help", "方言、大字", ["dialect", "large_print"]),
        ("building.floors", "１２", 12),
        ("building.self_built_business", "是", True),
        ("building.point", "106.28，30.34", {"lng": 106.28, "lat": 30.34}),
        ("dwelling.area_m2", "1,203.5", 1203.5),
        ("dwelling.owner", {"name": "张三", "phone": ""}, {"name": "张三"}),
        ("dwelling.owner", {"name": "", "phone": ""}, None),
        ("place.inspections", [{"on": "2026-03-01", "result": "合格"}, {}],
         [{"on": "2026-03-01", "result": "1"}]),
        ("dispute.kind", "1", "01"),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_in_one_spelling(path: str, typed: Any, value: Any) -> None:
    assert read(path, typed) == value


@pytest.mark.parametrize(
    ("path", "typed", "word"),
    [
        ("resident.name", "王" * 81, "too_long"),
        ("resident.phone", "张三", "not_a_phone"),
        ("resident.id_number", "99000019501307001X", "identity_birth_date"),
        ("resident.id_number", "无", "identity_characters"),
        ("resident.sex", "不男不女", "unknown_code"),
        ("resident.born", "1950-13", "not_a_month"),
        ("resident.born", "３月", "not_a_month"),
        ("resident.deceased_on", "2026-02-30", "not_a_date"),
        ("resident.deceased_on", "1066-10-14", "not_a_date"),
        ("resident.registered_area", "武胜", "not_an_area"),
        ("building.floors", "1.5", "not_whole"),
        ("building.floors", "1e9", "not_a_number"),
        ("building.floors", "0", "out_of_range"),
        ("building.self_built_business", "也许", "not_yes_or_no"),
        ("building.point", "30.34,106.28", "point_elsewhere"),
        ("building.point", "here", "not_a_point"),
        ("dwelling.owner", {"phone": "10000000001"}, "part_missing"),
        ("dwelling.owner", {"name": "张三", "salary": "1"}, "not_a_group"),
        ("dwelling.owner", "张三", "not_a_group"),
        ("dispute.parties", [{"role": "甲", "name": "张"}] * 61, "too_many"),
        ("organisation.uscc", "91350200MA2YJ1XR9", "credit_code"),
        ("resident.name", ["王"], "not_a_text"),
    ],
)
def test_what_cannot_be_is_refused_by_its_word(path: str, typed: Any, word: str) -> None:
    with pytest.raises(Wrong) as caught:
        read(path, typed)
    assert caught.value.word == word


def test_a_number_whose_check_digit_fails_is_doubted_and_not_refused() -> None:
    wrong = SOUND[:17] + ("0" if SOUND[17] != "0" else "1")
    field = CONTRACT.field("resident", "id_number")
    taken = read_value(wrong, field, CONTRACT.code_lists)
    assert (taken.value, taken.doubts) == (wrong, ("check_digit",))


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(some.sampled_from([one for _, _, one in CONTRACT.each_field() if not one.is_link]), anything)
def test_whatever_is_sent_is_refused_or_reads_the_same_again(field: Any, typed: Any) -> None:
    with suppress(Wrong):
        taken = read_value(typed, field, CONTRACT.code_lists)
        again = read_value(taken.value, field, CONTRACT.code_lists)
        assert again.value == taken.value
