"""Reading the lines of a file: row by row, each with its faults in words; bad ones stop no other.

Lines are read as a stream and written in chunks, each in one transaction with the number of its
last line: whoever goes on after a break begins behind it.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, transaction

from gege.registers.files import Line, open_file
from gege.registers.intake import store
from gege.registers.intake.reach import reader_of
from gege.registers.intake.receive import LIMITS
from gege.registers.intake.references import Wanted, resolve
from gege.registers.intake.stepping import Pace, advance, locked
from gege.registers.models import Import
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Sheet, Side, Type
from gege.registers.rules.intake.mapping import mapping_of
from gege.registers.rules.intake.rows import RowReader, Said, kept_fault
from gege.registers.rules.intake.stages import RowState, Stage
from gege.registers.rules.intake.targets import code_field, is_person, person_field, targets_of

CHUNK: Final = 1_000
MOST_UNKNOWN: Final = 200
MOST_DIGITS: Final = 6
_COLUMNS: Final = (
    "batch_id, number, state, sealed, digest, key, faults, found, effects, decided_by, why"
)


def check_lines(one: Import, contract: Contract, pace: Pace) -> None:
    """Read the lines behind `done`; ends with the stage, or when the pace says so."""
    sheet, today = contract.sheets[one.sheet], one.checked_on or pace.today
    mapping = mapping_of(one.mapping)
    targets = targets_of(sheet, contract, Side(one.side))
    reading = RowReader(
        mapping, targets, sheet, contract, Side(one.side), today,
        takes_doubts=bool(one.doubts_answered),
    )  # fmt: skip
    chunk = _Chunk(one, sheet, contract, reader_of(one, today), store.key_of(one))
    with store.opened(one) as path:
        opened = open_file(
            path, sheet=one.tab, encoding="" if one.kind == "xlsx" else one.encoding, limits=LIMITS
        )
        for lines in _grouped(_behind(opened.rows(), one.done), chunk.groups_by(mapping.columns)):
            chunk.take([(line, reading.read(line)) for line in lines])
            if chunk.is_full:
                chunk.write()
                if pace.over:
                    return
        chunk.write()
    _finish(one)


class _Chunk:
    """Lines that are written together."""

    def __init__(
        self, one: Import, sheet: Sheet, contract: Contract, reader: Reader, key: store.FileKey
    ) -> None:
        self._one, self._sheet, self._contract = one, sheet, contract
        self._reader, self._key = reader, key
        self._person = "" if is_person(sheet) else person_field(sheet, contract)
        self._code = code_field(sheet)
        self._rows: list[tuple[int, Said]] = []
        self._joined: list[int] = []

    @property
    def is_full(self) -> bool:
        return len(self._rows) + len(self._joined) >= CHUNK

    def groups_by(self, columns: tuple[str, ...]) -> tuple[int, ...]:
        """Return the columns that tell lines of one record, where it has many members."""
        many = {one.name for one in self._sheet.current if one.is_link and one.many}
        has_many = any(path.partition("/")[0] in many for path in columns)
        if not has_many or self._code is None or self._code.name not in columns:
            return ()
        return (columns.index(self._code.name),)

    def take(self, lines: list[tuple[Line, Said]]) -> None:
        """Take lines of one record: the first carries what the others add."""
        (first, said), *others = lines
        for line, more in others:
            for name, rows in more.refs.items():
                if self._sheet.by_name[name].many:
                    said.refs.setdefault(name, []).extend(rows)
            for name, wrong in more.faults.items():
                said.faults.setdefault(name, wrong)
            self._joined.append(line.number)
        self._rows.append((first.number, said))

    def write(self) -> None:
        """Write the lines, and how far the file is read."""
        if not self._rows:
            return
        self._resolve()
        last = max(max(number for number, _said in self._rows), max(self._joined, default=0))
        with transaction.atomic():
            held = locked(self._one)
            rows = [self._row(number, said) for number, said in self._rows]
            rows += [
                (self._one.pk, number, RowState.JOINED, "", "", "", "[]", "[]", "{}", "", "")
                for number in self._joined
            ]
            copy_rows(rows)
            _note_unknown(held, [said for _number, said in self._rows])
            held.done = last
            held.save(update_fields=["done", "unknown"])
        self._one.done, self._one.unknown = held.done, held.unknown
        self._rows, self._joined = [], []

    def _resolve(self) -> None:
        """Find what the lines point at; the person whom a file is about is matched later."""
        wanted: list[tuple[Said, Wanted, dict[str, Any]]] = []
        for _number, said in self._rows:
            for name, rows in said.refs.items():
                field = self._sheet.by_name[name]
                parts = {part.name for part in field.parts}
                if name == self._person:
                    continue
                for row in rows:
                    keys = {key: text for key, text in row.items() if key not in parts}
                    wanted.append((said, Wanted(name, keys, field.to), row))
        resolve([each for _said, each, _row in wanted], self._reader, self._contract)
        for _said, each, row in wanted:
            if each.fault is None:
                row["uid"] = str(each.found[0].uid)
            else:
                row["fault"] = each.fault.word

    def _row(self, number: int, said: Said) -> tuple[Any, ...]:
        text = json.dumps([said.typed, said.refs, said.area], ensure_ascii=False, sort_keys=True)
        state = RowState.FAULTY if said.faults else RowState.READ
        names = [kept_fault(name, wrong) for name, wrong in said.faults.items()]
        return (
            self._one.pk,
            number,
            state,
            self._key.seal(said.as_json(), number),
            self._mark(text),
            self._mark(self._number_of(said)),
            json.dumps(names),
            "[]",
            "{}",
            "",
            "",
        )

    def _number_of(self, said: Said) -> str:
        """Return the document, code or credit code by which a line names its record."""
        for one in self._sheet.current:
            if one.type in (Type.IDENTITY, Type.CREDIT_CODE) and said.typed.get(one.name):
                return f"{one.name}:{said.typed[one.name]}"
        if self._code is not None and said.typed.get(self._code.name):
            return f"{self._code.name}:{said.typed[self._code.name]}"
        return ""

    def _mark(self, text: str) -> str:
        """Return a keyed mark that compares lines of this file, and nothing else."""
        if not text:
            return ""
        return hashlib.blake2b(text.encode(), digest_size=16, key=self._key.secret).hexdigest()


def copy_rows(rows: list[tuple[Any, ...]]) -> None:
    """Write rows of imports through COPY."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY registers_importrow ({_COLUMNS}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _behind(lines: Iterator[Line], done: int) -> Iterator[Line]:
    for line in lines:
        if line.number > done:
            yield line


def _grouped(lines: Iterator[Line], by: tuple[int, ...]) -> Iterator[list[Line]]:
    """Yield lines one by one, or together where neighbours have the same code."""
    group: list[Line] = []
    for line in lines:
        same = (
            by and group and line.cells[by[0]].strip()
            and line.cells[by[0]].strip() == group[0].cells[by[0]].strip()
        )  # fmt: skip
        if group and not same:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _note_unknown(held: Import, rows: list[Said]) -> None:
    """Count texts of code fields that nobody mapped; a few hundred of a field are enough."""
    for said in rows:
        for path, text in said.unknown.items():
            if sum(map(str.isdigit, text)) > MOST_DIGITS:
                # No code of anything: a number of somebody in the wrong column, and this lies open.
                continue
            seen = held.unknown.setdefault(path, {})
            if text in seen or len(seen) < MOST_UNKNOWN:
                seen[text] = seen.get(text, 0) + 1


def _finish(one: Import) -> None:
    """Tell lines that stand twice, and numbers that another line has already."""
    with transaction.atomic():
        held = locked(one)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE registers_importrow")
            cursor.execute(_REPEATED, [RowState.REPEATED, one.pk, RowState.READ])
            cursor.execute(
                _TWICE,
                [
                    RowState.TWICE,
                    json.dumps([["@line", "number_twice", {}]]),
                    one.pk,
                    RowState.READ,
                ],
            )
        advance(held, Stage.MATCHING)


# The ids come as an array, so that each row is found by its key: a table that was filled a moment
# ago has no statistics, and a join of it with itself might compare all with all.
_REPEATED: Final = """
    UPDATE registers_importrow SET state = %s WHERE id = ANY(ARRAY(
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY digest ORDER BY number) AS place
            FROM registers_importrow WHERE batch_id = %s AND state = %s AND digest <> ''
        ) AS again WHERE place > 1
    ))
"""
_TWICE: Final = """
    UPDATE registers_importrow SET state = %s, faults = %s::jsonb WHERE id = ANY(ARRAY(
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY key ORDER BY number) AS place
            FROM registers_importrow WHERE batch_id = %s AND state = %s AND key <> ''
        ) AS again WHERE place > 1
    ))
"""
