"""Which tables may be made of the registers, read from their declaration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gege.registers.rules.declaration import CodeList, Contract, Level, Sheet, Type, Words
from gege.registers.rules.statistics.suppressing import OTHERS, TOTAL

PLANNING: Final = "planning"
NOT_SAID: Final = "not_said"
COMMUNITY: Final = 12
BANDS: Final = (0, 18, 35, 60, 80)
"""Ages that begin a band. No band tells who is under 14: that is sensitive."""
_WORDS: Final[Mapping[str, Words]] = {
    TOTAL: Words("合计", "All"),
    OTHERS: Words("其他（合并）", "Others (taken together)"),
    NOT_SAID: Words("未填", "Not said"),
}


@dataclass(frozen=True, slots=True)
class CountedTable:
    """One table: records of a sheet by one field, or files by their sheet."""

    code: str
    words: Words
    deepest: int
    sheet: str = ""
    field: str = ""
    files: bool = False
    way: str = ""
    """How it is counted where no field tells it: a name of `queries/ways.py`."""
    limit: int = 0
    """What the way counts by: metres, or days."""
    categories: tuple[tuple[str, Words], ...] = ()


def read_tables(document: Mapping[str, Any]) -> tuple[CountedTable, ...]:
    """Return the tables that a document declares."""
    return tuple(
        CountedTable(
            code=row["code"],
            words=Words(row["zh"], row["en"]),
            deepest=int(row["deepest"]),
            sheet=row.get("sheet", ""),
            field=row.get("field", ""),
            files=bool(row.get("files", False)),
            way=row.get("way", ""),
            limit=int(row.get("limit", 0)),
            categories=tuple(
                (one["code"], Words(one["zh"], one["en"])) for one in row.get("categories", ())
            ),
        )
        for row in document["tables"]
    )


def problems_of(table: CountedTable, contract: Contract) -> list[str]:
    """Return why a table may not be made under a contract: words of `statistics`, or nothing."""
    if table.files:
        return [] if table.deepest <= COMMUNITY else ["sensitive_below_the_community"]
    sheet = contract.sheets.get(table.sheet)
    if table.way:
        return [] if sheet is not None else ["unknown_field"]
    field = sheet.by_name.get(table.field) if sheet is not None else None
    if field is None or field.retired:
        return ["unknown_field"]
    found = []
    if field.level is Level.SENSITIVE:
        found.append("sensitive_field")
    if field.is_personal and PLANNING not in field.purposes:
        found.append("not_for_planning")
    if not field.codes and field.type is not Type.MONTH:
        found.append("not_countable")
    return found


def sheets_of(table: CountedTable, contract: Contract) -> Sequence[Sheet]:
    """Return the sheets that a table counts."""
    if table.files:
        return [sheet for sheet in contract.sheets.values() if sheet.about]
    return [contract.sheets[table.sheet]]


def is_of_persons(table: CountedTable, contract: Contract) -> bool:
    """Tell whether cells with few have to be kept back."""
    return any(sheet.is_of_persons for sheet in sheets_of(table, contract))


def band_of(age: int) -> str:
    """Return the band of an age."""
    return str(max(first for first in BANDS if first <= max(age, 0)))


def born_until(band: int, today: date) -> str:
    """Return the latest month of birth of somebody who is as old as a band begins."""
    return f"{today.year - band:04}-{today.month:02}"


def categories_of(table: CountedTable, contract: Contract) -> tuple[str, ...]:
    """Return the categories in the order of the declaration, what is not said and the rest last."""
    if table.files:
        return (*(sheet.code for sheet in sheets_of(table, contract)), OTHERS)
    if table.way:
        return (*(code for code, _words in table.categories), OTHERS)
    field = contract.field(table.sheet, table.field)
    known: Sequence[str] = [str(band) for band in BANDS]
    if field.codes:
        known = list(contract.code_lists[field.codes].entries)
    return (*known, NOT_SAID, OTHERS)


def label_of(table: CountedTable, category: str, contract: Contract, language: str) -> str:
    """Return what a category is called."""
    if category in _WORDS:
        return _WORDS[category].in_language(language)
    if table.files:
        sheet = contract.sheets.get(category)
        return sheet.words.in_language(language) if sheet else category
    if table.way:
        return dict(table.categories)[category].in_language(language)
    field = contract.field(table.sheet, table.field)
    if field.codes:
        return _list(contract, field.codes).label(category, language)
    return _band(category, language)


def _list(contract: Contract, code: str) -> CodeList:
    return contract.code_lists[code]


def _band(category: str, language: str) -> str:
    first = int(category)
    later = [one for one in BANDS if one > first]
    if not later:
        return f"{first}岁以上" if language.startswith("zh") else f"{first} and over"
    unit = "岁" if language.startswith("zh") else ""
    return f"{first}–{later[0] - 1}{unit}"
