"""The content of the overview page, made from figures and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gege.boards.chosen import Chosen, areas_within, chosen_by, chosen_rows, language, pilot_codes
from gege.boards.drawing import shapes_of
from gege.boards.queries import (
    LIGHTS,
    OpenRow,
    Share,
    Times,
    days,
    open_by_tier,
    per_grid,
    shares,
    times,
)
from gege.desk.api import Chip, Choice, Crumb, Figure, Series
from gege.kernel.area_codes import Level
from gege.matters.api import Light, Matter, Rulebook, Tier, current_rulebook, names
from gege.staff.api import Actor
from gege.territory.api import AreaFacts, Atlas, UnitFacts, read_editions
from gege.territory.api import atlas as atlas_of

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table of open matters."""

    count: int
    href: str
    light: str


@dataclass(frozen=True, slots=True)
class TierLine:
    """Open matters held at one tier."""

    name: str | Promise
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Clock:
    """A "first time" clock: share in time, and the median beside it."""

    figure: Figure
    median: Any
    missed: int
    missed_href: str


@dataclass(frozen=True, slots=True)
class TimesTable:
    """The three measured times, by unit or by kind, the busiest first."""

    head: str | Promise
    lines: list[tuple[str, Times]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the area in the table beneath the map."""

    name: str
    href: str
    open: int
    near_due: int
    overdue: int
    reported: int

    @property
    def busy(self) -> bool:
        """Whether there is anything to read in its line."""
        return bool(self.open or self.reported)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows."""

    now: datetime
    place: str
    crumbs: list[Crumb]
    chips: list[Chip]
    tiers: list[TierLine]
    figures: list[Figure]
    clocks: list[Clock]
    series: list[Series]
    times: list[TimesTable]
    shapes: dict[str, Any] | None
    parts: list[Part]
    quiet: int
    lights: tuple[Light, ...] = LIGHTS


def overview_of(by: Actor, query: Mapping[str, str], *, now: datetime) -> Overview:
    """Count everything once, for what the reader may see and chose."""
    editions = read_editions()
    atlas = atlas_of(editions)
    chosen = chosen_by(by, query, atlas, now=now)
    rows = chosen_rows(by, chosen, atlas)
    general, first = shares(rows, chosen.period, now)
    counts = per_grid(rows, chosen.period, now)
    trend = days(rows, chosen.period)
    grids = _drawn(atlas, chosen)
    parts = _parts(atlas, chosen, counts)
    return Overview(
        now=now,
        place=place_name(atlas, chosen.area_code or chosen.scope),
        crumbs=crumbs_of(atlas, chosen),
        chips=chips_of(atlas, chosen),
        tiers=[_tier(row, chosen) for row in open_by_tier(rows, atlas, now)],
        figures=[_figure(share, chosen) for share in general],
        clocks=[_clock(share, chosen) for share in first],
        series=[
            Series(_("reported"), [(day.on, day.reported) for day in trend]),
            Series(_("closed"), [(day.on, day.closed) for day in trend]),
        ],
        times=_times(rows, chosen, atlas, current_rulebook(editions)),
        shapes=shapes_of(grids, counts, language()) if grids else None,
        parts=[part for part in parts if part.busy],
        quiet=len([part for part in parts if not part.busy]),
    )


def _times(
    rows: QuerySet[Matter], chosen: Chosen, atlas: Atlas, book: Rulebook
) -> list[TimesTable]:
    by_unit = times(rows, chosen.period, "lead_id")
    by_kind = times(rows, chosen.period, "kind")
    units = [(atlas.unit(int(one.key)), one) for one in by_unit]
    kinds = [(book.kind(str(one.key)) if book.has(str(one.key)) else None, one) for one in by_kind]
    return [
        TimesTable(
            _("Unit that handled"),
            [(unit_name(unit) if unit else str(one.key), one) for unit, one in units],
        ),
        TimesTable(
            _("Kind"),
            [(kind.name(language()) if kind else str(one.key), one) for kind, one in kinds],
        ),
    ]


def unit_name(unit: UnitFacts) -> str:
    """Return a name that is the only one in the county: every community has a "Grid 1"."""
    return unit.name(language()) if unit.kind == Tier.GRID else unit.short(language())


def _drawn(atlas: Atlas, chosen: Chosen) -> list[AreaFacts]:
    """Return the grids of the map: over a whole county those of the pilot, while there is one."""
    grids = _grids_within(atlas, chosen.area_code or chosen.scope)
    pilot = [grid for grid in grids if grid.pilot]
    whole = len(chosen.area_code or chosen.scope) == Level.COUNTY
    return pilot if pilot and (whole or chosen.pilot) else grids


def _grids_within(atlas: Atlas, code: str) -> list[AreaFacts]:
    area = atlas.area(code)
    if area is None:
        return []
    if len(code) == 15:
        return [area]
    return [grid for child in atlas.children(code) for grid in _grids_within(atlas, child.code)]


def place_name(atlas: Atlas, code: str) -> str:
    """Return the name of an area in the reader's language, its code where there is none."""
    area = atlas.area(code)
    return area.name(language()) if area else code


def crumbs_of(atlas: Atlas, chosen: Chosen) -> list[Crumb]:
    """Return the way from the reader's own area down to the one chosen."""
    if not chosen.area_code:
        return []
    steps = [a for a in atlas.chain(chosen.area_code) if len(a.code) >= len(chosen.scope)]
    keep = {name: value for name, value in chosen.pairs.items() if name != "area"}
    return [
        Crumb(
            area.name(language()),
            "" if area.code == chosen.area_code else _address(area.code, chosen.scope, keep),
        )
        for area in steps
    ]


def _address(code: str, scope: str, keep: Mapping[str, str]) -> str:
    return "?" + urlencode(dict(keep) | ({} if code == scope else {"area": code}))


def chips_of(atlas: Atlas, chosen: Chosen) -> list[Chip]:
    """Return what a reader may choose of a board: area, period, family, pilot."""
    here = chosen.area_code
    choices = [Choice(here, place_name(atlas, here or chosen.scope))]
    choices += [
        Choice(area.code, area.name(language())) for area in areas_within(atlas, chosen.scope, here)
    ]
    chips = [
        Chip("since", _("from"), chosen.pairs["since"], kind="date"),
        Chip("until", _("to"), chosen.pairs["until"], kind="date"),
    ]
    families = [Choice("", _("both families")), *_choices(names.FAMILIES)]
    chips.append(Chip("family", _("family"), chosen.family, choices=families))
    if pilot_codes(atlas) and len(chosen.scope) == Level.COUNTY:
        scopes = [Choice("", _("all communities")), Choice("1", _("pilot communities"))]
        chips.append(
            Chip(
                "pilot",
                pgettext("filter", "communities"),
                chosen.pairs.get("pilot", ""),
                choices=scopes,
            )
        )
    return [Chip("area", _("in"), here, choices=choices), *chips] if len(choices) > 1 else chips


def _choices(vocabulary: Mapping[str, str | Promise]) -> list[Choice]:
    return [Choice(str(word), name) for word, name in vocabulary.items()]


def _tier(row: OpenRow, chosen: Chosen) -> TierLine:
    cells = tuple(
        Cell(row.lights[light], _open_href(chosen, row.tier, light), str(light)) for light in LIGHTS
    )
    total = Cell(row.total, _open_href(chosen, row.tier, None), "")
    return TierLine(names.TIERS[row.tier], cells, total)


def _open_href(chosen: Chosen, tier: Tier, light: Light | None) -> str:
    extra = f"&light={light}" if light else ""
    return f"{reverse('boards:records', args=['open'])}?{chosen.query}&tier={tier}{extra}"


def _href(share: Share, chosen: Chosen, part: str) -> str:
    address = reverse("boards:records", args=[share.figure.code])
    return f"{address}?{chosen.query}&part={part}"


def _figure(share: Share, chosen: Chosen) -> Figure:
    target = share.figure.target
    period = f"{chosen.period.first} – {chosen.period.last}"
    if target is not None:
        period += " · " + _("target %(percent)s %%") % {"percent": target}
    return Figure(
        name=share.figure.name,
        value=share.percent,
        unit=PERCENT,
        places=1,
        of=share.of,
        of_label=_("matters"),
        period=period,
        meaning=share.figure.definition,
        href=_href(share, chosen, "of"),
        light="red" if share.met is False else "",
    )


def _clock(share: Share, chosen: Chosen) -> Clock:
    return Clock(
        figure=_figure(share, chosen),
        median=share.median,
        missed=share.of - share.counted,
        missed_href=_href(share, chosen, "missed"),
    )


def _parts(atlas: Atlas, chosen: Chosen, counts: Mapping[str, Mapping[str, int]]) -> list[Part]:
    return [
        Part(
            name=area.name(language()),
            href="?" + urlencode(chosen.pairs | {"area": area.code}),
            **_sums(area.code, counts),
        )
        for area in areas_within(atlas, chosen.scope, chosen.area_code)
    ]


def _sums(code: str, counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    inside = [one for place, one in counts.items() if place.startswith(code)]
    return {
        name: sum(one.get(name, 0) for one in inside)
        for name in ("open", "near_due", "overdue", "reported")
    }
