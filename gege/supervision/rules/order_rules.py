"""The settings of follow-up orders: one edition."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from gege.supervision.rules.words import Demand


@dataclass(frozen=True, slots=True)
class OrderRules:
    """One edition. The receipt is due after working hours; an order that names no limit is due
    after `days` working days; an overdue one is reminded of each `again_days` working days, at
    most `again_most` times. `demands` are the reasons for which an instruction gets an order of
    its own in its own transaction (R-093)."""

    receipt_hours: int = 4
    days: int = 5
    again_days: int = 1
    again_most: int = 5
    demands: tuple[str, ...] = tuple(Demand)


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "receipt_hours": (1, 80),
    "days": (1, 250),
    "again_days": (1, 30),
    "again_most": (0, 30),
}


def problems_of(rules: OrderRules) -> list[str]:
    """Return the fields that are out of range or name what is unknown; empty when sound."""
    wrong = [
        name
        for name, (least, most) in RANGES.items()
        if not least <= int(getattr(rules, name)) <= most
    ]
    if not set(rules.demands) <= set(Demand) or len(set(rules.demands)) != len(rules.demands):
        wrong.append("demands")
    return wrong


def to_json(rules: OrderRules) -> dict[str, Any]:
    return {**asdict(rules), "demands": list(rules.demands)}


def from_json(document: Mapping[str, Any]) -> OrderRules:
    """Read an edition; what an older one does not say is as by default."""
    known = {one.name for one in fields(OrderRules)}
    given = {name: value for name, value in document.items() if name in known}
    if "demands" in given:
        given["demands"] = tuple(given["demands"])
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
