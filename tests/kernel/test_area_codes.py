"""Area codes: levels, parents, scopes and what is wrong with a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.area_codes import Level, chain_of, is_within, level_of, parent_of, problems_of

COUNTY = "511622"
TOWN = "511622100"
COMMUNITY = "511622100005"
GRID = "511622100005003"

regions = st.integers(1, 599).map("{:03d}".format)
grids = st.builds(
    "{:06d}{}{}{:03d}".format, st.integers(110000, 999999), regions, regions, st.integers(1, 999)
)


@pytest.mark.row("R-031")
@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        (COUNTY, Level.COUNTY, None),
        (TOWN, Level.TOWNSHIP, COUNTY),
        (COMMUNITY, Level.COMMUNITY, TOWN),
        (GRID, Level.GRID, COMMUNITY),
    ],
)
def test_the_length_of_a_code_tells_its_level_and_its_parent(
    code: str, level: Level, parent: str | None
) -> None:
    assert (level_of(code), parent_of(code)) == (level, parent)


@pytest.mark.row("R-035")
def test_a_grid_has_a_full_chain_from_the_county_down() -> None:
    assert chain_of(GRID) == (COUNTY, TOWN, COMMUNITY, GRID)
    assert chain_of(COUNTY) == (COUNTY,)


@pytest.mark.parametrize(
    ("code", "scope", "expected"),
    [
        (GRID, COUNTY, True),
        (GRID, TOWN, True),
        (GRID, COMMUNITY, True),
        (GRID, GRID, True),
        (COMMUNITY, GRID, False),
        (COUNTY, TOWN, False),
        ("511622101001", TOWN, False),
        ("511623100001", COUNTY, False),
        (GRID, "5116", False),
        (GRID, "51162210", False),
        (GRID, "", False),
        ("", "", False),
        ("minzheng", "minzheng", False),
        ("51162210000500", COUNTY, False),
    ],
)
def test_scope_ends_at_the_borders_of_levels(code: str, scope: str, expected: bool) -> None:
    assert is_within(code, scope) is expected


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        (COUNTY, []),
        (GRID, []),
        ("990000001001001", []),
        ("", ["empty"]),
        ("51162", ["length"]),
        ("5116221000050031", ["length"]),
        ("51162A", ["not_digits"]),
        ("５１１６２２", ["not_digits"]),
        ("511622\n", ["not_digits"]),
        (" 511622", ["not_digits"]),
        ("091622", ["province"]),
        ("511622000", ["township"]),
        ("511622600", ["township"]),
        ("511622100000", ["community"]),
        ("511622100700", ["community"]),
        ("511622100005000", ["grid"]),
        ("001622000000000", ["province", "township", "community", "grid"]),
    ],
)
def test_every_mistake_in_a_code_is_named(code: str, problems: list[str]) -> None:
    assert problems_of(code) == problems


@pytest.mark.parametrize("code", ["", "51162", "51162A", "511622\n", "５１１６２２"])
def test_what_is_not_a_code_has_no_level(code: str) -> None:
    for question in (level_of, parent_of, chain_of):
        with pytest.raises(ValueError, match="not an area code"):
            question(code)


@given(grids)
def test_every_link_of_a_chain_is_sound_and_holds_the_grid(grid: str) -> None:
    chain = chain_of(grid)
    assert [level_of(code) for code in chain] == list(Level)
    assert [parent_of(code) for code in chain] == [None, *chain[:-1]]
    assert all(problems_of(code) == [] and is_within(grid, code) for code in chain)
