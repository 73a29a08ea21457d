"""Rows on their way into one file: what is new is written, what is the same is passed over.

Memory is bounded: rows go by in batches, the file and the list of marks lie on the disk.
"""

import csv
import hashlib
import hmac
import struct
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO
from uuid import UUID

from django.db import connection

from gege.exchange.models import Held, Source
from gege.exchange.rules.cursors import Place, place_of
from gege.exchange.rules.sources import BYTES_OF_A_RUN, LONGEST_CELL, ROWS_OF_A_RUN
from gege.notices.api import mark

Row = Mapping[Any, Any]
BATCH: Final = 1000
_DROP_GONE: Final = """
    DELETE FROM exchange_held AS held WHERE held.source_id = %s
    AND NOT EXISTS (SELECT 1 FROM exchange_seen AS seen WHERE seen.key = held.key)
"""
_LINE: Final = struct.Struct("16s16s15s7s")


class RowRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A row that cannot be taken: a word why."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is remembered of a row that was written."""

    key: bytes
    row: bytes
    area: str
    month: str


@dataclass
class Harvest:
    """What one reading brings. `newest` is the furthest change that was read."""

    source: Source
    columns: Sequence[str]
    folder: Path
    read: int = 0
    taken: int = 0
    same: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    newest: Place | None = None
    more: bool = False
    opaque: str = ""
    _key: bytes = b""

    def __enter__(self) -> "Harvest":
        self._key = bytes.fromhex(mark(str(self.source.uid), "exchange rows"))
        self.path = self._file("rows-", ".csv")
        self._marks = self._file("marks-", ".bin")
        self._keys = self._file("keys-", ".bin")
        self._out: TextIO = self.path.open("w", encoding="utf-8", newline="")
        self._list = self._marks.open("wb")
        self._seen = self._keys.open("wb")
        self._csv = csv.writer(self._out)
        self._csv.writerow(self.columns)
        self._pending: list[tuple[Taken, list[str]]] = []
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._out.close()
        self._list.close()
        self._seen.close()
        for one in (self.path, self._marks, self._keys):
            one.unlink(missing_ok=True)

    @property
    def full(self) -> bool:
        """Tell whether the file has as much as one run takes; the rest comes with the next."""
        return self.taken >= ROWS_OF_A_RUN or self._out.tell() >= BYTES_OF_A_RUN

    def take(self, row: Row) -> None:
        """Take one row as the source gives it; what cannot be taken is counted by its reason."""
        self.read += 1
        try:
            cells = [text_of(row.get(name)) for name in self.columns]
            place = self._place(row)
        except RowRefused as refusal:
            self.refused[refusal.word] += 1
            return
        if self.newest is None or (place is not None and place.at > self.newest.at):
            self.newest = place
        whole = self._mark("\x1f".join(cells))
        name = self.source.key_column
        key_text = cells[self.columns.index(name)] if name else ""
        if name and not key_text.strip():
            self.refused["no_key"] += 1
            return
        found = Taken(
            self._mark(f"key:{key_text}") if name else whole,
            whole,
            self._area(cells),
            place.month() if place else "",
        )
        self._pending.append((found, cells))
        if len(self._pending) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait: those whose mark is not held already. Of a key that comes
        twice in one batch the later row counts."""
        last = {taken.key: number for number, (taken, _) in enumerate(self._pending)}
        self._seen.write(b"".join(last))
        rows = Held.objects.filter(source=self.source, key__in=list(last))
        held = {bytes(key): bytes(row) for key, row in rows.values_list("key", "row")}
        for number, (taken, cells) in enumerate(self._pending):
            if last[taken.key] != number or held.get(taken.key) == taken.row:
                self.same += 1
                continue
            self._csv.writerow(cells)
            self._list.write(
                _LINE.pack(taken.key, taken.row, taken.area.encode(), taken.month.encode())
            )
            self.taken += 1
        self._pending.clear()

    def finish(self) -> None:
        """Write what waits and close the file, so that it can be handed on."""
        self.flush()
        self._out.close()
        self._list.close()
        self._seen.close()

    def digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def marks(self) -> Iterator[list[Taken]]:
        """Return what is to be remembered, in batches; of a key only its last row in each."""
        with self._marks.open("rb") as file:
            while block := file.read(_LINE.size * BATCH):
                found = (
                    Taken(key, row, _plain(area), _plain(month))
                    for key, row, area, month in _LINE.iter_unpack(block)
                )
                yield list({one.key: one for one in found}.values())

    def drop_gone(self) -> int:
        """Forget the marks of rows that this reading of everything did not find; return how many.

        The keys go through a table of this transaction: there may be a million of them.
        """
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE exchange_seen (key bytea) ON COMMIT DROP")
            with (
                cursor.copy("COPY exchange_seen FROM STDIN") as copy,
                self._keys.open("rb") as file,
            ):
                while key := file.read(16):
                    copy.write_row((key,))
            cursor.execute(_DROP_GONE, [self.source.pk])
            gone = cursor.rowcount
            cursor.execute("DROP TABLE exchange_seen")
        return int(gone)

    def _place(self, row: Row) -> Place | None:
        name = self.source.change_column
        if not name:
            return None
        place = place_of(row.get(name))
        if place is None:
            raise RowRefused("no_change")
        return place

    def _area(self, cells: Sequence[str]) -> str:
        name = self.source.area_column
        text = cells[self.columns.index(name)].strip() if name else ""
        return text[:12] if text.isascii() and text.isdigit() and len(text) <= 15 else ""

    def _mark(self, text: str) -> bytes:
        return hmac.new(self._key, text.encode(), hashlib.sha256).digest()[:16]

    def _file(self, first: str, last: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(
            prefix=first, suffix=last, dir=self.folder, delete=False
        ) as file:
            return Path(file.name)


def text_of(value: Any) -> str:
    """Return a value as it stands in the file. Raises RowRefused for what is no plain value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        value = f"{value:g}" if value == value and abs(value) != float("inf") else _refuse("number")
    elif isinstance(value, datetime):
        value = value.isoformat(sep=" ", timespec="seconds")
    elif isinstance(value, date | time):
        value = value.isoformat()
    elif isinstance(value, int | Decimal | UUID):
        value = str(value)
    if not isinstance(value, str):
        _refuse("no_plain_value")
    if len(value) > LONGEST_CELL:
        _refuse("too_long")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        _refuse("no_text")
    return str(value)


def _refuse(word: str) -> str:
    raise RowRefused(word)


def _plain(field: bytes) -> str:
    return field.rstrip(b"\0").decode()
