"""The sentence of a list: every filter as a chip with what can be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from gege.desk.api import Chip, Choice, Column
from gege.desk.workspace.boxes import NAMES, ORDER_NAMES, ORDERS, boxes_of
from gege.desk.workspace.filters import Asked
from gege.matters.api import Box, Order, Setting, names
from gege.staff.api import Actor
from gege.territory.api import Atlas, UnitFacts

Text = str | Promise

LABELS: Final[Mapping[str, Text]] = {
    "box": pgettext_lazy("filter", "list"),
    "q": pgettext_lazy("filter", "with the words"),
    "state": pgettext_lazy("filter", "in the state"),
    "light": pgettext_lazy("filter", "with the light"),
    "kind": pgettext_lazy("filter", "of the kind"),
    "family": pgettext_lazy("filter", "of the family"),
    "channel": pgettext_lazy("filter", "that came by"),
    "holder": pgettext_lazy("filter", "held by"),
    "area": pgettext_lazy("filter", "in"),
    "since": pgettext_lazy("filter", "reported from"),
    "until": pgettext_lazy("filter", "to"),
    "order": pgettext_lazy("filter", "with"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Makes the chips of one list for one person."""

    asked: Asked
    by: Actor
    setting: Setting
    language: str

    def chips(self) -> list[Chip]:
        """Return the chips, in the order in which they read."""
        every = Choice("", pgettext("filter", "any"))
        return [
            self._chip("box", self._boxes()),
            self._typed("q", "search", _("number, words, place")),
            self._chip("state", [every, *self._states()]),
            self._chip("light", [every, *_choices(names.LIGHTS)]),
            self._chip("area", [Choice("", self._own_area()), *self._areas()]),
            self._chip("kind", [every, *self._kinds()]),
            self._chip("family", [every, *_choices(names.FAMILIES)]),
            self._chip(
                "channel",
                [Choice("", pgettext("filter", "any channel")), *_choices(names.CHANNELS)],
            ),
            self._chip("holder", [Choice("", pgettext("filter", "anyone")), *self._holders()]),
            self._typed("since", "date"),
            self._typed("until", "date"),
            self._chip("order", self._orders()),
        ]

    def sorts(self) -> dict[str, Column]:
        """Return the heads that sort: by due time, and by number in both directions."""
        order, box = self.asked.filter.order, self.asked.filter.box
        turned = Order.OLDEST if order is Order.NEWEST else Order.NEWEST
        directions = {Order.NEWEST: "descending", Order.OLDEST: "ascending"}
        heads = {
            "number": Column(
                _("Number"), self._by_order(turned), directions.get(order, ""), "on-desk"
            )
        }
        if box not in (Box.ALL, Box.WATCHED):
            direction = "ascending" if order is Order.DUE else ""
            heads["due"] = Column(_("Next step due"), self._by_order(Order.DUE), direction)
        return heads

    def unreadable(self) -> list[Text]:
        """Return the names of what the address asks for in vain."""
        return [LABELS[name] for name in self.asked.unreadable]

    def _by_order(self, order: Order) -> str:
        return self.asked.address(order=str(order))

    def _chip(self, name: str, choices: list[Choice]) -> Chip:
        value = self.asked.said.get(name, "")
        if name in self.asked.unreadable:
            value = ""
        return Chip(name, LABELS[name], value, tuple(choices))

    def _typed(self, name: str, kind: str, hint: str = "") -> Chip:
        value = "" if name in self.asked.unreadable else self.asked.said.get(name, "")
        return Chip(name, LABELS[name], value, kind=kind, hint=hint)

    def _boxes(self) -> list[Choice]:
        return [Choice(str(box), NAMES[box]) for box in boxes_of(self.by.role)]

    def _orders(self) -> list[Choice]:
        box = self.asked.filter.box
        return [
            Choice("" if order is ORDERS[box] else str(order), name)
            for order, name in ORDER_NAMES.items()
            if order is not Order.DUE or box not in (Box.ALL, Box.WATCHED)
        ]

    def _states(self) -> Iterable[Choice]:
        chosen = self.asked.said.get("state", "")
        if "," in chosen and "state" not in self.asked.unreadable:
            words = [str(names.name_of(names.STATES, one)) for one in chosen.split(",") if one]
            yield Choice(chosen, _(", ").join(words))
        yield from _choices(names.STATES)

    def _kinds(self) -> list[Choice]:
        """Return the kinds of the edition in force, and the one chosen if it is older."""
        try:
            book = self.setting.book
        except LookupError:
            return []
        chosen = self.asked.said.get("kind", "")
        choices = [Choice(kind.code, kind.name(self.language)) for kind in book.live_kinds]
        if chosen and not any(one.value == chosen for one in choices):
            name = book.kind(chosen).name(self.language) if book.has(chosen) else chosen
            choices.insert(0, Choice(chosen, name))
        return choices

    def _own_area(self) -> str:
        area = self.setting.atlas.area(self.by.area_code)
        return area.name(self.language) if area else ""

    def _areas(self) -> list[Choice]:
        """Return the way down to the chosen area, and what lies one step below it."""
        atlas, own = self.setting.atlas, self.by.area_code
        chosen = self.asked.filter.area_code or own
        way = [one.code for one in atlas.chain(chosen) if len(one.code) > len(own)]
        below = [one.code for one in atlas.children(chosen)]
        if not below and len(chosen) > len(own):
            below = [one.code for one in atlas.children(chosen[:-3])]
        codes = list(dict.fromkeys([*way, *below]))
        return [Choice(code, atlas.label(code, self.language)) for code in codes]

    def _holders(self) -> list[Choice]:
        atlas, own = self.setting.atlas, self.by.area_code
        units: list[UnitFacts | None] = [atlas.unit(self.by.unit_id or 0)]
        units.append(atlas.unit(self.asked.filter.holder_id or 0))
        units.append(atlas.platform_unit(own))
        units += [atlas.platform_unit(area.code) for area in atlas.children(own)]
        units += _departments(atlas, own)
        known = {unit.id: unit for unit in units if unit is not None}
        return [Choice(str(one.id), one.short(self.language)) for one in known.values()]


def _departments(atlas: Atlas, own: str) -> list[UnitFacts]:
    """Return the departments that may hold a matter of an area: its own and those above."""
    return [
        unit
        for unit in atlas.departments()
        if own.startswith(unit.area_code) or unit.area_code.startswith(own)
    ]


def _choices(vocabulary: Mapping[str, Text]) -> list[Choice]:
    return [Choice(str(word), name) for word, name in vocabulary.items()]
