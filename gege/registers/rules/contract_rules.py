"""What a declaration may not say, and what a later edition may not change (domain 5, rules 1-7)."""

from collections.abc import Iterator
from typing import Final

from gege.registers.rules.declaration import (
    COMMUNITY,
    Basis,
    Contract,
    Field,
    Level,
    Need,
    Register,
    Sheet,
    Show,
    Side,
    Type,
)
from gege.registers.rules.declaring import Flaw

FORMULAS: Final = frozenset(
    {
        "under_14", "members", "members_60", "members_under_14", "last_visit", "next_visit",
        "open_hazards", "inspections", "inspection_result", "open_matters", "services_done",
        "referrals",
    }
)  # fmt: skip
"""Names of derived values; `rules/formulas.py` computes those that need one record only."""

FORBIDDEN: Final = frozenset(
    {
        "score", "grade_of_person", "risk", "risk_level", "attention", "attention_level",
        "key_person", "religion", "petition", "petitions", "political_status", "biometric", "face",
        "fingerprint", "plate", "photo_of_person", "ethnicity", "offence", "offences", "drug_use",
        "hiv", "diagnosis", "credit_score",
    }
)  # fmt: skip
"""Names of fields that no county can declare (design 5, domain 5 rule 5)."""

FORBIDDEN_WORDS: Final = (
    "风险", "评分", "积分", "信用分", "关注等级", "关注程度", "重点人员", "重点人口", "危险性",
    "宗教", "信访", "上访", "政治面貌", "人脸", "指纹", "车牌", "民族", "前科", "吸毒", "艾滋",
    "诊断", "稳控", "管控",
)  # fmt: skip
"""Words that no label of a field about people may contain."""

_MASKS: Final = {Type.NAME: Show.NAME, Type.PHONE: Show.PHONE, Type.IDENTITY: Show.LAST_FOUR}
_CHOOSES: Final = frozenset({Type.CODE, Type.CODES})
_PART_TYPES: Final = frozenset(
    {Type.TEXT, Type.WORDS, Type.NAME, Type.PHONE, Type.CODE, Type.DATE, Type.MONTH, Type.YES_NO,
     Type.INTEGER}
)  # fmt: skip
_FINDABLE: Final = frozenset(
    {Type.NAME, Type.TEXT, Type.PHONE, Type.IDENTITY, Type.CREDIT_CODE, Type.ADDRESS}
)


def flaws_of(contract: Contract) -> list[Flaw]:
    """Return everything that makes a declaration impossible; empty when it may be published."""
    return [
        *_twins(contract),
        *(flaw for one in contract.registers for flaw in _of_register(one, contract)),
    ]


def flaws_of_change(before: Contract, after: Contract) -> list[Flaw]:
    """Return what a new edition takes away: records of yesterday must stay readable.

    Fields are retired, never removed; a field keeps its type, its codes and whether it has many
    values; a code list only grows; a level never sinks.
    """
    gone = sorted(set(before.sheets) - set(after.sheets))
    flaws = [Flaw(code, "sheet_is_gone") for code in gone]
    for register, sheet, old in before.each_field():
        new = after.sheets[sheet.code].by_name.get(old.name) if sheet.code in after.sheets else None
        where = f"{register.code}.{sheet.code}.{old.name}"
        if sheet.code in after.sheets and new is None:
            flaws.append(Flaw(where, "field_is_gone"))
        if new is None:
            continue
        if (new.type, new.many, new.codes) != (old.type, old.many, old.codes):
            flaws.append(Flaw(where, "type_changed"))
        if new.level < old.level:
            flaws.append(Flaw(where, "level_sank"))
    for code, codes in before.code_lists.items():
        kept = after.code_lists[code].entries if code in after.code_lists else {}
        flaws += [Flaw(f"{code}.{key}", "code_is_gone") for key in codes.entries if key not in kept]
    return flaws


def _twins(contract: Contract) -> Iterator[Flaw]:
    for what, codes in (
        ("register", [one.code for one in contract.registers]),
        ("sheet", [sheet.code for one in contract.registers for sheet in one.sheets]),
    ):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Flaw(code, "twice", what)


def _of_register(register: Register, contract: Contract) -> Iterator[Flaw]:
    if not register.stewards:
        yield Flaw(register.code, "no_steward")
    if not register.sheets:
        yield Flaw(register.code, "no_sheet")
    for sheet in register.sheets:
        names = [one.name for one in sheet.fields]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Flaw(f"{sheet.code}.{name}", "twice", "field")
        yield from _of_sheet(sheet, contract)
        for one in sheet.fields:
            for word, detail in _of_field(one, sheet, register, contract):
                yield Flaw(f"{sheet.code}.{one.name}", word, detail)


def _of_sheet(sheet: Sheet, contract: Contract) -> Iterator[Flaw]:
    for name in (*sheet.about, *sheet.title, *([sheet.ends_with] if sheet.ends_with else [])):
        if name not in sheet.by_name:
            yield Flaw(sheet.code, "unknown_field", name)
    if not sheet.title:
        yield Flaw(sheet.code, "no_title")
    if not sheet.is_subject and not sheet.about:
        yield Flaw(sheet.code, "file_about_nothing")
    for name in sheet.about:
        if name in sheet.by_name and not sheet.by_name[name].is_link:
            yield Flaw(sheet.code, "about_is_no_reference", name)


def _of_field(
    one: Field, sheet: Sheet, register: Register, contract: Contract
) -> Iterator[tuple[str, str]]:
    yield from _of_law(one, contract)
    yield from _of_shape(one, contract)
    if one.name in FORBIDDEN:
        yield "forbidden", one.name
    if one.is_personal or sheet.is_of_persons:
        for word in FORBIDDEN_WORDS:
            if word in one.words.zh:
                yield "forbidden", word
    owners = register.departments() | {COMMUNITY, ""}
    if one.source not in owners:
        yield "source_is_no_steward", one.source


def _of_law(one: Field, contract: Contract) -> Iterator[tuple[str, str]]:
    if not one.purposes:
        yield "no_purpose", ""
    for purpose in one.purposes:
        if purpose not in contract.purposes:
            yield "unknown_purpose", purpose
    if one.is_personal and one.basis is Basis.NONE_PERSONAL:
        yield "no_basis", ""
    if one.basis is Basis.STATUTE and not one.cite:
        yield "no_cite", ""
    if one.need is Need.CONSENT and one.basis is not Basis.CONSENT:
        yield "consent_is_the_basis", ""
    if one.level is Level.SENSITIVE and one.basis is Basis.NONE_PERSONAL:
        yield "no_basis", ""
    if one.type is Type.IDENTITY and not one.keeps_sealed:
        yield "must_be_sealed", ""
    if one.is_personal and one.retention.months == 0:
        yield "kept_without_end", ""


def _of_shape(one: Field, contract: Contract) -> Iterator[tuple[str, str]]:
    if (one.type in _CHOOSES) != bool(one.codes):
        yield "codes_and_type", one.codes
    if one.codes and one.codes not in contract.code_lists:
        yield "unknown_codes", one.codes
    if one.is_link != bool(one.to):
        yield "reference_to_nothing", ""
    for target in one.to:
        if target not in contract.sheets:
            yield "unknown_sheet", target
    if (one.type is Type.GROUP) and not one.parts:
        yield "group_without_parts", ""
    if one.parts and one.type not in (Type.GROUP, Type.REFERENCE):
        yield "parts_of_nothing", ""
    for part in one.parts:
        if part.type not in _PART_TYPES:
            yield "part_type", part.name
        if (part.type is Type.CODE) != bool(part.codes) or (
            part.codes and part.codes not in contract.code_lists
        ):
            yield "unknown_codes", part.codes
    if one.is_personal and one.show is Show.WHOLE and not one.is_link:
        yield "no_mask", ""
    if one.type in _MASKS and one.show not in (_MASKS[one.type], Show.HIDDEN):
        yield "no_mask", ""
    if one.is_derived != bool(one.formula) or (one.formula and one.formula not in FORMULAS):
        yield "unknown_formula", one.formula
    if one.find and one.type not in _FINDABLE:
        yield "not_findable", ""
    if Side.BOTH in one.collectors or (not one.collectors and not one.is_derived):
        yield "no_collector", ""
