"""What each department and township gave to the grids in a quarter, as far as rooms keep it.

Cadres and households are those of the last day of the quarter, or of today in the present one; a
person counts for the unit of the post that was held then. What no room keeps is not shown: items
delegated, money and equipment, and hours at a desk, of which the time in grids were a share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from gege.fieldwork.api import GroundWork, ground_work
from gege.kernel.area_codes import Level
from gege.staff.api import Post
from gege.territory.api import Atlas, UnitFacts

FEWEST: Final = 10
"""So many households at least are told of a unit (5.15)."""
_EARLIEST: Final = 2000
QUARTERS: Final = 8


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, written 2026-4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next().first - timedelta(days=1)

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_from(text: str, today: date) -> Quarter:
    """Read a quarter from an address; what cannot be read, or is to come, gives the present."""
    present = quarter_of(today)
    year, _mark, number = text.partition("-")
    if len(year) == 4 and year.isascii() and year.isdigit() and number in ("1", "2", "3", "4"):
        found = Quarter(int(year), int(number))
        if found.year >= _EARLIEST and found <= present:
            return found
    return present


@dataclass(slots=True)
class UnitWork:
    """A department, or a township with all its platforms."""

    code: str
    unit: UnitFacts | None
    cadres: int = 0
    linked: int = 0
    visits: int = 0
    patrols: timedelta = field(default_factory=timedelta)

    @property
    def households(self) -> int | None:
        """Households linked; None where they are so few that they are kept back."""
        return None if 0 < self.linked < FEWEST else self.linked


def shifted(quarter: Quarter, atlas: Atlas, today: date) -> list[UnitWork]:
    """Return the units that gave something, departments first. Four statements."""
    last = min(quarter.last, today)
    work = ground_work(quarter.first, last)
    units = _units(work, last)
    lines: dict[str, UnitWork] = {}
    for account, one in work.items():
        unit = atlas.unit(units.get(account, 0))
        if unit is None:
            continue
        code = unit.code if unit.is_department else unit.area_code[:9]
        line = lines.setdefault(code, UnitWork(code, unit if unit.is_department else None))
        line.cadres += one.linked > 0
        line.linked += one.linked
        line.visits += one.visits
        line.patrols += one.patrols
    return sorted(lines.values(), key=lambda one: (one.unit is None, one.code))


def _units(work: Iterable[int] | dict[int, GroundWork], last: date) -> dict[int, int]:
    """Return the unit of each account: of its post on the last day, or of its last one before."""
    found: defaultdict[int, tuple[date, int, int]] = defaultdict(lambda: (date.min, 0, 0))
    posts = Post.objects.filter(account_id__in=list(work), valid_from__lte=last)
    rows = posts.filter(substitute=False).values_list("account_id", "valid_to", "pk", "unit_id")
    for account, until, pk, unit in rows:
        living = date.max if until is None or until > last else until
        found[account] = max(found[account], (living, -pk, unit))
    return {account: unit for account, (_day, _pk, unit) in found.items() if unit}


def township_name(atlas: Atlas, code: str, language: str) -> str:
    """Return the name of a township, or of the county for its own platform."""
    area = atlas.area(code) or atlas.area(code[: int(Level.COUNTY)])
    return area.name(language) if area else code
