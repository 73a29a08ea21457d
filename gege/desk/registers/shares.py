"""Figures of residents' homes and of the ground (R-003, R-004, R-035, R-097), out of the registers.

They are made once a month with all figures of the registers, and what tells of few is kept back
(0042): so they have a sheet of figures behind them and no list of records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gege.desk.parts import Figure
from gege.registers.api import Share, shares
from gege.staff.api import Actor

Text = Promise | str


@dataclass(frozen=True, slots=True)
class FromRegisters:
    """A declared share of a table of the registers' figures."""

    code: str
    name: Text
    numerator: Text
    denominator: Text
    excluded: Text
    row: str
    counts: str
    others: str


DECLARED: Final = (
    FromRegisters(
        "reach",
        _("Service reach"),
        _("With a government service point (kind of place 27) within 800 m in a straight line."),
        _("Dwellings of the register whose building has a position."),
        _("Dwellings in buildings without a position."),
        "R-003, R-097",
        "within",
        "beyond",
    ),
    FromRegisters(
        "one_grid",
        _("Grid coverage"),
        _("In exactly one grid."),
        _("Buildings of the register that have a position."),
        _("Buildings without a position."),
        "R-003, R-035",
        "one",
        "several,none",
    ),
    FromRegisters(
        "visited",
        _("Households visited"),
        _("Visited at least once in the last 90 days; a refused or missed visit is none."),
        _("Households of the register."),
        _("Nothing. A household that was heard by telephone or through a matter is not known."),
        "R-004",
        "yes",
        "no",
    ),
)
_OF: Final = {"reach": _("dwellings"), "one_grid": _("buildings")}
HEADLINE: Final = ("reach", "one_grid")
"""The two headline indicators (R-003)."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A share with its formula and the address of the table behind it."""

    indicator: FromRegisters
    share: Share
    href: str


def lines_from_registers(by: Actor, area_code: str) -> list[RegisterLine]:
    """Return what was made of an area within the reader's own; nothing for who reads no figures."""
    wanted = {one.code: (one.counts, one.others) for one in DECLARED}
    found = shares(wanted, area_code, by=by)
    return [
        RegisterLine(one, found[one.code], _address(one.code, area_code))
        for one in DECLARED
        if one.code in found
    ]


def headline_figures(by: Actor) -> list[Figure]:
    """Return the two headline indicators for the head of the county's workspace (R-003)."""
    return [
        Figure(
            name=line.indicator.name,
            value=line.share.percent,
            unit="%",
            places=1,
            of=line.share.of,
            of_label=_OF[line.indicator.code],
            period=str(line.share.day),
            meaning=_meaning(line.indicator),
            href=line.href,
        )
        for line in lines_from_registers(by, by.area_code)
        if line.indicator.code in HEADLINE
    ]


def _meaning(one: FromRegisters) -> str:
    whole = gettext("Of: %(what)s") % {"what": one.denominator}
    left_out = gettext("Left out: %(what)s") % {"what": one.excluded}
    return f"{one.numerator} {whole} {left_out}"


def _address(code: str, area_code: str) -> str:
    return f"{reverse('registers:statistics')}?{urlencode({'table': code, 'area': area_code})}"
