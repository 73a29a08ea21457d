"""Hostile entries of registers: refused in words, whatever a message names or holds."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from gege.field.messages.registers import LONGEST, MOST_FIELDS, MOST_ROWS
from gege.field.messages.table import KINDS
from gege.registers.api import Record, Statement
from tests.cast import GRID, Cast, centre_of
from tests.field.messages.at_doors import home, opening, saying, values
from tests.field.messages.test_hostile import VALUES, bodies, spoilt
from tests.field.phone import Phone
from tests.registers.keeping_records import Home


@pytest.fixture
def there(county: Cast) -> Home:
    return home(county)


TYPED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"nickname": "小李"}, "nickname"),
    ({"under_14": "no"}, "under_14"),
    ({"residence_kind": "77"}, "residence_kind"),
    ({"residence_kind": ["1"]}, "residence_kind"),
    ({"dwelling": {"uid": "7"}}, "dwelling"),
    ({"dwelling": {"uid": str(uuid4())}}, "dwelling"),
    ({"dwelling": [[[]]]}, "typed.dwelling"),
    ({"name": {"a": {"b": "c"}}}, "typed.name"),
    ({"name": "长" * 81}, "name"),
    ({"name": "长" * (LONGEST + 1)}, "typed.name"),
    ({"language_help": ["dialect"] * (MOST_ROWS + 1)}, "typed.language_help"),
    ({"Name": "甲"}, "typed.Name"),
    ({"a\0b": "甲"}, "typed.ab"),
    ({f"x{n}": "1" for n in range(MOST_FIELDS + 1)}, "typed"),
)


@pytest.mark.row("R-037")
def test_what_the_contract_does_not_know_is_refused_at_its_field(phone: Phone, there: Home) -> None:
    sound = opening(there)["typed"]
    for typed, field in TYPED:
        refused = phone.do("register_open", opening(there) | {"typed": sound | typed})
        told = (refused["status"], refused["field"], bool(refused["text"]))
        assert told == ("refused", field, True), typed
    assert Record.objects.filter(sheet="resident").count() == 1


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"sheet": "people"}, "not_found"),
    ({"sheet": ""}, "needed"),
    ({"evidence": "rumour"}, "unknown_choice"),
    ({"evidence": ""}, "needed"),
    ({"typed": []}, "malformed"),
    ({"typed": {}}, "faults"),
    ({"consent": "neighbour", "typed": {"language_help": ["dialect"]}}, "faults"),
    ({"although_there": "yes"}, "unknown_choice"),
    ({"score": 5}, "unknown_field"),
    ({"uid": None}, "needed"),
)


def test_an_entry_that_is_not_what_was_agreed_is_refused(phone: Phone, there: Home) -> None:
    for wrong, code in WRONG:
        refused = phone.do("register_open", opening(there) | wrong)
        assert (refused["status"], refused["code"]) == ("refused", code), wrong
    assert Record.objects.filter(sheet="resident").count() == 1


ROWS: tuple[dict[str, Any], ...] = (
    {"added": {"phone": [{"on": "2026-11-01"}]}},
    {"added": {"members": "all"}},
    {"added": {"members": [{"uid": "7", "relation": "20"}]}},
    {"added": {"members": [{"relation": "20"}], "nobody": []}},
    {"sheet": "resident", "typed": {"household_kind": "1"}},
    {"typed": {}, "added": {}},
)


def test_rows_are_added_only_where_there_are_rows(phone: Phone, there: Home) -> None:
    before = Statement.objects.count()
    for wrong in ROWS:
        refused = phone.do("register_say", saying(there.household) | wrong)
        assert (refused["status"], bool(refused["text"])) == ("refused", True), wrong
    assert Statement.objects.count() == before


def test_a_register_that_is_not_live_takes_nothing_from_a_phone(phone: Phone, county: Cast) -> None:
    body = {
        "uid": str(uuid4()), "sheet": "facility", "grid": GRID, "evidence": "seen",
        "typed": {"name": "井盖"},
    }  # fmt: skip
    assert phone.do("register_open", body)["code"] == "not_live"


def test_no_value_of_a_field_makes_a_fault_of_ours(phone: Phone, there: Home) -> None:
    """Every hostile value in fields of every type, beside a sound one."""
    names = ("name", "id_number", "born", "phone", "residence_kind", "language_help", "dwelling",
             "registered_area", "deceased_on")  # fmt: skip
    spoilt = [dict.fromkeys(names, value) for value in VALUES]
    spoilt += [{name: value} for name in names for value in ("\0", "x" * 3000, 1e300, {"a": 1})]
    messages = [phone.message("register_say", saying(there.resident, typed)) for typed in spoilt]
    for first in range(0, len(messages), 100):
        for answer in phone.send(*messages[first : first + 100]):
            assert answer.get("code") != "fault", answer
    assert values(there.resident)["name"] != "\0"


def register_bodies() -> dict[str, dict[str, Any]]:
    """A sound body of every kind that speaks of registers."""
    lng, lat = centre_of(GRID)
    how = {"evidence": "seen", "evidence_note": "", "doubts_answered": "", "consent": ""}
    return {
        "register_answer": {"question": 1, "choose": "proposed", "reason": "看过了"},
        "register_end": {
            "sheet": "resident", "record": str(uuid4()), "on": "2026-11-25", "why": "moved_out",
            "note": "",
        },
        "register_finding": {"finding": 1, "deed": "finish", "reason": ""},
        "register_open": {
            "uid": str(uuid4()), "sheet": "facility", "grid": GRID, "although_there": False,
            "typed": {"name": "井盖", "point": {"lng": lng, "lat": lat}}, **how,
        },
        "register_say": {
            "uid": str(uuid4()), "sheet": "resident", "record": str(uuid4()),
            "typed": {"name": "甲"}, "added": {"members": [{"uid": str(uuid4())}]}, **how,
        },
    }  # fmt: skip


def test_nothing_that_such_a_message_holds_makes_a_fault_of_ours(phone: Phone, there: Home) -> None:
    messages = [
        phone.message(kind, body)
        for kind, sound in register_bodies().items()
        for body in spoilt(sound, ("\0", "\ud800", 2**63, True, [], {"\0": 1}))
    ]
    for first in range(0, len(messages), 100):
        batch = messages[first : first + 100]
        for message, answer in zip(batch, phone.send(*batch), strict=True):
            assert answer.get("code") != "fault", (message["kind"], message["body"])


def test_every_kind_of_message_is_tried_with_hostile_values() -> None:
    assert sorted({*bodies("1", "2"), *register_bodies()}) == sorted(KINDS)
