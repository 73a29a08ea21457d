"""The ready-made lists: which a role has, in what order they stand, what an empty one says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.matters.api import Box, Order
from gege.staff.api import Role, may_write

Text = str | Promise

NAMES: Final[Mapping[Box, Text]] = {
    Box.MINE: pgettext_lazy("box", "Mine to act on"),
    Box.NEAR_DUE: pgettext_lazy("box", "Near due"),
    Box.OVERDUE: pgettext_lazy("box", "Overdue"),
    Box.WATCHED: pgettext_lazy("box", "Watched"),
    Box.OPEN: pgettext_lazy("box", "All open"),
    Box.ALL: pgettext_lazy("box", "All matters"),
}

MEANINGS: Final[Mapping[Box, Text]] = {
    Box.MINE: _("Open matters that your unit holds: the next step is yours."),
    Box.NEAR_DUE: _("Open matters within your area whose light is yellow now."),
    Box.OVERDUE: _("Open matters within your area whose light is red now."),
    Box.WATCHED: _("Matters that you put on your own list, open or ended."),
}

ORDERS: Final[Mapping[Box, Order]] = {
    Box.MINE: Order.DUE,
    Box.NEAR_DUE: Order.DUE,
    Box.OVERDUE: Order.DUE,
    Box.WATCHED: Order.NEWEST,
    Box.OPEN: Order.NEWEST,
    Box.ALL: Order.NEWEST,
}

ORDER_NAMES: Final[Mapping[Order, Text]] = {
    Order.DUE: _("the next step due first"),
    Order.NEWEST: _("the newest first"),
    Order.OLDEST: _("the oldest first"),
}


@dataclass(frozen=True, slots=True)
class Nothing:
    """What an empty list says: what there is none of, and what would appear."""

    title: Text
    text: Text


EMPTY: Final[Mapping[Box, Nothing]] = {
    Box.MINE: Nothing(
        _("Nothing waits for you"),
        _("A matter that is reported to your unit, escalated to it or given to it appears here."),
    ),
    Box.NEAR_DUE: Nothing(
        _("Nothing is near due"),
        _("A matter appears here when little of its time is left, and leaves when it is done."),
    ),
    Box.OVERDUE: Nothing(
        _("Nothing is overdue"),
        _("An open matter appears here once its time is over."),
    ),
    Box.WATCHED: Nothing(
        _("You watch no matter"),
        _("Choose “Watch” on the page of a matter, and it appears here until you let it go."),
    ),
    Box.OPEN: Nothing(
        _("No matter is open"),
        _("A matter that is reported within your area appears here until it has ended."),
    ),
    Box.ALL: Nothing(
        _("There is no matter yet"),
        _("Every matter that is reported within your area appears here and stays."),
    ),
}

NARROWED: Final = Nothing(
    _("No matter fits"),
    _("Matters that fit all of the choices above would stand here. Take one of them back."),
)
UNREADABLE: Final = Nothing(
    _("This cannot be read"),
    _("The address asks for something that does not exist here, so nothing is shown."),
)


def boxes_of(role: Role) -> tuple[Box, ...]:
    """Return the boxes of a role: who may do nothing has nothing to act on."""
    return tuple(box for box in Box if box is not Box.MINE or may_write(role))


def first_box(role: Role) -> Box:
    """Return the box that a list begins with."""
    return Box.MINE if may_write(role) else Box.OVERDUE
