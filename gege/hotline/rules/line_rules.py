"""The line: number, name, the line it has merged into, and its limits; one edition (R-072)."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Final

Emergency = tuple[str, str, str]
"""Number, name in Chinese, name in English."""
Window = tuple[str, str]
"""The first minute and the first minute after, as "20:00", within one day."""

_NUMBER: Final = re.compile(r"[0-9]{3,12}")
MOST_EMERGENCIES: Final = 12
LONGEST: Final[Mapping[str, int]] = {
    "name": 20,
    "name_en": 40,
    "told": 200,
    "told_en": 300,
}


@dataclass(frozen=True, slots=True)
class LineRules:
    """One edition. Limits not of the line's own are the rulebook's: a matter is called back by the
    due time of its own step.

    `told` is what callers are told of the merging. `tries` is how often somebody is called before
    they count as not reached, `wait_hours` the least time between, `window` the hours in which a
    resident is called or asked; `text_hours` how long a text waits for an answer before a person
    calls. `sample_percent` of settled matters whose reporter left a number and asked for nothing
    are called back too.
    """

    number: str = "6666880"
    name: str = "帮帮你"
    name_en: str = "Here to Help"
    merged_into: str = ""
    merged_on: str = ""
    told: str = ""
    told_en: str = ""
    answer_seconds: int = 15
    connection_percent: int = 95
    media_minutes: int = 3
    callback_hours: int = 24
    missed_hours: int = 2
    tries: int = 3
    wait_hours: int = 4
    window: Window = ("08:00", "20:00")
    text_hours: int = 24
    sample_percent: int = 10
    emergencies: tuple[Emergency, ...] = (
        ("110", "公安报警", "Police"),
        ("119", "火警", "Fire"),
        ("120", "急救", "Ambulance"),
        ("122", "交通事故", "Traffic accidents"),
    )

    def emergency(self, number: str) -> Emergency | None:
        """Return the emergency line with a number."""
        return next((one for one in self.emergencies if one[0] == number), None)


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "answer_seconds": (5, 60),
    "connection_percent": (50, 100),
    "media_minutes": (1, 60),
    "callback_hours": (1, 240),
    "missed_hours": (1, 72),
    "tries": (2, 10),
    "wait_hours": (1, 72),
    "text_hours": (1, 168),
    "sample_percent": (10, 100),
}
"""The least sample is a tenth (domain 2.6)."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a field: `range`, `not_a_number`, `empty`, `too_long`, `not_a_day`,
    `without_merging`, `not_a_time`, `emergency`, `twice`, `too_many`."""

    field: str
    word: str
    least: int = 0
    most: int = 0


def problems_of(rules: LineRules) -> list[LineProblem]:
    """Return all that is wrong with rules; empty when sound."""
    found = [
        LineProblem(name, "range", least, most)
        for name, (least, most) in RANGES.items()
        if not _whole(value := getattr(rules, name)) or not least <= value <= most
    ]
    found += [
        LineProblem(name, "too_long", most=most)
        for name, most in LONGEST.items()
        if len(getattr(rules, name)) > most
    ]
    found += [
        LineProblem(name, "empty") for name in ("name", "name_en") if not getattr(rules, name)
    ]
    if not _NUMBER.fullmatch(rules.number):
        found.append(LineProblem("number", "not_a_number"))
    found += _merging(rules)
    bounds = _window(rules.window)
    if bounds is None or bounds[1] - bounds[0] < timedelta(hours=1):
        found.append(LineProblem("window", "not_a_time"))
    return found + _emergencies(rules.emergencies)


def _merging(rules: LineRules) -> list[LineProblem]:
    if not rules.merged_into:
        named = [name for name in ("merged_on", "told", "told_en") if getattr(rules, name)]
        return [LineProblem(name, "without_merging") for name in named]
    found = []
    if not _NUMBER.fullmatch(rules.merged_into) or rules.merged_into == rules.number:
        found.append(LineProblem("merged_into", "not_a_number"))
    if _day(rules.merged_on) is None:
        found.append(LineProblem("merged_on", "not_a_day"))
    return found


def _emergencies(lines: tuple[Emergency, ...]) -> list[LineProblem]:
    if not 1 <= len(lines) <= MOST_EMERGENCIES:
        return [LineProblem("emergencies", "too_many", 1, MOST_EMERGENCIES)]
    for one in lines:
        number, zh, en = one if len(one) == 3 else ("", "", "")
        if not _NUMBER.fullmatch(number) or not 1 <= len(zh) <= 20 or len(en) > 40:
            return [LineProblem("emergencies", "emergency")]
    if len({one[0] for one in lines}) != len(lines):
        return [LineProblem("emergencies", "twice")]
    return []


@dataclass(frozen=True, slots=True)
class Shown:
    """The line as it is shown on one day: the number to call, and what it was or will be."""

    number: str
    name: str
    formerly: str = ""
    becomes: str = ""
    on: date | None = None
    told: str = ""


def shown_on(rules: LineRules, today: date, language: str = "zh-hans") -> Shown:
    """Return what is shown on a day: from the day of the merging the other line's number."""
    english = language.startswith("en")
    name = rules.name_en if english else rules.name
    told = (rules.told_en or rules.told) if english else rules.told
    on = _day(rules.merged_on) if rules.merged_into else None
    if on is None:
        return Shown(rules.number, name)
    if today >= on:
        return Shown(rules.merged_into, name, formerly=rules.number, on=on, told=told)
    return Shown(rules.number, name, becomes=rules.merged_into, on=on, told=told)


def within(rules: LineRules, local: datetime) -> datetime:
    """Return the first moment, not before this one, at which residents are called or asked.

    Both are on the county's clock.
    """
    bounds = _window(rules.window)
    if bounds is None:
        return local
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if local < midnight + bounds[0]:
        return midnight + bounds[0]
    if local >= midnight + bounds[1]:
        return midnight + timedelta(days=1) + bounds[0]
    return local


def to_json(rules: LineRules) -> dict[str, Any]:
    """Return rules as a document."""
    document = asdict(rules)
    document["window"] = list(rules.window)
    document["emergencies"] = [list(one) for one in rules.emergencies]
    return document


def from_json(document: Mapping[str, Any]) -> LineRules:
    """Return the rules of a document; what it lacks has its default."""
    known = {one.name for one in fields(LineRules)}
    given = {name: value for name, value in document.items() if name in known}
    if "window" in given:
        given["window"] = tuple(given["window"])
    if "emergencies" in given:
        given["emergencies"] = tuple(tuple(one) for one in given["emergencies"])
    return LineRules(**given)


def read_emergencies(text: str) -> tuple[Emergency, ...]:
    """Return emergency lines from what is typed: number, name, English name; one line each."""
    found = []
    for line in text.splitlines():
        parts = line.split(maxsplit=2)
        if parts:
            found.append((parts[0], *parts[1:], *[""] * (3 - len(parts)))[:3])
    return tuple((one[0], one[1], one[2]) for one in found)


def written_emergencies(lines: tuple[Emergency, ...]) -> str:
    """Return emergency lines as they are typed."""
    return "\n".join(" ".join(one).strip() for one in lines)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _window(window: Window) -> tuple[timedelta, timedelta] | None:
    try:
        begins, ends = (time.fromisoformat(one) for one in window)
    except (TypeError, ValueError):
        return None
    return (
        timedelta(hours=begins.hour, minutes=begins.minute),
        timedelta(hours=ends.hour, minutes=ends.minute),
    )
