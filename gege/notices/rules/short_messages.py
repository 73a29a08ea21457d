"""Short messages as they travel: parts and their alphabets (3GPP TS 23.038 and 23.040), receipts
(SMPP 3.4, appendix B)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

GSM, UCS2 = 0, 8
"""Values of `data_coding` (SMPP 3.4, 5.2.19) that are sent; others come in."""
UDH_INDICATOR: Final = 0x40
_SAME_EVERYWHERE: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n!\"#%&'()*+,-./:;<=>?"
)
"""Signs that have the same code in ASCII, Latin-1 and the default alphabet: whatever a centre takes
`data_coding` 0 for, they arrive as they are. Any other sign makes a text UCS-2."""
_WHOLE, _PIECE = 160, 153
_WHOLE_UCS2, _PIECE_UCS2 = 70, 67
MOST_PARTS: Final = 255

_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""3GPP TS 23.038, 6.2.1."""
_EXTENDED: Final[Mapping[int, str]] = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\",
    0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip
"""3GPP TS 23.038, 6.2.1.1: behind an escape."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part to send: its bytes with the header of a part before them, where there is one."""

    coding: int
    body: bytes
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part belongs: the sender's reference, which number, of how many."""

    reference: int
    number: int
    of: int


class Fate(Enum):
    """What a receipt says; ON_ITS_WAY is neither delivered nor failed yet."""

    DELIVERED = "delivered"
    FAILED = "failed"
    ON_ITS_WAY = "on_its_way"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery receipt: the centre's own name of the message, and what became of it."""

    name: str
    fate: Fate
    said: str


def pieces_of(text: str, reference: int) -> list[Piece]:
    """Return a text as parts: one, or several with a header of a part (23.040, 9.2.3.24.1)."""
    if set(text) <= _SAME_EVERYWHERE:
        coding, whole = GSM, text.encode("ascii")
        bodies = [whole] if len(whole) <= _WHOLE else _cut(whole, _PIECE)
    else:
        coding, whole = UCS2, text.encode("utf-16-be", "surrogatepass")
        bodies = [whole] if len(whole) <= _WHOLE_UCS2 * 2 else _cut_ucs2(whole, _PIECE_UCS2 * 2)
    if len(bodies) == 1:
        return [Piece(coding, bodies[0])]
    bodies = bodies[:MOST_PARTS]
    return [
        Piece(coding, bytes((5, 0, 3, reference & 0xFF, len(bodies), number)) + body, headed=True)
        for number, body in enumerate(bodies, start=1)
    ]


def payload_of(text: str) -> Piece:
    """Return a text whole, for a centre that cuts it into parts itself."""
    if set(text) <= _SAME_EVERYWHERE:
        return Piece(GSM, text.encode("ascii"))
    return Piece(UCS2, text.encode("utf-16-be", "surrogatepass"))


def without_header(body: bytes) -> tuple[Place | None, bytes]:
    """Return the place of a part and its bytes without the header.

    A header that cannot be read is left where it is: the words behind it are still words.
    """
    length = body[0] if body else 0
    if not body or length + 1 > len(body):
        return None, body
    at, place = 1, None
    while at + 2 <= length + 1:
        kind, size = body[at], body[at + 1]
        value = body[at + 2 : at + 2 + size]
        if kind == 0x00 and len(value) == 3:
            place = Place(value[0], value[2], value[1])
        elif kind == 0x08 and len(value) == 4:
            place = Place(value[0] << 8 | value[1], value[3], value[2])
        at += 2 + size
    return sound(place), body[length + 1 :]


def sound(place: Place | None) -> Place | None:
    """Return a place that can be; None for one that cannot, and for the only part of a text."""
    return place if place and 1 <= place.number <= place.of and place.of > 1 else None


def words_of(coding: int, body: bytes, default: str = "GSM") -> str:
    """Return the words of a message by its `data_coding`; what cannot be read becomes U+FFFD.

    `default` is what the centre means by 0: GSM, ASCII or GBK. Chinese centres use 15 for GBK.
    """
    alphabet = _alphabet(coding, default)
    if alphabet == "GSM" and max(body, default=0) < 0x80:
        return _from_gsm(body)
    codec = {"UCS2": "utf-16-be", "LATIN": "latin-1"}.get(alphabet)
    if codec:
        return body.decode(codec, "replace")
    for one in ("ascii", "gb18030") if alphabet in ("GBK", "GSM", "ASCII") else ("utf-8",):
        try:
            return body.decode(one)
        except UnicodeDecodeError:
            continue
    return body.decode("gb18030", "replace")


def receipt_of(text: str, name: str = "", state: int | None = None) -> Receipt | None:
    """Return the receipt in a message; None when it is none.

    `name` and `state` are the optional parameters receipted_message_id and message_state, which
    are believed before the text.
    """
    found = dict(_FIELD.findall(text))
    known = name or found.get("id", "")
    word = _BY_NUMBER.get(state, "") if state is not None else found.get("stat", "").upper()
    if not known or not word:
        return None
    fate = _FATES.get(word[:7], Fate.FAILED if word else Fate.ON_ITS_WAY)
    said = word if found.get("err", "000").strip("0") == "" else f"{word} {found['err']}"
    return Receipt(known[:65], fate, said[:40])


_FIELD: Final = re.compile(r"\b(id|stat|err):([^\s:]{1,70})")
_FATES: Final = {
    "DELIVRD": Fate.DELIVERED,
    "ACCEPTD": Fate.ON_ITS_WAY,
    "ENROUTE": Fate.ON_ITS_WAY,
    "SCHEDUL": Fate.ON_ITS_WAY,
}
"""SMPP 3.4, appendix B, table B-2; EXPIRED, DELETED, UNDELIV, REJECTD and UNKNOWN have failed."""
_BY_NUMBER: Final = {
    1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED",
    5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN", 8: "REJECTD",
}  # fmt: skip
"""SMPP 3.4, 5.2.28."""


def _alphabet(coding: int, default: str) -> str:
    known = {0: default, 1: "ASCII", 2: "BYTES", 3: "LATIN", 4: "BYTES", 8: "UCS2", 15: "GBK"}
    if coding in known:
        return known[coding]
    if coding & 0xC0 == 0:  # 23.038, 4: the general group
        return ("GSM", "BYTES", "UCS2", "GSM")[(coding >> 2) & 3]
    return "BYTES" if coding & 0xF4 == 0xF4 else "GSM"


def _from_gsm(body: bytes) -> str:
    signs, escaped = [], False
    for code in body:
        if escaped:
            signs.append(_EXTENDED.get(code, " "))
            escaped = False
        elif code == 0x1B:
            escaped = True
        else:
            signs.append(_BASIC[code])
    return "".join(signs)


def _cut(whole: bytes, size: int) -> list[bytes]:
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _cut_ucs2(whole: bytes, size: int) -> list[bytes]:
    """Cut between signs: no half of a surrogate pair ends a part."""
    pieces, at = [], 0
    while at < len(whole):
        end = at + size
        if end < len(whole) and 0xD8 <= whole[end - 2] <= 0xDB:
            end -= 2
        pieces.append(whole[at:end])
        at = end
    return pieces
