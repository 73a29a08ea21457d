"""The address of the list of visits, and the sentence of chips that says it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import pgettext, pgettext_lazy

from gege.desk.api import Chip, Choice
from gege.desk.fieldwork.addresses import Address, choices_of
from gege.fieldwork.api import VisitBox, VisitFilter, names

BOXES: Final = {
    VisitBox.DUE: pgettext_lazy("visits", "planned"),
    VisitBox.OVERDUE: pgettext_lazy("visits", "overdue"),
    VisitBox.MADE: pgettext_lazy("visits", "made"),
    VisitBox.UNCONFIRMED: pgettext_lazy("visits", "services not confirmed"),
    VisitBox.ALL: pgettext_lazy("visits", "all"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    address: Address
    filter: VisitFilter

    @property
    def narrowed(self) -> bool:
        wanted = VisitFilter(box=self.filter.box)
        return self.filter != wanted


def read(address: Address) -> Asked:
    """Read an address. Raises nothing, whatever stands in it."""
    box = address.word("box", {str(one) for one in VisitBox}) or VisitBox.DUE
    link = address.text("link")
    link_uid: UUID | None = None
    if link:
        try:
            link_uid = UUID(link)
        except ValueError:
            address.said["link"] = ""
            address.unreadable.append("link")
    until = address.day("until")
    chosen = VisitFilter(
        # The log of a household is all of it.
        box=VisitBox(box) if address.said.get("box") or not link else VisitBox.ALL,
        purpose=address.word("purpose", {str(one) for one in names.PURPOSES}),
        state=address.word("state", {str(one) for one in names.VISIT_STATES}),
        area_code=address.area(),
        mine=address.word("mine", ("yes",)) == "yes",
        link=link_uid,
        since=address.day("since"),
        until=until + timedelta(days=1) if until else None,
    )
    return Asked(address, chosen)


def chips_of(asked: Asked, language: str) -> list[Chip]:
    """Return the chips in the order in which they read."""
    address, every = asked.address, pgettext("filter", "any")
    boxes = [Choice(str(box), name) for box, name in BOXES.items()]
    box = Chip("box", pgettext("filter", "list"), str(asked.filter.box), tuple(boxes))
    anyone = [
        Choice("", pgettext("filter", "anyone")),
        Choice("yes", pgettext("filter", "me")),
    ]
    areas = [Choice("", address.own_area(language)), *address.areas(language)]
    chips = [
        box,
        address.chip(
            "purpose", pgettext("filter of visits", "for"), choices_of(names.PURPOSES, every)
        ),
        address.chip("area", pgettext("filter", "in"), areas),
        address.chip("mine", pgettext("filter", "by"), anyone),
        address.chip("since", pgettext("filter of days", "from"), kind="date"),
        address.chip("until", pgettext("filter", "to"), kind="date"),
    ]
    if asked.filter.box in (VisitBox.MADE, VisitBox.ALL):
        outcomes = choices_of(names.VISIT_STATES, every)
        chips.insert(1, address.chip("state", pgettext("filter", "in the state"), outcomes))
    return chips
