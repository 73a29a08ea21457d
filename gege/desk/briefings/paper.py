"""A briefing as a paper: the same content as its page, in four chapters (R-005)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gege.desk.briefings.content import ChapterPart, Content, Spot, language
from gege.desk.parts import Bar
from gege.kernel.papers.paper import (
    Bars,
    Block,
    Facts,
    Heading,
    Items,
    Note,
    Paper,
    Table,
    Text,
)
from gege.matters.api import local_date
from gege.supervision.api import READABLE, Briefing
from gege.territory.api import Atlas


def paper_of(one: Briefing, content: Content, atlas: Atlas) -> Paper:
    """Return a briefing as a paper in the reader's language."""
    unit = atlas.unit(one.unit_id)
    published = one.state in READABLE
    return Paper(
        title=content.title,
        number=_("Version %(number)s") % {"number": one.number},
        issuer=unit.name(language()) if unit else content.place,
        dated=local_date(one.published_at or one.counted_at),
        language="en" if language() == "en" else "zh-hans",
        blocks=tuple(_blocks(content, published)),
        foot=_("Figures as counted on %(day)s.") % {"day": local_date(one.counted_at)},
    )


def _blocks(content: Content, published: bool) -> Iterator[Block]:
    if not published:
        yield Note(_("Draft: not published."))
    yield from _words(content.opening)
    yield Facts(
        tuple(
            (one.name, f"{one.value}" + (f"  ({one.note})" if one.note else ""))
            for one in content.totals
        )
    )
    if content.kinds:
        yield Bars(_("By kind"), _bars(content.kinds))
        yield from _words(content.other_kinds)
    if content.places:
        yield Bars(_("By place"), _bars(content.places))
        yield from _words(content.other_places)
    yield Heading(_("Hotspots"), 2)
    if content.hotspots:
        yield _spots(content.hotspots, hot=True)
    else:
        yield Text(content.no_hotspots)
    yield Note(content.method)
    if content.repeats:
        yield Heading(_("The same kind at the same place again"), 2)
        yield _spots(content.repeats, hot=False)
    for chapter in content.chapters:
        yield from _chapter(chapter)


def _chapter(chapter: ChapterPart) -> Iterator[Block]:
    yield Heading(str(chapter.name), 1)
    yield from _words(chapter.words)
    if chapter.indicators:
        yield Table(
            (_("Indicator"), _("Value"), _("Counted of")),
            tuple((one.name, one.value, one.of) for one in chapter.indicators),
            numeric=frozenset({2}),
            widths=(4, 4, 2),
        )
    if chapter.counts:
        yield Facts(tuple(chapter.counts))
    if chapter.tasks:
        yield Heading(_("Conclusions and tasks"), 2)
        yield Items(
            tuple(
                f"{task.words} → {task.to or _('no task yet')} {task.number} {task.state}".strip()
                for task in chapter.tasks
            )
        )


def _words(text: str) -> Iterator[Block]:
    for part in text.split("\n"):
        if part.strip():
            yield Text(part.strip())


def _bars(bars: Sequence[Bar]) -> tuple[tuple[str, float, str], ...]:
    return tuple((str(one.label), float(one.value), f"{one.value} ({one.note})") for one in bars)


def _spots(spots: Sequence[Spot], *, hot: bool) -> Table:
    heads = [_("Place"), _("Kind"), pgettext("matters", "Now"), pgettext("matters", "Before")]
    rows = [[one.place, one.kind, str(one.now), str(one.before)] for one in spots]
    if hot:
        heads += [_("Expected"), _("Corrected probability")]
        rows = [[*row, one.expected, one.q] for row, one in zip(rows, spots, strict=True)]
    return Table(tuple(heads), tuple(map(tuple, rows)), numeric=frozenset(range(2, len(heads))))
