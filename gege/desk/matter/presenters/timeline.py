"""The time line: what each line of the ledger says, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gege.desk.matter.presenters.reading import (
    Reading,
    change,
    days_in_words,
    length,
    limit_in_words,
    named,
)
from gege.desk.parts import Fact, Photo, Step
from gege.matters.api import Instruction, TraceStep, names
from gege.staff.api import ROLE_NAMES, Role

SPEAKS_FOR_ITSELF: Final = frozenset({"attach", "note", "urge"})
"""Steps that leave the matter where it is: drawn small."""

_TOGETHER: Final = timedelta(minutes=1)
_WORTH_TELLING: Final = 60
"""Seconds: what took less was done in the same breath."""

_CHANGES: Final[Mapping[str, Promise]] = {
    "state": gettext_lazy("State"),
    "holder": gettext_lazy("Held by"),
    "lead": gettext_lazy("Lead unit"),
    "kind": gettext_lazy("Kind"),
    "severity": gettext_lazy("Urgency"),
    "intent": gettext_lazy("Intent"),
    "area_code": gettext_lazy("Place"),
    "due_at": gettext_lazy("Due at"),
    "first_due_at": gettext_lazy("First response due"),
    "outcome": gettext_lazy("Result"),
}
_VOCABULARIES: Final[Mapping[str, Any]] = {
    "state": names.STATES,
    "severity": names.SEVERITIES,
    "intent": names.INTENTS,
    "outcome": names.OUTCOMES,
    "contact": names.CONTACTS,
    "satisfaction": names.SATISFACTIONS,
    "channel": names.CHANNELS,
}
_REASONS: Final[Mapping[str, Any]] = {
    "pause": names.PAUSE_REASONS,
    "decline": names.DECLINE_REASONS,
}


def timeline(reading: Reading, photos: Mapping[str, Photo]) -> list[Step]:
    """Return the steps, newest first. `photos` are the matter's files by their digest."""
    late = late_endings(reading.page.instructions)
    steps = reading.page.steps
    found: list[Step] = []
    for one in steps:
        step = _step(reading, one, photos, late=one.entry.at in late, first=one is steps[-1])
        if found and _one_sending(found[-1], step):
            found[-1] = replace(found[-1], photos=(*step.photos, *found[-1].photos), took=step.took)
        else:
            found.append(step)
    return found


def _one_sending(later: Step, earlier: Step) -> bool:
    """Tell whether two steps are files that one person sent together."""
    return bool(
        later.photos
        and earlier.photos
        and later.who == earlier.who
        and later.at - earlier.at <= _TOGETHER
    )


def late_endings(instructions: Iterable[Instruction]) -> frozenset[datetime]:
    """Return the moments at which work was completed late."""
    return frozenset(
        one.ended_at for one in instructions if one.late and one.ended_at and one.ended_how
    )


def step_in_words(reading: Reading, one: TraceStep) -> Step:
    """Tell one line alone, as a page does that says what happened meanwhile."""
    return _step(reading, one, {}, late=False, first=False)


def _step(
    reading: Reading, one: TraceStep, photos: Mapping[str, Photo], *, late: bool, first: bool
) -> Step:
    entry, payload = one.entry, one.payload
    photo = photos.get(payload.get("file", ""))
    system = entry.role == Role.SYSTEM
    return Step(
        deed=named(names.DEEDS, entry.deed),
        at=entry.at,
        who=str(ROLE_NAMES[Role.SYSTEM]) if system else _who(entry.name, entry.role),
        unit="" if system else reading.unit(entry.unit_id) or entry.unit,
        took=None if first or one.took_seconds < _WORTH_TELLING else _length(one),
        late=late or entry.deed == "overdue",
        said=_said(payload),
        internal=entry.deed == "note",
        minor=entry.deed in SPEAKS_FOR_ITSELF,
        photos=(photo,) if photo else (),
        facts=[*_changes(reading, payload, entry.unit), *_more(reading, entry.deed, payload)],
    )


def _length(one: TraceStep) -> timedelta:
    return timedelta(seconds=one.took_seconds)


def _who(name: str, role: str) -> str:
    return f"{name} · {ROLE_NAMES[Role(role)]}" if role in set(Role) else name


def _said(payload: Mapping[str, Any]) -> str:
    """Return what the person wrote: the reason, else the words."""
    return str(payload.get("reason") or payload.get("words") or "")


def _changes(reading: Reading, payload: Mapping[str, Any], unit: str) -> list[Fact]:
    before, after = payload.get("before", {}), payload.get("after", {})
    return [
        Fact(label, change(_plain(reading, key, before.get(key)), _plain(reading, key, after[key])))
        for key, label in _CHANGES.items()
        if after.get(key) not in (None, "") and not _said_twice(key, after, unit)
    ]


def _said_twice(key: str, after: Mapping[str, Any], unit: str) -> bool:
    """The lead unit that holds the matter, or signs the step, need not be named again."""
    return key == "lead" and after["lead"] in (after.get("holder"), unit)


def _plain(reading: Reading, key: str, value: Any) -> Any:
    if value in (None, ""):
        return None
    if key in _VOCABULARIES:
        return named(_VOCABULARIES[key], value)
    if key in ("holder", "lead"):
        return reading.unit_called(str(value))
    if key == "kind":
        return reading.kind(str(value))
    if key == "area_code":
        return reading.place(str(value))
    if key in ("due_at", "first_due_at"):
        return reading.when(datetime.fromisoformat(str(value)))
    return value


def _more(reading: Reading, deed: str, payload: Mapping[str, Any]) -> list[Fact]:
    """Say the words and figures that a step keeps beside what it changed."""
    found: list[tuple[str, Any]] = []
    if payload.get("done_at"):
        # Done without a network and heard of later: the line stands where it was heard.
        done_at = datetime.fromisoformat(str(payload["done_at"]))
        found.append((_("Done already at"), reading.when(done_at)))
    if "channel" in payload.get("after", {}):
        found.append((_("Channel"), named(names.CHANNELS, payload["after"]["channel"])))
    if payload.get("tried"):
        found.append((_("Tried so far"), payload["tried"]))
    if payload.get("assisting"):
        found.append((_("Assisting"), reading.units_called(payload["assisting"])))
    if "limit" in payload:
        amount, unit = str(payload["limit"]).split()
        found.append((_("Limit"), limit_in_words(int(amount), unit)))
    if payload.get("why"):
        found.append((_("Ground"), named(_REASONS.get(deed, {}), payload["why"])))
    if payload.get("until"):
        found.append((_("At most until"), reading.when(datetime.fromisoformat(payload["until"]))))
    if payload.get("days"):
        found.append((_("More time"), days_in_words(int(payload["days"]))))
    if "stood" in payload:
        found.append((_("The clock stood"), length(float(str(payload["stood"]).rstrip("s")))))
    if payload.get("parent"):
        found.append((_("Merged into"), payload["parent"]))
    if payload.get("contact"):
        found.append((_("Answer"), named(names.CONTACTS, payload["contact"])))
    if payload.get("satisfaction"):
        found.append((_("Satisfaction"), named(names.SATISFACTIONS, payload["satisfaction"])))
    if payload.get("tries"):
        found.append((_("Try"), payload["tries"]))
    if payload.get("light_withdrawn") not in (None, "", "none"):
        found.append((_("Light withdrawn"), named(names.LIGHTS, payload["light_withdrawn"])))
    return [Fact(label, value) for label, value in found]
