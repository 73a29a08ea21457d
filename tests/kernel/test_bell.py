"""A ring concerns the boards of its areas and units, and hostile payloads are no rings."""

from __future__ import annotations

import pytest

from gege.kernel.bell import read_ring, ring_of

GRID, TOWN, OTHER = "511622100001001", "511622100", "511622102"


@pytest.mark.parametrize(
    ("area", "unit", "heard"),
    [
        (GRID, None, True),
        (TOWN, None, True),
        ("511622", None, True),
        (f"{GRID[:-1]}2", None, False),
        (OTHER, None, False),
        ("511622", 7, True),
        ("511622", 8, False),
    ],
)
def test_a_ring_concerns_what_contains_it_and_the_units_it_names(
    area: str, unit: int | None, heard: bool
) -> None:
    assert ring_of((GRID,), (7, None)).concerns(area, unit) is heard


def test_what_concerns_a_town_is_heard_in_its_grids() -> None:
    assert ring_of((TOWN,)).concerns(GRID, None)


def test_a_ring_is_read_as_it_was_written() -> None:
    ring = ring_of((GRID, OTHER, ""), (12, 3))
    assert read_ring(ring.written()) == ring
    assert read_ring(ring_of((GRID,)).written()) == ring_of((GRID,))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "nonsense",
        "5116;x",
        "51a;3",
        "²;",
        ";²",
        "5116;" + "9" * 20,
        "5;" + "1," * 2000,
        "'--;1",
    ],
)
def test_what_nobody_here_wrote_is_no_ring(payload: str) -> None:
    assert read_ring(payload) is None
