"""The emergency ends with its roll: a centre reads it afterwards under an open incident (R-048)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.actions.incidents import set_incidents
from gege.registers.api import (
    Invalid,
    RollCall,
    close_roll_call,
    join_roll_call,
    open_roll_call,
)
from gege.registers.models import RollCallReader
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import AccessLine
from tests.cast import COMMUNITY, Cast
from tests.registers.keeping_records import NOW, Home, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]
DAY = timedelta(days=1)


@pytest.fixture
def incidents(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The numbers of matters that are open."""
    found = {"M1", "M2"}
    kept: list[Any] = []
    monkeypatch.setattr("gege.registers.actions.incidents._incidents", kept)
    set_incidents(lambda number, by, now: COMMUNITY if number in found else None)
    return found


def test_a_centre_reads_a_closed_roll_under_an_open_incident_and_it_is_noted_each_day(
    cast: Cast, incidents: set[str]
) -> None:
    go_live("population", "households", "housing")
    home = Home(cast.grid_worker)
    centre, about = cast.township_operator, {"editions": read_editions()}
    roll = open_roll_call(
        new_uid(), building=home.building.uid, reason="fire", case="M1", by=centre, now=NOW, **about
    )

    def read(by: Actor, days: int, **more: str) -> RollCall:
        return join_roll_call(roll.uid, by=by, now=NOW + days * DAY, **about, **more)

    def lines() -> int:
        return AccessLine.objects.filter(subject=f"register:{home.resident.uid}").count()

    read(cast.grid_worker, 1)
    once = lines()
    read(centre, 1)
    assert lines() == once, "while it is open, one line is enough"
    close_roll_call(roll.uid, summary="无人受伤", others=0, by=centre, now=NOW + DAY)
    read(centre, 3)
    read(centre, 3)
    assert lines() == once + 1
    incidents.remove("M1")
    with pytest.raises(Invalid) as caught:
        read(centre, 4)
    assert (caught.value.field, caught.value.word, lines()) == (
        "case", "no_incident_here", once + 1,
    )  # fmt: skip
    read(centre, 4, case="M2")
    read(cast.grid_worker, 9)
    assert lines() == once + 2
    assert RollCallReader.objects.get(account_id=centre.account_id).case == "M2"
