"""Tags of the shell: lights, moments, numbers, marks, bars and lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gege.desk import charts
from gege.desk.moments import duration as duration_in_words
from gege.desk.moments import since, until_due
from gege.desk.parts import Series
from gege.staff.api import role_name as name_of_role

register = template.Library()

LIGHT_WORDS: dict[str, Promise] = {
    "green": gettext_lazy("on time"),
    "yellow": gettext_lazy("near due"),
    "red": gettext_lazy("overdue"),
    "none": gettext_lazy("in progress"),
    "paused": gettext_lazy("paused"),
    "ended": gettext_lazy("ended"),
}
NOTHING = "—"


@register.inclusion_tag("desk/parts/light.html")
def light(value: object, word: object = "", late: object = None) -> dict[str, Any]:
    """Draw a light: shape, word and colour.

    `value` is green, yellow, red, none, paused or ended (a `Light` will do). `word` replaces the
    word. `late` (timedelta) is said behind a red light; a lateness of nothing is not.
    """
    name = str(value or "none")
    said = duration_in_words(late) if isinstance(late, timedelta) and late else ""
    return {"light": name, "word": word or LIGHT_WORDS.get(name, ""), "late": said}


@register.simple_tag(takes_context=True)
def when(
    context: dict[str, Any],
    moment: datetime | date | None,
    due: bool = False,
    light: object = "",
    ago: bool = False,
    provisional: bool = False,
) -> SafeString:
    """Write a moment as 2026-11-23 14:05.

    With `due` the time left or over stands beside it, in working days where the context holds
    `calendar`; `light` yellow tints it. With `ago` the time since. `provisional` adds the mark of
    a date that a coming notice of holidays may move.
    """
    if moment is None:
        return format_html('<span class="soft">{}</span>', NOTHING)
    if not isinstance(moment, datetime):
        return format_html('<time class="when" datetime="{}">{}</time>', moment, moment)
    zone = timezone.get_current_timezone()
    local = timezone.localtime(moment)
    now = context.get("now") or timezone.now()
    away = None
    if due:
        away = until_due(moment, now, context.get("calendar"), zone, near=str(light) == "yellow")
    elif ago:
        away = since(moment, now)
    beside = ""
    if away and away.words:
        tone = f" is-{away.tone}" if away.tone else ""
        beside = format_html(' <span class="away{}">{}</span>', tone, away.words)
    mark = format_html(' <span class="mark">{}</span>', _("provisional")) if provisional else ""
    return format_html(
        '<span class="when{}"><time datetime="{}">{}</time>{}{}</span>',
        " has-away" if beside else "",
        local.isoformat(timespec="minutes"),
        f"{local:%Y-%m-%d %H:%M}",
        beside,
        mark,
    )


@register.simple_tag
def number(value: float | None, unit: object = "", places: int = 0) -> SafeString:
    """Write a number with its thousands and its unit; a dash for nothing."""
    if value is None:
        return format_html('<span class="soft">{}</span>', NOTHING)
    written = f"{value:,.{places}f}"
    if not unit:
        return format_html('<span class="number">{}</span>', written)
    return format_html('<span class="number">{}<span class="unit">{}</span></span>', written, unit)


@register.simple_tag
def share(part: float | None, whole: float | None, places: int = 1) -> SafeString:
    """Write part of whole in per cent; a dash when there is no whole."""
    if not whole or part is None:
        return format_html('<span class="soft">{}</span>', NOTHING)
    return number(100 * part / whole, "%", places)


@register.simple_tag
def duration(length: timedelta | None, fine: bool = True) -> str:
    """Write a length of time in words."""
    return NOTHING if length is None else duration_in_words(length, fine=fine)


@register.simple_tag
def mark(text: object, firm: bool = False) -> SafeString:
    """Write a small framed word: a property that is not a light."""
    return format_html('<span class="mark{}">{}</span>', " is-firm" if firm else "", text)


@register.simple_tag
def bar(value: float, most: float, light: str = "", target: float | None = None) -> SafeString:
    """Draw a bar of `value` in `most`; the number is written beside it by the page."""
    return charts.bar(value, most, str(light or ""), target)


@register.simple_tag
def lines(series: Sequence[Series], name: object, unit: object = "") -> SafeString:
    """Draw a line chart; `name` is read out by a screen reader."""
    return charts.lines(series, str(name), str(unit))


@register.filter
def most(bars: Sequence[Any]) -> float:
    """Return the largest value of some bars, the scale of all of them."""
    return max((one.value for one in bars), default=0)


@register.simple_tag
def role_name(role: object) -> str:
    """Write a role in the reader's language."""
    return name_of_role(str(role))
