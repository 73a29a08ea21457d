"""What pyxform finds wrong with a table of questions, as words with sheet and row.

pyxform says it in English and mostly in one pattern ("[row : 5] On the 'survey' sheet, …"). The
frequent faults become words of ours, which screens say in both languages; what is left is handed
on in pyxform's words, with sheet and row where it tells them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from gege.fieldwork.rules.xml_reading import FormFault

_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_SHEET: Final = re.compile(r"[Oo]n the '([^']+)' sheet|for sheet: '([^']+)'|sheet named '([^']+)'")

_PATTERNS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("sheet_question_type", r"Unknown question type '([^']*)'", ("value",)),
    ("sheet_begin_unmatched", r"Unmatched 'begin_(\w+)'.*name '([^']*)'", ("kind", "value")),
    ("sheet_end_unmatched", r"Unmatched 'end_(\w+)'", ("kind",)),
    ("sheet_name_twice", r"'name' value '([^']*)' is invalid\. Questions, groups", ("value",)),
    ("sheet_name_twice", r"'name' value '([^']*)' is invalid\. Repeat names must uni", ("value",)),
    ("sheet_name_reserved", r"'name' value '([^']*)' is invalid", ("value",)),
    ("sheet_name_letters", r"'([^']*)' value is invalid\. Names must begin with", ("column",)),
    ("sheet_name_needed", r"Question or group with no name|Choices must have a name", ()),
    ("sheet_choice_twice", r"Choice names must be unique for each choice list", ()),
    ("sheet_label_needed", r"Choices should have a label", ()),
    ("sheet_question_label", r"element named '([^']*)' has no label or hint", ("value",)),
    ("sheet_calculation_needed", r"Missing calculation", ()),
    (
        "sheet_reference_unknown",
        r"the '([^']*)' value is invalid.*find the name '([^']*)'",
        ("column", "value"),
    ),
    (
        "sheet_reference_twice",
        r"the '([^']*)' value is invalid.*The name '([^']*)' appears more than once",
        ("column", "value"),
    ),
    ("sheet_reference_shape", r"the '([^']*)' value is invalid\. Reference variable", ("column",)),
    ("sheet_no_survey", r"You must have a sheet named 'survey'", ()),
    ("sheet_no_choices", r"There should be an? (?:external_)?choices sheet", ()),
    ("sheet_list_unknown", r"List name not in choices sheet:?\s*(.*?)$", ("value",)),
    ("sheet_column_twice", r"Duplicate column header:? (.*?)$", ("value",)),
    (
        "sheet_columns_alike",
        r"were found: '([^']*)', '([^']*)'\. Rename or remove",
        ("one", "value"),
    ),
    ("sheet_columns_missing", r"column headers were not found: (.*?)\.(?:\s|$)", ("value",)),
)
_COMPILED: Final = tuple(
    (word, re.compile(pattern, re.DOTALL), names) for word, pattern, names in _PATTERNS
)


def fault_of(said: str, sheets: Mapping[str, Any] | None, *, unread: str = "") -> FormFault:
    """Return pyxform's complaint as a fault; `sheets` help to find a row that it does not tell.

    `unread` is the word for a file that could not be read at all.
    """
    row = _ROW.search(said)
    sheet = _SHEET.search(said)
    name = next((one for one in sheet.groups() if one), "survey") if sheet else "survey"
    for word, pattern, names in _COMPILED:
        found = pattern.search(said)
        if found:
            values: dict[str, Any] = {
                key: " ".join(text.split())[:80]
                for key, text in zip(names, found.groups(), strict=True)
            }
            line = int(row.group(1)) if row else _row_of(sheets, name, values.get("value", ""))
            return FormFault(word, sheet=name, row=line, **values)
    if unread:
        return FormFault(unread)
    rest = " ".join(_ROW.sub("", said).split())[:300]
    if row:
        return FormFault("sheet_other_in_row", sheet=name, row=int(row.group(1)), said=rest)
    return FormFault("sheet_other", said=rest)


def _row_of(sheets: Mapping[str, Any] | None, sheet: str, value: str) -> int:
    """Return the line of a table in which a value stands, as an office program counts; else 1."""
    rows = (sheets or {}).get(sheet) or ()
    for number, row in enumerate(rows, start=2):
        if value and any(value in str(cell).split() for cell in row.values()):
            return number
    return 1
