"""What a grid's work is made of, and from where on it stands out (R-033; domain 5.14, L17).

Work is counted in households: a place, an open hazard and a facility weigh as so many per cent of
one. It says how much there is to do in a grid, and nothing of who lives or works there.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

COUNTED: Final = ("household", "place", "hazard", "facility")
"""The sheets that make a grid's work; a hazard counts while it is open."""


@dataclass(frozen=True, slots=True)
class DivisionRules:
    """One edition. The percentages of weights are of one household."""

    place_percent: int = 200
    hazard_percent: int = 300
    facility_percent: int = 20
    tolerance_percent: int = 30
    distance_m: int = 1500
    least_mean: int = 50


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "place_percent": (0, 2000),
    "hazard_percent": (0, 2000),
    "facility_percent": (0, 2000),
    "tolerance_percent": (5, 200),
    "distance_m": (200, 20000),
    "least_mean": (1, 2000),
}
"""The least and the most of every number."""


@dataclass(frozen=True, slots=True)
class DivisionProblem:
    """A number of the rules that is out of its range."""

    field: str
    least: int
    most: int


def problems_of(rules: DivisionRules) -> list[DivisionProblem]:
    """Return what is out of range, in the order of the fields; empty when sound."""
    return [
        DivisionProblem(name, least, most)
        for name, (least, most) in RANGES.items()
        if not _whole(value := getattr(rules, name)) or not least <= value <= most
    ]


def to_json(rules: DivisionRules) -> dict[str, int]:
    """Return rules as a document."""
    return asdict(rules)


def from_json(document: Mapping[str, Any]) -> DivisionRules:
    """Return the rules of a document; what it lacks has its default, what is unknown is ignored."""
    known = {one.name for one in fields(DivisionRules)}
    return DivisionRules(**{name: value for name, value in document.items() if name in known})


def work_of(counts: Mapping[str, int], rules: DivisionRules) -> float:
    """Return the work of a grid in households, from how many of each sheet lie in it."""
    percent = (
        100 * counts.get("household", 0)
        + rules.place_percent * counts.get("place", 0)
        + rules.hazard_percent * counts.get("hazard", 0)
        + rules.facility_percent * counts.get("facility", 0)
    )
    return percent / 100


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
