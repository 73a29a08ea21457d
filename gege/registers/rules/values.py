"""What a value of each type may be: typed text in, the value that is kept or a word out.

Kept values are JSON: text, a number, true or false, a list, a table of parts. Dates stand as
`2026-11-25`, months as `2026-11`, a point as `{"lng", "lat"}` in WGS-84. A value that may be
doubted (a number whose check digit fails, domain 2.5) is read with a *warning*, which a person
overrides by a reason; a wrong one is refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gege.kernel.identity import OVERRIDABLE, citizen_number_problems, credit_code_problems, tidy
from gege.kernel.telephones import telephone
from gege.kernel.typed_text import cleaned
from gege.registers.rules.declaration import CodeList, Field, Part, Type

Value = Any
"""JSON: None where nothing is known."""

_LONGEST: Final[Mapping[Type, int]] = {
    Type.TEXT: 200, Type.WORDS: 2000, Type.NAME: 80, Type.ADDRESS: 200, Type.IDENTITY: 30,
    Type.CREDIT_CODE: 30,
}  # fmt: skip
_MOST_ROWS: Final = 60
_AREA: Final = re.compile(r"\d{6}(\d{3}(\d{3}(\d{3})?)?)?", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_DOCUMENT: Final = re.compile(r"[0-9A-Z()\-]{5,25}", re.ASCII)
_YES: Final[Mapping[str, bool]] = {
    "yes": True, "true": True, "1": True, "是": True, "on": True,
    "no": False, "false": False, "0": False, "否": False,
}  # fmt: skip
_EARLIEST: Final = date(1880, 1, 1)
_LATEST: Final = date(2199, 12, 31)


class Wrong(Exception):  # noqa: N818 - an answer, not a fault
    """A value that cannot be taken; `word` has its sentence in `names.py`."""

    def __init__(self, word: str, **values: Any) -> None:
        self.word, self.values = word, values
        super().__init__(word)


@dataclass(frozen=True, slots=True)
class Taken:
    """A value as it will be kept, and the words of what may be doubted about it."""

    value: Value
    doubts: tuple[str, ...] = ()


def read_value(typed: Any, field: Field, codes: Mapping[str, CodeList]) -> Taken:
    """Return the value of a field from what was typed, imported or sent. Raises Wrong.

    `typed` is text, a list of texts, or for groups a table (a list of tables where the field has
    many values). Nothing and white space become None: whether the field must be filled is asked
    of the whole entry (`entries.py`). References are read by the deed, which knows the records.
    """
    if field.type is Type.GROUP:
        return Taken(_groups(typed, field, codes))
    if field.type is Type.CODES:
        return Taken(_codes(typed, field, codes))
    if field.type is Type.POINT:
        return Taken(_point(typed))
    if typed is None or (isinstance(typed, str) and not cleaned(typed)):
        return Taken(None)
    return _READERS[field.type](_scalar(typed), field, codes)


def _scalar(typed: Any) -> str:
    if isinstance(typed, bool):
        return "yes" if typed else "no"
    if isinstance(typed, int | float):
        return repr(typed)
    if not isinstance(typed, str):
        raise Wrong("not_a_text")
    if len(typed) > 10_000:
        raise Wrong("too_long", most=10_000)
    return cleaned(typed, lines="\n" in typed)


def _text(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    most = field.longest or _LONGEST.get(field.type, 200)
    if len(typed) > most:
        raise Wrong("too_long", most=most)
    return Taken(typed if field.type is Type.WORDS else " ".join(typed.split()))


def _identity(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    """Citizen numbers are checked by GB 11643; other documents by their signs only."""
    number = tidy(typed)
    problems = citizen_number_problems(number)
    if not problems:
        return Taken(number)
    if len(number) in (15, 18) and number[:14].isdigit():
        if set(problems) <= OVERRIDABLE:
            return Taken(number, tuple(problems))
        raise Wrong(f"identity_{problems[0]}")
    if not _DOCUMENT.fullmatch(number):
        raise Wrong("identity_characters")
    return Taken(number, ("other_document",))


def _credit_code(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    problems = credit_code_problems(typed)
    if not set(problems) <= OVERRIDABLE:
        raise Wrong("credit_code")
    return Taken(tidy(typed), tuple(problems))


def _phone(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    number = telephone(typed)
    if number is None:
        raise Wrong("not_a_phone")
    return Taken(number)


def _code(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    return Taken(_code_of(typed, codes[field.codes]))


def _code_of(typed: str, codes: CodeList) -> str:
    """Return a code from the code itself or from its words in either language."""
    if typed in codes.entries:
        return typed
    if typed.isdigit() and typed.zfill(2) in codes.entries:
        return typed.zfill(2)
    for code, words in codes.entries.items():
        if typed == words.zh or typed.casefold() == words.en.casefold():
            return code
    raise Wrong("unknown_code", code=typed[:40])


def _codes(typed: Any, field: Field, codes: Mapping[str, CodeList]) -> list[str] | None:
    if typed is not None and not isinstance(typed, str | list | tuple):
        raise Wrong("not_a_text")
    parts = typed if isinstance(typed, list | tuple) else re.split(r"[;；、|\n]", typed or "")
    chosen = [_code_of(cleaned(str(one)), codes[field.codes]) for one in parts if str(one).strip()]
    order = list(codes[field.codes].entries)
    return sorted(set(chosen), key=order.index) or None


def _integer(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    number = _number_of(typed)
    if number != int(number):
        raise Wrong("not_whole")
    return Taken(int(_in_range(number, field)))


def _number(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    return Taken(round(_in_range(_number_of(typed), field), 3))


def _number_of(typed: str) -> float:
    plain = typed.translate(str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")).replace(
        ",", ""
    )
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain, re.ASCII):
        raise Wrong("not_a_number")
    return float(plain)


def _in_range(number: float, field: Field | Part) -> float:
    least, most = getattr(field, "least", None), getattr(field, "most", None)
    if (least is not None and number < least) or (most is not None and number > most):
        raise Wrong("out_of_range", least=_bare(least), most=_bare(most))
    return number


def _bare(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _date(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", typed, re.ASCII)
    try:
        day = date(*(int(part) for part in match.groups())) if match else date.fromisoformat(typed)
    except ValueError:
        raise Wrong("not_a_date") from None
    if not _EARLIEST <= day <= _LATEST:
        raise Wrong("not_a_date")
    return Taken(day.isoformat())


def _month(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    match = _MONTH.fullmatch(re.sub(r"[./年]", "-", typed).removesuffix("月"))
    year, month = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (_EARLIEST.year <= year <= _LATEST.year and 1 <= month <= 12):
        raise Wrong("not_a_month")
    return Taken(f"{year:04}-{month:02}")


def _yes_no(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    if typed.casefold() not in _YES:
        raise Wrong("not_yes_or_no")
    return Taken(_YES[typed.casefold()])


def _area(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    if not _AREA.fullmatch(typed):
        raise Wrong("not_an_area")
    return Taken(typed)


def _key(typed: str, field: Field | Part, codes: Mapping[str, CodeList]) -> Taken:
    """Read a unit's code or an account's number; whether it exists is asked by the deed."""
    if len(typed) > 60:
        raise Wrong("too_long", most=60)
    return Taken(typed)


def _point(typed: Any) -> dict[str, float] | None:
    """Read `{"lng", "lat"}` or `106.28,30.34`, WGS-84 degrees, seven decimals kept."""
    if typed is None or (isinstance(typed, str) and not cleaned(typed)):
        return None
    pair = re.split(r"[,，\s]+", cleaned(typed)) if isinstance(typed, str) else None
    if isinstance(typed, Mapping) and {*typed} >= {"lng", "lat"}:
        pair = [str(typed["lng"]), str(typed["lat"])]
    if pair is None or len(pair) != 2:
        raise Wrong("not_a_point")
    try:
        lng, lat = (float(one) for one in pair)
    except ValueError:
        raise Wrong("not_a_point") from None
    if not (73 <= lng <= 136 and 3 <= lat <= 54):
        raise Wrong("point_elsewhere")
    return {"lng": round(lng, 7), "lat": round(lat, 7)}


def _groups(typed: Any, field: Field, codes: Mapping[str, CodeList]) -> Any:
    rows = typed if isinstance(typed, list | tuple) else [typed]
    if len(rows) > _MOST_ROWS:
        raise Wrong("too_many", most=_MOST_ROWS)
    read = [one for one in (_group(row, field, codes) for row in rows) if one is not None]
    if field.many:
        return read or None
    if len(read) > 1:
        raise Wrong("too_many", most=1)
    return read[0] if read else None


def _group(row: Any, field: Field, codes: Mapping[str, CodeList]) -> dict[str, Value] | None:
    return read_parts(row, field.parts, codes)


def read_parts(
    row: Any, parts: tuple[Part, ...], codes: Mapping[str, CodeList]
) -> dict[str, Value] | None:
    """Return the parts of one value; None when nothing was typed. Raises Wrong."""
    if row is None:
        return None
    if not isinstance(row, Mapping) or set(row) - {part.name for part in parts}:
        raise Wrong("not_a_group")
    values = {}
    for part in parts:
        typed = row.get(part.name)
        if typed is None or (isinstance(typed, str) and not cleaned(typed)):
            continue
        try:
            values[part.name] = _READERS[part.type](_scalar(typed), part, codes).value
        except Wrong as wrong:
            raise Wrong(wrong.word, part=part, **wrong.values) from None
    if not values:
        return None
    for part in parts:
        if part.must and values.get(part.name) is None:
            raise Wrong("part_missing", part=part)
    return values


_Reader = Callable[[str, Any, Mapping[str, CodeList]], Taken]
_READERS: Final[Mapping[Type, _Reader]] = {
    Type.TEXT: _text,
    Type.WORDS: _text,
    Type.NAME: _text,
    Type.ADDRESS: _text,
    Type.IDENTITY: _identity,
    Type.CREDIT_CODE: _credit_code,
    Type.PHONE: _phone,
    Type.CODE: _code,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.MONTH: _month,
    Type.YES_NO: _yes_no,
    Type.AREA: _area,
    Type.UNIT: _key,
    Type.STAFF: _key,
}
