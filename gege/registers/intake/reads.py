"""What the pages of imports show: each reads by its own eyes, masked as everywhere (R-044)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound, Refused
from gege.registers.intake import store
from gege.registers.intake.decide import decision_of
from gege.registers.intake.match import people_of
from gege.registers.intake.reach import import_of, imports_of
from gege.registers.keeping import values_of
from gege.registers.models import Import, ImportRow, Record
from gege.registers.queries.scope import Reader, may_come_across, reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.declaration import Contract, Field, Sheet, Side, Type
from gege.registers.rules.entries import Faulty, read_entry
from gege.registers.rules.intake.mapping import mapping_of
from gege.registers.rules.intake.stages import RowState
from gege.registers.rules.intake.targets import Target, missing, targets_of
from gege.registers.rules.saying import Effect
from gege.registers.rules.showing import masked_text, text_of
from gege.registers.rules.sight import Reach, Sight
from gege.registers.rules.values import Wrong
from gege.staff.api import Actor
from gege.territory.api import Editions

PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of imports, the newest first; `after` continues it."""

    lines: tuple[Import, ...]
    after: int


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """One import with what its page needs besides its own columns."""

    one: Import
    sheet: Sheet
    contract: Contract
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a line beside what stands: both as this reader sees them."""

    field: Field
    before: str
    after: str
    effect: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One line of a file, as the list shows it."""

    number: int
    state: str
    title: str
    record_title: str
    record_uid: str
    band: str
    levels: Mapping[str, str]
    """What was seen of the best record that was found, thing by thing."""
    cells: tuple[Cell, ...]
    faults: tuple[tuple[str, str, Wrong], ...]
    """The field's name, what it is called (else the column's heading), and what is wrong."""
    decided_by: str
    why: str
    seen: str
    """What was decided so far, as the deed asks for it again."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """A page of lines; `after` continues it, 0 at the end."""

    lines: tuple[RowLine, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant: beside the line, with what was seen."""

    pk: int
    uid: str
    title: str
    band: str
    levels: Mapping[str, str]
    """What was seen, thing by thing: `pair_names.SEEN` and `intake_names.WAYS` have the words."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowSheet:
    """One line with everybody it may be about."""

    row: RowLine
    candidates: tuple[Candidate, ...]
    is_file: bool


def imports(*, by: Actor, after: int = 0) -> ImportPage:
    """Return a page of the imports of a person's unit."""
    rows = imports_of(by)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return ImportPage(tuple(found), found[-1].pk if more else 0)


def import_sheet(uid: UUID, *, by: Actor, editions: Editions) -> ImportSheet:
    """Return one import of a person's unit. Raises NotFound."""
    one = import_of(uid, by)
    contract = current_contract(editions)
    sheet = contract.sheets.get(one.sheet)
    if sheet is None:
        raise NotFound
    return ImportSheet(one, sheet, contract, targets_of(sheet, contract, Side(one.side)))


def missing_fields(page: ImportSheet) -> tuple[Field, ...]:
    """Return what new records need and no column says: such lines change what is there only."""
    mapped = mapping_of(page.one.mapping).paths
    return missing(page.sheet, Side(page.one.side), mapped)


def import_rows(
    uid: UUID,
    *,
    states: Sequence[str] = (),
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
    after: int = 0,
    most: int = PAGE,
) -> RowPage:
    """Return a page of the lines of an import, in their order. Raises NotFound."""
    page = import_sheet(uid, by=by, editions=editions)
    rows = ImportRow.objects.filter(batch=page.one, number__gt=after)
    if states:
        rows = rows.filter(state__in=states)
    found = list(rows.order_by("number")[: most + 1])
    more, found = len(found) > most, found[:most]
    eyes = _Eyes(page, by, now, language)
    return RowPage(tuple(eyes.lines(found)), found[-1].number if more else 0)


def import_row(
    uid: UUID, number: int, *, by: Actor, now: datetime, editions: Editions, language: str
) -> RowSheet:
    """Return one line beside all it may be about. Raises NotFound, Refused("forgotten")."""
    page = import_sheet(uid, by=by, editions=editions)
    row = ImportRow.objects.filter(batch=page.one, number=number).first()
    if row is None:
        raise NotFound
    if not row.sealed:
        raise Refused("forgotten")
    eyes = _Eyes(page, by, now, language)
    people = people_of(page.sheet, page.contract)
    is_file = people is not None and people.code != page.sheet.code
    return RowSheet(eyes.lines([row])[0], eyes.candidates(row), is_file)


class _Eyes:
    """Lines and records as one person sees them."""

    def __init__(self, page: ImportSheet, by: Actor, now: datetime, language: str) -> None:
        self._page, self._language, self._today = page, language, local_date(now)
        self._reader: Reader = reader(by, self._today)
        self._view = View(self._reader, page.contract, self._today, language)
        self._key = store.key_of(page.one) if page.one.secret else None
        self._side = Side(page.one.side)

    def lines(self, rows: Sequence[ImportRow]) -> list[RowLine]:
        """Return lines with the record each is about: a constant number of statements."""
        ids = {row.record_id for row in rows if row.record_id is not None}
        records = {
            one.pk: one
            for one in Record.objects.filter(pk__in=ids)
            if may_come_across(one, self._reader, self._page.contract)
        }
        titles = titles_of(records.values(), self._view)
        return [self._line(row, records.get(row.record_id or 0), titles) for row in rows]

    def _line(self, row: ImportRow, record: Record | None, titles: Mapping[int, str]) -> RowLine:
        said = self._said(row)
        values = self._values(said)
        cells = () if row.state == RowState.FAULTY else self._cells(row, values, record)
        return RowLine(
            number=row.number,
            state=row.state,
            title=self._title(values, said),
            record_title=titles.get(record.pk, "") if record is not None else "",
            record_uid=str(record.uid) if record is not None else "",
            band=row.found[0]["band"] if row.found else "",
            levels=row.found[0].get("levels", {}) if row.found else {},
            cells=tuple(cells),
            faults=tuple(
                (name, self._place(name), wrong) for name, wrong in self._faults(row, said)
            ),
            decided_by=row.decided_by,
            why=row.why,
            seen=decision_of(row),
        )

    def candidates(self, row: ImportRow) -> tuple[Candidate, ...]:
        """Return the records that may be meant, best first, with what was seen in words."""
        said, ids = self._said(row), [each["record"] for each in row.found]
        found = {
            one.pk: one
            for one in Record.objects.filter(pk__in=ids)
            if may_come_across(one, self._reader, self._page.contract)
        }
        titles = titles_of(found.values(), self._view)
        values, shown = self._values(said), []
        for each in row.found:
            record = found.get(each["record"])
            if record is None:
                continue
            same_sheet = record.sheet == self._page.sheet.code
            cells = self._beside(values, record) if same_sheet else ()
            shown.append(
                Candidate(
                    record.pk, str(record.uid), titles[record.pk], each["band"],
                    each.get("levels", {}), tuple(cells),
                )
            )  # fmt: skip
        return tuple(shown)

    def _said(self, row: ImportRow) -> Mapping[str, Any]:
        if self._key is None or not row.sealed:
            return {"typed": {}, "refs": {}, "seen": {}, "faults": {}, "area": ""}
        said: Mapping[str, Any] = self._key.open(row.sealed, row.number)
        return said

    def _values(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a line says in the shape it would be kept in; what is faulty is left out."""
        typed = dict(said["typed"])
        for _try in range(2):
            try:
                entry = read_entry(
                    typed,
                    sheet=self._page.sheet,
                    contract=self._page.contract,
                    side=self._side,
                    whole=False,
                    today=self._today,
                )
            except Faulty as faulty:
                typed = {name: v for name, v in typed.items() if name not in faulty.faults}
            else:
                return dict(entry.values)
        return {}

    def _cells(
        self, row: ImportRow, values: Mapping[str, Any], record: Record | None
    ) -> list[Cell]:
        """Return the fields that a line changes or puts in question; of a new one, all it says."""
        own = record if record is not None and record.sheet == self._page.sheet.code else None
        stands = values_of(own, values) if own is not None else {}
        quiet = {Effect.REPEATS, Effect.CONFIRMS} if own is not None else set()
        return [
            Cell(field, self._text(stands.get(name), field, own), self._text(value, field, own),
                 row.effects.get(name, ""))
            for name, value in values.items()
            if (field := self._page.sheet.by_name[name]) and row.effects.get(name) not in quiet
        ][:8]  # fmt: skip

    def _beside(self, values: Mapping[str, Any], record: Record) -> list[Cell]:
        stands = values_of(record)
        names = [one.name for one in self._page.sheet.current if not one.is_link]
        return [
            Cell(
                field,
                self._text(stands.get(name), field, record),
                self._text(values.get(name), field, record),
                "same" if stands.get(name) == values.get(name) else "",
            )
            for name in names
            if (field := self._page.sheet.by_name[name])
            and (stands.get(name) is not None or values.get(name) is not None)
            and not field.is_derived
        ]

    def _text(self, value: Any, field: Field, record: Record | None) -> str:
        """Return a value as this person sees it; of a line that nobody matched, masked."""
        if value is None:
            return ""
        codes = self._page.contract.code_lists
        if record is not None:
            seen = self._view.seen(record, field)
        else:
            register = self._page.contract.register_of[self._page.sheet.code]
            reach = self._reader.reach(self._page.sheet, register, self._reader.by.area_code)
            return self._masked(value, field, reach)
        if seen.sight is Sight.WHOLE:
            return text_of(value, field, codes, self._language)
        if seen.sight is Sight.MASKED:
            return masked_text(value, field, codes, self._language)
        return "***"

    def _masked(self, value: Any, field: Field, reach: Reach) -> str:
        codes = self._page.contract.code_lists
        if not field.is_personal and reach is not Reach.NONE:
            return text_of(value, field, codes, self._language)
        if field.keeps_sealed and field.type is not Type.IDENTITY:
            return "***"
        return masked_text(value, field, codes, self._language)

    def _title(self, values: Mapping[str, Any], said: Mapping[str, Any]) -> str:
        parts = []
        for name in self._page.sheet.title:
            field = self._page.sheet.by_name[name]
            if not field.is_link and values.get(name) is not None:
                parts.append(self._text(values[name], field, None))
        if not parts and said.get("seen", {}).get("name"):
            parts.append(said["seen"]["name"][:1] + "**")
        return " ".join(part for part in parts if part)

    def _place(self, name: str) -> str:
        field = self._page.sheet.by_name.get(name)
        if field is not None:
            return field.words.in_language(self._language)
        return column_of(self._page, name)

    def _faults(self, row: ImportRow, said: Mapping[str, Any]) -> list[tuple[str, Wrong]]:
        """Return what is wrong, with the words of the cells where they may be told."""
        inside = said.get("faults", {})
        found = []
        for name, word, values in row.faults:
            told = inside.get(name, [word, values])
            known = told[1] if told[0] == word else values
            field = self._page.sheet.by_name.get(name)
            if "part" in known and field is not None:
                part = next((one for one in field.parts if one.name == known["part"]), None)
                known = {**known, "part": part} if part is not None else {}
            found.append((name, Wrong(word, **known)))
        return found


def column_of(page: ImportSheet, name: str) -> str:
    """Return the heading of the column that a fault is about, as it stands in the file."""
    for heading, path in zip(page.one.header, page.one.mapping.get("columns", ()), strict=False):
        if path and path.partition("/")[0] == name:
            return str(heading)
    return ""
