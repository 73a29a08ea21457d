"""The settings of accountability reviews: one edition."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from gege.supervision.rules.review_words import Measure


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """One edition, in working days.

    A statement is due after `statement_days`; then it is reminded of each `again_days`, `reminders`
    times. An appeal is possible for `appeal_days`. `measures` are those the county declares.
    """

    statement_days: int = 5
    again_days: int = 2
    reminders: int = 2
    appeal_days: int = 15
    measures: tuple[str, ...] = tuple(Measure)


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "statement_days": (1, 60),
    "again_days": (1, 30),
    "reminders": (2, 10),
    "appeal_days": (5, 90),
}


def problems_of(rules: ReviewRules) -> list[str]:
    """Return the fields that are out of range or name what is unknown; empty when sound."""
    wrong = [
        name
        for name, (least, most) in RANGES.items()
        if not least <= int(getattr(rules, name)) <= most
    ]
    known = set(Measure)
    if not set(rules.measures) <= known or len(set(rules.measures)) != len(rules.measures):
        wrong.append("measures")
    return wrong


def to_json(rules: ReviewRules) -> dict[str, Any]:
    return {**asdict(rules), "measures": list(rules.measures)}


def from_json(document: Mapping[str, Any]) -> ReviewRules:
    """Read an edition; what an older one does not say is as by default."""
    known = {one.name for one in fields(ReviewRules)}
    given = {name: value for name, value in document.items() if name in known}
    if "measures" in given:
        given["measures"] = tuple(given["measures"])
    return ReviewRules(**given)
