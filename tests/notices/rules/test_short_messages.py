"""Parts and alphabets of short messages, and the receipts of a centre."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.notices.rules.short_messages import (
    GSM,
    UCS2,
    Fate,
    Piece,
    Place,
    Receipt,
    payload_of,
    pieces_of,
    receipt_of,
    sound,
    without_header,
    words_of,
)

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=600)


@given(WORDS, st.integers(0, 70_000))
def test_a_text_in_parts_is_the_same_text(text: str, reference: int) -> None:
    pieces = pieces_of(text, reference)
    assert all(len(one.body) <= 160 - 20 * (one.coding == UCS2) for one in pieces)
    bodies, numbers = [], []
    for one in pieces:
        place, body = without_header(one.body) if one.headed else (None, one.body)
        numbers.append(place)
        bodies.append(body)
    assert words_of(pieces[0].coding, b"".join(bodies)) == text
    if len(pieces) > 1:
        expected = [Place(reference & 0xFF, at + 1, len(pieces)) for at in range(len(pieces))]
        assert numbers == expected
        # No sign is cut: each part can be read alone, as some handsets show them.
        assert "\ufffd" not in "".join(words_of(pieces[0].coding, one) for one in bodies)


@pytest.mark.parametrize(
    ("text", "coding", "lengths"),
    [
        ("a" * 160, GSM, [160]),
        ("a" * 161, GSM, [159, 14]),
        ("路" * 70, UCS2, [140]),
        ("路" * 71, UCS2, [140, 14]),
        ("price: 5$", UCS2, [18]),
        ("", GSM, [0]),
    ],
)
def test_how_long_parts_are(text: str, coding: int, lengths: list[int]) -> None:
    pieces = pieces_of(text, 1)
    assert [(one.coding, len(one.body)) for one in pieces] == [(coding, one) for one in lengths]


def test_a_payload_is_whole() -> None:
    assert payload_of("路" * 300) == Piece(UCS2, ("路" * 300).encode("utf-16-be"))
    assert payload_of("a" * 300) == Piece(GSM, b"a" * 300)


@pytest.mark.parametrize(
    ("coding", "body", "default", "words"),
    [
        (0, b"\x00\x02\x1b\x65 \x1b\x3c", "GSM", "@$€ ["),
        (0, b"@$_", "ASCII", "@$_"),
        (0, "路灯".encode("gbk"), "GBK", "路灯"),
        (0, "路灯".encode("gbk"), "GSM", "路灯"),
        (1, b"SB", "GSM", "SB"),
        (3, b"\xe9", "GSM", "é"),
        (8, "路灯😀".encode("utf-16-be"), "GSM", "路灯😀"),
        (8, b"\x8d\xef\x70", "GSM", "路\ufffd"),
        (15, "路灯".encode("gbk"), "GSM", "路灯"),
        (4, "路灯".encode(), "GSM", "路灯"),
        (0x18, "路灯".encode("utf-16-be"), "GSM", "路灯"),  # class 0, UCS-2
        (0x10, b"\x00", "GSM", "@"),
        (0xF5, "路灯".encode("gbk"), "GSM", "路灯"),
        (0xF1, b"\x00", "GSM", "@"),
        (0, b"", "GSM", ""),
        (99, b"\xff\xff", "GSM", "\ufffd\ufffd"),
    ],
)
def test_what_comes_in_is_read_by_its_alphabet(
    coding: int, body: bytes, default: str, words: str
) -> None:
    assert words_of(coding, body, default) == words


@pytest.mark.parametrize(
    ("body", "place", "rest"),
    [
        (b"\x05\x00\x03\x42\x02\x01ab", Place(0x42, 1, 2), b"ab"),
        (b"\x06\x08\x04\x12\x34\x02\x02ab", Place(0x1234, 2, 2), b"ab"),
        (b"\x0b\x05\x04\x0b\x84\x23\xf0\x00\x03\x07\x03\x03x", Place(7, 3, 3), b"x"),
        (b"\x05\x00\x03\x42\x01\x01ab", None, b"ab"),
        (b"\x05\x00\x03\x42\x02\x03ab", None, b"ab"),
        (b"\x05\x00\x03\x42\x02\x00ab", None, b"ab"),
        (b"\x00ab", None, b"ab"),
        (b"\x50ab", None, b"\x50ab"),
        (b"\x02\x00\x09ab", None, b"ab"),
        (b"", None, b""),
    ],
)
def test_headers_of_parts(body: bytes, place: Place | None, rest: bytes) -> None:
    assert without_header(body) == (place, rest)


@given(st.binary(max_size=200), st.integers(0, 255))
def test_nothing_that_comes_in_breaks_the_reading(body: bytes, coding: int) -> None:
    place, rest = without_header(body)
    assert place is None or sound(place) == place
    assert isinstance(words_of(coding, rest), str)
    receipt_of(words_of(coding, rest))


@pytest.mark.parametrize(
    ("text", "name", "state", "receipt"),
    [
        (
            "id:0123 sub:001 dlvrd:001 submit date:26 done date:26 stat:DELIVRD err:000 text:x",
            "", None, Receipt("0123", Fate.DELIVERED, "DELIVRD"),
        ),
        ("id:1 stat:UNDELIV err:0A1", "", None, Receipt("1", Fate.FAILED, "UNDELIV 0A1")),
        ("id:1 stat:expired err:000", "", None, Receipt("1", Fate.FAILED, "EXPIRED")),
        ("id:1 stat:ACCEPTD", "", None, Receipt("1", Fate.ON_ITS_WAY, "ACCEPTD")),
        ("", "m7", 2, Receipt("m7", Fate.DELIVERED, "DELIVRD")),
        ("id:1 stat:DELIVRD", "m7", 5, Receipt("m7", Fate.FAILED, "UNDELIV")),
        ("id:1", "", None, None),
        ("hello", "", 2, None),
        ("", "m7", 99, None),
    ],
)  # fmt: skip
def test_receipts(text: str, name: str, state: int | None, receipt: Receipt | None) -> None:
    assert receipt_of(text, name, state) == receipt
