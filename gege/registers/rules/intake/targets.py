"""What a column of a file may mean: the fields of a sheet that a side may say, and their parts."""

from dataclasses import dataclass
from typing import Final

from gege.registers.rules.declaration import (
    Basis,
    Contract,
    Field,
    Need,
    Part,
    Sheet,
    Side,
    Type,
    Words,
)
from gege.registers.rules.saying import may_say

AREA: Final = "@area"
_AREA_WORDS: Final = Words("所属网格或社区编码", "Code of the grid or community")
_KEY_WORDS: Final = {
    "number": Words("证件号码", "document number"),
    "name": Words("姓名或名称", "name"),
    "phone": Words("电话", "telephone"),
    "address": Words("地址", "address"),
    "born": Words("出生日期", "born"),
    "sex": Words("性别", "sex"),
    "code": Words("编码", "code"),
    "credit_code": Words("统一社会信用代码", "credit code"),
}
_LNG_LAT: Final = {"lng": Words("经度", "longitude"), "lat": Words("纬度", "latitude")}
_NEVER: Final = frozenset({Type.STAFF})


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column may be. `path` is `field`, `field/part` or for references `field/key`.

    `key` says how the record pointed at is found, `part` which part of a value stands here.
    """

    path: str
    words: Words
    field: Field | None = None
    key: str = ""
    part: Part | None = None

    @property
    def codes(self) -> str:
        """The code list of its values, empty where they are no codes."""
        if self.key or self.field is None:
            return ""
        return (self.part or self.field).codes


def may_import(field: Field, side: Side) -> bool:
    """Tell whether a file of a side may speak of a field.

    What is kept with the person's consent is asked at the door, not taken from a file; a
    department asks in its own procedure and answers for it.
    """
    if field.is_derived or field.retired or field.type in _NEVER:
        return False
    if field.type is Type.GROUP and field.many:
        return False
    return may_say(side, field.collectors) and not (
        side is Side.FIELD and field.basis is Basis.CONSENT
    )


def targets_of(sheet: Sheet, contract: Contract, side: Side) -> tuple[Target, ...]:
    """Return everything that a column of a file for a sheet may be."""
    found: list[Target] = []
    for field in sheet.current:
        if not may_import(field, side):
            continue
        if field.is_link:
            found += _of_reference(field, contract)
        elif field.type is Type.GROUP:
            found += [_part(field, part.name, part.words, part) for part in field.parts]
        elif field.type is Type.POINT:
            found.append(Target(field.name, field.words, field))
            found += [_part(field, name, words) for name, words in _LNG_LAT.items()]
        else:
            found.append(Target(field.name, field.words, field))
    return (*found, Target(AREA, _AREA_WORDS))


def keys_of(code: str, contract: Contract) -> tuple[str, ...]:
    """Return by what a record of a sheet can be named in a file."""
    sheet = contract.sheets[code]
    found = [key for one in sheet.current if (key := _key(one))]
    if "building" in sheet.by_name and code_field(sheet) is None and "address" not in found:
        found.append("address")
    if is_person(sheet):
        found += [name for name in ("born", "sex") if name in sheet.by_name]
        found.append("address")
    return tuple(dict.fromkeys(found))


def code_field(sheet: Sheet) -> Field | None:
    """Return the field with a sheet's own code or number; None without one."""
    return next((one for one in sheet.current if _key(one) == "code"), None)


def field_of_type(sheet: Sheet, kind: Type) -> Field | None:
    """Return the first findable field of a type."""
    return next((one for one in sheet.current if one.type is kind and one.find), None)


def name_field(sheet: Sheet) -> Field | None:
    """Return the field that names a record."""
    one = sheet.by_name.get("name")
    return one if one is not None and one.find and not one.retired else None


def is_person(sheet: Sheet) -> bool:
    """Tell whether records of a sheet are people: they have a name and a document's number."""
    return field_of_type(sheet, Type.IDENTITY) is not None and name_field(sheet) is not None


def person_field(sheet: Sheet, contract: Contract) -> str:
    """Return the reference by which a file is about a person; empty for other sheets."""
    for name in sheet.about:
        if any(is_person(contract.sheets[code]) for code in sheet.by_name[name].to):
            return name
    return ""


def missing(sheet: Sheet, side: Side, mapped: frozenset[str]) -> tuple[Field, ...]:
    """Return the fields without which no new record can be entered, and that nothing fills."""
    heads = {path.partition("/")[0] for path in mapped}
    if {"id_type", "id_number"} <= set(sheet.by_name):
        heads.add("id_type")
    return tuple(
        one
        for one in sheet.current
        if one.need is Need.MUST and may_say(side, one.collectors) and one.name not in heads
    )


def _key(field: Field) -> str:
    if not field.find:
        return ""
    by_type = {
        Type.IDENTITY: "number",
        Type.CREDIT_CODE: "credit_code",
        Type.PHONE: "phone",
        Type.ADDRESS: "address",
        Type.NAME: "name",
    }
    if field.type in by_type:
        return by_type[field.type]
    if field.type is Type.TEXT and field.name.endswith(("_code", "_no")):
        return "" if field.name == "dwelling_no" else "code"
    return "name" if field.type is Type.TEXT and field.name == "name" else ""


def _of_reference(field: Field, contract: Contract) -> list[Target]:
    keys = dict.fromkeys(key for code in field.to for key in keys_of(code, contract))
    found = [
        Target(f"{field.name}/{key}", _joined(field.words, _KEY_WORDS[key]), field, key)
        for key in keys
    ]
    return found + [_part(field, part.name, part.words, part) for part in field.parts]


def _part(field: Field, name: str, words: Words, part: Part | None = None) -> Target:
    return Target(f"{field.name}/{name}", _joined(field.words, words), field, "", part)


def _joined(one: Words, other: Words) -> Words:
    return Words(f"{one.zh}：{other.zh}", f"{one.en}: {other.en}")
