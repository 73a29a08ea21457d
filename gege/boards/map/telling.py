"""Values of areas in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gege.boards.indicators.declared import Unit
from gege.boards.map.asked import OPEN, Asked

DAYS_FROM: Final = 48
"""Hours from which on a time is told in days; the script of the map tells it in the same words."""


def unit_of(asked: Asked) -> str:
    """Return in what the values are told: light, count, percent or hours."""
    if asked.indicator is None:
        return "light" if asked.of == OPEN else "count"
    return "percent" if asked.indicator.unit is Unit.PERCENT else "hours"


def value_words(value: float | None, unit: str) -> str:
    """Return a value as it is written."""
    if value is None:
        return "–"
    if unit == "percent":
        return f"{value:.1f} %"
    if unit == "hours":
        if value < DAYS_FROM:
            return _("%(count)s h") % {"count": f"{value:.1f}"}
        return _("%(count)s d") % {"count": f"{value / 24:.1f}"}
    return f"{value:.0f}"
