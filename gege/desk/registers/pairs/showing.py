"""Two records as columns beside each other, masked as their reader may see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gege.desk.registers.side_by_side import Likeness, Side, SideBySide, side_by_side
from gege.registers.api import Opens, PairSheet, RecordSheet, Sight
from gege.territory.api import Atlas

Texts = Mapping[str, str]
_VALUES: Final = re.compile(r"\s*[:：]\s*\{one\}.*$")


@dataclass(frozen=True, slots=True)
class RevealChoice:
    """One entry that may be seen whole on one of the two records."""

    name: str
    label: str
    purposes: tuple[str, ...]
    wants_factor: bool


def columns(
    found: PairSheet, atlas: Atlas, language: str, revealed: tuple[Texts, Texts] | None
) -> SideBySide:
    """Return both records beside each other, with what was seen in words."""
    first, second = revealed or ({}, {})
    seen = {
        told.field: Likeness(
            told.alike,
            _sentence(
                told.chinese if language.startswith("zh") else told.english, told.one, told.other
            ),
        )
        for told in found.told
    }
    fields = [(one.field.name, one.field.words.in_language(language)) for one in found.one.fields]
    return side_by_side(
        fields,
        _side(found.one, atlas, language, first),
        _side(found.other, atlas, language, second),
        seen=seen,
        caption=_("The two records side by side"),
    )


def reveal_choices(found: PairSheet, language: str = "") -> list[RevealChoice]:
    """Return the entries that this reader may see whole on either record."""
    choices: dict[str, RevealChoice] = {}
    for sheet in (found.one, found.other):
        for shown in sheet.openable:
            factor = shown.seen.opens is Opens.PURPOSE_AND_FACTOR
            choices[shown.field.name] = RevealChoice(
                shown.field.name,
                shown.field.words.in_language(language),
                shown.field.purposes,
                factor,
            )
    return list(choices.values())


def _side(sheet: RecordSheet, atlas: Atlas, language: str, revealed: Texts) -> Side:
    whole = {one.field.name for one in sheet.fields if one.seen.sight is Sight.WHOLE}
    texts = {one.field.name: one.text for one in sheet.fields if one.text}
    since = sheet.record.opened_at.date().isoformat()
    return Side(
        sheet.title,
        reverse("registers:record", args=[sheet.record.uid]),
        (atlas.label(sheet.record.area_code, language), _("entered %(day)s") % {"day": since}),
        {**texts, **revealed},
        {
            one.field.name: tuple(
                (
                    f"{link.title} {link.parts}".strip(),
                    reverse("registers:record", args=[link.uid]) if link.uid else "",
                )
                for link in one.links
            )
            for one in sheet.fields
            if one.links
        },
        whole | set(revealed),
    )


def _sentence(message: str, one: str, other: str) -> str:
    """Return the sentence with both values, or without any where they may not be shown."""
    if not one and not other:
        return _VALUES.sub("", message)
    return message.format(one=one, other=other)
