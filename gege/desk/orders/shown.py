"""An order as its page draws it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gege.desk.parts import Fact, Step
from gege.kernel.masks import masked_number
from gege.staff.api import Actor, Role
from gege.supervision.api import Order, OrderEntry, OrderPage, OrderState, Origin, names
from gege.territory.api import Atlas

_DIGITS: Final = re.compile(r"[0-9]{7,17}[0-9Xx]?")


@dataclass(frozen=True, slots=True)
class Line:
    """One order in a list."""

    order: Order
    light: str
    state: str
    to: str
    by: str


def line_of(order: Order, atlas: Atlas, now: datetime) -> Line:
    """Return an order as a line of a list."""
    return Line(
        order,
        light_of(order, now),
        names.name_of(names.STATES, order.state),
        _unit(atlas, order.to_unit_id),
        _unit(atlas, order.by_unit_id),
    )


def light_of(order: Order, now: datetime) -> str:
    return "ended" if order.state == OrderState.WITHDRAWN else str(order.light(now))


def facts_of(page: OrderPage, atlas: Atlas) -> list[Fact]:
    """Return what the head of an order says."""
    order = page.order
    origin = names.name_of(names.ORIGINS, order.origin) if order.kind == "follow_up" else ""
    found = [
        Fact(pgettext("order", "To"), _unit(atlas, order.to_unit_id)),
        Fact(pgettext("order", "By"), _unit(atlas, order.by_unit_id), hint=order.by_name),
    ]
    if origin:
        hint = names.name_of(names.DEMANDS, order.demand) if order.demand else ""
        if order.origin == Origin.DECISION:
            hint = str(order.decided_on)
        found.append(Fact(_("Why it was issued"), origin, hint=hint))
    if order.urgings:
        found.append(Fact(pgettext("order", "Urged"), order.urgings))
    if order.returns:
        found.append(Fact(_("Answers sent back"), order.returns))
    return found


def steps_of(order: Order, entries: Sequence[OrderEntry], atlas: Atlas, by: Actor) -> list[Step]:
    """Return the time line, newest first: what was written, and when it was signed and closed."""
    steps = [Step(names.name_of(names.STEPS, "issue"), order.issued_at, order.by_name,
                  _unit(atlas, order.by_unit_id), said=plain(order.words, by))]  # fmt: skip
    first_words = {entry.deed: entry.at for entry in reversed(entries)}
    received = order.received_at
    if received is not None and received not in first_words.values():
        label = names.name_of(names.STEPS, "receive")
        steps.append(Step(label, received, unit=_unit(atlas, order.to_unit_id)))
    steps += [
        Step(
            names.name_of(names.STEPS, entry.deed),
            entry.at,
            entry.name,
            _unit(atlas, entry.unit_id) if entry.unit_id else "",
            said=plain(entry.words, by),
            late=entry.deed == "reply" and entry.at > order.due_at,
        )
        for entry in entries
    ]
    if order.state == OrderState.CLOSED and order.closed_at is not None:
        label = names.name_of(names.STEPS, "close")
        unit = _unit(atlas, order.by_unit_id)
        steps.append(Step(label, order.closed_at, unit=unit, said=plain(order.result, by)))
    steps.sort(key=lambda step: step.at)
    return steps[::-1]


def plain(words: str, by: Actor) -> str:
    """Return what somebody wrote; the electronic supervision reads no number of a person in it
    (domain 5.15: pseudonymised)."""
    if by.role is not Role.ELECTRONIC_SUPERVISOR:
        return words
    return _DIGITS.sub(lambda found: masked_number(found[0]), words)


def _unit(atlas: Atlas, unit_id: int) -> str:
    unit = atlas.unit(unit_id)
    return unit.short(get_language() or "") if unit else ""
