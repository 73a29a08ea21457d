"""The rule about grids: whose work stands out among its like is open, and what does not is gone."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from gege.registers.models import Finding, Turn
from gege.registers.queries.comparing import looking
from gege.registers.queries.workload import division_of
from gege.registers.rules.division_rules import COUNTED
from gege.registers.rules.findings.declared import Rule
from gege.territory.api import Editions

GONE: Final = "gone"
SILENT: Final = ("dismissed", "declined", "done")
_CARRIES: Final = (*COUNTED, "dwelling", "building")
"""Sheets whose changes touch a grid's work: what is counted, and what it moves with."""


def work_changed_since(turn: int) -> bool:
    """Tell whether anything that makes a grid's work was entered, moved or ended since a turn.

    Then all grids are counted anew: one count costs less than to find out where it was before.
    Other borders and weights are seen by the next full run.
    """
    turns = Turn.objects.filter(pk__gt=turn - looking.OVERLAP, record__sheet__in=_CARRIES)
    return turns.exists()


def compare_grids(rule: Rule, *, today: date, now: datetime, editions: Editions) -> tuple[int, int]:
    """Compare all grids in the caller's transaction; return how many closed and opened."""
    lines = division_of("", editions).lines
    found = {one.code for one in lines if "workload" in one.report.outliers}
    rows = Finding.objects.filter(rule=rule.code)
    untrue = rows.filter(state="open").exclude(grid_code__in=found)
    closed = untrue.update(state=GONE, closed_at=now)
    over = rows.filter(state__in=SILENT, quiet_until__isnull=True).exclude(grid_code__in=found)
    over.update(quiet_until=today)
    quiet = Q(quiet_until__isnull=True) | Q(quiet_until__gt=today)
    known = rows.filter(Q(state="open") | (Q(state__in=SILENT) & quiet))
    new = sorted(found - set(known.values_list("grid_code", flat=True)))
    Finding.objects.bulk_create(
        [
            Finding(
                rule=rule.code,
                grid_code=code,
                area_code=code,
                opened_at=now,
                due_on=today + timedelta(days=rule.days),
            )
            for code in new
        ],
        ignore_conflicts=True,
    )
    return closed, len(new)
