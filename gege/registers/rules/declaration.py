"""The contract of registers: what a declaration says (R-037; domain 5, design rules 1-7).

A register is declared, not programmed. It holds one or more *sheets*: kinds of record such as
`building` and `dwelling` of the housing register. A sheet is either a *subject*, which exists once
(a resident, a household, a building, a dwelling, a place, an organisation, a facility), or a *file*
about subjects. Everything else follows from its fields: forms, checks, masks, history, exchange,
retention and the page of documentation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class Level(IntEnum):
    """How far a field may be seen (domain 5, rule 3)."""

    PUBLIC = 0
    INTERNAL = 1
    PERSONAL = 2
    SENSITIVE = 3


class Need(StrEnum):
    """Whether a field has to be filled. `CONSENT` is asked of the person and may be refused."""

    MUST = "must"
    OPTIONAL = "optional"
    CONSENT = "consent"
    DERIVED = "derived"


class Type(StrEnum):
    """What a value is. `rules/values.py` says how each is read, kept and written."""

    TEXT = "text"
    WORDS = "words"
    NAME = "name"
    IDENTITY = "identity"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    ADDRESS = "address"
    POINT = "point"
    CODE = "code"
    CODES = "codes"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    MONTH = "month"
    YES_NO = "yes_no"
    AREA = "area"
    UNIT = "unit"
    STAFF = "staff"
    REFERENCE = "reference"
    GROUP = "group"


class Side(StrEnum):
    """From where a value is said (R-044). `BOTH` stands only for a field's authority."""

    FIELD = "field"
    DEPARTMENT = "department"
    RESIDENT = "resident"
    BOTH = "both"


class Basis(StrEnum):
    """Why a field may be kept at all (personal information law, article 13)."""

    STATUTE = "statute"
    CONSENT = "consent"
    NONE_PERSONAL = "none_personal"


class Starts(StrEnum):
    """From when the time of retention runs."""

    END_OF_RECORD = "end_of_record"
    MOVED_OUT = "moved_out"
    LAST_CHANGE = "last_change"


class Show(StrEnum):
    """How a value is masked where it is not shown whole; `rules/masks.py` does it."""

    WHOLE = "whole"
    NAME = "name"
    PHONE = "phone"
    LAST_FOUR = "last_four"
    YEAR = "year"
    BUILDING = "building"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages of the screen."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of codes and the standard it comes from (empty: this declaration's own)."""

    code: str
    standard: str
    entries: Mapping[str, Words]

    def label(self, code: str, language: str) -> str:
        """Return the words of a code; the code itself when the list does not have it any more."""
        entry = self.entries.get(code)
        return entry.in_language(language) if entry else code


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value with parts (a contact's name, telephone, relation)."""

    name: str
    words: Words
    type: Type
    codes: str = ""
    must: bool = False
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a value is kept after something: months, 0 for as long as the record lives."""

    starts: Starts = Starts.END_OF_RECORD
    months: int = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a sheet, and all that the law and the work ask about it.

    `to` names sheets a reference may point at; `parts` those of a group or the attributes of a
    reference (the relation of a household's member). `authority` is the side whose word settles a
    disagreement by itself (one source for each item), `source` the department code that owns it.
    """

    name: str
    words: Words
    type: Type
    level: Level
    need: Need
    purposes: tuple[str, ...]
    basis: Basis
    cite: str = ""
    codes: str = ""
    to: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    many: bool = False
    collectors: tuple[Side, ...] = (Side.FIELD, Side.DEPARTMENT)
    authority: Side = Side.BOTH
    source: str = ""
    retention: Retention = Retention()
    show: Show = Show.WHOLE
    sealed: bool = False
    find: bool = False
    formula: str = ""
    longest: int = 0
    least: float | None = None
    most: float | None = None
    hint: Words = Words("", "")
    retired: bool = False

    @property
    def is_personal(self) -> bool:
        return self.level >= Level.PERSONAL

    @property
    def is_derived(self) -> bool:
        return self.need is Need.DERIVED

    @property
    def is_link(self) -> bool:
        return self.type is Type.REFERENCE

    @property
    def keeps_sealed(self) -> bool:
        """Whether it is encrypted in the database for everybody: sensitive, or declared so."""
        return self.sealed or self.level is Level.SENSITIVE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of record of a register. `about` names the reference that a file hangs on."""

    code: str
    words: Words
    fields: tuple[Field, ...]
    is_subject: bool
    about: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    ends_with: str = ""
    """The field whose value ends the record (the day of moving out or of death)."""
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = MappingProxyType({one.name: one for one in self.fields})
        object.__setattr__(self, "by_name", names)

    @property
    def current(self) -> tuple[Field, ...]:
        """The fields that are asked for today."""
        return tuple(one for one in self.fields if not one.retired)

    @property
    def is_of_persons(self) -> bool:
        return any(one.is_personal for one in self.fields)


def subjects_of(sheet: Sheet) -> tuple[str, ...]:
    """Return the references to whom a file is about; a child that it names is one of them."""
    if not sheet.about or "child" not in sheet.by_name:
        return sheet.about
    return (*sheet.about, "child")


@dataclass(frozen=True, slots=True)
class Register:
    """One of the county's registers (信息系统). `stewards` are department codes or `community`."""

    code: str
    number: int
    words: Words
    stewards: tuple[str, ...]
    sources: tuple[str, ...]
    enables: tuple[Words, ...]
    not_collected: Words
    sheets: tuple[Sheet, ...]

    def departments(self) -> frozenset[str]:
        """The departments whose own register this is."""
        return frozenset({*self.stewards, *self.sources} - {COMMUNITY})


COMMUNITY: Final = "community"


@dataclass(frozen=True, slots=True)
class Contract:
    """All registers of a county in one edition, with their code lists and purposes."""

    registers: tuple[Register, ...]
    code_lists: Mapping[str, CodeList]
    purposes: Mapping[str, Words]
    sheets: Mapping[str, Sheet] = field(init=False, repr=False, compare=False)
    register_of: Mapping[str, Register] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs = [(sheet, register) for register in self.registers for sheet in register.sheets]
        sheets = MappingProxyType({sheet.code: sheet for sheet, _ in pairs})
        object.__setattr__(self, "sheets", sheets)
        owners = MappingProxyType({sheet.code: register for sheet, register in pairs})
        object.__setattr__(self, "register_of", owners)

    def register(self, code: str) -> Register:
        """Return a register; raises LookupError."""
        for one in self.registers:
            if one.code == code:
                return one
        raise LookupError(f"no register {code}")

    def field(self, sheet: str, name: str) -> Field:
        """Return a field; raises LookupError."""
        return self.sheets[sheet].by_name[name]

    def each_field(self) -> Iterator[tuple[Register, Sheet, Field]]:
        for register in self.registers:
            for sheet in register.sheets:
                for one in sheet.fields:
                    yield register, sheet, one
