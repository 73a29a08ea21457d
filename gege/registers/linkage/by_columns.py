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

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_WEIGHTS: Final = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int32)
_CHECKS: Final = np.frombuffer(b"10X98765432", dtype=np.uint8)
_LONG_MONTHS: Final = (1, 3, 5, 7, 8, 10, 12)
_NUMBER: Final = "^[0-9]{17}[0-9X]$"
_DAY: Final = "^[12][0-9]{3}(-[01][0-9]-|[01][0-9])[0-3][0-9]$"
_MOBILE: Final = "^1[0-9]{10}$"
# One digit nine times, and runs: `gege.kernel.personal.phones` takes them for fillers.
_FILLER: Final = (
    "^1[0-9](0{9}|1{9}|2{9}|3{9}|4{9}|5{9}|6{9}|7{9}|8{9}|9{9})$|^(12345|10987|13800138000)"
)
# Signs that may begin another part of an address, or be a number: such texts are read one by one.
_OTHER: Final = (
    r"\x00-\x{2FFF}省市县区州镇乡村社组队委会院小附号栋幢座单元楼层室房户门梯弄道段巷"
    "一二三四五六七八九十百〇零两廿卅甲乙丙丁戊负无空"
)
_SIDES: Final = "东西南北中上下前后左右地"
_PLAIN: Final = f"[^{_OTHER}路街{_SIDES}]"
_AREA: Final = f"(?:{_PLAIN}{{1,5}}县)?(?:{_PLAIN}{{1,4}}(?:镇|乡))?(?:[^{_OTHER}]{{1,6}}社区)?"
_ROAD: Final = f"(?P<road>[^{_OTHER}路街]{{2,6}}(?:路|街|巷|大道))(?P<number>[1-9][0-9]{{0,3}})"
_WORDED: Final = (
    f"号(?P<estate>{_PLAIN}{{2,6}})?(?P<b1>[1-9][0-9]{{0,2}})[栋幢](?P<u1>[1-9][0-9]?)单元"
)
_DASHED: Final = "(?:号|-)(?P<b2>[1-9][0-9]{0,2})-(?P<u2>[1-9][0-9]?)-"
_ADDRESS: Final = f"^{_AREA}{_ROAD}(?:{_WORDED}|{_DASHED})(?P<room>[1-9][0-9]{{2,3}})室?$"
# The room as floor and door: 5楼1号 or 5-1 is room 501.
_FLOORED: Final = (
    f"^{_AREA}{_ROAD}号(?P<building>[1-9][0-9]{{0,2}})"
    "(?:[栋幢](?P<u1>[1-9][0-9]?)单元(?P<f1>[1-9][0-9]?)楼(?P<d1>[1-9][0-9]?)号"
    "|号楼(?P<u2>[1-9][0-9]?)-(?P<f2>[1-9][0-9]?)-(?P<d2>[1-9][0-9]?))$"
)


class Days(NamedTuple):
    """Texts that are days for sure, and all texts with the dashes of days left out."""

    sure: Mask
    digits: pa.Array


def sound_numbers(texts: pa.Array, today: date) -> Mask:
    """Tell which texts are sound citizen numbers for sure, in 18 half-width characters."""
    sure = np.zeros(len(texts), dtype=np.bool_)
    places = np.flatnonzero(_matches(texts, _NUMBER))
    if len(places) == 0:
        return sure
    signs = _signs(texts.take(pa.array(places)), 18)
    digits = (signs[:, :17] - ord("0")).astype(np.int32)
    checked = _CHECKS[(digits @ _WEIGHTS) % 11] == signs[:, 17]
    # Ends that stand for nothing, or that a spreadsheet may have cut, are read one by one.
    last = digits[:, 14:17] @ np.array([100, 10, 1])
    plain = (last % 100 != 0) & (last != 999)
    sure[places] = checked & plain & _are_days(digits[:, 6:14], today)
    return sure


def sure_days(texts: pa.Array, today: date) -> Days:
    """Tell which texts are days for sure: YYYYMMDD or YYYY-MM-DD, neither too old nor to come."""
    sure = np.zeros(len(texts), dtype=np.bool_)
    places = np.flatnonzero(_matches(texts, _DAY))
    bare = pc.replace_substring(texts, "-", "")
    if len(places):
        signs = _signs(bare.take(pa.array(places)), 8)
        sure[places] = _are_days((signs - ord("0")).astype(np.int32), today)
    return Days(sure, bare)


def plain_mobiles(texts: pa.Array) -> Mask:
    """Tell which texts are one mobile number of eleven digits, and no filler."""
    return _matches(texts, _MOBILE) & ~_matches(texts, _FILLER)


def plain_addresses(texts: pa.Array) -> dict[str, pa.Array]:
    """Return plot, estate, building, unit and room of addresses in the commonest spellings.

    Road, number, perhaps an estate, building, unit and room, with their words or with dashes. The
    plot is null where the text is written otherwise.
    """
    plain = pc.utf8_normalize(texts, form="NFKC")
    whole, floored = _roomed(plain), _floored(plain)
    return {name: pc.coalesce(whole[name], floored[name]) for name in whole}


def _roomed(texts: pa.Array) -> dict[str, pa.Array]:
    found = pc.extract_regex(texts, _ADDRESS)
    road, number, estate, b1, u1, b2, u2, room = (
        pc.struct_field(found, name)
        for name in ("road", "number", "estate", "b1", "u1", "b2", "u2", "room")
    )
    return {
        "plot": pc.binary_join_element_wise(road, number, ""),
        "estate": _or_null(estate),
        "building": _either(b1, b2),
        "unit": _either(u1, u2),
        "room": room,
    }


def _floored(texts: pa.Array) -> dict[str, pa.Array]:
    found = pc.extract_regex(texts, _FLOORED)
    road, number, building, u1, u2, f1, f2, d1, d2 = (
        pc.struct_field(found, name)
        for name in ("road", "number", "building", "u1", "u2", "f1", "f2", "d1", "d2")
    )
    door = pc.utf8_lpad(_either(d1, d2), 2, "0")
    return {
        "plot": pc.binary_join_element_wise(road, number, ""),
        "estate": pa.nulls(len(texts), pa.string()),
        "building": building,
        "unit": _either(u1, u2),
        "room": pc.binary_join_element_wise(_either(f1, f2), door, ""),
    }


def _either(one: pa.Array, other: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(one, ""), other, one)


def _or_null(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _matches(texts: pa.Array, pattern: str) -> Mask:
    found: Mask = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return found


def _signs(texts: pa.Array, length: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The characters of texts of one length, a row for each."""
    text = "".join(texts.to_pylist()).encode("ascii")
    return np.frombuffer(text, dtype=np.uint8).reshape(-1, length)


def _are_days(digits: np.ndarray[Any, np.dtype[np.int32]], today: date) -> Mask:
    """Tell which rows of eight digits are days; the last days of February are left to others."""
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month = digits[:, 4] * 10 + digits[:, 5]
    day = digits[:, 6] * 10 + digits[:, 7]
    whole = year * 10_000 + month * 100 + day
    exists = (month >= 1) & (month <= 12) & (day >= 1)
    exists &= (
        (day <= 28) | ((day <= 30) & (month != 2)) | ((day == 31) & np.isin(month, _LONG_MONTHS))
    )
    first, last = _as_number(OLDEST), _as_number(today)
    found: Mask = exists & (whole >= first) & (whole <= last) & (whole != _as_number(FILLED_IN))
    return found


def _as_number(day: date) -> int:
    return int(f"{day:%Y%m%d}")
