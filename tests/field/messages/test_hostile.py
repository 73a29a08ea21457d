"""Every field of every kind of message, spoilt: each is answered for good, and stops no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from gege.field.models import Receipt
from gege.field.views import messages as view
from tests.cast import GRID, centre_of
from tests.field.phone import Phone

LNG, LAT = centre_of(GRID)
AT = "2026-11-24T09:00:00+08:00"
VALUES: tuple[Any, ...] = (
    "", "\0", "\ud800", "a\0b", "x" * 3000, "../../etc", "ＡＢＣ", "١٢٣", "\u202e", " ", "0" * 64,
    "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9000-12-31T23:59:59-14:00",
    "done", "refused", "report", "service", "tap", "morning", str(uuid4()),
    0, -1, 2**31, 2**62, 2**63, 1e300, -1e300, 1e-320, True, [], {}, [[]], {"a": 1}, {"\0": 1},
)  # fmt: skip
NAMES = ("\0", "\ud800", "a\0b", "x" * 3000, "")


def bodies(number: str, patrol: str) -> dict[str, dict[str, Any]]:
    """A sound body of every kind but those of registers (`test_hostile_registers.py`)."""
    matter = {"number": number, "version": 1}
    return {
        "attach": {"matter": matter, "sha256": "0" * 64, "size": 3, "stage": "before", "name": "a"},
        "check_in": {
            "patrol": patrol, "point": str(uuid4()), "how": "hand", "lng": LNG, "lat": LAT,
            "note": "",
        },
        "entry": {
            "uid": "uuid:1", "campaign": None, "form_id": "f", "version": "1", "assignment": None,
            "door": "1", "outcome": "refused", "note": "", "xml": "", "files": [],
        },
        "excuse": {
            "uid": str(uuid4()), "grid": GRID, "day": "2026-11-25", "half": "morning",
            "reason": "weather", "note": "",
        },
        "move": {"matter": matter, "move": "note", "fields": {"words": "看过了"}},
        "notice": {"id": 1, "acknowledged": True},
        "patrol_start": {"uid": str(uuid4()), "grid": GRID},
        "patrol_end": {"patrol": str(uuid4()), "note": ""},
        "report": {
            "title": "路面有坑", "kind": "B01", "edition": 1, "description": "", "grid": GRID,
            "lng": LNG, "lat": LAT, "accuracy": 3, "point": None, "address": "", "severity": "",
            "intent": "", "patrol": patrol, "visit": None, "anonymous": False, "name": "",
            "phone": "", "wants_callback": False,
        },
        "setting": {"language": "en", "large_print": True},
        "track": {"patrol": patrol, "positions": [[AT, LNG, LAT, 3]]},
        "visit": {
            "uid": str(uuid4()), "version": None, "grid": GRID, "purpose": "service",
            "purpose_note": "", "state": "done", "words": "", "next_on": None, "point": None,
            "door": "1", "who": "", "phone": "", "link": None,
            "confirm": {"how": "tap", "code": "", "at": AT},
        },
    }  # fmt: skip


def spoilt(body: dict[str, Any], values: tuple[Any, ...] = VALUES) -> Iterator[dict[str, Any]]:
    """The body with each of its fields spoilt in turn, one level into it."""
    fresh = {"uid": str(uuid4())} if "uid" in body else {}
    for name, sound in body.items():
        for value in values:
            yield body | fresh | {name: value}
            if isinstance(sound, dict):
                for inner in sound:
                    yield body | fresh | {name: sound | {inner: value}}
    for name in NAMES:
        yield body | fresh | {name: 1}


def in_batches(messages: list[Any]) -> Iterator[list[Any]]:
    return (messages[first : first + 100] for first in range(0, len(messages), 100))


@pytest.mark.row("R-039")
def test_nothing_that_a_message_holds_makes_a_fault_of_ours(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "FLOOD_MOST", 10**6)
    number, patrol = phone.send(phone.report())[0]["number"], str(uuid4())
    phone.do("patrol_start", {"uid": patrol, "grid": GRID})
    messages = [
        phone.message(kind, body)
        for kind, sound in bodies(number, patrol).items()
        for body in spoilt(sound)
    ]
    for place in range(4):
        for value in VALUES:
            row: list[Any] = [AT, LNG, LAT, 3]
            row[place] = value
            messages.append(phone.message("track", {"patrol": patrol, "positions": [row]}))
    for batch in in_batches(messages):
        for message, answer in zip(batch, phone.send(*batch), strict=True):
            assert answer.get("code") != "fault", (message["kind"], message["body"])


@pytest.mark.row("R-039")
def test_nothing_about_a_message_stops_those_beside_it(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "FLOOD_MOST", 10**6)
    heads = ("kind", "made_at", "skew_ms", "after", "post", "body")
    wrong = [
        *({name: value} for name in heads for value in VALUES),
        *({name: 1} for name in NAMES),
    ]
    messages = [phone.message("setting", {"language": "en"}) | one for one in wrong]
    for batch in in_batches(messages):
        answers = phone.send(*batch)
        assert [one["code"] for one in answers if one.get("code") == "fault"] == []
        again = [one | {"again": True} for one in answers if one["status"] != "waiting"]
        assert [one for one in phone.send(*batch) if one["status"] != "waiting"] == again
    assert phone.send(phone.report())[0]["status"] == "done"
    # Each receipt can be read back: a moment that the database keeps and Python cannot would
    # make the key unanswerable.
    assert len(list(Receipt.objects.all())) > len(heads)
