"""Entries with rows and parts: a contact, the parties of a dispute, the members of a household.

They work without script: a row more stands empty below, and what is typed to find a record comes
back as a list to choose from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict

from gege.registers.api import CodeList, Field, Part, Type

MOST_ROWS: Final = 30
_TYPES: Final = {Type.DATE: "date", Type.MONTH: "month", Type.PHONE: "tel", Type.INTEGER: "number"}
Row = Mapping[str, Any]


class RowsWidget(forms.Widget):
    """Rows of parts; each entry is called `name-row-part`."""

    template_name = "desk/registers/widgets/rows.html"

    def __init__(
        self, field: Field, codes: Mapping[str, CodeList], language: str, *, finds: bool
    ) -> None:
        super().__init__()
        self.field, self.codes, self.language, self.finds = field, codes, language, finds
        self.found: dict[int, Sequence[tuple[str, str]]] = {}
        self.chosen: dict[str, str] = {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows: list[Row] = list(value or [])
        spare = 1 if self.field.many or not rows else 0
        context: dict[str, Any] = super().get_context(name, None, attrs)
        context["rows"] = [
            self._row(name, number, row) for number, row in enumerate([*rows, *([{}] * spare)])
        ]
        context["finds"] = self.finds
        return context

    def _row(self, name: str, number: int, row: Row) -> dict[str, Any]:
        uid = str(row.get("uid", ""))
        return {
            "number": number + 1,
            "first": number == 0,
            "uid": uid,
            "uid_name": f"{name}-{number}-uid",
            "title": self.chosen.get(uid, uid),
            "find": row.get("find", ""),
            "find_name": f"{name}-{number}-find",
            "found": self.found.get(number, ()),
            "parts": [self._part(name, number, part, row) for part in self.field.parts],
        }

    def _part(self, name: str, number: int, part: Part, row: Row) -> dict[str, Any]:
        value = row.get(part.name)
        options: list[tuple[str, str]] = []
        if part.codes:
            entries = self.codes[part.codes].entries
            options = [(code, words.in_language(self.language)) for code, words in entries.items()]
        elif part.type is Type.YES_NO:
            chinese = self.language.startswith("zh")
            options = [("yes", "是" if chinese else "Yes"), ("no", "否" if chinese else "No")]
            if isinstance(value, bool):
                value = "yes" if value else "no"
        return {
            "name": f"{name}-{number}-{part.name}",
            "label": part.words.in_language(self.language),
            "value": "" if value is None else value,
            "options": options,
            "type": _TYPES.get(part.type, "text"),
        }

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        rows = []
        for number in range(MOST_ROWS):
            keys = ["uid", "find", *(part.name for part in self.field.parts)]
            row = {key: data.get(f"{name}-{number}-{key}", "") for key in keys}
            if any(str(value).strip() for value in row.values()):
                rows.append(row)
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class RowsField(forms.Field):
    """The rows as they were typed; the registers read them."""

    widget: RowsWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(_bare(initial) != _bare(data))


def _bare(rows: Any) -> list[dict[str, str]]:
    return [
        {key: str(value) for key, value in row.items() if value not in ("", None)}
        for row in rows or []
    ]
