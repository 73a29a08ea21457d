"""The figures as a page shows them, and the table by day, hour or taker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from gege.desk.api import Figure, Series
from gege.hotline.indicators.chosen import By, Chosen
from gege.hotline.indicators.reading import Rows
from gege.hotline.rules.indicators import (
    DAY,
    Callbacks,
    CallRow,
    Calls,
    Share,
    Window,
    by_part,
    callbacks_of,
    calls_of,
    texts_of,
    worst_day,
)
from gege.hotline.rules.line_rules import LineRules
from gege.matters.api import LOCAL


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a day, an hour or a taker."""

    name: str
    calls: Calls
    links: dict[str, str]
    misses: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that a page shows of a period."""

    calls: list[Figure]
    texts: list[Figure]
    callbacks: list[Figure]
    lines: list[Line]
    series: list[Series]
    window: Window | None
    window_misses: bool


def draw(
    rows: Rows, chosen: Chosen, rules: LineRules, names: dict[int, str], now: datetime
) -> Drawn:
    """Return the figures of a period."""
    calls = calls_of(rows.inside, rules.answer_seconds)
    window = worst_day(rows.calls, rows_begin(chosen), min(chosen.period.ends, now))
    target = rules.connection_percent
    return Drawn(
        calls=_calls(calls, window, rows, chosen, rules),
        texts=[_texts(rows, chosen, rules)],
        callbacks=_callbacks(callbacks_of(rows.callbacks, now), chosen),
        lines=lines_of(rows, chosen, rules, names),
        series=_series(rows, rules),
        window=window,
        window_misses=window is not None and window.share.below(target),
    )


def rows_begin(chosen: Chosen) -> datetime:
    """Return when the first window of 24 hours that ends in the period can begin."""
    return chosen.period.begins - DAY


def lines_of(rows: Rows, chosen: Chosen, rules: LineRules, names: dict[int, str]) -> list[Line]:
    """Return the table, the newest day first, hours and takers in their order."""
    found = by_part(rows.inside, _PARTS[chosen.by], rules.answer_seconds)
    order = sorted(found, reverse=chosen.by is By.DAY)
    return [_line(key, found[key], chosen, rules, names) for key in order]


_PARTS: dict[By, Callable[[CallRow], int | None]] = {
    By.DAY: lambda row: row.rang_at.astimezone(LOCAL).date().toordinal(),
    By.HOUR: lambda row: row.rang_at.astimezone(LOCAL).hour,
    By.TAKER: lambda row: row.taker_id if row.answered else None,
}


def _line(key: int, calls: Calls, chosen: Chosen, rules: LineRules, names: dict[int, str]) -> Line:
    at, more = chosen, {}
    if chosen.by is By.DAY:
        day = date.fromordinal(key)
        name, at = day.isoformat(), chosen.on(day)
    elif chosen.by is By.HOUR:
        name, more = f"{key:02}:00–{key + 1:02}:00", {"hour": key}
    else:
        name, more = names.get(key, str(key)), {"taker": key}
    links = {of: at.link(of, **more) for of in ("offered", "answered", "abandoned", "late")}
    misses = chosen.by is not By.TAKER and calls.connection.below(rules.connection_percent)
    return Line(name, calls, links, misses)


def _calls(
    calls: Calls, window: Window | None, rows: Rows, chosen: Chosen, rules: LineRules
) -> list[Figure]:
    target, seconds = rules.connection_percent, rules.answer_seconds
    share = window.share if window is not None else Share(0, 0)
    begins = window.begins.astimezone(LOCAL) if window is not None else None
    told = _(
        "Told by a telephone system. %(hand)s more were entered by hand, of %(lost)s the end was"
        " never told: neither counts here."
    ) % {"hand": rows.by_hand, "lost": rows.lost}
    return [
        Figure(_("Calls offered"), calls.offered, meaning=told, href=chosen.link("offered")),
        _share(
            _("Connection rate"),
            calls.connection,
            _("Calls answered, of all calls offered in the period. At least %(target)s %%.")
            % {"target": target},
            chosen.link("abandoned"),
            calls.connection.below(target),
        ),
        _share(
            _("Connection rate in the worst 24 hours"),
            share,
            _(
                "The lowest share over any 24 hours that end in the period, whenever they begin."
                " GB/T 33358: at least %(target)s %%."
            )
            % {"target": target},
            chosen.link("abandoned"),
            share.below(target),
            period=_("from %(at)s") % {"at": f"{begins:%Y-%m-%d %H:%M}"} if begins else "",
        ),
        _share(
            _("Answered within %(seconds)s seconds") % {"seconds": seconds},
            calls.within,
            _(
                "Of calls whose wait is known. One that nobody answered was not answered in time."
                " Answered late: the list."
            ),
            chosen.link("late"),
            False,
        ),
        *_waits(calls, chosen),
    ]


def _waits(calls: Calls, chosen: Chosen) -> list[Figure]:
    return [
        Figure(
            _("Nobody answered"),
            calls.abandoned,
            meaning=_("The caller gave up before anybody answered."),
            href=chosen.link("abandoned"),
        ),
        Figure(
            _("Mean wait"),
            calls.mean_wait,
            _("seconds"),
            of=calls.measured,
            of_label=_("measured"),
            meaning=_("Of answered calls whose wait was measured."),
            href=chosen.link("answered"),
            places=1,
        ),
        Figure(
            _("Nine in ten answered within"),
            calls.ninth_wait,
            _("seconds"),
            meaning=_("The shortest time within which nine in ten of them were answered."),
            href=chosen.link("answered"),
        ),
    ]


def _texts(rows: Rows, chosen: Chosen, rules: LineRules) -> Figure:
    return _share(
        _("Texts answered within %(minutes)s minutes") % {"minutes": rules.media_minutes},
        texts_of(rows.texts, rules.media_minutes),
        _(
            "From when a text came in until the gateway took the answer; of texts that want one."
            " Answered late: the list."
        ),
        chosen.link("late_texts"),
        False,
    )


def _callbacks(found: Callbacks, chosen: Chosen) -> list[Figure]:
    return [
        Figure(
            _("Callbacks due"),
            found.due,
            of=found.waiting,
            of_label=_("still open"),
            meaning=_("By their due time. What was said elsewhere in the meantime is not counted."),
            href=chosen.link("due"),
        ),
        _share(
            _("Done in time"),
            found.in_time,
            _("Of those that are done or whose time is over. Late ones: the list."),
            chosen.link("late_callbacks"),
            False,
        ),
        Figure(
            _("Not reachable"),
            found.unreachable,
            of=found.due,
            meaning=_(
                "Tried as often as the settings say. They count neither as solved nor as satisfied."
            ),
            href=chosen.link("unreachable"),
        ),
        Figure(
            _("Wished not to be asked, or wrong number"),
            found.refused + found.wrong_number,
            of=found.due,
            meaning=_("They count neither as solved nor as satisfied."),
            href=chosen.link("refused"),
        ),
        _share(
            _("Share solved"),
            found.solved,
            _("Answered “solved”, of those reached who were asked. Not solved: the list."),
            chosen.link("unsolved"),
            False,
        ),
        _share(
            _("Satisfied or basically satisfied"),
            found.satisfied,
            _(
                "Of those reached who said how satisfied they are. Satisfied alone:"
                " %(part)s of %(whole)s."
            )
            % {"part": found.fully.part, "whole": found.fully.whole},
            chosen.link("dissatisfied"),
            False,
        ),
    ]


def _share(
    name: str, share: Share, meaning: str, href: str, misses: bool, period: str = ""
) -> Figure:
    counted = _("%(part)s of %(whole)s") % {"part": share.part, "whole": share.whole}
    return Figure(
        name,
        share.percent,
        "%",
        period=f"{counted} · {period}" if period else counted,
        meaning=meaning,
        href=href,
        light="red" if misses else "",
        places=1,
    )


def _series(rows: Rows, rules: LineRules) -> list[Series]:
    days = by_part(rows.inside, _PARTS[By.DAY], rules.answer_seconds)
    return [
        Series(_("offered"), [(date.fromordinal(key), one.offered) for key, one in days.items()]),
        Series(_("answered"), [(date.fromordinal(key), one.answered) for key, one in days.items()]),
    ]
