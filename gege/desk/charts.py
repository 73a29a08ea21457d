"""Charts as plain SVG: drawn on the server, printed as they stand, nothing by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gege.desk.parts import Series

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, ABOVE, BELOW = 40, 96, 12, 24
LABEL_HEIGHT = 14


def bar(value: float, most: float, light: str = "", target: float | None = None) -> SafeString:
    """Draw one bar: `value` of `most`, with a stroke at `target`. Both are in the same unit."""
    css = f"bar is-{light}" if light else "bar"
    stroke = mark_safe("")
    if target is not None and most > 0:
        at = f"{_share(target, most):.2f}%"
        stroke = format_html('<line class="target" x1="{}" x2="{}" y1="-3" y2="13"></line>', at, at)
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false">'
        '<rect class="rest" width="100%" height="100%"></rect>'
        '<rect class="done" width="{}" height="100%"></rect>{}</svg>',
        css,
        f"{_share(value, most):.2f}%",
        stroke,
    )


def lines(series: Sequence[Series], name: str, unit: str = "") -> SafeString:
    """Draw one or two lines over days, each named beside its last point.

    The axis begins at zero. Nothing is drawn for fewer than two days.
    """
    days = sorted({day for one in series for day, _value in one.points})
    if len(days) < 2:
        return mark_safe("")
    top = _round_up(max((value for one in series for _day, value in one.points), default=0))
    span = (days[-1] - days[0]).days
    drawn = format_html_join(
        "",
        '<g class="series-{}"><polyline points="{}"></polyline>'
        '<circle cx="{}" cy="{}" r="3"></circle><text x="{}" y="{}">{}</text></g>',
        (
            _drawn(index, one, days[0], span, top, label)
            for index, (one, label) in enumerate(
                zip(series, _label_places(series, top), strict=True), start=1
            )
        ),
    )
    return format_html(
        '<svg class="line-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        name,
        _rules(top, unit),
        _ends(days[0], days[-1]),
        drawn,
    )


def _label_places(series: Sequence[Series], top: float) -> list[float]:
    """Return where the names of the lines stand: at their last points, but never over another."""
    ends = [_y(sorted(one.points)[-1][1], top) + 4 for one in series]
    if len(ends) == 2 and abs(ends[0] - ends[1]) < LABEL_HEIGHT:
        upper = 0 if ends[0] <= ends[1] else 1
        middle = min(sum(ends) / 2, HEIGHT - BELOW - 2)
        ends[upper] = middle - LABEL_HEIGHT / 2
        ends[1 - upper] = middle + LABEL_HEIGHT / 2
    return ends


def _drawn(
    index: int, one: Series, first: date, span: int, top: float, label: float
) -> tuple[int, str, str, str, str, str, str]:
    spots = [(_x((day - first).days, span), _y(value, top)) for day, value in sorted(one.points)]
    x, y = spots[-1]
    value = sorted(one.points)[-1][1]
    return (
        index,
        " ".join(f"{px:.1f},{py:.1f}" for px, py in spots),
        f"{x:.1f}",
        f"{y:.1f}",
        f"{x + 8:.1f}",
        f"{label:.1f}",
        f"{one.name} {value:g}",
    )


def _rules(top: float, unit: str) -> SafeString:
    return format_html_join(
        "",
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"></line>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                "axis" if part == 0 else "rule",
                LEFT,
                WIDTH - RIGHT,
                f"{_y(top * part, top):.1f}",
                f"{_y(top * part, top):.1f}",
                LEFT - 6,
                f"{_y(top * part, top) + 4:.1f}",
                f"{top * part:g}{unit if part == 1 else ''}",
            )
            for part in (0, 0.5, 1)
        ),
    )


def _ends(first: date, last: date) -> SafeString:
    return format_html(
        '<text x="{}" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text>',
        LEFT,
        HEIGHT - 6,
        first.isoformat(),
        WIDTH - RIGHT,
        HEIGHT - 6,
        last.isoformat(),
    )


def _share(value: float, most: float) -> float:
    return min(max(value / most, 0.0), 1.0) * 100 if most > 0 else 0.0


def _x(day: int, span: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * day / span


def _y(value: float, top: float) -> float:
    return HEIGHT - BELOW - (HEIGHT - ABOVE - BELOW) * value / top


def _round_up(most: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten: an axis a person can read."""
    if most <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= most:
        power *= 10
    while power > most:
        power /= 10
    return next(power * step for step in (1, 2, 5, 10) if power * step >= most)
