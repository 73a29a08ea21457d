"""Addresses read by their shapes: 人民路12号3栋2单元501 is read like 人民路34号1栋1单元302.

How an address is read depends on how many digits its numbers have, and not on which. So one address
of a shape is read by `gege.kernel.addresses`, with digits that tell which number went where, and
all others of the shape get their own numbers in the same places. A county of 300,000 dwellings in
eight spellings has some thousand shapes. What this cannot vouch for is read one by one.
"""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gege.registers.linkage.text_columns import (
    Bytes,
    Codes,
    Column,
    Mask,
    Places,
    distinct,
    from_raw,
    raw,
    taken,
)

SLOTS: Final = ("plot", "estate", "building", "unit", "room")
_ZERO, _NINE, _FULL = ord("0"), ord("9"), 0xE0
_MOST_NUMBERS: Final = 6
_NUMERALS: Final = {sign: str(at) for at, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "两": "2",
    "十": "1",
    "百": "1",
    "廿": "2",
    "卅": "3",
}
_SUMMED: Final = "十百廿卅"
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_NUMERAL: Final = re.compile(f"[{''.join(_NUMERALS)}]")
_ZEROS: Final = re.compile("(0+)")
_PIECE: Final = re.compile(r"([^1-9]+)|(?P<number>(?P<digit>[1-9])(?P=digit)*)")
_Pieces = tuple[str | int, ...]
_Read = Callable[[str], tuple[str | None, ...]]


class Numbers(NamedTuple):
    """The numbers within texts: all of them, of each text the first, and how many it has."""

    texts: pa.Array
    first: Places
    many: Places
    leading_zero: Mask


def read_by_shape(texts: pa.Array, read: _Read) -> dict[str, pa.DictionaryArray]:
    """Return the parts of addresses as coded columns: the same as of `read`, text by text."""
    columns = [Column(len(texts)) for _slot in SLOTS]
    data, starts = raw(half_width(texts))
    is_digit = (data >= _ZERO) & (data <= _NINE)
    numbers = _numbers(data, starts, is_digit)
    shapes = data.copy()
    shapes[is_digit] = _ZERO
    shape_of, listed = distinct(from_raw(shapes, starts))
    templates = [_template(shape, read) for shape in listed.to_pylist()]
    known = np.array([template is not None for template in templates], np.bool_)
    by_shape = known[shape_of] if len(listed) else np.zeros(len(texts), np.bool_)
    by_shape &= ~numbers.leading_zero
    places = np.flatnonzero(by_shape)
    number_of, values = distinct(numbers.texts)
    for slot, column in enumerate(columns):
        pieces = [() if template is None else template[slot] for template in templates]
        _fill(column, places, shape_of, pieces, numbers, number_of, values)
    _one_by_one(columns, texts, np.flatnonzero(~by_shape), read)
    return {slot: column.done() for slot, column in zip(SLOTS, columns, strict=True)}


def half_width(texts: pa.Array) -> pa.Array:
    """Return texts in the form NFKC; most have nothing to change and are not touched."""
    data, starts = raw(texts)
    # Letters, digits and the common Chinese characters are one form already.
    odd = (data >= 0xC0) & ((data < 0xE4) | (data > 0xE9))
    before = np.searchsorted(np.flatnonzero(odd), starts)
    changed = before[1:] > before[:-1]
    if not changed.any():
        return texts
    some = pc.utf8_normalize(taken(texts, np.flatnonzero(changed)), form="NFKC")
    return pc.replace_with_mask(texts, pa.array(changed), some)


def _numbers(data: Bytes, starts: Places, is_digit: Mask) -> Numbers:
    """Find the runs of digits: bytes that follow each other within one text."""
    begins = is_digit.copy()
    begins[1:] &= ~is_digit[:-1]
    inner = starts[(starts > 0) & (starts < len(data))]
    begins[inner] |= is_digit[inner]
    first = np.flatnonzero(begins)
    digits = data[is_digit]
    own = np.append(np.flatnonzero(begins[is_digit]), len(digits))
    before = np.searchsorted(first, starts)
    zeros = np.searchsorted(first[data[first] == _ZERO], starts)
    leading = zeros[1:] > zeros[:-1]
    texts = from_raw(digits, own)
    return Numbers(texts, before[:-1], np.diff(before), leading)


def _template(shape: str, read: _Read) -> tuple[_Pieces, ...] | None:
    """Say which number of a shape stands in which slot; None where nobody can vouch for it."""
    if not _HAN.search(shape):
        return None
    numerals = set(_NUMERAL.findall(shape))
    if numerals and sum(shape.count(sign) for sign in _SUMMED) > 1:
        return None
    written = {_NUMERALS[sign] for sign in numerals}
    marks = [digit for digit in "123456789" if digit not in written]
    parts = _ZEROS.split(shape)
    if len(parts) // 2 > min(_MOST_NUMBERS, len(marks)):
        return None
    # The words stand at even places, the numbers at odd ones.
    parts[1::2] = [mark * len(run) for run, mark in zip(parts[1::2], marks, strict=False)]
    number_of = {number: place for place, number in enumerate(parts[1::2])}
    found: list[_Pieces] = []
    for text in read("".join(parts)):
        pieces = _pieces(text, number_of, written)
        if pieces is None:
            return None
        found.append(pieces)
    return tuple(found)


def _pieces(text: str | None, number_of: dict[str, int], written: set[str]) -> _Pieces | None:
    """Take a part of an address to pieces: words, and the places of whole numbers."""
    if text is None:
        return ()
    if text in number_of:
        return (number_of[text],)
    pieces: list[str | int] = []
    for match in _PIECE.finditer(text):
        words, number = match[1], match["number"] or ""
        if number in number_of:
            pieces.append(number_of[number])
        elif number and number[0] not in written:
            return None
        elif pieces and isinstance(pieces[-1], str):
            pieces[-1] += number or words
        else:
            pieces.append(number or words)
    return tuple(pieces)


def _fill(
    column: Column,
    places: Places,
    shape_of: Codes,
    pieces: list[_Pieces],
    numbers: Numbers,
    number_of: Codes,
    values: pa.Array,
) -> None:
    """Put the pieces of a slot together, for all texts whose pieces follow in one way at once."""
    kinds: dict[tuple[bool, ...], list[int]] = {}
    for shape, one in enumerate(pieces):
        kinds.setdefault(tuple(isinstance(piece, int) for piece in one), []).append(shape)
    kind_of = np.zeros(len(pieces), np.int64)
    for kind, shapes in enumerate(kinds.values()):
        kind_of[shapes] = kind
    here = kind_of[shape_of[places]] if len(pieces) else np.zeros(0, np.int64)
    for place, (kinds_pieces, shapes) in enumerate(kinds.items()):
        chosen = places[here == place]
        if not kinds_pieces or len(chosen) == 0:
            continue
        parts: list[tuple[Codes, pa.Array]] = []
        for at, is_number in enumerate(kinds_pieces):
            own = [pieces[shape][at] for shape in shapes]
            of_shape = np.zeros(len(pieces), np.int64)
            if is_number:
                of_shape[shapes] = own
                which = numbers.first[chosen] + of_shape[shape_of[chosen]]
                parts.append((number_of[which], values))
            else:
                codes, words = distinct(pa.array(own, pa.string()))
                of_shape[shapes] = codes
                parts.append((of_shape[shape_of[chosen]].astype(np.int32), words))
        column.fill(chosen, *_joined(parts))


def _joined(parts: list[tuple[Codes, pa.Array]]) -> tuple[Codes, pa.Array]:
    """Join coded pieces: every combination that occurs is put together once."""
    codes, words = parts[0]
    for more, further in parts[1:]:
        combined = codes.astype(np.int64) * max(len(further), 1) + more
        seen, at = np.unique(combined, return_inverse=True)
        one = taken(words, seen // max(len(further), 1))
        other = taken(further, seen % max(len(further), 1))
        codes, words = at.astype(np.int32), pc.binary_join_element_wise(one, other, "")
    return codes, words


def _one_by_one(columns: list[Column], texts: pa.Array, places: Places, read: _Read) -> None:
    if len(places) == 0:
        return
    codes, listed = distinct(taken(texts, places))
    answers: list[tuple[Any, ...]] = [read(text) for text in listed.to_pylist()]
    for slot, column in enumerate(columns):
        column.fill(places, codes, pa.array([answer[slot] for answer in answers], pa.string()))
