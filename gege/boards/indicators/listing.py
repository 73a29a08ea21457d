"""The records behind a number of the indicators, on pages, and how many they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.boards.chosen import Chosen, chosen_by, chosen_rows
from gege.boards.indicators.board import address, files_of, indicator_of, part_name
from gege.boards.indicators.counting import behind
from gege.boards.indicators.declared import Indicator, Unit
from gege.boards.indicators.parts import DIVISIONS
from gege.boards.records import page_of, row_of
from gege.desk.api import Choice, Crumb, MatterRow, Turns
from gege.matters.api import Matter, current_rulebook
from gege.staff.api import Actor
from gege.territory.api import Atlas, read_editions
from gege.territory.api import atlas as atlas_of

WHICH: Final = ("of", "counted", "missed")
LONGEST_PART: Final = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The records an address asks for: of an indicator, counted or missed, of one part or all."""

    indicator: Indicator
    chosen: Chosen
    which: str
    by: str
    part: str
    rows: QuerySet[Matter]

    @property
    def more(self) -> dict[str, str]:
        """Return what stands in an address beside area and period."""
        parts = {"by": self.by, "part": self.part} if self.by else {}
        return {"which": self.which} | parts


@dataclass(frozen=True, slots=True)
class Records:
    """A page of records, newest first."""

    now: datetime
    indicator: Indicator
    title: str | Promise
    part: str
    crumbs: list[Crumb]
    ways: list[tuple[Choice, str]]
    which: str
    count: int
    rows: list[MatterRow]
    turns: Turns
    files: list[tuple[str, str]]


def asked_of(
    by: Actor, code: str, query: Mapping[str, str], atlas: Atlas, *, now: datetime
) -> Asked:
    """Read an address; Http404 for an indicator, a division or a part that cannot be.

    Leaving such a word out would show more than was asked for.
    """
    one = indicator_of(code)
    chosen = chosen_by(by, query, atlas, now=now)
    which = query.get("which", "of")
    division, part = query.get("by", ""), query.get("part", "")
    known = which in WHICH and (not division or division in DIVISIONS)
    if not known or len(part) > LONGEST_PART or not (part or "a").isprintable():
        raise Http404
    which = "of" if one.unit is Unit.TIME else which
    rows = behind(chosen_rows(by, chosen, atlas), one, chosen.period, which, now)
    if division:
        rows = DIVISIONS[division].narrow(rows, one.base, part)
    return Asked(one, chosen, which, division, part, rows)


def records_of(by: Actor, code: str, query: Mapping[str, str], *, now: datetime) -> Records:
    """Return exactly the records behind a number, with their count."""
    editions = read_editions()
    atlas = atlas_of(editions)
    asked = asked_of(by, code, query, atlas, now=now)
    one, chosen = asked.indicator, asked.chosen
    here = address("indicator-records", chosen, one.code, **asked.more).partition("?")[2]
    listed, turns = page_of(asked.rows, query.get("after", ""), here)
    part = ""
    if asked.by:
        book = current_rulebook(editions) if asked.by == "kind" else None
        part = part_name(DIVISIONS[asked.by], asked.part, atlas, book)
    return Records(
        now=now,
        indicator=one,
        title=one.name,
        part=part,
        crumbs=[
            Crumb(_("Indicators"), address("indicators", chosen)),
            Crumb(str(one.name), address("indicator", chosen, one.code)),
            Crumb(part or _("Records")),
        ],
        ways=_ways(asked),
        which=asked.which,
        count=asked.rows.count(),
        rows=[row_of(matter, atlas, now) for matter in listed],
        turns=turns,
        files=files_of(one, chosen, **asked.more),
    )


def _ways(asked: Asked) -> list[tuple[Choice, str]]:
    if asked.indicator.unit is Unit.TIME:
        return []
    words = {"of": _("all that count"), "counted": _("counted"), "missed": _("not counted")}
    code, chosen = asked.indicator.code, asked.chosen
    return [
        (
            Choice(which, word),
            address("indicator-records", chosen, code, **asked.more | {"which": which}),
        )
        for which, word in words.items()
    ]
