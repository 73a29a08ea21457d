"""What the twelve shipped registers declare, held against the rules of the contract (domain 5)."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gege.registers.declared.shipped import shipped_contract, shipped_document
from gege.registers.rules.contract_rules import flaws_of, flaws_of_change
from gege.registers.rules.declaration import Level, Type
from gege.registers.rules.declaring import Flaw, Unreadable, read_contract


@pytest.mark.row("R-037")
def test_there_are_twelve_registers_and_nothing_is_wrong_with_them() -> None:
    contract = shipped_contract()
    assert [one.number for one in contract.registers] == list(range(1, 13))
    assert flaws_of(contract) == []


def test_document_numbers_and_sensitive_fields_are_sealed_everywhere() -> None:
    loose = [
        f"{sheet.code}.{one.name}"
        for _, sheet, one in shipped_contract().each_field()
        if (one.type is Type.IDENTITY or one.level is Level.SENSITIVE) and not one.keeps_sealed
    ]
    assert loose == []


def test_every_code_list_and_purpose_is_used() -> None:
    contract = shipped_contract()
    fields = [one for _, _, one in contract.each_field()]
    lists = {one.codes for one in fields} | {part.codes for one in fields for part in one.parts}
    purposes = {purpose for one in fields for purpose in one.purposes}
    assert (set(contract.code_lists) - lists, set(contract.purposes) - purposes) == (set(), set())


def changed(path: str, **field: Any) -> dict[str, Any]:
    """The shipped document with one field of the residents changed."""
    document = copy.deepcopy(shipped_document())
    sheet = document["registers"][0]["sheets"][0]
    sheet["fields"] = [{**one, **field} if one["name"] == path else one for one in sheet["fields"]]
    return document


def added(**field: Any) -> dict[str, Any]:
    """The shipped document with one more field of residents."""
    document = copy.deepcopy(shipped_document())
    document["registers"][0]["sheets"][0]["fields"].append(field)
    return document


BORN = {"name": "birth_place", "zh": "出生地", "en": "Born in", "type": "text"}


def test_a_county_adds_a_field_without_touching_another() -> None:
    after = read_contract(added(**BORN))
    assert (flaws_of(after), flaws_of_change(shipped_contract(), after)) == ([], [])


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ({"purposes": []}, "no_purpose"),
        ({"purposes": ["curiosity"]}, "unknown_purpose"),
        ({"basis": "none_personal"}, "no_basis"),
        ({"basis": "statute", "cite": ""}, "no_cite"),
        ({"show": "whole"}, "no_mask"),
        ({"keep": "end+0"}, "kept_without_end"),
        ({"type": "code"}, "codes_and_type"),
        ({"type": "code", "codes": "colours"}, "unknown_codes"),
        ({"type": "reference"}, "reference_to_nothing"),
        ({"type": "reference", "to": ["horse"]}, "unknown_sheet"),
        ({"source": "minzheng"}, "source_is_no_steward"),
        ({"name": "risk_level"}, "forbidden"),
        ({"zh": "关注等级"}, "forbidden"),
        ({"zh": "宗教信仰"}, "forbidden"),
        ({"need": "derived"}, "unknown_formula"),
        ({"type": "identity", "show": "last_four"}, "must_be_sealed"),
    ],
)
def test_a_field_that_the_rules_forbid_cannot_be_declared(field: dict[str, Any], word: str) -> None:
    words = {flaw.word for flaw in flaws_of(read_contract(added(**{**BORN, **field})))}
    assert word in words


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ({"type": "text"}, "type_changed"),
        ({"level": 1}, "level_sank"),
    ],
)
def test_an_edition_keeps_what_records_of_yesterday_need(field: dict[str, Any], word: str) -> None:
    after = read_contract(changed("born", **field))
    assert [flaw.word for flaw in flaws_of_change(shipped_contract(), after)] == [word]


def test_a_field_is_retired_and_not_taken_away() -> None:
    document = copy.deepcopy(shipped_document())
    sheet = document["registers"][0]["sheets"][0]
    sheet["fields"] = [one for one in sheet["fields"] if one["name"] != "moved_in"]
    gone = flaws_of_change(shipped_contract(), read_contract(document))
    retired = flaws_of_change(shipped_contract(), read_contract(changed("moved_in", retired=True)))
    assert (gone, retired) == ([Flaw("population.resident.moved_in", "field_is_gone")], [])


EMPTY: dict[str, Any] = {"purposes": {}, "code_lists": {}, "registers": []}


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({}, "not_a_table"),
        ({**EMPTY, "registers": "all"}, "not_a_list"),
        ({**EMPTY, "purposes": {"a b": {"zh": "一", "en": "a"}}}, "not_a_name"),
        ({**EMPTY, "purposes": {"a": {"zh": "一"}}}, "needs_both_languages"),
    ],
)
def test_what_is_no_declaration_is_told_by_name(document: dict[str, Any], word: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_contract(document)
    assert word in {flaw.word for flaw in caught.value.flaws}


def test_a_key_that_nobody_knows_is_a_fault_and_no_noise() -> None:
    with pytest.raises(Unreadable) as caught:
        read_contract(added(**BORN, colour="red"))
    assert caught.value.flaws == (Flaw("resident.birth_place", "unknown_key", "colour"),)
