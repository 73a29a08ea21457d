"""Cells made comparable, column by column.

Every distinct value is read once by the functions of the kernel. Values that are written in the
common ways are read by whole columns (`by_columns`, `names_by_table`, `addresses_by_shape`), which
gives the same answers: tests compare the two. A column whose values come again is kept as places in
the list of its values, so a table costs a few bytes for each cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gege.kernel.addresses import read_address
from gege.kernel.identity import tidy
from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.kernel.personal.phones import phones_in
from gege.kernel.personal.placeholders import is_placeholder
from gege.kernel.personal.written_dates import read_date
from gege.registers.linkage import by_columns
from gege.registers.linkage.addresses_by_shape import half_width, read_by_shape
from gege.registers.linkage.names_by_table import read_names
from gege.registers.linkage.records import SCHEMA, Cells, Reading, columns_of
from gege.registers.linkage.text_columns import (
    CODED,
    Codes,
    Column,
    as_texts,
    coded,
    distinct,
    from_raw,
    read_each,
    taken,
)

_SEXES: Final = {
    "1": "1",
    "2": "2",
    "男": "1",
    "女": "2",
    "男性": "1",
    "女性": "2",
    "M": "1",
    "F": "2",
}
_LENGTH: Final = 18
_SHORTEST: Final = 5


def normalised(cells: Iterable[Cells], reading: Reading) -> pa.Table:
    """Return a table of `SCHEMA` for rows of cells, in their order."""
    return normalised_columns(columns_of(cells), reading)


def normalised_columns(
    columns: Mapping[str, Sequence[str] | pa.Array], reading: Reading
) -> pa.Table:
    """Return a table of `SCHEMA` for columns of texts named as the fields of `Cells`.

    A column that is missing is unknown in every row. Raises ValueError without the column `ref`.
    """
    if "ref" not in columns:
        raise ValueError("records need a column named ref")
    found: dict[str, pa.Array] = {"ref": as_texts(columns["ref"])}
    many = len(found["ref"])
    readers: tuple[tuple[str, Callable[[pa.Array], dict[str, pa.Array]]], ...] = (
        ("name", read_names),
        ("address", lambda texts: dict(read_by_shape(texts, read_plot_and_room))),
        ("sex", _sexes),
        ("phone", partial(_phones, reading=reading)),
        ("number", _codes if reading.codes else partial(_numbers, today=reading.today)),
        ("born_on", partial(_births, today=reading.today)),
    )
    for name, read in readers:
        if name in columns:
            found |= read(as_texts(columns[name]))
    found |= _birth(found.pop("born_by_number", None), found.pop("born", None))
    for name in ("is_sound", "is_possible", "is_converted", "is_birth_written"):
        found.setdefault(name, pa.array(np.zeros(many, np.bool_)))
    arrays = [found.get(field.name, _unknown(many, field.type)) for field in SCHEMA]
    return pa.table(arrays, schema=SCHEMA)


def read_plot_and_room(text: str) -> tuple[str | None, ...]:
    """Return plot, estate, building, unit and room of an address, None where it does not say."""
    read = read_address(text)
    plot = next((place for place in read.places if place != read.estate), "")
    parts = (plot, read.estate, read.building, read.unit, read.room)
    return tuple(part or None for part in parts)


def sex_of(text: str) -> str | None:
    """Return the code of GB/T 2261.1 for 男, 女, 1, 2; None for all that does not say it."""
    return _SEXES.get(text.strip().upper())


def _sexes(texts: pa.Array) -> dict[str, pa.Array]:
    codes, listed = distinct(texts)
    return {"sex": _column(codes, [sex_of(text) for text in listed.to_pylist()])}


def _phones(texts: pa.Array, reading: Reading) -> dict[str, pa.Array]:
    plain = by_columns.plain_mobiles(texts)
    rest = np.flatnonzero(pc.and_(pc.is_null(plain), pc.not_equal(texts, "")))
    read = partial(_phone, area_code=reading.area_code)
    spaced = by_columns.spaced_mobiles(half_width(taken(texts, rest)))
    slow = np.flatnonzero(pc.is_null(spaced))
    codes, (first, second) = read_each(taken(texts, rest[slow]), read, 2)
    answers = pa.array(first, pa.string()).take(pa.array(codes))
    spaced = pc.replace_with_mask(spaced, pc.is_null(spaced), answers)
    mask = np.zeros(len(texts), np.bool_)
    mask[rest] = True
    others = Column(len(texts))
    others.fill(rest[slow], codes, pa.array(second, pa.string()))
    return {"phone": pc.replace_with_mask(plain, pa.array(mask), spaced), "phone2": others.done()}


def _phone(text: str, *, area_code: str) -> tuple[Any, ...]:
    keys = [phone.key for phone in phones_in(text, area_code=area_code) if phone.key]
    return (*keys, None, None)[:2]


def _births(texts: pa.Array, today: date) -> dict[str, pa.Array]:
    codes, listed = distinct(texts)
    days = by_columns.sure_days(listed, today)
    rest = np.flatnonzero((days == 0) & (pc.binary_length(listed).to_numpy() > 0))
    slow = [_born(text, today=today) for text in taken(listed, rest).to_pylist()]
    days[rest] = slow
    return {"born": pa.array(days[codes] if len(days) else np.zeros(len(codes), np.int32))}


def _born(text: str, *, today: date) -> int:
    """The day as YYYYMMDD, or YYYYMM where only the month is said; 0 where it is not sure."""
    read = read_date(text, today=today)
    if read.certain is not None:
        return int(f"{read.certain:%Y%m%d}")
    if read.day is not None and read.precision == "month" and not read.others and not read.problem:
        return int(f"{read.day:%Y%m}")
    return 0


def _birth(by_number: pa.Array | None, written: pa.Array | None) -> dict[str, pa.Array]:
    """What a column says, else what the number holds."""
    if by_number is None and written is None:
        return {}
    known = next(one for one in (by_number, written) if one is not None)
    nothing = np.zeros(len(known), np.int32)
    said = nothing if written is None else written.to_numpy()
    held = nothing if by_number is None else by_number.to_numpy()
    days, codes = np.unique(np.where(said > 0, said, held), return_inverse=True)
    texts = [str(day) if day else None for day in days.tolist()]
    return {"birth": _column(codes.astype(np.int32), texts), "is_birth_written": pa.array(said > 0)}


def _numbers(texts: pa.Array, today: date) -> dict[str, pa.Array]:
    texts = half_width(texts)
    many = len(texts)
    signs = np.zeros((many, _LENGTH), np.uint8)
    kept, sound, possible, converted = (np.zeros(many, np.bool_) for _column in range(4))
    born = np.zeros(many, np.int32)
    sure = by_columns.citizen_numbers(texts, today)
    signs[sure.places], born[sure.places] = sure.signs, sure.born
    kept[sure.places] = possible[sure.places] = True
    sound[sure.places], converted[sure.places] = sure.sound, sure.converted
    rest = np.flatnonzero(~kept & (pc.binary_length(texts).to_numpy() > 0))
    codes, answers = read_each(taken(texts, rest), partial(_number, today=today), 5)
    if len(rest):
        listed = "".join(answers[0]).encode("ascii")
        signs[rest] = np.frombuffer(listed, np.uint8).reshape(-1, _LENGTH)[codes]
        for column, answer in zip((sound, possible, converted, born), answers[1:], strict=True):
            column[rest] = np.array(answer, column.dtype)[codes]
        kept[rest] = (signs[rest] != _BLANK).any(axis=1)
    starts = np.concatenate(([0], np.cumsum(np.where(kept, _LENGTH, 0))))
    numbers = from_raw(signs[kept].ravel(), starts)
    return {
        "number": pc.if_else(pa.array(kept), numbers, pa.scalar(None, pa.string())),
        "is_sound": pa.array(sound),
        "is_possible": pa.array(possible),
        "is_converted": pa.array(converted),
        "born_by_number": pa.array(born),
    }


def _codes(texts: pa.Array) -> dict[str, pa.Array]:
    codes, listed = distinct(texts)
    numbers = _column(codes, [code_of(text) for text in listed.to_pylist()]).cast(pa.string())
    return {"number": numbers, "is_possible": pc.is_valid(numbers)}


def code_of(text: str) -> str | None:
    """Return a code of letters and digits in the width of a number; None for what says nothing."""
    code = tidy(text)
    if not (code.isascii() and code.isalnum()) or not _SHORTEST <= len(code) <= _LENGTH:
        return None
    return None if is_placeholder(code) else code.rjust(_LENGTH, "0")


_BLANK: Final = ord(" ")


def _number(text: str, *, today: date) -> tuple[Any, ...]:
    read = read_citizen_cell(text, today=today)
    sound = read.state is CellState.SOUND
    kept = sound or read.state in (CellState.WARNED, CellState.UNREADABLE)
    written = read.number.isascii() and read.number[:17].isdigit()
    if not kept or not written or len(read.number) != _LENGTH:
        return (" " * _LENGTH, False, False, False, 0)
    born = int(f"{read.born_on:%Y%m%d}") if sound and read.born_on else 0
    possible = read.state is not CellState.UNREADABLE
    return (read.number, sound, possible, read.converted, born)


def _column(codes: Codes, values: Sequence[str | None]) -> pa.DictionaryArray:
    """A coded column of values of which some are unknown, or the same."""
    column = Column(len(codes))
    column.fill(slice(None), codes, pa.array(values, pa.string()))  # type: ignore[arg-type]
    return column.done()


def _unknown(many: int, kind: pa.DataType) -> pa.Array:
    return coded(np.full(many, -1, np.int32), []) if kind == CODED else pa.nulls(many, kind)
