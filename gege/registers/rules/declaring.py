"""Reading a declaration: plain tables (from TOML or JSON) in, a contract or named problems out.

The same tables are kept as an edition's document, so what an administrator publishes and what the
package ships are read by the same lines. Hostile until read: unknown keys are problems, not noise.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from gege.registers.rules.declaration import (
    Basis,
    CodeList,
    Contract,
    Field,
    Level,
    Need,
    Part,
    Register,
    Retention,
    Sheet,
    Show,
    Side,
    Starts,
    Type,
    Words,
)

_Choice = TypeVar("_Choice", bound=StrEnum)
Tables = Mapping[str, Any]

_REGISTER_KEYS: Final = frozenset(
    ["code", "number", "zh", "en", "stewards", "sources", "enables", "not_collected", "sheets"]
)
_SHEET_KEYS: Final = frozenset(
    ["code", "zh", "en", "subject", "about", "title", "ends_with", "defaults", "fields"]
)
_FIELD_KEYS: Final = frozenset(
    {
        "name", "zh", "en", "type", "level", "need", "purposes", "basis", "cite", "codes", "to",
        "parts", "many", "collectors", "authority", "source", "keep", "show", "sealed", "find",
        "formula", "longest", "least", "most", "hint", "retired",
    }
)  # fmt: skip
_PART_KEYS: Final = frozenset(["name", "zh", "en", "type", "codes", "must", "longest"])
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEPT: Final = {
    "moved_out": Starts.MOVED_OUT,
    "end": Starts.END_OF_RECORD,
    "change": Starts.LAST_CHANGE,
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong in a declaration: where, and which sentence of `names.py`."""

    where: str
    word: str
    detail: str = ""


class Unreadable(ValueError):  # noqa: N818 - an answer, not a fault
    """A declaration cannot be read; `flaws` names every reason."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{one.where}: {one.word} {one.detail}" for one in self.flaws))


def read_contract(document: Tables) -> Contract:
    """Return the contract of a document `{registers, code_lists, purposes}`.

    Raises Unreadable for what is not shaped as a declaration. What is well shaped and forbidden is
    found by `contract_rules.flaws_of`.
    """
    reader = _Reader()
    purposes = {
        reader.word(code, f"purposes.{code}"): reader.words(entry, f"purposes.{code}")
        for code, entry in reader.table(document.get("purposes"), "purposes").items()
    }
    lists = {
        code: reader.code_list(code, entry)
        for code, entry in reader.table(document.get("code_lists"), "code_lists").items()
    }
    registers = tuple(
        reader.register(entry, f"registers[{place}]")
        for place, entry in enumerate(reader.rows(document.get("registers"), "registers"))
    )
    if reader.flaws:
        raise Unreadable(reader.flaws)
    return Contract(registers, MappingProxyType(lists), MappingProxyType(purposes))


class _Reader:
    """Reads tables and collects what is wrong with them."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def flaw(self, where: str, word: str, detail: str = "") -> None:
        self.flaws.append(Flaw(where, word, detail[:80]))

    def table(self, value: Any, where: str) -> Tables:
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return value
        self.flaw(where, "not_a_table")
        return {}

    def rows(self, value: Any, where: str) -> list[Any]:
        if isinstance(value, list | tuple):
            return list(value)
        self.flaw(where, "not_a_list")
        return []

    def known(self, table: Tables, keys: frozenset[str], where: str) -> None:
        for key in sorted(set(table) - keys):
            self.flaw(where, "unknown_key", key)

    def text(self, value: Any, where: str, *, longest: int = 300) -> str:
        if isinstance(value, str) and len(value) <= longest:
            return value
        self.flaw(where, "not_a_text")
        return ""

    def word(self, value: Any, where: str) -> str:
        """Read an identifier: lower case letters, digits and underscores, 40 at most."""
        text = self.text(value, where, longest=40)
        if (
            not text
            or not text.isascii()
            or not text.replace("_", "a").isalnum()
            or text != text.lower()
            or text[0].isdigit()
        ):
            self.flaw(where, "not_a_name", text)
        return text

    def names(self, value: Any, where: str) -> tuple[str, ...]:
        return tuple(self.word(one, where) for one in self.rows(value, where))

    def words(self, table: Any, where: str) -> Words:
        entry = self.table(table, where)
        words = Words(self.text(entry.get("zh", ""), where), self.text(entry.get("en", ""), where))
        if not words.zh or not words.en:
            self.flaw(where, "needs_both_languages")
        return words

    def choice(self, kind: type[_Choice], value: Any, where: str, default: _Choice) -> _Choice:
        try:
            return kind(value)
        except ValueError:
            self.flaw(where, "not_a_choice", str(value))
            return default

    def flag(self, value: Any, where: str) -> bool:
        if not isinstance(value, bool):
            self.flaw(where, "not_yes_or_no")
        return value is True

    def number(self, value: Any, where: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        self.flaw(where, "not_a_number")
        return None

    def count(self, value: Any, where: str) -> int:
        number = self.number(value, where)
        if number is None or number != int(number) or not 0 <= number <= 100_000:
            self.flaw(where, "not_a_number")
            return 0
        return int(number)

    # -- the parts of a declaration --------------------------------------------------------------

    def code_list(self, code: str, value: Any) -> CodeList:
        where = f"code_lists.{code}"
        entry = self.table(value, where)
        entries = self.table(entry.get("entries"), where)
        return CodeList(
            self.word(code, where),
            self.text(entry.get("standard", ""), where),
            MappingProxyType(
                {key: self.words(one, f"{where}.{key}") for key, one in entries.items()}
            ),
        )

    def register(self, value: Any, where: str) -> Register:
        entry = self.table(value, where)
        self.known(entry, _REGISTER_KEYS, where)
        code = self.word(entry.get("code"), where)
        enables = self.rows(entry.get("enables", []), where)
        return Register(
            code=code,
            number=self.count(entry.get("number", 0), where),
            words=self.words({"zh": entry.get("zh"), "en": entry.get("en")}, code),
            stewards=self.names(entry.get("stewards"), f"{code}.stewards"),
            sources=self.names(entry.get("sources", []), f"{code}.sources"),
            enables=tuple(self.words(one, f"{code}.enables") for one in enables),
            not_collected=self.words(entry.get("not_collected"), f"{code}.not_collected"),
            sheets=tuple(
                self.sheet(one, code) for one in self.rows(entry.get("sheets"), f"{code}.sheets")
            ),
        )

    def sheet(self, value: Any, register: str) -> Sheet:
        entry = self.table(value, register)
        self.known(entry, _SHEET_KEYS, register)
        code = self.word(entry.get("code"), register)
        defaults = self.table(entry.get("defaults", {}), f"{code}.defaults")
        self.known(defaults, _FIELD_KEYS, f"{code}.defaults")
        return Sheet(
            code=code,
            words=self.words({"zh": entry.get("zh"), "en": entry.get("en")}, code),
            fields=tuple(
                self.field({**defaults, **self.table(one, code)}, code)
                for one in self.rows(entry.get("fields"), f"{code}.fields")
            ),
            is_subject=self.flag(entry.get("subject", False), f"{code}.subject"),
            about=self.names(entry.get("about", []), f"{code}.about"),
            title=self.names(entry.get("title", []), f"{code}.title"),
            ends_with=self.text(entry.get("ends_with", ""), code),
        )

    def field(self, entry: Tables, sheet: str) -> Field:
        where = f"{sheet}.{entry.get('name')}"
        self.known(entry, _FIELD_KEYS, where)
        hint = entry.get("hint")
        level = self.number(entry.get("level"), where)
        if level not in (0, 1, 2, 3):
            self.flaw(where, "not_a_choice", str(entry.get("level")))
            level = 3
        return Field(
            name=self.word(entry.get("name"), where),
            words=self.words({"zh": entry.get("zh"), "en": entry.get("en")}, where),
            type=self.choice(Type, entry.get("type"), where, Type.TEXT),
            level=Level(int(level)),
            need=self.choice(Need, entry.get("need"), where, Need.OPTIONAL),
            purposes=self.names(entry.get("purposes", []), where),
            basis=self.choice(Basis, entry.get("basis"), where, Basis.CONSENT),
            cite=self.text(entry.get("cite", ""), where),
            codes=self.text(entry.get("codes", ""), where),
            to=self.names(entry.get("to", []), where),
            parts=tuple(self.part(one, where) for one in self.rows(entry.get("parts", []), where)),
            many=self.flag(entry.get("many", False), where),
            collectors=tuple(
                self.choice(Side, one, where, Side.FIELD)
                for one in self.rows(entry.get("collectors", ["field", "department"]), where)
            ),
            authority=self.choice(Side, entry.get("authority", "both"), where, Side.BOTH),
            source=self.text(entry.get("source", ""), where),
            retention=self.retention(entry.get("keep", "end+12"), where),
            show=self.choice(Show, entry.get("show", "whole"), where, Show.HIDDEN),
            sealed=self.flag(entry.get("sealed", False), where),
            find=self.flag(entry.get("find", False), where),
            formula=self.text(entry.get("formula", ""), where),
            longest=self.count(entry.get("longest", 0), where),
            least=self.number(entry.get("least"), where),
            most=self.number(entry.get("most"), where),
            hint=Words("", "") if hint is None else self.words(hint, f"{where}.hint"),
            retired=self.flag(entry.get("retired", False), where),
        )

    def part(self, value: Any, where: str) -> Part:
        entry = self.table(value, where)
        self.known(entry, _PART_KEYS, where)
        return Part(
            name=self.word(entry.get("name"), where),
            words=self.words({"zh": entry.get("zh"), "en": entry.get("en")}, where),
            type=self.choice(Type, entry.get("type"), where, Type.TEXT),
            codes=self.text(entry.get("codes", ""), where),
            must=self.flag(entry.get("must", False), where),
            longest=self.count(entry.get("longest", 0), where),
        )

    def retention(self, value: Any, where: str) -> Retention:
        """Read `end+12`, `moved_out+12`, `change+60`: months after an event, 0 to 600."""
        start, _, months = self.text(value, where).partition("+")
        if start not in _KEPT or not months.isascii() or not months.isdigit():
            self.flaw(where, "not_a_retention", str(value))
            return Retention()
        if int(months) > 600:
            self.flaw(where, "not_a_retention", str(value))
        return Retention(_KEPT[start], min(int(months), 600))
