"""Made-up residents by the thousand, and departments' files about them (issue 5 point 8)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gege.kernel.identity import read_citizen_number
from gege.matters.api import Matter
from gege.registers.api import (
    Link,
    MadeUp,
    Record,
    Refused,
    Statement,
    Turn,
    enter_made_up,
    made_up_uid,
    own_values,
)
from gege.registers.files import FixedColumn, FixedLayout, open_file
from gege.registers.models import Counting
from gege.simulate.commands import simulate
from gege.simulate.population import LAYOUTS, LEVELS, generate, write_files
from gege.simulate.registering.homes import register_homes
from gege.simulate.registering.residents import NoRoomError, register_residents
from gege.staff.api import Account
from gege.territory.api import read_editions
from tests.cast import GRID, Cast
from tests.registers.keeping_records import NOW, go_live

MANY = 300
ENDINGS = (".csv", ".txt", ".xlsx")


@pytest.fixture
def people(cast: Cast) -> int:
    go_live()
    return register_residents(MANY, 7, now=NOW)


@pytest.mark.row("R-011")
def test_residents_live_in_dwellings_of_the_grids_with_their_families(people: int) -> None:
    assert MANY <= people <= MANY + 8
    residents = Record.objects.filter(sheet="resident")
    assert residents.count() == people
    sheets = ("building", "dwelling", "household")
    rows = {sheet: Record.objects.filter(sheet=sheet).count() for sheet in sheets}
    assert rows["dwelling"] == rows["household"] > rows["building"] > 0
    assert set(residents.values_list("area_code", flat=True)) <= {GRID, *grids()}
    one = residents.order_by("id").first()
    assert one is not None
    values = own_values(one)
    read = read_citizen_number(str(values["id_number"]))
    assert read is not None
    assert read.is_fictitious
    assert read.born_on.strftime("%Y-%m") == values["born"]
    lives, member = Link.objects.filter(source=one), Link.objects.filter(target=one)
    assert [link.field for link in lives] == ["dwelling"]
    assert {link.field for link in member} == {"head", "members"}
    said = Statement.objects.get(record=one)
    assert (said.evidence_note, said.name) == ("演示数据，均为虚构", "gege")
    assert Turn.objects.filter(record=one).count() == 1


def grids() -> set[str]:
    return set(Record.objects.filter(sheet="building").values_list("area_code", flat=True))


def test_children_are_sealed_as_everywhere(people: int) -> None:
    child = Record.objects.filter(sheet="resident", child_until__isnull=False).first()
    assert child is not None
    assert "name" not in child.open
    assert own_values(child)["name"]


def test_the_same_people_are_not_entered_twice(people: int) -> None:
    with pytest.raises(NoRoomError):
        register_residents(MANY, 7, now=NOW)
    assert Record.objects.filter(sheet="resident").count() == people


def test_nobody_real_can_be_entered_this_way(cast: Cast) -> None:
    go_live()
    typed = {"name": "李明", "id_number": "110101199003070003"}
    with pytest.raises(Refused, match="not_made_up"):
        enter_made_up([MadeUp("resident", 1, GRID, typed)], {}, now=NOW, editions=read_editions())
    assert not Record.objects.exists()


def test_what_fails_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    go_live()

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr("gege.registers.intake.made_up.write", broken)
    with pytest.raises(RuntimeError, match="closed"):
        register_residents(20, 7, now=NOW)
    assert not Record.objects.exists()


def test_the_command_refuses_an_installation_of_real_people(cast: Cast) -> None:
    Account.objects.update(phone="13612345678")
    done = CliRunner().invoke(simulate, ["--residents", "10"])
    assert done.exit_code == 1
    assert "people of its own" in done.output
    assert not Record.objects.exists()
    done = CliRunner().invoke(simulate, ["--files", "somewhere"])
    assert "--files needs --residents" in done.output


def test_the_demonstrations_homes_are_entered_once_and_counted(cast: Cast) -> None:
    entered = register_homes(now=NOW)
    assert entered == Record.objects.count() > 0
    assert Counting.objects.count() == 1
    assert register_homes(now=NOW) == 0


@pytest.mark.django_db
def test_an_empty_database_gets_a_county_whose_registers_are_in_use(tmp_path: Path) -> None:
    done = CliRunner().invoke(simulate, ["--residents", "20", "--files", str(tmp_path)])
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert Record.objects.filter(sheet="resident").count() >= 20
    assert not Matter.objects.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(LEVELS)


def test_files_of_departments_come_with_their_truth(tmp_path: Path) -> None:
    many = write_files(
        tmp_path, lambda: generate(200, 7), lambda serial: str(made_up_uid("resident", serial)), 7
    )
    everybody = {str(made_up_uid("resident", serial)) for serial in range(220)}
    lines = 0
    for level in LEVELS:
        for layout in LAYOUTS.values():
            with (tmp_path / level / f"{layout.name}.truth.csv").open() as file:
                truth = list(csv.DictReader(file))
            assert {row["resident"] for row in truth} <= everybody
            rows = read(tmp_path / level, layout.name)
            headings = tuple(heading for heading, _field in layout.columns)
            assert rows[0] == headings
            assert len(rows) - 1 == len(truth)
            lines += len(truth)
    assert lines == many


def read(folder: Path, name: str) -> list[tuple[str, ...]]:
    """The headings and rows of a department's file, as an import reads it."""
    path = next(folder / f"{name}{end}" for end in ENDINGS if (folder / f"{name}{end}").exists())
    layout = None
    if path.suffix == ".txt":
        told = json.loads(path.with_suffix(".columns.json").read_text("utf-8"))
        layout = FixedLayout(tuple(FixedColumn(**column) for column in told["columns"]))
    opened = open_file(path, layout=layout)
    return [tuple(opened.header), *(tuple(line.cells) for line in opened.rows())]
