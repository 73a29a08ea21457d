"""Reading the filters of a list from its address, and the chips that say them.

What cannot be read narrows the list to nothing and is named on the page; it is never left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise

from gege.desk.api import Chip, Choice, Turns
from gege.kernel.area_codes import is_within
from gege.staff.api import Actor
from gege.territory.api import Atlas

LONGEST_TEXT: Final = 60
LONGEST_KEY: Final = 40
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
Text = str | Promise


@dataclass
class Address:
    """One address as it is read: `said` is what holds, `unreadable` the names that mean nothing."""

    query: Mapping[str, str]
    by: Actor
    atlas: Atlas
    said: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    @property
    def after(self) -> str:
        key = self.query.get("after", "")
        return key if len(key) <= LONGEST_KEY else ""

    def text(self, name: str) -> str:
        """Return a value without margins; "" when there is none or it cannot be one."""
        value = self.query.get(name, "").strip()
        if len(value) > LONGEST_TEXT or "\x00" in value:
            return self._wrong(name)
        self.said[name] = value
        return value

    def word(self, name: str, vocabulary: Collection[str]) -> str:
        """Return a word of a vocabulary, or ""."""
        value = self.text(name)
        return value if not value or value in vocabulary else self._wrong(name)

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if not value:
            return None
        try:
            day = date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            self._wrong(name)
            return None
        return day

    def area(self, name: str = "area") -> str:
        """Return an area inside the person's own; any other is no area for them."""
        value = self.text(name)
        if not value:
            return ""
        known = self.atlas.area(value) is not None
        return value if known and is_within(value, self.by.area_code or "-") else self._wrong(name)

    def turns(self, next_key: str) -> Turns:
        """Return the pager of the list."""
        return Turns(
            first=self.link() if self.after else "",
            next=self.link(after=next_key) if next_key else "",
        )

    def link(self, **changes: str) -> str:
        """Return the query of this list with changes, from its first page."""
        query = QueryDict(mutable=True)
        for name, value in (self.said | changes).items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    def areas(self, language: str) -> list[Choice]:
        """Return the areas to choose from: the way down to the chosen one, and one step below."""
        own = self.by.area_code
        chosen = self.said.get("area") or own
        way = [one.code for one in self.atlas.chain(chosen) if len(one.code) > len(own)]
        below = [one.code for one in self.atlas.children(chosen)]
        if not below and len(chosen) > len(own):
            below = [one.code for one in self.atlas.children(chosen[:-3])]
        codes = list(dict.fromkeys([*way, *below]))
        return [Choice(code, self.atlas.label(code, language)) for code in codes]

    def own_area(self, language: str) -> str:
        area = self.atlas.area(self.by.area_code)
        return area.name(language) if area else ""

    def chip(
        self,
        name: str,
        label: Text,
        choices: Iterable[Choice] = (),
        *,
        kind: str = "text",
        hint: Text = "",
    ) -> Chip:
        """Return the chip of a filter with what the address says of it."""
        return Chip(name, label, self.said.get(name, ""), tuple(choices), kind=kind, hint=hint)

    def _wrong(self, name: str) -> str:
        self.said[name] = ""
        self.unreadable.append(name)
        return ""


def choices_of(vocabulary: Mapping[str, Text], every: Text) -> list[Choice]:
    """Return a vocabulary as the choices of a chip, `every` first."""
    return [Choice("", every), *(Choice(str(word), name) for word, name in vocabulary.items())]
