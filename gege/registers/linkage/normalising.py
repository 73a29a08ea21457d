"""Cells made comparable, column by column.

Every distinct value is read once by the functions of the kernel. Values that are written in the
plainest way (a number of 18 digits, a mobile of 11) are checked by columns at once, which gives the
same answers: a test compares the two.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from gege.kernel.addresses import read_address
from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.kernel.personal.names import name_keys
from gege.kernel.personal.phones import phones_in
from gege.kernel.personal.written_dates import read_date
from gege.registers.linkage import by_columns
from gege.registers.linkage.records import SCHEMA, Cells, Reading, columns_of

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
_Row = tuple[Any, ...]


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
    texts = {name: _texts(columns[name]) for name in Cells._fields if name in columns}
    many = len(texts["ref"])
    found: dict[str, pa.Array] = {"ref": texts["ref"]}
    found |= _read(texts.get("name"), _NAME, _name)
    found |= _addresses(texts.get("address"))
    found |= _read(texts.get("sex"), ("sex",), _sex)
    found |= _phones(texts.get("phone"), reading)
    found |= _numbers_and_births(texts.get("number"), texts.get("born_on"), reading)
    for name in ("is_sound", "is_possible", "is_converted", "is_birth_written"):
        found.setdefault(name, pa.array([False] * many, pa.bool_()))
    arrays = [found.get(field.name, pa.nulls(many, field.type)) for field in SCHEMA]
    return pa.table(
        [_as(array, field.type) for array, field in zip(arrays, SCHEMA, strict=True)], schema=SCHEMA
    )


_NAME: Final = ("name", "variant", "pinyin", "loose", "s1", "s2", "s3", "s4", "letters")
_ADDRESS: Final = ("plot", "estate", "building", "unit", "room")


def _name(text: str) -> _Row:
    keys = name_keys(text)
    if not keys.plain:
        return (None,) * len(_NAME)
    first = [*keys.pinyin.split()[:4], "", "", "", ""][:4]
    return (
        keys.plain,
        keys.variant,
        keys.pinyin,
        keys.loose,
        *first,
        "".join(sorted(keys.variant)),
    )


def read_plot_and_room(text: str) -> _Row:
    """Return plot, estate, building, unit and room of an address, None where it does not say."""
    read = read_address(text)
    plot = next((place for place in read.places if place != read.estate), "")
    parts = (plot, read.estate, read.building, read.unit, read.room)
    return tuple(part or None for part in parts)


def sex_of(text: str) -> str | None:
    """Return the code of GB/T 2261.1 for 男, 女, 1, 2; None for all that does not say it."""
    return _SEXES.get(text.strip().upper())


def _sex(text: str) -> _Row:
    return (sex_of(text),)


def _phone(text: str, *, area_code: str) -> _Row:
    keys = [phone.key for phone in phones_in(text, area_code=area_code) if phone.key]
    return (*keys, None, None)[:2]


def _born(text: str, *, today: date) -> _Row:
    read = read_date(text, today=today)
    if read.certain is not None:
        return (f"{read.certain:%Y%m%d}",)
    if read.day is not None and read.precision == "month" and not read.others and not read.problem:
        return (f"{read.day:%Y%m}",)
    return (None,)


def _number(text: str, *, today: date) -> _Row:
    read = read_citizen_cell(text, today=today)
    sound = read.state is CellState.SOUND
    kept = sound or read.state in (CellState.WARNED, CellState.UNREADABLE)
    if not kept or len(read.number) != 18 or not read.number[:17].isdigit():
        return (None, False, False, False, None)
    born = f"{read.born_on:%Y%m%d}" if sound and read.born_on else None
    possible = read.state is not CellState.UNREADABLE
    return (read.number, sound, possible, read.converted, born)


def _phones(texts: pa.Array | None, reading: Reading) -> dict[str, pa.Array]:
    if texts is None:
        return {}
    mask = pa.array(by_columns.plain_mobiles(texts))
    read = partial(_phone, area_code=reading.area_code)
    slow = _read(_but(texts, mask), ("phone", "phone2"), read)
    return {"phone": pc.if_else(mask, texts, slow["phone"]), "phone2": slow["phone2"]}


def _addresses(texts: pa.Array | None) -> dict[str, pa.Array]:
    if texts is None:
        return {}
    coded = _coded(texts)
    plain = by_columns.plain_addresses(coded.dictionary)
    mask = pc.is_valid(plain["plot"])
    slow = _read(_but(coded.dictionary, mask), _ADDRESS, read_plot_and_room)
    return {
        name: pc.if_else(mask, plain[name], slow[name]).take(coded.indices) for name in _ADDRESS
    }


def _numbers_and_births(
    numbers: pa.Array | None, births: pa.Array | None, reading: Reading
) -> dict[str, pa.Array]:
    found = {} if numbers is None else _numbers(numbers, reading.today)
    from_number = found.pop("birth", None)
    if births is None:
        return found if from_number is None else found | {"birth": from_number}
    days = by_columns.sure_days(births, reading.today)
    mask = pa.array(days.sure)
    slow = _read(_but(births, mask), ("birth",), partial(_born, today=reading.today))
    written = pc.if_else(mask, days.digits, slow["birth"])
    birth = written if from_number is None else pc.coalesce(written, from_number)
    return found | {"birth": birth, "is_birth_written": pc.is_valid(written)}


def _numbers(texts: pa.Array, today: date) -> dict[str, pa.Array]:
    names = ("number", "is_sound", "is_possible", "is_converted", "birth")
    mask = pa.array(by_columns.sound_numbers(texts, today))
    slow = _read(_but(texts, mask), names, partial(_number, today=today))
    born = pc.utf8_slice_codeunits(texts, 6, 14)
    return {
        "number": pc.if_else(mask, texts, slow["number"]),
        "is_sound": pc.or_(mask, slow["is_sound"]),
        "is_possible": pc.or_(mask, slow["is_possible"]),
        "is_converted": slow["is_converted"],
        "birth": pc.if_else(mask, born, slow["birth"]),
    }


def _but(texts: pa.Array, done: pa.Array) -> pa.Array:
    """The texts that are still to be read; the others are empty."""
    return pc.if_else(done, pa.scalar("", pa.string()), texts)


def _coded(texts: pa.Array) -> pa.DictionaryArray:
    coded = texts.dictionary_encode()
    return coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded


def _read(
    texts: pa.Array | None, names: Sequence[str], read: Callable[[str], _Row]
) -> dict[str, pa.Array]:
    """Read every distinct text once, and put the answers where the text stands."""
    if texts is None:
        return {}
    if len(texts) == 0:
        return {name: pa.nulls(0, SCHEMA.field(name).type) for name in names}
    coded = _coded(texts)
    answers = zip(*map(read, coded.dictionary.to_pylist()), strict=True)
    return {
        name: pa.array(column, SCHEMA.field(name).type).take(coded.indices)
        for name, column in zip(names, answers, strict=True)
    }


def _texts(column: Sequence[str] | pa.Array) -> pa.Array:
    array = column if isinstance(column, pa.Array) else pa.array(column, pa.string())
    return pc.fill_null(array.cast(pa.string()), "")


def _as(array: pa.Array, kind: pa.DataType) -> pa.Array:
    return array if array.type == kind else array.cast(kind)
