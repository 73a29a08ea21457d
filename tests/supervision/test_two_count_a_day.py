"""The night's work and a person count one day at once: each keeps an edition of its own."""

from __future__ import annotations

from datetime import date
from functools import partial

from gege.staff.api import SYSTEM
from gege.supervision.api import DayContent, keep_day
from gege.supervision.models import DailyFile
from tests.matters.play import Play
from tests.matters.test_two_at_once import at_once, errors, ledger_is_whole

DAY = date(2026, 11, 24)


def content(number: int) -> DayContent:
    return DayContent("gege.daily/1", f"{{{number}}}\n", f"{number}\n", 1)


def test_of_several_who_count_a_day_each_keeps_its_edition(committed_play: Play) -> None:
    keep_day(DAY, content(0), by=SYSTEM, now=committed_play.now)
    again = [
        partial(keep_day, DAY, content(number), by=SYSTEM, now=committed_play.now)
        for number in (1, 2, 3, 3)
    ]
    assert errors(at_once(*again)) == []
    kept = list(DailyFile.objects.order_by("edition").values_list("edition", "table"))
    assert [edition for edition, _table in kept] == list(range(1, len(kept) + 1))
    assert {table for _edition, table in kept} == {"0\n", "1\n", "2\n", "3\n"}
    assert ledger_is_whole()
