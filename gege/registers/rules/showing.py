"""How a value is written on a screen, whole or masked."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gege.kernel.masks import MASKS
from gege.registers.rules.declaration import CodeList, Field, Level, Part, Show, Type
from gege.registers.rules.sight import Seen, Sight

HIDDEN: Final = MASKS[Show.HIDDEN]
_YES_NO: Final = {True: ("是", "Yes"), False: ("否", "No")}
_SHOW_OF_PART: Final = {Type.NAME: Show.NAME, Type.PHONE: Show.PHONE}
Lists = Mapping[str, CodeList]


def text_of(value: Any, field: Field | Part, codes: Lists, language: str) -> str:
    """Return a value in words; lists and groups are joined. Links are written by the query."""
    if value is None:
        return ""
    if isinstance(field, Field) and field.type is Type.GROUP:
        rows = value if isinstance(value, list) else [value]
        return "; ".join(_row(row, field, codes, language) for row in rows)
    return _plain(value, field, codes, language)


def _plain(value: Any, field: Field | Part, codes: Lists, language: str) -> str:
    if field.type is Type.CODE:
        return codes[field.codes].label(str(value), language)
    if field.type is Type.CODES:
        joint = ", " if language.startswith("en") else "、"
        return joint.join(codes[field.codes].label(str(one), language) for one in value)
    if field.type is Type.YES_NO:
        zh, en = _YES_NO[bool(value)]
        return zh if language.startswith("zh") else en
    if field.type is Type.POINT:
        return f"{value['lng']:.5f}, {value['lat']:.5f}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _row(row: Mapping[str, Any], field: Field, codes: Lists, language: str) -> str:
    texts = [
        _plain(row[part.name], part, codes, language) for part in field.parts if part.name in row
    ]
    return " ".join(texts)


def masked_text(value: Any, field: Field, codes: Lists, language: str) -> str:
    """Return what is left of a value for whoever may not see it whole."""
    if value is None:
        return ""
    if field.type is Type.GROUP:
        rows = value if isinstance(value, list) else [value]
        return "; ".join(_masked_row(row, field, codes, language) for row in rows)
    mask: Callable[[str], str] = MASKS[field.show if field.show is not Show.WHOLE else Show.HIDDEN]
    return mask(text_of(value, field, codes, language))


def _masked_row(row: Mapping[str, Any], field: Field, codes: Lists, language: str) -> str:
    texts = []
    for part in field.parts:
        if part.name in row:
            show = _SHOW_OF_PART.get(part.type, Show.HIDDEN)
            texts.append(MASKS[show](_plain(row[part.name], part, codes, language)))
    return " ".join(texts)


def shown_text(
    value: Any, field: Field, seen: Seen, codes: Lists, language: str, *, pseudonym: str
) -> str:
    """Return a field's text for a reader: whole, masked, a pseudonym, stars, or nothing."""
    if value is None or seen.sight is Sight.ABSENT:
        return ""
    if seen.sight is Sight.WHOLE:
        return text_of(value, field, codes, language)
    if seen.sight is Sight.MASKED and field.level < Level.SENSITIVE:
        return masked_text(value, field, codes, language)
    if seen.sight is Sight.PSEUDONYM:
        return pseudonym if field.type is Type.NAME else HIDDEN("x")
    return HIDDEN("x")
