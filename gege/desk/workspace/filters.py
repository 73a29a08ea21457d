"""The address of a list: what it asks for, and the sentence of chips that says it.

What cannot be read narrows the list to nothing and is named on the page; it is never left out,
because leaving a filter out would show more than was asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from django.http import QueryDict

from gege.desk.workspace.boxes import ORDERS, boxes_of, first_box
from gege.kernel.area_codes import is_within
from gege.kernel.typed_text import whole_number
from gege.matters.api import Box, Filter, Light, Order, State, words
from gege.staff.api import Actor
from gege.territory.api import Atlas

LONGEST_TEXT: Final = 100
LONGEST_KEY: Final = 80
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
PARAMETERS: Final = (
    "box",
    "q",
    "state",
    "light",
    "kind",
    "family",
    "channel",
    "holder",
    "area",
    "since",
    "until",
    "order",
)
"""What an address may say, in the order of the sentence; `after` turns the pages."""

_STATES: Final = frozenset(str(one) for one in State)
_ORDERS: Final = frozenset(str(one) for one in Order)
Word = TypeVar("Word", bound=StrEnum)


class Unreadable(Exception):  # noqa: N818 - an answer, not a fault
    """A value of the address that means nothing here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    `said` holds the values as they came, `unreadable` the names of those that mean nothing.
    """

    filter: Filter
    said: Mapping[str, str]
    after: str = ""
    unreadable: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether anything but box and order was chosen."""
        return any(self.said.get(name) for name in PARAMETERS if name not in ("box", "order"))

    def address(self, **changes: str) -> str:
        """Return the query of this list with changes, from its first page."""
        query = QueryDict(mutable=True)
        for name in PARAMETERS:
            value = changes.get(name, self.said.get(name, ""))
            if value:
                query[name] = value
        if changes.get("after"):
            query["after"] = changes["after"]
        return f"?{query.urlencode()}"


@dataclass
class _Reader:
    """Reads values one by one and remembers what it could not read."""

    query: Mapping[str, str]
    by: Actor
    atlas: Atlas
    said: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def text(self, name: str, most: int = LONGEST_TEXT) -> str:
        """Return a value without margins; "" when there is none or it cannot be one."""
        value = self.query.get(name, "").strip()
        self.said[name] = value[:most]
        if len(value) > most or "\x00" in value:
            self.said[name] = ""
            self.unreadable.append(name)
            return ""
        return value

    def word(self, name: str, vocabulary: type[Word]) -> Word | None:
        value = self.text(name)
        if not value:
            return None
        try:
            return vocabulary(value)
        except ValueError:
            self.unreadable.append(name)
            return None

    def states(self) -> tuple[str, ...]:
        """Return one state or several, with commas between them."""
        found = [one for one in self.text("state", 200).split(",") if one]
        if not _STATES.issuperset(found):
            self.unreadable.append("state")
            return ()
        return tuple(found)

    def kind(self) -> str:
        value = self.text("kind", 20)
        if value and not (value.isascii() and value.replace("-", "").isalnum()):
            self.unreadable.append("kind")
            return ""
        return value

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if not value:
            return None
        try:
            day = date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            self.unreadable.append(name)
            return None
        return day

    def holder(self) -> int | None:
        value = self.text("holder")
        if not value:
            return None
        whole = whole_number(value)
        if whole is None or self.atlas.unit(whole) is None:
            self.unreadable.append("holder")
            return None
        return whole

    def area(self) -> str:
        """Return an area inside the person's own; any other is no area for them."""
        value = self.text("area")
        if not value:
            return ""
        known = self.atlas.area(value) is not None
        if not known or not self.by.area_code or not is_within(value, self.by.area_code):
            self.unreadable.append("area")
            return ""
        return value


def read(query: Mapping[str, str], by: Actor, atlas: Atlas) -> Asked:
    """Read an address. Raises nothing, whatever stands in it."""
    reader = _Reader(query, by, atlas)
    box = reader.word("box", Box)
    if box is not None and box not in boxes_of(by.role):
        reader.unreadable.append("box")
    text = reader.text("q")
    box = box or (Box.ALL if text else first_box(by.role))
    until = reader.day("until")
    wanted = Filter(
        box=box,
        text=text,
        states=reader.states(),
        light=reader.word("light", Light) or "",
        kind=reader.kind(),
        family=reader.word("family", words.Family) or "",
        channel=reader.word("channel", words.Channel) or "",
        holder_id=reader.holder(),
        area_code=reader.area(),
        since=reader.day("since"),
        until=until + timedelta(days=1) if until else None,
    )
    order = query.get("order", "") if query.get("order", "") in _ORDERS else ""
    wanted = replace(wanted, order=Order(order) if order else ORDERS[box])
    said = reader.said | {"box": str(box), "order": order}
    # A key that is none begins at the first page; it cannot show what the filter does not.
    after = query.get("after", "")
    return Asked(
        wanted,
        said,
        after if len(after) <= LONGEST_KEY else "",
        tuple(dict.fromkeys(reader.unreadable)),
    )
