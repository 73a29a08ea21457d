"""Two columns beside each other, field by field: two records, or a file's line and a record.

The part `desk/registers/parts/side_by_side.html` draws it. Whoever builds it has masked the texts;
only what both columns show whole is compared here, and what else was seen is told by the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

SAME: Final = "same"
NEAR: Final = "near"
DIFFERS: Final = "differs"
_WORDS: Final[Mapping[str, Text]] = {
    SAME: pgettext_lazy("side by side", "the same"),
    NEAR: pgettext_lazy("side by side", "nearly"),
    DIFFERS: pgettext_lazy("side by side", "different"),
}
_SIGNS: Final = {SAME: "=", NEAR: "≈", DIFFERS: "≠"}


@dataclass(frozen=True, slots=True)
class Side:
    """One column: its head, lines below it, a text for each field, and links for references."""

    heading: Text
    href: str = ""
    lines: Sequence[Text] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    whole: Collection[str] = ()
    """The fields whose text is the value itself, neither masked nor shortened."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was seen on one field: `same`, `near`, `differs` or empty, and a sentence."""

    alike: str
    words: Text = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both."""

    name: str
    label: Text
    one: str
    other: str
    one_links: Sequence[tuple[str, str]]
    other_links: Sequence[tuple[str, str]]
    alike: str
    sign: str
    mark: Text
    words: Text


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The whole comparison. `hidden` are fields that both leave empty."""

    caption: Text
    one: Side
    other: Side
    rows: tuple[Row, ...]
    hidden: int


def side_by_side(
    fields: Iterable[tuple[str, Text]],
    one: Side,
    other: Side,
    *,
    seen: Mapping[str, Likeness] | None = None,
    caption: Text = "",
) -> SideBySide:
    """Return both columns row by row; `fields` are names and labels in the order of the page."""
    rows, hidden = [], 0
    for name, label in fields:
        row = _row(name, label, one, other, (seen or {}).get(name))
        if row.one or row.other or row.one_links or row.other_links or row.words:
            rows.append(row)
        else:
            hidden += 1
    return SideBySide(caption or _("Side by side"), one, other, tuple(rows), hidden)


def _row(name: str, label: Text, one: Side, other: Side, told: Likeness | None) -> Row:
    first, second = one.texts.get(name, ""), other.texts.get(name, "")
    alike = told.alike if told is not None else ""
    if told is None and first and second and name in one.whole and name in other.whole:
        alike = SAME if first.strip() == second.strip() else DIFFERS
    return Row(
        name,
        label,
        first,
        second,
        one.links.get(name, ()),
        other.links.get(name, ()),
        alike,
        _SIGNS.get(alike, ""),
        _WORDS.get(alike, ""),
        told.words if told is not None else "",
    )
