"""The groups of the rail: their headings, their order, and which are folded in a long one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from gege.desk.navigation import Line

LONG: Final = 18
"""A rail of more lines folds its groups: it would not fit on the screen of an office."""


class Group(StrEnum):
    """A group of the rail; they stand in this order."""

    FIRST = "first"
    MATTERS = "matters"
    WORK = "work"
    OVERSIGHT = "oversight"
    FIGURES = "figures"
    LINE = "line"
    PUBLIC = "public"
    SETTING_UP = "set-up"


HEADINGS: Final[Mapping[Group, Promise | str]] = {
    Group.FIRST: "",
    Group.MATTERS: _("Matters"),
    Group.WORK: pgettext_lazy("rail", "Daily work"),
    Group.OVERSIGHT: _("Oversight"),
    Group.FIGURES: pgettext_lazy("rail", "Figures and map"),
    Group.LINE: pgettext_lazy("rail", "Hotline and messages"),
    Group.PUBLIC: pgettext_lazy("rail", "For residents"),
    Group.SETTING_UP: _("Set-up"),
}
PLACES: Final[Mapping[Group, int]] = {group: place for place, group in enumerate(Group)}
OPEN: Final = frozenset({Group.FIRST, Group.MATTERS, Group.WORK})
"""What is not folded: what most people come for."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A group as one request sees it. `folds` when it can be closed, `open` when it is not."""

    key: Group
    lines: Sequence[Line]
    folds: bool
    open: bool

    @property
    def heading(self) -> Promise | str:
        return HEADINGS[self.key]

    @property
    def waiting(self) -> int:
        """What waits in it altogether, for a group that is closed."""
        return sum(line.count or 0 for line in self.lines)


def grouped(lines: Iterable[Line]) -> list[Grouped]:
    """Put the lines of a rail, already in order, into their groups.

    In a long rail the groups can be closed, and all are but those of every day and the one of
    this page.
    """
    kept = list(lines)
    long = len(kept) > LONG
    found: dict[Group, list[Line]] = {}
    for line in kept:
        found.setdefault(line.group, []).append(line)
    return [
        Grouped(
            group,
            of_it,
            folds=long and group is not Group.FIRST,
            open=not long or group in OPEN or any(line.current for line in of_it),
        )
        for group, of_it in found.items()
    ]
