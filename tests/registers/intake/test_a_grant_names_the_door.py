"""A file finds a dwelling by its door only where its giver may read the door (R-043)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gege.registers.api import current_contract
from gege.registers.intake.references import dwellings
from gege.registers.queries.scope import Reader, reader
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.intake.files import HOME
from tests.registers.keeping_records import NOW, Home, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-043")]


def test_a_grant_without_the_door_finds_none(cast: Cast) -> None:
    go_live()
    home = Home(cast.grid_worker)
    contract = current_contract(read_editions())
    sheet = contract.sheets["dwelling"]
    granted = frozenset({"building", "unit_no"})
    outside = {"building": frozenset({"address"}), "dwelling": granted}
    officer = reader(cast.other_department_officer, NOW.date())
    with_door = outside | {"dwelling": granted | {"dwelling_no"}}

    def found(one: Reader) -> list[object]:
        return [row.uid for row in dwellings([HOME], sheet, one, contract).get(HOME, [])]

    assert found(replace(officer, grants=outside)) == []
    assert found(replace(officer, grants=with_door)) == [home.dwelling.uid]
    assert found(reader(cast.station_clerk, NOW.date())) == [home.dwelling.uid]
