"""What a briefing says, in the reader's language: one content for the page and for its papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gege.desk.moments import duration
from gege.desk.parts import Bar, Series
from gege.supervision.api import (
    LEAST_SHOWN,
    Briefing,
    BriefingPage,
    Chapter,
    Conclusion,
    Span,
    briefing_names,
    names,
)
from gege.territory.api import Atlas


@dataclass(frozen=True, slots=True)
class Total:
    """A big number with those of the span before and of the season a year before."""

    name: str
    value: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and a kind: how often in the span, and before. For hotspots what was expected, and
    the corrected probability."""

    place: str
    kind: str
    now: int
    before: int
    expected: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator: its value, what it was counted of, and how."""

    name: str
    value: str
    of: str
    formula: str
    missed: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A conclusion with its task: an order that stands, or one that will be issued."""

    row: Conclusion
    words: str
    task: str
    to: str
    number: str = ""
    href: str = ""
    state: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class ChapterPart:
    """One of the four lines of work."""

    code: str
    name: str | Promise
    words: str
    indicators: Sequence[IndicatorLine]
    counts: Sequence[tuple[str, str]]
    tasks: Sequence[Task]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a briefing says."""

    title: str
    place: str
    opening: str
    totals: Sequence[Total]
    daily: Sequence[Series]
    kinds: Sequence[Bar]
    other_kinds: str
    places: Sequence[Bar]
    other_places: str
    places_head: str
    repeats: Sequence[Spot]
    hotspots: Sequence[Spot]
    no_hotspots: str
    method: str
    chapters: Sequence[ChapterPart]
    without_task: int


def content_of(page: BriefingPage, atlas: Atlas) -> Content:
    """Return what a briefing says to a reader."""
    one = page.briefing
    figures = one.figures
    tasks = [_task(row, page, atlas) for row in page.conclusions]
    return Content(
        title=title_of(one, atlas),
        place=place_of(one, atlas),
        opening=one.words.get("opening", ""),
        totals=_totals(figures),
        daily=_daily(figures),
        kinds=_bars(figures["kinds"]),
        other_kinds=_rest(figures["kinds"]),
        places=_bars(figures["places"]),
        other_places=_rest(figures["places"]),
        places_head=_("Township") if figures["parts"] == "township" else _("Community"),
        repeats=[_spot(spot) for spot in figures["repeats"]],
        hotspots=[_spot(spot) for spot in figures["hotspots"]],
        no_hotspots=_none(figures["method"]) if not figures["hotspots"] else "",
        method=method_of(figures["method"]),
        chapters=[_chapter(chapter, one, tasks) for chapter in Chapter],
        without_task=sum(not row.has_task for row in page.conclusions),
    )


def title_of(one: Briefing, atlas: Atlas) -> str:
    """Return what a briefing is called."""
    return _("%(place)s: briefing over %(span)s") % {
        "place": place_of(one, atlas),
        "span": span_of(one),
    }


def place_of(one: Briefing, atlas: Atlas) -> str:
    area = atlas.area(one.area_code)
    return area.name(language()) if area else one.area_code


def span_of(one: Briefing) -> str:
    """Return the days in words: a month by its name, others by their ends."""
    if one.span == Span.MONTH:
        return _("%(year)s-%(month)s") % {"year": one.first.year, "month": f"{one.first:%m}"}
    return _("%(first)s to %(last)s") % {"first": one.first, "last": one.last}


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def method_of(method: Mapping[str, Any]) -> str:
    """Return how hotspots were found, with every parameter."""
    care = _(
        "Kinds of disputes and of livelihood are counted by community, all others by grid; what "
        "has fewer than %(least)s matters is not named."
    ) % {"least": LEAST_SHOWN}
    if not method["possible"]:
        return care
    told = _(
        "Compared were %(tested)s pairs of place and kind with the %(days)s days from %(first)s "
        "on. Test: exact conditional comparison of two Poisson counts (binomial), against the "
        "share of the days or, where it is more, the growth of the kind in all other places; "
        "corrected together after Benjamini and Hochberg, at most %(level)s of those named are "
        "expected to be chance. Named is what has at least %(least)s matters and %(ratio)s times "
        "the expectation."
    ) % {
        "tested": method["tested"],
        "days": method["history_days"],
        "first": method["history_first"],
        "level": f"{100 * method['level']:g} %",
        "least": method["least"],
        "ratio": f"{method['ratio']:g}",
    }
    return f"{told} {care}"


def _none(method: Mapping[str, Any]) -> str:
    """Return why no hotspot is named."""
    if method["possible"]:
        return _("Nothing stands out from its own past.")
    return _(
        "No hotspots were computed: the history before is %(days)s days long, and has to be at "
        "least twice as long as the span."
    ) % {"days": method["history_days"]}


def _totals(figures: Mapping[str, Any]) -> list[Total]:
    totals = figures["totals"]
    notes = [_("%(count)s in the span before") % {"count": totals["before"]}]
    if totals["year"] is not None:
        notes.append(_("%(count)s a year before") % {"count": totals["year"]})
    return [
        Total(_("Reported"), totals["reported"], " · ".join(notes)),
        Total(_("Closed"), totals["closed"]),
        Total(_("Open at the end"), totals["open"]),
    ]


def _daily(figures: Mapping[str, Any]) -> list[Series]:
    days = [(date.fromisoformat(day), one, two) for day, one, two in figures["daily"]]
    return [
        Series(_("reported"), [(day, float(reported)) for day, reported, _closed in days]),
        Series(_("closed"), [(day, float(closed)) for day, _reported, closed in days]),
    ]


def _bars(lines: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """Return the named lines; what has no name of its own is told in words, without a bar."""
    named = [line for line in lines if line["code"]]
    return [Bar(line["names"][language()], line["now"], note=_earlier(line)) for line in named]


def _rest(lines: Sequence[Mapping[str, Any]]) -> str:
    rest = next((line for line in lines if not line["code"]), None)
    if rest is None:
        return ""
    said = {"count": rest["now"], "earlier": _earlier(rest)}
    return _("All others: %(count)s (%(earlier)s).") % said


def _earlier(line: Mapping[str, Any]) -> str:
    """Return how many there were before, and in the season a year before where that is known."""
    notes = [_("before %(count)s") % {"count": line["before"]}]
    if "year" in line:
        notes.append(_("a year before %(count)s") % {"count": line["year"]})
    return " · ".join(notes)


def _spot(spot: Mapping[str, Any]) -> Spot:
    expected = spot.get("expected")
    return Spot(
        spot["place_names"][language()],
        spot["kind_names"][language()],
        spot["now"],
        spot["before"],
        "" if expected is None else f"{expected:.1f}",
        "" if "q" not in spot else _probability(spot["q"]),
    )


def _probability(value: float) -> str:
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


def _chapter(chapter: Chapter, one: Briefing, tasks: Sequence[Task]) -> ChapterPart:
    figures = one.figures
    lines = [line for line in figures["indicators"] if line["chapter"] == chapter]
    counts: list[tuple[str, str]] = []
    if chapter is Chapter.LINKAGE:
        counts = _orders(figures["orders"])
    elif chapter is Chapter.GUIDANCE:
        counts = [
            (
                _("Opinions: %(topic)s")
                % {"topic": names.name_of(briefing_names.TOPIC_NAMES, line["topic"])},
                str(line["now"]),
            )
            for line in figures["topics"]
        ]
    return ChapterPart(
        str(chapter),
        briefing_names.CHAPTERS[chapter],
        one.words.get(chapter, ""),
        [indicator_line(line) for line in lines],
        counts,
        [task for task in tasks if task.row.chapter == chapter],
    )


def _orders(orders: Mapping[str, int]) -> list[tuple[str, str]]:
    return [
        (_("Follow-up orders issued"), str(orders["issued"])),
        (_("of them answered"), str(orders["answered"])),
        (_("of them answered in time"), str(orders["in_time"])),
        (_("of them closed"), str(orders["closed"])),
        (_("of them overdue when this was counted"), str(orders["overdue"])),
    ]


def indicator_line(line: Mapping[str, Any]) -> IndicatorLine:
    """Return a frozen indicator as it is shown; what has nothing to count shows a dash."""
    value, missed = "—", False
    if line["counted"] is not None:
        if line["of"]:
            percent = 100 * line["counted"] / line["of"]
            value = f"{percent:.1f} %"
            target = line["target"]
            missed = target is not None and (percent > target if line["low"] else percent < target)
        of = f"{line['counted']} / {line['of']}"
    else:
        if line["median"] is not None:
            half = duration(timedelta(seconds=line["median"]), fine=False)
            most = duration(timedelta(seconds=line["ninetieth"]), fine=False)
            value = _("half within %(half)s, nine in ten within %(most)s") % {
                "half": half,
                "most": most,
            }
        of = str(line["of"])
    return IndicatorLine(line["names"][language()], value, of, line["formulas"][language()], missed)


def _task(row: Conclusion, page: BriefingPage, atlas: Atlas) -> Task:
    order = row.order
    if order is not None:
        unit = atlas.unit(order.to_unit_id)
        return Task(
            row,
            row.words,
            order.words if order.pk in page.read else "",
            unit.short(language()) if unit else "",
            order.number,
            order.get_absolute_url() if order.pk in page.read else "",
            str(names.name_of(names.STATES, order.state)),
            open=order.closed_at is None,
        )
    unit = atlas.unit_by_code(row.task_to) if row.task_to else None
    return Task(
        row,
        row.words,
        row.task_words,
        unit.short(language()) if unit else "",
        state=str(names.name_of(names.KINDS, row.task_kind)) if row.task_kind else "",
    )
