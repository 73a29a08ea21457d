"""Plainly written values checked by whole columns: the same answers, many times faster.

Each function says which texts it vouches for; all others are for the functions of the kernel.
"""

from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gege.kernel.personal.citizen_numbers import OLDEST
from gege.kernel.personal.written_dates import FILLED_IN
from gege.registers.linkage.text_columns import Bytes, Mask, Places, raw, rows_of

_WEIGHTS: Final = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int32)
_CHECKS: Final = np.frombuffer(b"10X98765432", dtype=np.uint8)
_CENTURY: Final = np.frombuffer(b"19", dtype=np.uint8)
_LONG_MONTHS: Final = (1, 3, 5, 7, 8, 10, 12)
_ZERO, _NINE, _ONE, _X = ord("0"), ord("9"), ord("1"), ord("X")
# Year, month and day, in one of the ways that mean only this.
_DAY: Final = (
    r"^(?P<y>[12][0-9]{3})(?:(?P<m1>[01][0-9])(?P<d1>[0-3][0-9])"
    r"|[-./](?P<m2>[0-9]{1,2})[-./](?P<d2>[0-9]{1,2})"
    r"|年(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日?)$"
)
_PARTS: Final = ("y", "m1", "d1", "m2", "d2", "m3", "d3")
_SPACED: Final = r"^(?:\+86)?(1[0-9]{2}) ?([0-9]{4}) ?([0-9]{4})$"
_FILLERS: Final = tuple(
    np.frombuffer(text, dtype=np.uint8) for text in (b"12345", b"10987", b"13800138000")
)
_EIGHTEEN, _FIFTEEN, _ELEVEN = 18, 15, 11
Days = np.ndarray[Any, np.dtype[np.int32]]


class Numbers(NamedTuple):
    """Citizen numbers that are one for sure, at some places of a column.

    `signs` are the 18 characters of each, `born` the day as YYYYMMDD, 0 where the check digit is
    wrong: such a number may be genuine, and links nobody.
    """

    places: Places
    signs: Bytes
    born: Days
    sound: Mask
    converted: Mask


def citizen_numbers(texts: pa.Array, today: date) -> Numbers:
    """Read the numbers of 18 characters, and those of 15 with the century that they leave out."""
    data, starts = raw(texts)
    lengths = np.diff(starts)
    places = np.flatnonzero(lengths == _EIGHTEEN)
    signs = rows_of(data, starts, places, _EIGHTEEN)
    signs[:, 17] -= np.where(signs[:, 17] == ord("x"), 32, 0).astype(np.uint8)
    short = np.flatnonzero(lengths == _FIFTEEN)
    old = rows_of(data, starts, short, _FIFTEEN)
    century = np.broadcast_to(_CENTURY, (len(old), 2))
    made = np.concatenate((old[:, :6], century, old[:, 6:], old[:, :1]), axis=1)
    made[:, 17] = _check_of(made)
    signs = np.concatenate((signs, made))
    places = np.concatenate((places, short))
    converted = np.arange(len(places)) >= len(places) - len(short)
    digits = (signs - _ZERO)[:, :17]
    right = signs[:, 17] == _check_of(signs)
    whole = (digits <= 9).all(axis=1) & (right | (signs[:, 17] - _ZERO <= 9) | (signs[:, 17] == _X))
    day = _whole_days(digits[:, 6:14])
    kept = whole & _are_days(day, today) & ~_is_filling(digits, converted)
    born = np.where(right, day, 0).astype(np.int32)
    return Numbers(places[kept], signs[kept], born[kept], right[kept], converted[kept])


def sound_numbers(texts: pa.Array, today: date) -> Mask:
    """Tell which texts are sound citizen numbers for sure."""
    sure = np.zeros(len(texts), dtype=np.bool_)
    found = citizen_numbers(texts, today)
    sure[found.places[found.sound]] = True
    return sure


def sure_days(texts: pa.Array, today: date) -> Days:
    """Return days as YYYYMMDD, 0 for texts that are none for sure; neither too old nor to come."""
    parts = _day_parts(texts)
    days = (parts[0] * 10_000 + parts[1] * 100 + parts[2]).astype(np.int32)
    return np.where(_are_days(days, today), days, 0).astype(np.int32)


def plain_mobiles(texts: pa.Array) -> pa.Array:
    """Return mobile numbers of eleven digits, and no fillers; null for all other texts."""
    data, starts = raw(texts)
    places = np.flatnonzero(np.diff(starts) == _ELEVEN)
    signs = rows_of(data, starts, places, _ELEVEN)
    kept = (signs - _ZERO <= 9).all(axis=1) & (signs[:, 0] == _ONE)
    kept &= (signs[:, 2:] != signs[:, 2:3]).any(axis=1)
    for filler in _FILLERS:
        kept &= (signs[:, : len(filler)] != filler).any(axis=1)
    plain = np.zeros(len(texts), dtype=np.bool_)
    plain[places[kept]] = True
    return pc.if_else(pa.array(plain), texts, pa.scalar(None, pa.string()))


def spaced_mobiles(texts: pa.Array) -> pa.Array:
    """Return the same for numbers with spaces after the third and seventh digit, or with +86."""
    bare = pc.replace_substring_regex(texts, _SPACED, r"\1\2\3")
    return plain_mobiles(bare)


def _check_of(signs: Bytes) -> Bytes:
    """The right last character by the seventeen before it."""
    summed = np.zeros(len(signs), np.int32)
    for place, weight in enumerate(_WEIGHTS):
        summed += (signs[:, place].astype(np.int32) - _ZERO) * weight
    found: Bytes = _CHECKS[summed % 11]
    return found


def _is_filling(digits: Bytes, converted: Mask) -> Mask:
    """Tell which numbers may stand for nothing, or be cut by a spreadsheet: read one by one."""
    last = digits[:, 14] * np.int32(100) + digits[:, 15] * np.int32(10) + digits[:, 16]
    cut = (last % 100 == 0) | (last == 999)
    typed = np.concatenate((digits[:, :6], digits[:, 8:]), axis=1)
    step = np.diff(typed.astype(np.int8), axis=1)
    run = (step == step[:, :1]).sum(axis=1) >= step.shape[1] - 2
    found: Mask = np.where(converted, run, cut)
    return found


def _day_parts(texts: pa.Array) -> tuple[Days, Days, Days]:
    found = pc.extract_regex(texts, _DAY)
    part = {name: _numbers_of(pc.struct_field(found, name)) for name in _PARTS}
    return part["y"], part["m1"] + part["m2"] + part["m3"], part["d1"] + part["d2"] + part["d3"]


def _numbers_of(texts: pa.Array) -> Days:
    """The numbers of texts of digits; 0 for an empty one."""
    known = pc.fill_null(texts, "")
    some = pc.if_else(pc.equal(known, ""), "0", known)
    found: Days = some.cast(pa.int32()).to_numpy(zero_copy_only=False)
    return found


def _whole_days(digits: Bytes) -> Days:
    whole = np.zeros(len(digits), np.int32)
    for place in range(8):
        whole = whole * np.int32(10) + digits[:, place]
    return whole


def _are_days(days: Days, today: date) -> Mask:
    """Tell which YYYYMMDD are days; the last days of February are left to others."""
    month, day = days // 100 % 100, days % 100
    exists = (month >= 1) & (month <= 12) & (day >= 1)
    exists &= (
        (day <= 28) | ((day <= 30) & (month != 2)) | ((day == 31) & np.isin(month, _LONG_MONTHS))
    )
    first, last = _as_number(OLDEST), _as_number(today)
    found: Mask = exists & (days >= first) & (days <= last) & (days != _as_number(FILLED_IN))
    return found


def _as_number(day: date) -> int:
    return int(f"{day:%Y%m%d}")
