"""Both sides of a linkage as numbers: what is compared is the same number on either side."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gege.registers.linkage.text_columns import (
    Bytes,
    Codes,
    Mask,
    Places,
    as_texts,
    distinct,
    raw,
    rows_of,
)

Keys = np.ndarray[Any, np.dtype[np.uint64]]
Wide = np.ndarray[Any, np.dtype[np.int64]]
_NUMBER, _MOBILE = 18, 11
_STEPS: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)
_SYLLABLES: Final = ("s1", "s2", "s3", "s4")
_NAME: Final = ("name", "variant", "pinyin", "loose", "letters")
_CODED: Final = (*_NAME, "plot", "estate", "building", "unit", "room")


@dataclass(frozen=True, slots=True)
class Sides:
    """The records of the left side, then those of the right one; within one side `left` is all.

    `codes` are places in `texts` of the same name, -1 for unknown. `number` and the telephones are
    0 where there is none, `birth` too (YYYYMMDD, or YYYYMM), `sex` is 1, 2 or 0.
    """

    left: int
    many: int
    codes: dict[str, Codes]
    texts: dict[str, pa.Array]
    signs: Bytes
    number: Wide
    is_sound: Mask
    is_possible: Mask
    birth: Codes
    said: Mask
    sex: np.ndarray[Any, np.dtype[np.int8]]
    phone: Wide
    phone2: Wide

    @property
    def teaching(self) -> Mask:
        """Whose number says who they are: the sound ones; where there is none, all that may be."""
        return self.is_sound if self.is_sound.any() else self.is_possible

    @property
    def is_latin(self) -> Mask:
        """Whose name is written in Latin letters."""
        words = pc.utf8_slice_codeunits(self.texts["variant"], 0, 1)
        latin = pc.string_is_ascii(pc.fill_null(words, "李")).to_numpy(zero_copy_only=False)
        found: Mask = np.append(latin.astype(np.bool_), False)[self.codes["variant"]]
        return found

    @property
    def month(self) -> Codes:
        """YYYYMM of birth."""
        found: Codes = np.where(self.birth > 999_999, self.birth // 100, self.birth)
        return found


def put_together(left: pa.Table, right: pa.Table | None) -> Sides:
    """Return two normalised tables as numbers; without `right` one table for itself."""
    tables = [left] if right is None else [left, right]
    codes, texts = {}, {}
    for name in _CODED:
        codes[name], texts[name] = _codes([table.column(name) for table in tables])
    # A syllable is the same wherever it stands in the name.
    together, _words = _codes([table.column(name) for name in _SYLLABLES for table in tables])
    codes |= dict(zip(_SYLLABLES, np.split(together, len(_SYLLABLES)), strict=True))
    births, days = _codes([table.column("birth") for table in tables])
    sexes, words = _codes([table.column("sex") for table in tables])
    signs = np.concatenate([_signs(table.column("number")) for table in tables])
    phones = _phones(
        [table.column(name) for name in ("phone", "phone2") for table in tables], len(tables)
    )
    flags = {
        name: np.concatenate([table.column(name).to_numpy() for table in tables])
        for name in ("is_sound", "is_possible", "is_birth_written")
    }
    return Sides(
        len(left),
        len(signs),
        codes,
        texts,
        signs,
        _number_keys(signs),
        flags["is_sound"].astype(np.bool_),
        flags["is_possible"].astype(np.bool_),
        _whole(births, days).astype(np.int32),
        flags["is_birth_written"].astype(np.bool_),
        _whole(sexes, words).astype(np.int8),
        *phones,
    )


def mixed(*columns: np.ndarray[Any, Any]) -> Keys:
    """Return one key for the values of several columns: a hash, so a collision is possible."""
    key = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        key ^= column.astype(np.int64).view(np.uint64)
        key *= np.uint64(_STEPS[0])
        key ^= key >> np.uint64(29)
        key *= np.uint64(_STEPS[1])
        key ^= key >> np.uint64(32)
    return key


def _codes(columns: list[pa.ChunkedArray]) -> tuple[Codes, pa.Array]:
    """The codes of a column on all sides, by one list of its values."""
    parts = [column.combine_chunks() for column in columns]
    lists = [part.dictionary for part in parts]
    places, listed = distinct(pa.concat_arrays(lists) if len(lists) > 1 else lists[0])
    first, found = 0, []
    for part in parts:
        own = pc.fill_null(part.indices, -1).to_numpy(zero_copy_only=False)
        table = np.append(places[first : first + len(part.dictionary)], np.int32(-1))
        found.append(table[own])
        first += len(part.dictionary)
    return np.concatenate(found).astype(np.int32), listed


def _whole(codes: Codes, texts: pa.Array) -> Wide:
    """Numbers that are written in texts; 0 for unknown."""
    values = pc.fill_null(texts.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    found: Wide = np.append(values, 0)[codes]
    return found


def _signs(column: pa.ChunkedArray) -> Bytes:
    """The characters of numbers, a row for each, zeros where there is none."""
    texts = as_texts(column)
    data, starts = raw(texts)
    found = np.zeros((len(texts), _NUMBER), np.uint8)
    known = np.diff(starts) == _NUMBER
    found[known] = data.reshape(-1, _NUMBER) if known.any() else 0
    return found


def _number_keys(signs: Bytes) -> Wide:
    key = np.zeros(len(signs), np.int64)
    for place in range(_NUMBER - 1):
        key = key * 10 + (signs[:, place] & 15)
    found: Wide = np.where(signs[:, 0] > 0, key * 16 + (signs[:, 17] & 15), 0)
    return found


def _phones(columns: list[pa.ChunkedArray], sides: int) -> tuple[Wide, Wide]:
    """Telephones as numbers; what is not bare digits has a number of its own below zero."""
    others: dict[str, int] = {}
    found = []
    for column in columns:
        column = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        texts = as_texts(column)
        data, starts = raw(texts)
        lengths = np.diff(starts)
        values = np.zeros(len(texts), np.int64)
        mobile = np.flatnonzero(lengths == _MOBILE)
        rows = rows_of(data, starts, mobile, _MOBILE)
        bare = (rows - ord("0") <= 9).all(axis=1)
        for place in range(_MOBILE):
            values[mobile] = values[mobile] * 10 + (rows[:, place] & 15)
        rest: Places = np.flatnonzero(lengths > 0)
        rest = np.setdiff1d(rest, mobile[bare & (rows[:, 0] != ord("0"))], assume_unique=True)
        values[rest] = [
            -1 - others.setdefault(text, len(others)) for text in texts.take(rest).to_pylist()
        ]
        found.append(values)
    return np.concatenate(found[:sides]), np.concatenate(found[sides:])
