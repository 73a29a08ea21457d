"""A model as bytes and back: a header in JSON, then plain arrays; nothing in it is ever executed.

    sealed text (HMAC-SHA-256 of all that follows, by the caller's key) is kept beside it
    4 bytes   length of the header
    header    format, edition of reading, places, and each head's labels, temperature, array sizes
    arrays    NPY without objects, compressed

Everything is checked before it is used: a file that was changed, cut, of another edition, or that
holds anything but numbers of the expected sizes is refused with a word.
"""

import io
import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gege.matters.rules.triage_help.grams import EDITION, LONGEST, PLACES, SHORTEST
from gege.matters.rules.triage_help.model import Asked, Head, is_sound

FORMAT: Final = 1
_LENGTH: Final = 4
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_LABELS: Final = 2_000
_SETTINGS: Final = {
    "format": FORMAT,
    "edition": EDITION,
    "places": PLACES,
    "grams": [SHORTEST, LONGEST],
    "sign": "alternate",
    "norm": "l2",
}


class Unusable(Exception):  # noqa: N818 - an answer, not a fault
    """Bytes that are no model this version may use; `word` says why."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def pack(heads: Mapping[Asked, Head]) -> bytes:
    """Return heads as bytes."""
    bodies: list[bytes] = []
    told: dict[str, Any] = {}
    for asked, head in sorted(heads.items()):
        body = _npy(head.weights) + _npy(head.bias)
        squeezed = zlib.compress(body, 6)
        told[asked] = {
            "labels": list(head.labels),
            "temperature": head.temperature,
            "bytes": len(squeezed),
            "whole": len(body),
            "sha256": sha256(squeezed).hexdigest(),
        }
        bodies.append(squeezed)
    header = json.dumps(_SETTINGS | {"heads": told}, ensure_ascii=False, sort_keys=True).encode()
    return len(header).to_bytes(_LENGTH, "big") + header + b"".join(bodies)


def unpack(data: bytes) -> dict[Asked, Head]:
    """Return the heads in bytes whose seal was found right. Raises Unusable with a word."""
    try:
        return _heads(data)
    except Unusable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, EOFError) as error:
        raise Unusable("corrupt") from error


def _heads(data: bytes) -> dict[Asked, Head]:
    if not _LENGTH < len(data) <= MOST_BYTES:
        raise Unusable("corrupt")
    length = int.from_bytes(data[:_LENGTH], "big")
    header = json.loads(data[_LENGTH : _LENGTH + length])
    if any(header.get(name) != value for name, value in _SETTINGS.items()):
        raise Unusable("other_version")
    found: dict[Asked, Head] = {}
    at = _LENGTH + length
    for name, told in sorted(header["heads"].items()):
        body = data[at : at + int(told["bytes"])]
        at += len(body)
        if sha256(body).hexdigest() != told["sha256"]:
            raise Unusable("tampered")
        found[Asked(name)] = _head(told, body)
    if at != len(data) or not found:
        raise Unusable("corrupt")
    return found


def _head(told: Mapping[str, Any], body: bytes) -> Head:
    labels = tuple(str(one) for one in told["labels"])
    if not 2 <= len(labels) <= MOST_LABELS:
        raise Unusable("corrupt")
    expected = 4 * (PLACES + 1) * len(labels)
    whole = int(told["whole"])
    if not expected <= whole <= expected + 1024:
        raise Unusable("corrupt")
    unzip = zlib.decompressobj()
    # A small file that unfolds into a large one is stopped where it should end.
    stream = io.BytesIO(unzip.decompress(body, whole))
    head = Head(labels, _array(stream), _array(stream), float(told["temperature"]))
    if unzip.unconsumed_tail or stream.read(1) or not is_sound(head):
        raise Unusable("corrupt")
    return head


def _npy(array: NDArray[Any]) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.ascontiguousarray(array), allow_pickle=False)
    return out.getvalue()


def _array(stream: io.BytesIO) -> NDArray[np.float32]:
    found = np.lib.format.read_array(stream, allow_pickle=False)
    if found.dtype != np.float32:
        raise Unusable("corrupt")
    return np.asarray(found, dtype=np.float32)
