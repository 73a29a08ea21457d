"""The indicators for briefings: the formulas and the counting of the boards (decision 0047)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import translation

from gege.boards.indicators.counting import Measured, measure
from gege.boards.indicators.declared import Better
from gege.boards.period import Period
from gege.matters.api import Matter
from gege.supervision.api import CountedIndicator

_LANGUAGES = ("zh-hans", "en")


def count_for_briefing(
    area_code: str, first: date, last: date, *, now: datetime
) -> list[CountedIndicator]:
    """Count every declared indicator of a county or a township over days."""
    rows = Matter.objects.all()
    if len(area_code) == 9:
        rows = rows.filter(township_code=area_code)
    return [_counted(one) for one in measure(rows, Period(first, last), now).values()]


def _counted(one: Measured) -> CountedIndicator:
    declared = one.indicator
    names, formulas = {}, {}
    for language in _LANGUAGES:
        with translation.override(language):
            names[language] = str(declared.name)
            formulas[language] = f"{declared.numerator} / {declared.denominator}"
            if declared.span is not None:
                formulas[language] = str(declared.numerator)
    return CountedIndicator(
        declared.code,
        names,
        formulas,
        one.of,
        one.counted if declared.share is not None else None,
        _seconds(one.median),
        _seconds(one.ninetieth),
        declared.target,
        declared.better is Better.LOW,
    )


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)
