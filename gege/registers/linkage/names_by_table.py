"""Names read by tables of characters: the same keys as of the kernel, by whole columns.

Most names are two to four common characters without a compound surname: of them every key is put
together from what the kernel says about each character. All other names are read one by one.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gege.kernel.personal import pinyin
from gege.kernel.personal.names import SOMEBODY, TITLES, name_keys
from gege.kernel.personal.placeholders import BEGINNINGS
from gege.kernel.personal.variants import folded, folded_surname
from gege.registers.linkage.text_columns import (
    Bytes,
    Codes,
    Column,
    Mask,
    coded,
    distinct,
    from_raw,
    raw,
    taken,
)

SLOTS: Final = ("name", "variant", "pinyin", "loose", "s1", "s2", "s3", "s4", "letters")
_FIRST, _LAST, _LONGEST = 0x4E00, 0x9FFF, 4
_NO_SIGN: Final = 0xFFFF
Signs = np.ndarray[Any, np.dtype[np.uint16]]
"""The characters of names, a row for each of four columns; `_NO_SIGN` after the last."""


def read_names(texts: pa.Array) -> dict[str, pa.DictionaryArray]:
    """Return the keys of names as coded columns."""
    name_of, listed = distinct(texts)
    columns = [Column(len(listed)) for _slot in SLOTS]
    signs, plain = _signs(listed)
    simple = _by_sign(signs, _fold)
    surnames = _by_sign(simple[:, 0], _fold_surname)
    plain &= (simple != 0).all(axis=1) & (surnames != 0) & ~_has_compound(simple)
    places = np.flatnonzero(plain)
    simple, surnames = simple[places], surnames[places]
    sounds, syllables = _sounds(simple)
    variant = np.column_stack((surnames, simple[:, 1:]))
    filled: list[tuple[Codes, pa.Array]] = [
        (np.arange(len(places), dtype=np.int32), taken(listed, places)),
        _spelled(variant),
        _spoken(sounds, syllables),
        _spoken(*_loosened(sounds, syllables)),
        *((sounds[:, at], pa.array(syllables, pa.string())) for at in range(_LONGEST)),
        _spelled(np.sort(variant, axis=1)),
    ]
    for column, (codes, values) in zip(columns, filled, strict=True):
        column.fill(places, codes, values)
    _one_by_one(columns, listed, np.flatnonzero(~plain))
    return {
        slot: _spread(column.done(), name_of) for slot, column in zip(SLOTS, columns, strict=True)
    }


def _spread(column: pa.DictionaryArray, name_of: Codes) -> pa.DictionaryArray:
    codes = pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)
    return coded(codes[name_of] if len(codes) else name_of, column.dictionary)


def _signs(texts: pa.Array) -> tuple[Signs, Mask]:
    """Return the characters of names of two to four, and which names these are."""
    data, starts = raw(texts)
    lengths = np.diff(starts)
    signs = np.full((len(texts), _LONGEST), _NO_SIGN, np.uint16)
    plain = np.zeros(len(texts), np.bool_)
    for many in range(2, _LONGEST + 1):
        places = np.flatnonzero(lengths == 3 * many)
        parts = data[starts[places][:, None] + np.arange(3 * many)].reshape(-1, many, 3)
        wide = parts.astype(np.uint16)
        found = ((wide[:, :, 0] & 15) << 12) | ((wide[:, :, 1] & 63) << 6) | (wide[:, :, 2] & 63)
        whole = (parts[:, :, 0] >= 0xE4) & (parts[:, :, 0] <= 0xE9)
        whole &= (found >= _FIRST) & (found <= _LAST) & (parts[:, :, 1:] >> 6 == 2).all(axis=2)
        signs[places, :many] = found
        plain[places] = whole.all(axis=1) & ~_may_be_nobody(found)
    return signs, plain


def _may_be_nobody(signs: Signs) -> Mask:
    """Tell which names begin or end like words that stand for no name."""
    first = np.isin(signs[:, 0], [ord(sign) for sign in BEGINNINGS])
    last = signs[:, -2].astype(np.uint32) << 16 | signs[:, -1]
    titled = np.isin(last, [ord(title[0]) << 16 | ord(title[1]) for title in TITLES])
    found: Mask = first | titled | (signs == ord(SOMEBODY)).any(axis=1)
    return found


def _by_sign(signs: Signs, one: Callable[[str], str]) -> Signs:
    """Apply a function of the kernel to every character that occurs; 0 where it has no answer."""
    table = np.zeros(0x10000, np.uint16)
    seen = np.flatnonzero(np.bincount(signs.ravel(), minlength=0x10000))
    for code in seen.tolist():
        answer = one(chr(code)) if _FIRST <= code <= _LAST else ""
        fits = len(answer) == 1 and _FIRST <= ord(answer) <= _LAST
        table[code] = ord(answer) if fits else 0
    table[_NO_SIGN] = _NO_SIGN
    found: Signs = table[signs]
    return found


def _fold(sign: str) -> str:
    return folded(sign)


def _fold_surname(sign: str) -> str:
    return folded_surname(sign)


def _has_compound(signs: Signs) -> Mask:
    first = signs[:, 0].astype(np.uint32) << 16 | signs[:, 1]
    return np.isin(first, [ord(name[0]) << 16 | ord(name[1]) for name in pinyin.COMPOUND])


def _sounds(signs: Signs) -> tuple[Codes, list[str]]:
    """Return the syllable of each character as its place in a list; -1 after the last."""
    listed: dict[str, int] = {}
    sounds = np.full(signs.shape, -1, np.int32)
    for part, read in ((slice(0, 1), _surname_sound), (slice(1, None), _sound)):
        table = np.full(0x10000, -1, np.int32)
        for code in np.flatnonzero(np.bincount(signs[:, part].ravel(), minlength=1)).tolist():
            if code != _NO_SIGN:
                table[code] = listed.setdefault(read(chr(code)), len(listed))
        sounds[:, part] = table[signs[:, part]]
    return sounds, list(listed)


def _surname_sound(sign: str) -> str:
    return pinyin.syllables(sign)[0]


def _sound(sign: str) -> str:
    return pinyin.syllables("李" + sign)[1]


def _loosened(sounds: Codes, syllables: Sequence[str]) -> tuple[Codes, list[str]]:
    listed: dict[str, int] = {}
    table = [listed.setdefault(pinyin.loose(one), len(listed)) for one in syllables]
    loose: Codes = np.array([*table, -1], np.int32)[sounds]
    return loose, list(listed)


def _spoken(sounds: Codes, syllables: list[str]) -> tuple[Codes, pa.Array]:
    """Return syllables with spaces between them, each combination once."""
    packed = np.zeros(len(sounds), np.uint64)
    for at in range(_LONGEST):
        packed = packed << np.uint64(16) | (sounds[:, at] + 1).astype(np.uint64)
    _seen, first, codes = np.unique(packed, return_index=True, return_inverse=True)
    listed = pa.array(syllables, pa.string())
    parts = [
        listed.take(pa.array(column, pa.int32(), mask=column < 0)) for column in sounds[first].T
    ]
    words = pc.binary_join_element_wise(*parts, " ", null_handling="skip")
    return codes.astype(np.int32), words


def _spelled(signs: Signs) -> tuple[Codes, pa.Array]:
    """Return texts of characters of three bytes each, every text once."""
    packed = np.zeros(len(signs), np.uint64)
    for at in range(_LONGEST):
        packed = packed << np.uint64(16) | signs[:, at]
    _seen, first, codes = np.unique(packed, return_index=True, return_inverse=True)
    kept = signs[first]
    is_sign = kept != _NO_SIGN
    written = kept[is_sign]
    data: Bytes = np.empty((len(written), 3), np.uint8)
    data[:, 0] = 0xE0 | written >> 12
    data[:, 1] = 0x80 | (written >> 6) & 63
    data[:, 2] = 0x80 | written & 63
    starts = np.concatenate(([0], np.cumsum(3 * is_sign.sum(axis=1))))
    return codes.astype(np.int32), from_raw(data.ravel(), starts)


def _one_by_one(columns: list[Column], listed: pa.Array, places: Any) -> None:
    answers = [_read(text) for text in taken(listed, places).to_pylist()]
    codes = np.arange(len(answers), dtype=np.int32)
    for slot, column in enumerate(columns):
        column.fill(places, codes, pa.array([answer[slot] for answer in answers], pa.string()))


def _read(text: str) -> tuple[str | None, ...]:
    keys = name_keys(text)
    if not keys.plain:
        return (None,) * len(SLOTS)
    first = [*keys.pinyin.split()[:4], "", "", "", ""][:4]
    return (
        keys.plain,
        keys.variant,
        keys.pinyin,
        keys.loose,
        *first,
        "".join(sorted(keys.variant)),
    )
