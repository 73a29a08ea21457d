"""Files of departments about the invented people, with the truth beside them."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from gege.kernel.addresses import AddressLikeness, compare_addresses, read_address
from gege.kernel.likeness import NameLikeness, compare_names
from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.kernel.personal.names import name_keys
from gege.kernel.personal.phones import phones_in
from gege.kernel.personal.written_dates import read_date
from gege.simulate.population import (
    CLEAN,
    HARD,
    LAYOUTS,
    PLAIN,
    Household,
    Person,
    department_rows,
    generate,
    people,
    write_rows,
)


@pytest.fixture(scope="module")
def households() -> list[Household]:
    return list(generate(5_000, seed=5))


@pytest.fixture(scope="module")
def truth(households: list[Household]) -> dict[int, Person]:
    return {person.serial: person for person in people(iter(households))}


def test_a_clean_file_says_what_is_true(
    households: list[Household], truth: dict[int, Person]
) -> None:
    rows = list(department_rows(households, 1, CLEAN))
    assert [row.serial for row in rows] == list(truth)
    for row in rows:
        person = truth[row.serial]
        assert (row.name, row.number, row.phone) == (person.name, person.number, person.phone)
        assert row.born_on == person.born_on.isoformat()


def test_the_same_seed_makes_the_same_errors(households: list[Household]) -> None:
    assert list(department_rows(households, 1)) == list(department_rows(households, 1))
    assert list(department_rows(households, 1)) != list(department_rows(households, 2))


def test_errors_come_as_often_as_asked_for(
    households: list[Household], truth: dict[int, Person]
) -> None:
    rows = list(department_rows(households, 1, PLAIN))
    states = [read_citizen_cell(row.number).state for row in rows]
    share = {state: states.count(state) / len(states) for state in CellState}
    assert abs(share[CellState.EMPTY] - PLAIN.number_missing) < 0.02
    assert abs(share[CellState.PLACEHOLDER] - PLAIN.number_placeholder) < 0.01
    names = [compare_names(name_keys(row.name), name_keys(truth[row.serial].name)) for row in rows]
    assert names.count(NameLikeness.DIFFERS) == 0
    assert 0.005 < names.count(NameLikeness.SAME_SOUND) / len(names) < 0.02
    assert abs(len({row.serial for row in rows}) / len(truth) - 0.9) < 0.02
    assert len(rows) > len({row.serial for row in rows})


def test_respelled_values_are_read_as_what_they_were(
    households: list[Household], truth: dict[int, Person]
) -> None:
    respelled = replace(
        CLEAN, phone_respelled=1.0, address_respelled=1.0, date_respelled=1.0, number_full_width=1.0
    )
    homes = {
        person.serial: household.dwelling
        for household in households
        for person in household.members
    }
    for row in department_rows(households, 1, respelled):
        person = truth[row.serial]
        read = read_citizen_cell(row.number)
        assert read.usable == person.number or read.problems == ("cut_to_15",)
        assert read_date(row.born_on).certain == person.born_on
        assert [phone.number for phone in phones_in(row.phone)] == [person.phone] * bool(row.phone)
        ours, theirs = read_address(homes[row.serial].address), read_address(row.address)
        assert compare_addresses(ours, theirs) is AddressLikeness.SAME_ROOM


def test_a_hard_file_has_no_dates_of_birth(households: list[Household]) -> None:
    assert {row.born_on for row in department_rows(households, 1, HARD)} == {""}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_a_file_has_its_departments_columns_and_not_the_truth(
    households: list[Household], tmp_path: Path, layout: object
) -> None:
    chosen = next(one for one in LAYOUTS.values() if one is layout)
    rows = list(department_rows(households[:50], 1, PLAIN))
    path = tmp_path / "file.csv"
    assert write_rows(rows, path, chosen) == len(rows)
    with path.open(encoding=chosen.encoding, newline="") as file:
        headings, *lines = csv.reader(file)
    assert headings == [heading for heading, _field in chosen.columns]
    assert [len(line) for line in lines] == [len(headings)] * len(rows)
