"""Columns of texts as bytes and as distinct values: what the readers by columns stand on."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Places = np.ndarray[Any, np.dtype[np.int64]]
Codes = np.ndarray[Any, np.dtype[np.int32]]

CODED: Final = pa.dictionary(pa.int32(), pa.string())
"""How a column is kept whose values come again: places in a list of them."""


def as_texts(column: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column as one array of texts, in which nothing is an empty text."""
    array = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, "string")
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return pc.fill_null(array.cast(pa.string()), "")


def raw(texts: pa.Array) -> tuple[Bytes, Places]:
    """Return the bytes of all texts in UTF-8, one after the other, and where each begins."""
    buffers = texts.buffers()
    starts = np.frombuffer(buffers[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    first = int(starts[0]) if len(starts) else 0
    end = int(starts[-1]) if len(starts) else 0
    data = np.frombuffer(buffers[2] or b"", np.uint8)[first:end]
    return data, starts.astype(np.int64) - first


def rows_of(data: Bytes, starts: Places, places: Places, length: int) -> Bytes:
    """Return the bytes of texts of one length, a row for each."""
    found: Bytes = data[starts[places][:, None] + np.arange(length)]
    return found


def from_raw(data: Bytes, starts: Places) -> pa.Array:
    """Return texts of bytes and their beginnings."""
    offsets = pa.py_buffer(starts.astype(np.int32))
    return pa.StringArray.from_buffers(len(starts) - 1, offsets, pa.py_buffer(data))


def taken(texts: pa.Array, places: Places) -> pa.Array:
    """Return the texts at some places."""
    return texts.take(pa.array(places))


def coded(codes: Codes, values: Sequence[str | None] | pa.Array) -> pa.DictionaryArray:
    """Return a coded column; a code below zero is unknown."""
    listed = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    kept = pa.array(codes, pa.int32(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(kept, listed)


def distinct(texts: pa.Array) -> tuple[Codes, pa.Array]:
    """Return for each text its place in the list of distinct texts, and that list."""
    found = texts.dictionary_encode()
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    codes: Codes = pc.fill_null(found.indices, -1).to_numpy(zero_copy_only=False)
    return codes, found.dictionary


class Column:
    """A coded column that is filled part by part: its codes, and the values so far."""

    def __init__(self, many: int) -> None:
        self.codes: Codes = np.full(many, -1, np.int32)
        self._parts: list[pa.Array] = []
        self._values = 0

    def fill(self, places: Places | Mask, codes: Codes, values: pa.Array) -> None:
        """Set the codes of some places, which point into further values."""
        self.codes[places] = np.where(codes < 0, -1, codes + self._values)
        self._parts.append(values)
        self._values += len(values)

    def done(self) -> pa.DictionaryArray:
        """Return the column with each value once and without an empty text."""
        if not self._parts:
            return coded(self.codes, [])
        values = pa.concat_arrays([part.cast(pa.string()) for part in self._parts])
        places, listed = distinct(pc.if_else(pc.equal(values, ""), None, values))
        known = self.codes >= 0
        codes = np.full(len(self.codes), -1, np.int32)
        codes[known] = places[self.codes[known]] if len(places) else -1
        return coded(codes, listed)


def read_each(
    texts: pa.Array, read: Callable[[str], tuple[Any, ...]], width: int
) -> tuple[Codes, list[list[Any]]]:
    """Read every distinct text once; return each text's place in the answers, and the answers."""
    codes, listed = distinct(texts)
    answers = [read(text) for text in listed.to_pylist()]
    columns = [list(column) for column in zip(*answers, strict=True)]
    return codes, columns or [[] for _place in range(width)]
