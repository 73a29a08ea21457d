"""One line of a file as what it says about a record (issue 5 point 4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from gege.registers.files.tables import Line, Mark
from gege.registers.rules.declaration import Contract, Field, Part, Sheet, Side, Type
from gege.registers.rules.entries import CITIZEN_CARD, NO_DOCUMENT, Faulty, read_entry
from gege.registers.rules.intake.cells import NotTaken, code_of, typed_of
from gege.registers.rules.intake.mapping import ColumnMapping
from gege.registers.rules.intake.targets import AREA, Target, is_person, person_field
from gege.registers.rules.values import Wrong

_CARD: Final = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_BAD_MARKS: Final = {Mark.ERROR: "cell_error", Mark.BROKEN: "cell_broken"}
SEEN: Final = ("name", "sex", "number", "born_on", "phone", "address")
"""What linkage looks at, as written in the file."""


@dataclass(slots=True)
class Said:
    """What one line says. `typed` is for `read_entry`; `refs` how the records pointed at are named,
    field by field; `seen` the cells that tell who it is; `faults` what cannot be taken.
    """

    typed: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    area: str = ""
    faults: dict[str, Wrong] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    """Texts of code fields that nobody mapped, by path."""
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept, sealed."""
        return {
            "typed": self.typed,
            "refs": self.refs,
            "seen": self.seen,
            "area": self.area,
            "faults": {
                name: [wrong.word, _plain(wrong.values)] for name, wrong in self.faults.items()
            },
            "remarks": self.remarks,
        }


class RowReader:
    """Reads the lines of one file by one mapping."""

    def __init__(
        self,
        mapping: ColumnMapping,
        targets: Sequence[Target],
        sheet: Sheet,
        contract: Contract,
        side: Side,
        today: date,
        *,
        takes_doubts: bool = False,
    ) -> None:
        known = {one.path: one for one in targets}
        self._columns = [
            (place, known[path])
            for place, path in enumerate(mapping.columns)
            if path and path in known
        ]
        self._fixed = [(known[path], text) for path, text in mapping.fixed.items() if path in known]
        self._codes = mapping.codes
        self._sheet, self._contract, self._side, self._today = sheet, contract, side, today
        self._width = len(mapping.columns)
        self._takes_doubts = takes_doubts
        self._person = "" if is_person(sheet) else person_field(sheet, contract)
        self._mapped = mapping.paths

    def read(self, line: Line) -> Said:
        """Return what a line says; whether its references lead anywhere is asked later."""
        said = Said()
        if line.marks.get(self._width) is Mark.MORE:
            said.faults["@line"] = Wrong("too_many_cells")
            return said
        for place, target in self._columns:
            word = _BAD_MARKS.get(line.marks.get(place, Mark.MORE))
            if word:
                said.faults[_name(target)] = Wrong(word)
                continue
            self._take(target, line.cells[place], said)
        for target, text in self._fixed:
            self._take(target, text, said)
        self._document(said)
        self._who(said)
        self._check(said)
        return said

    def _take(self, target: Target, text: str, said: Said) -> None:
        try:
            value = self._value(target, text, said)
        except NotTaken as nothing:
            if nothing.word:
                said.remarks.append(nothing.word)
            return
        one = target.field
        if one is None:
            said.area = value
        elif target.key or one.is_link:
            row = said.refs.setdefault(one.name, [{}])[0]
            row[target.key or target.path.partition("/")[2]] = value
        elif one.type is Type.GROUP or (one.type is Type.POINT and "/" in target.path):
            said.typed.setdefault(one.name, {})[target.path.partition("/")[2]] = value
        else:
            said.typed[one.name] = value

    def _value(self, target: Target, text: str, said: Said) -> Any:
        one = target.field
        if one is None:
            return typed_of(text, Type.AREA, self._today)
        if target.key:
            if not text.strip():
                raise NotTaken
            # Linkage reads names, numbers and addresses as they are written.
            return text.strip()[:200]
        kind = target.part.type if target.part else one.type
        if target.codes:
            return self._coded(target, text, said, many=kind is Type.CODES)
        return typed_of(text, kind, self._today)

    def _coded(self, target: Target, text: str, said: Said, *, many: bool) -> Any:
        codes = self._contract.code_lists[target.codes]
        mapped = self._codes.get(target.path, {})
        parts = re.split(r"[;；、|,，\n]", text) if many and text.strip() not in mapped else [text]
        found = []
        for part in parts:
            try:
                found.append(code_of(part, codes, mapped))
            except NotTaken:
                continue
            except LookupError as unknown:
                said.unknown[target.path] = str(unknown.args[0])[:60]
                said.faults[_name(target)] = Wrong("unknown_code", code=str(unknown.args[0])[:40])
                raise NotTaken from None
        if not found:
            raise NotTaken
        return found if many else found[0]

    def _document(self, said: Said) -> None:
        """Say which document a number is of, where the file does not: a card, or none."""
        if not {"id_type", "id_number"} <= set(self._sheet.by_name) or "id_type" in said.typed:
            return
        if not {"id_number", "id_type"} & self._mapped:
            return
        number = str(said.typed.get("id_number", ""))
        if not number and "number_hidden" not in said.remarks:
            said.typed["id_type"] = NO_DOCUMENT
        elif _CARD.fullmatch(number) or "number_hidden" in said.remarks:
            said.typed["id_type"] = CITIZEN_CARD

    def _who(self, said: Said) -> None:
        if self._person:
            row = said.refs.get(self._person, [{}])[0]
            keys = {"born_on": "born"}
            said.seen = {one: str(row.get(keys.get(one, one), "")) for one in SEEN}
        elif is_person(self._sheet):
            typed = said.typed
            home = next((rows[0] for rows in said.refs.values() if "address" in rows[0]), {})
            said.seen = {
                "name": str(typed.get("name", "")),
                "sex": str(typed.get("sex", "")),
                "number": str(typed.get("id_number", "")),
                "born_on": str(typed.get("born", "")),
                "phone": str(typed.get("phone", "")),
                "address": str(home.get("address", "")),
            }
        if said.seen and not any(said.seen[one] for one in ("name", "number")):
            said.faults[self._person or "name"] = Wrong("nobody_named")

    def _check(self, said: Said) -> None:
        """Hold the values against the rules of the sheet; nothing has to be there yet."""
        if not said.typed and not said.refs and not said.faults:
            said.faults["@line"] = Wrong("nothing_said")
        try:
            entry = read_entry(
                said.typed,
                sheet=self._sheet,
                contract=self._contract,
                side=self._side,
                whole=False,
                today=self._today,
            )
        except Faulty as faulty:
            said.faults = {**faulty.faults, **said.faults}
            return
        if not self._takes_doubts:
            for name, words in entry.doubts.items():
                said.faults.setdefault(name, Wrong(f"doubt_{words[0]}"))


def _name(target: Target) -> str:
    return target.field.name if target.field is not None else AREA


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a fault as JSON; a part is named by its name."""
    return {
        key: value if isinstance(value, str | int | float) else getattr(value, "name", str(value))
        for key, value in values.items()
    }


def kept_fault(name: str, wrong: Wrong) -> list[Any]:
    """Return a fault as it stands beside a row, in the open: without what stood in the cell."""
    return [name, wrong.word, {key: v for key, v in _plain(wrong.values).items() if key != "code"}]


def part_of(one: Field, name: str) -> Part | None:
    """Return a part of a field by its name, for the sentence of a fault."""
    return next((part for part in one.parts if part.name == name), None)
