"""Sealed texts and keyed marks.

A sealed text is `1.sm4.k3abc.<base64url>`: the form's number, the algorithm, the key, and nonce,
ciphertext and tag. All of that and the place it stands in (register, record, field) is bound to it:
moved to another record or field it does not open.
"""

import base64
import binascii
import json
import re
import unicodedata
from typing import Final

from gege.kernel.keyring import ciphers
from gege.kernel.keyring.ring import KEY_ID, Key, KeysError, Ring, Use

FORM: Final = "1"
_SHAPE: Final = re.compile(rf"{FORM}\.(sm4|aes)\.({KEY_ID})\.([A-Za-z0-9_-]{{38,}})")
MARK_LENGTH: Final = 11 + 43
"""Signs of a mark at most: the key, a dot, and 32 bytes."""


class Unreadable(Exception):  # noqa: N818 - an answer, not a fault
    """It was sealed elsewhere or under another key, or was changed; the sentence says which."""


def sealed(ring: Ring, plain: str, *, register: str, uid: str, field: str) -> str:
    """Return a text sealed for one field of one record with the active key."""
    key = ring.active(Use.SEAL)
    _check(key)
    place = _place(key, register, uid, field)
    held = ciphers.locked(key.algorithm, key.secret, plain.encode(), place)
    return f"{FORM}.{key.algorithm}.{key.id}.{_written(held)}"


def opened(ring: Ring, text: str, *, register: str, uid: str, field: str) -> str:
    """Return what was sealed in this place. Raises Unreadable."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise Unreadable("It is no sealed text.")
    try:
        key = ring.key(match[2])
        _check(key)
        if key.algorithm != match[1]:
            raise Unreadable("Its algorithm is not that of its key.")
        place = _place(key, register, uid, field)
        return ciphers.opened(key.algorithm, key.secret, _read(match[3]), place).decode()
    except KeysError as error:
        raise Unreadable(str(error)) from error
    except (ciphers.NotOpenedError, binascii.Error, UnicodeDecodeError) as error:
        raise Unreadable("It was sealed in another place, or was changed.") from error


def sealed_with(text: str) -> str:
    """Return the name of the key of a sealed text. Raises Unreadable."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise Unreadable("It is no sealed text.")
    return match[2]


def is_sealed(text: str) -> bool:
    """Tell whether a text has the shape of a sealed one."""
    return _SHAPE.fullmatch(text) is not None


def written_marks(ring: Ring, value: str, *, space: str) -> list[str]:
    """Return the marks to keep of a value: one, and two while its key is being changed.

    The first is the one that comparisons use. Raises ValueError for an empty value: people
    without a number must never be found equal by it.
    """
    return [_mark(key, value, space) for key in ring.written(Use.MARK)]


def searched_marks(ring: Ring, value: str, *, space: str) -> list[str]:
    """Return every mark under which a value may be kept. Raises ValueError for an empty one."""
    return [_mark(key, value, space) for key in ring.live(Use.MARK)]


def _mark(key: Key, value: str, space: str) -> str:
    _check(key)
    plain = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    if not plain or not space:
        raise ValueError("an empty value has no mark, and a mark has a space")
    # As a list in JSON, no pair of space and value reads like another pair.
    text = json.dumps([space, plain], ensure_ascii=False).encode()
    return f"{key.id}.{_written(ciphers.keyed_digest(key.algorithm, key.secret, text))}"


def _place(key: Key, register: str, uid: str, field: str) -> bytes:
    if not register or not uid or not field:
        raise ValueError("a text is sealed for a register, a record and a field")
    bound = [FORM, key.algorithm, key.id, register, uid, field]
    return json.dumps(bound, ensure_ascii=False).encode()


def _check(key: Key) -> None:
    if not ciphers.offered(key.algorithm):
        raise KeysError(lacking(key.algorithm))


def lacking(algorithm: str) -> str:
    """Return the sentence about a cipher that this machine has not got."""
    return (
        f"OpenSSL on this machine has no {algorithm.upper()}: install one that has, "
        "or set GEGE_CIPHER=aes before keys are made."
    )


def _written(held: bytes) -> str:
    return base64.urlsafe_b64encode(held).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
