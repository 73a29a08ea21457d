"""The settings of supervision: one edition for orders and for the camera register."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from gege.supervision.rules.words import Demand


@dataclass(frozen=True, slots=True)
class OrderRules:
    """One edition of supervision's settings.

    The receipt is due after working hours; an order that names no limit is due after `days`
    working days; an overdue one is reminded of each `again_days` working days, at most
    `again_most` times. `demands` are the reasons for which an instruction gets an order of its
    own in its own transaction (R-093).

    Of cameras (R-053): departments that keep the whole register, the fewest days of keeping
    recordings, the longest stretch that one request asks for, after how many days a request that
    nobody answered is over, and the longest time that a permission holds.
    """

    receipt_hours: int = 4
    days: int = 5
    again_days: int = 1
    again_most: int = 5
    demands: tuple[str, ...] = tuple(Demand)
    camera_keepers: tuple[str, ...] = ("gongan",)
    retention_least: int = 30
    stretch_hours: int = 24
    answer_days: int = 5
    grant_days: int = 3


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "receipt_hours": (1, 80),
    "days": (1, 250),
    "again_days": (1, 30),
    "again_most": (0, 30),
    "retention_least": (1, 365),
    "stretch_hours": (1, 168),
    "answer_days": (1, 30),
    "grant_days": (1, 30),
}
_LISTS: Final = ("demands", "camera_keepers")
MOST_KEEPERS: Final = 10
_CODE: Final = re.compile(r"[0-9a-z][0-9a-z-]{0,39}")


def problems_of(rules: OrderRules) -> list[str]:
    """Return the fields that are out of range or name what is unknown; empty when sound."""
    wrong = [
        name
        for name, (least, most) in RANGES.items()
        if not least <= int(getattr(rules, name)) <= most
    ]
    if not set(rules.demands) <= set(Demand) or len(set(rules.demands)) != len(rules.demands):
        wrong.append("demands")
    keepers = rules.camera_keepers
    known = all(_CODE.fullmatch(one) for one in keepers)
    if not known or len(set(keepers)) != len(keepers) or len(keepers) > MOST_KEEPERS:
        wrong.append("camera_keepers")
    return wrong


def to_json(rules: OrderRules) -> dict[str, Any]:
    document = asdict(rules)
    return document | {name: list(document[name]) for name in _LISTS}


def from_json(document: Mapping[str, Any]) -> OrderRules:
    """Read an edition; what an older one does not say is as by default."""
    known = {one.name for one in fields(OrderRules)}
    given = {name: value for name, value in document.items() if name in known}
    given |= {name: tuple(given[name]) for name in _LISTS if name in given}
    return OrderRules(**given)


@dataclass(frozen=True, slots=True)
class InstructionFacts:
    """What of an instruction may demand an order."""

    major: bool
    grave: bool
    ruled: bool
    reopened: bool
    self_given: bool

    @property
    def may_demand(self) -> bool:
        """Whether the rules are worth asking at all."""
        return not self.self_given and (self.major or self.grave or self.ruled or self.reopened)


def demand_of(facts: InstructionFacts, rules: OrderRules) -> Demand | None:
    """Return why an instruction demands an order; None when it does not.

    What a unit takes on itself is followed by its light alone: there is nobody to order.
    """
    if facts.self_given:
        return None
    reasons = (
        (facts.ruled, Demand.RULED),
        (facts.reopened, Demand.REOPENED),
        (facts.major, Demand.MAJOR),
        (facts.grave, Demand.GRAVE),
    )
    return next((why for holds, why in reasons if holds and why in rules.demands), None)
