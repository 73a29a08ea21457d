"""An answer as a page shows it: the questions of its form with what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gege.fieldwork.api import Entry, Item, XForm, in_language, parsed, read_answer, rows_of
from gege.fieldwork.api import words as w

QUIET: Final = frozenset({"instanceID", "instanceName", "start", "end", "deviceid"})


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was said; `file` names a picture that came with it."""

    label: str
    said: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The form itself, without a heading, or one member of a part that repeats."""

    heading: str
    lines: list[Line]


def parts_of(entry: Entry, language: str) -> list[Part]:
    """Return what an entry says, question by question; nothing for one without a form."""
    if not entry.xml:
        return []
    form = parsed(entry.form)
    by_path = {one.path: one for one in form.questions()}
    files = {field.path for field in form.fields if field.data_type == "binary"}
    parts: list[Part] = []
    for row in rows_of(read_answer(entry.xml.encode()), form):
        label = repeat_label(form, row.table, language) if row.table else ""
        part = Part(f"{label} {row.number}" if label else "", [])
        for path, text in row.values:
            name = path.rpartition("/")[2]
            if not text or name in QUIET:
                continue
            item = by_path.get(path)
            label = (in_language(item.label, language) if item else "") or name
            said = said_in(item, text, language)
            part.lines.append(Line(label, said, file=text if path in files else ""))
        if part.lines:
            parts.append(part)
    return parts


def said_in(item: Item | None, text: str, language: str) -> str:
    """Return a value in words: choices by their labels, the rest as it is."""
    if item is None or item.kind not in ("select1", "select", "rank") or not item.choices:
        return text
    labels = {one.value: in_language(one.label, language) for one in item.choices}
    parts = text.split() if item.kind != "select1" else [text]
    between = ", " if language.startswith("en") else "、"
    return between.join(labels.get(part) or part for part in parts)


def repeat_label(form: XForm, path: str, language: str) -> str:
    found = next(
        (one for one in _all(form.items) if (one.kind, one.path) == ("repeat", path)), None
    )
    label = in_language(found.label, language) if found else ""
    return label or path.rpartition("/")[2]


def _all(items: tuple[Item, ...]) -> Iterator[Item]:
    for one in items:
        yield one
        yield from _all(one.items)


def asks_door(form: XForm) -> bool:
    """Tell whether a form asks for building and door itself, as foreign programs need."""
    return form.field("gege_building") is not None


CHECKABLE: Final = (w.CheckState.AGREED, w.CheckState.DIFFERS)
