"""The invented people: nobody of them can be met, and their families make sense."""

from collections import Counter
from datetime import date
from itertools import islice

import pytest

from gege.kernel.addresses import AddressLikeness, compare_addresses, read_address
from gege.kernel.identity import FICTITIOUS_AREA, read_citizen_number
from gege.simulate.population import COMMUNITIES, Community, Household, generate, people

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def households() -> list[Household]:
    return list(generate(6_000, seed=5, today=TODAY))


def test_the_same_seed_makes_the_same_people(households: list[Household]) -> None:
    assert list(islice(generate(6_000, seed=5, today=TODAY), 50)) == households[:50]
    assert list(islice(generate(6_000, seed=6, today=TODAY), 50)) != households[:50]


def test_there_are_as_many_people_as_asked_for(households: list[Household]) -> None:
    serials = [person.serial for person in people(iter(households))]
    assert serials == list(range(len(serials)))
    assert 6_000 <= len(serials) < 6_005


@pytest.mark.row("R-011")
def test_no_number_and_no_telephone_can_be_a_living_persons(households: list[Household]) -> None:
    numbers: Counter[str] = Counter()
    for person in people(iter(households)):
        read = read_citizen_number(person.number)
        assert read is not None
        assert (read.born_on, read.sex, read.converted) == (person.born_on, person.sex, False)
        assert read.is_fictitious
        assert person.number.startswith(FICTITIOUS_AREA)
        assert person.phone == "" or (
            person.phone.startswith("1000000") and len(person.phone) == 11
        )
        numbers[person.number] += 1
    assert set(numbers.values()) == {1}


def test_telephones_of_many_people_have_a_prefix_of_no_network() -> None:
    found = [person.phone for person in islice(people(generate(500_000, seed=1)), 3_000)]
    assert all(phone == "" or (phone.startswith("10") and len(phone) == 11) for phone in found)


def test_families_make_sense(households: list[Household]) -> None:
    for household in households:
        head, *others = household.members
        assert head.relation == "02"
        assert {person.relation for person in others} <= {
            "10",
            "20",
            "30",
            "41",
            "42",
            "51",
            "52",
            "99",
        }
        for person in household.members:
            assert person.born_on <= TODAY
            assert person.household == household.serial
            if person.relation in ("20", "30"):
                assert (person.born_on - head.born_on).days > 14 * 365
            if person.relation in ("51", "52"):
                assert (head.born_on - person.born_on).days > 14 * 365
    sizes = [len(household.members) for household in households]
    assert 2.4 < sum(sizes) / len(sizes) < 2.8


def test_every_dwelling_has_an_address_of_its_own_that_can_be_read(
    households: list[Household],
) -> None:
    addresses = {household.dwelling.address for household in households}
    assert len(addresses) == len(households)
    for household in households[:200]:
        home = household.dwelling
        read = read_address(home.address)
        assert (read.road, read.number, read.estate) == (
            home.road,
            home.number,
            home.estate.removesuffix("小区"),
        )
        assert (read.building, read.unit, read.room) == (home.building, home.unit, home.room)
        assert home.grid_code.startswith(home.community_code)
        assert len(home.grid_code) == 15


def test_people_live_in_all_communities_by_their_shares(households: list[Household]) -> None:
    lived = Counter(household.dwelling.community_code for household in households)
    assert set(lived) == {community.code for community in COMMUNITIES}
    assert lived["511622100007"] > lived["511622100008"]


def test_a_village_has_groups_instead_of_roads() -> None:
    village = (Community("511622101201", "桐子", is_village=True),)
    homes = [household.dwelling for household in generate(300, seed=2, communities=village)]
    assert {home.road for home in homes} == {""}
    read = [read_address(home.address) for home in homes]
    assert {one.community for one in read} == {"桐子"}
    assert compare_addresses(read[0], read[0]) is AddressLikeness.SAME_NUMBER
    assert compare_addresses(read[0], read[1]) is AddressLikeness.DIFFERS
