"""The rules of duty: minutes and days, one edition after another."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class DutyRules:
    """One edition. A silent start goes to the person after `missed_minutes`, and on to the next
    after `leader_minutes` each; an entry of the directory is red `verify_days` after it was last
    found right, and its unit is asked `ask_before_days` before that."""

    sign_in_early_minutes: int = 30
    missed_minutes: int = 15
    leader_minutes: int = 10
    handover_minutes: int = 30
    least_rest_hours: int = 8
    ahead_days: int = 3
    verify_days: int = 30
    ask_before_days: int = 5


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "sign_in_early_minutes": (0, 240),
    "missed_minutes": (1, 120),
    "leader_minutes": (1, 120),
    "handover_minutes": (5, 480),
    "least_rest_hours": (0, 48),
    "ahead_days": (1, 30),
    "verify_days": (1, 365),
    "ask_before_days": (0, 30),
}


def problems_of(rules: DutyRules) -> list[tuple[str, int, int]]:
    """Return (field, least, most) of every value that is out of its range."""
    return [
        (name, least, most)
        for name, (least, most) in RANGES.items()
        if isinstance(value := getattr(rules, name), bool)
        or not isinstance(value, int)
        or not least <= value <= most
    ]


def to_json(rules: DutyRules) -> dict[str, int]:
    """Return rules as a document."""
    return asdict(rules)


def from_json(document: Mapping[str, Any]) -> DutyRules:
    """Return the rules of a document; what it lacks has its default."""
    known = {one.name for one in fields(DutyRules)}
    return DutyRules(**{name: value for name, value in document.items() if name in known})
