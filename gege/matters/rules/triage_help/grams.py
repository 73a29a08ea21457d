"""What is read of a text: character n-grams, hashed into a fixed number of places.

No word list is kept and no segmentation is needed, so Chinese, English and mistyped words are
read alike. Digits all become one: no number of anybody reaches a model.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

EDITION: Final = 1
"""Raised when the same text would be read differently: a model of another edition is refused."""
PLACES: Final = 2**15
"""Places that n-grams are hashed into."""
SHORTEST: Final = 1
LONGEST: Final = 3
"""Characters of an n-gram, at least and at most."""
READ_AT_MOST: Final = 800
"""Characters of a text that are read; what follows changes nothing and costs nothing."""
KIND_WEIGHT: Final = 6
"""How often the kind counts among the n-grams of a text, where departments are asked for."""

_DIGITS: Final = re.compile(r"\d")
_SPACES: Final = re.compile(r"\s+")
_BESIDE: Final = "\x1f"
"""Begins a token that is no part of the text: typed text never holds this sign."""
_LOW: Final = 0xFFFFFFFF


def plain(title: str, description: str = "") -> str:
    """Return a text as it is read: one width, one case, one digit, single spaces, bounded."""
    text = f"{title[:READ_AT_MOST]}\n{description[:READ_AT_MOST]}"[:READ_AT_MOST]
    text = unicodedata.normalize("NFKC", text).lower().replace(_BESIDE, " ")
    return _SPACES.sub(" ", _DIGITS.sub("0", text)).strip()[:READ_AT_MOST]


def grams_of(text: str) -> list[str]:
    """Return every n-gram of a plain text, repeated as often as it stands there."""
    return [
        text[at : at + size]
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(len(text) - size + 1)
    ]


def tokens_of(title: str, description: str = "", *, kind: str = "") -> list[str]:
    """Return what a model is told of a matter: its n-grams and, if given, its kind."""
    beside = [f"{_BESIDE}kind={kind}"] * KIND_WEIGHT if kind else []
    return [*grams_of(plain(title, description)), *beside]


def hashed(tokens: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return (places, values) of tokens, of length one together.

    The same as scikit-learn's `HashingVectorizer(alternate_sign=True, norm="l2")`, without it.
    """
    found: Counter[int] = Counter()
    for token, times in Counter(tokens).items():
        place, sign = _place(token)
        found[place] += sign * times
    places = np.fromiter(sorted(found), dtype=np.int64, count=len(found))
    values = np.array([found[int(one)] for one in places], dtype=np.float64)
    length = float(np.sqrt(np.dot(values, values)))
    return places, values / length if length else values


@lru_cache(maxsize=100_000)
def _place(token: str) -> tuple[int, int]:
    """Return the place of a token and its sign."""
    found = murmur3(token.encode("utf-8", "replace"))
    signed = found - 2**32 if found >= 2**31 else found
    # The lowest number has no positive twin.
    place = (2**31 - 1 - (PLACES - 1)) % PLACES if signed == -(2**31) else abs(signed) % PLACES
    return place, 1 if signed >= 0 else -1


def murmur3(data: bytes) -> int:
    """Return MurmurHash3 (x86, 32 bits, seed 0)."""
    found, whole = 0, len(data) & ~3
    for at in range(0, whole, 4):
        found ^= _mixed(int.from_bytes(data[at : at + 4], "little"))
        found = ((found << 13) | (found >> 19)) & _LOW
        found = (found * 5 + 0xE6546B64) & _LOW
    if len(data) > whole:
        found ^= _mixed(int.from_bytes(data[whole:], "little"))
    found ^= len(data)
    found = ((found ^ (found >> 16)) * 0x85EBCA6B) & _LOW
    found = ((found ^ (found >> 13)) * 0xC2B2AE35) & _LOW
    return found ^ (found >> 16)


def _mixed(word: int) -> int:
    word = (word * 0xCC9E2D51) & _LOW
    word = ((word << 15) | (word >> 17)) & _LOW
    return (word * 0x1B873593) & _LOW
