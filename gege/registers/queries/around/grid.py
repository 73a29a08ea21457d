"""What a grid holds: how many of each sheet, and what is open there (R-048)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.models import Question, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import reader
from gege.registers.rules.declaration import Sheet
from gege.registers.rules.sight import Reach
from gege.staff.api import Actor
from gege.territory.api import Editions

LEAST: Final = 10
_ITS_OWN: Final = (Reach.OWN_GRID, Reach.COMMUNITY, Reach.OWN_REGISTER)


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many records of a sheet lie in an area; None for fewer than ten people's."""

    sheet: Sheet
    number: int | None


@dataclass(frozen=True, slots=True)
class GridView:
    """The counts of one area, and how many questions are open there."""

    counts: tuple[SheetCount, ...]
    hazards: int
    questions: int


def grid_view(area_code: str, *, by: Actor, now: datetime, editions: Editions) -> GridView:
    """Return what lies in an area, of the subjects this person comes across. Three statements.

    Raises NotFound for an area out of reach.
    """
    contract = current_contract(editions)
    one, live = reader(by, local_date(now)), live_registers()
    if not by.area_code or not area_code.startswith(by.area_code):
        raise NotFound
    sheets: dict[str, tuple[Sheet, Reach]] = {}
    for register in contract.registers:
        for sheet in register.sheets if register.code in live else ():
            reach = one.reach(sheet, register, area_code)
            if sheet.is_subject and reach not in (Reach.NONE, Reach.GRANTED):
                sheets[sheet.code] = (sheet, reach)
    if not sheets:
        raise NotFound
    here = Record.objects.filter(
        sheet__in=list(sheets),
        area_code__startswith=area_code,
        valid_to__isnull=True,
        merged_into__isnull=True,
    )
    numbers = dict(here.values_list("sheet").annotate(number=Count("pk")).order_by())
    open_ones = Q(sheet="hazard", open__rectified_on__isnull=True)
    asked = Question.objects.filter(area_code__startswith=area_code, settled_at__isnull=True)
    return GridView(
        tuple(
            SheetCount(sheet, _told(numbers.get(code, 0), sheet, reach))
            for code, (sheet, reach) in sheets.items()
        ),
        here.filter(open_ones).count() if "hazard" in sheets else 0,
        asked.filter(record__sheet__in=list(sheets)).count(),
    )


def _told(number: int, sheet: Sheet, reach: Reach) -> int | None:
    kept_back = sheet.is_of_persons and reach not in _ITS_OWN and number < LEAST
    return None if kept_back else number
