"""The shapes that the parts of a page take. A view makes them; a template only places them.

`docs/look.md` shows each with its part. Labels may be lazy translations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the last has no `href`."""

    label: Text
    href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of a sentence: `name` is its parameter in the address.

    With `choices` it is a list to choose from, else a field of `kind` (text, search or date).
    The first choice is usually `Choice("", "all")`; a chip is shown as set when `value` is not
    empty.
    """

    name: str
    label: Text
    value: str = ""
    choices: Sequence[Choice] = ()
    kind: str = "text"
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A head of a list that sorts. `direction` is "", "ascending" or "descending"."""

    label: Text
    href: str = ""
    direction: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Turns:
    """The pager by key: addresses of the neighbours, "" where there is none."""

    first: str = ""
    previous: str = ""
    next: str = ""
    shown: Text = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button that says its deed.

    With `post` it is a form of its own that sends at once; otherwise a link to the page of the
    deed, opened under the head by htmx where there is script. `ask` is the question put once
    before a grave deed. `refused` says why it cannot be done now and disables it.
    """

    label: Text
    href: str
    post: bool = False
    grave: bool = False
    ask: Text = ""
    refused: Text = ""
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a description list. `value` may be HTML that was made safe."""

    label: Text
    value: object
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph or paper: the address of its small and its full picture."""

    href: str
    thumbnail: str = ""
    name: str = ""
    at: datetime | None = None
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a time line. `took` is the time since the step before it."""

    deed: Text
    at: datetime
    who: Text = ""
    unit: Text = ""
    took: timedelta | None = None
    late: bool = False
    said: Text = ""
    internal: bool = False
    minor: bool = False
    photos: Sequence[Photo] = ()
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A big number with what makes it honest: denominator, period, meaning and records."""

    name: Text
    value: int | float | None
    unit: Text = ""
    of: int | None = None
    of_label: Text = ""
    period: Text = ""
    meaning: Text = ""
    href: str = ""
    light: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart, written out as well. `light` colours it where it is a light."""

    label: Text
    value: float
    href: str = ""
    light: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a line chart: its points by day, and its name beside its last point."""

    name: Text
    points: Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter in a list. `light` is a value of `Light`, "paused" or "ended".

    `state` has a column of its own where the list is drawn `with_state`.
    """

    number: str
    title: str
    href: str
    light: str = "none"
    place: str = ""
    holder: str = ""
    due_at: datetime | None = None
    settled: bool = False
    marks: Sequence[Text] = field(default_factory=tuple)
    new: bool = False
    at: datetime | None = None
    state: Text = ""
