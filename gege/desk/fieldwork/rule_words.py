"""The names of the field rules on screen: what each one says, its unit, and in which part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gege.fieldwork.api import RANGES, FieldRules, RuleProblem

Text = str | Promise

MINUTES, METRES = pgettext_lazy("unit", "minutes"), pgettext_lazy("unit", "metres")
DAYS, SECONDS = pgettext_lazy("unit", "days"), pgettext_lazy("unit", "seconds")


@dataclass(frozen=True, slots=True)
class RuleName:
    """One rule: its label, its unit and what it means."""

    label: Text
    unit: Text = ""
    hint: Text = ""


PATROL: Final[Mapping[str, RuleName]] = {
    "morning": RuleName(
        gettext_lazy("Morning: from – to"),
        hint=gettext_lazy("A patrol that begins within these hours is the morning’s."),
    ),
    "afternoon": RuleName(
        gettext_lazy("Afternoon: from – to"),
        hint=gettext_lazy("A patrol that begins within these hours is the afternoon’s."),
    ),
    "early_minutes": RuleName(gettext_lazy("May begin earlier by"), MINUTES),
    "least_minutes": RuleName(gettext_lazy("Shortest patrol that counts"), MINUTES),
    "least_points": RuleName(
        gettext_lazy("Fewest points of a patrol that counts"), pgettext_lazy("unit", "points")
    ),
    "near_metres": RuleName(
        gettext_lazy("Near a point"),
        METRES,
        gettext_lazy("Within this distance a check-in by position is taken as one."),
    ),
    "round_minutes": RuleName(gettext_lazy("Length of a suggested round"), MINUTES),
}
POSITION: Final[Mapping[str, RuleName]] = {
    "thin_seconds": RuleName(gettext_lazy("At most one position every"), SECONDS),
    "thin_metres": RuleName(
        gettext_lazy("And only after"),
        METRES,
        gettext_lazy("Who stands still is one position."),
    ),
    "keep_track_days": RuleName(
        gettext_lazy("A track is kept for"),
        DAYS,
        gettext_lazy("Then it is removed for good; never longer than a month."),
    ),
}
PHONE: Final[Mapping[str, RuleName]] = {
    "terminals_by_code": RuleName(
        gettext_lazy("Only registered terminals may enter"),
        hint=gettext_lazy("With a code from the station; otherwise any phone of the worker."),
    ),
    "terminal_silent_days": RuleName(gettext_lazy("Ask for the password after a silence of"), DAYS),
    "lock_minutes": RuleName(gettext_lazy("Lock the screen after"), MINUTES),
    "offline_hours": RuleName(
        gettext_lazy("Work without a network for at most"), pgettext_lazy("unit", "hours")
    ),
    "photos_most": RuleName(
        gettext_lazy("Most photographs on a phone"), pgettext_lazy("unit", "photographs")
    ),
    "megabytes_most": RuleName(
        gettext_lazy("Most space on a phone"), pgettext_lazy("unit", "megabytes")
    ),
    "messages_most": RuleName(
        gettext_lazy("Most unsent messages on a phone"), pgettext_lazy("unit", "messages")
    ),
}
VISIT: Final[Mapping[str, RuleName]] = {
    "code_tries": RuleName(
        gettext_lazy("Tries for a resident’s code"), pgettext_lazy("unit", "tries")
    ),
    "visit_ahead_days": RuleName(gettext_lazy("Show visits ahead for"), DAYS),
}
PARTS: Final[tuple[tuple[Text, Mapping[str, RuleName]], ...]] = (
    (gettext_lazy("Patrols"), PATROL),
    (gettext_lazy("Positions"), POSITION),
    (gettext_lazy("Phones"), PHONE),
    (gettext_lazy("Visits"), VISIT),
)
NAMES: Final[Mapping[str, RuleName]] = {**PATROL, **POSITION, **PHONE, **VISIT}

PROBLEMS: Final[Mapping[str, Text]] = {
    "range": gettext_lazy("Please enter a number from %(least)s to %(most)s."),
    "not_a_time": gettext_lazy("This is not a time of day."),
    "backwards": gettext_lazy("It has to end after it begins."),
    "overlap": gettext_lazy("The afternoon begins before the morning is over."),
    "too_short_window": gettext_lazy("A patrol that counts does not fit in."),
    "not_yes_or_no": gettext_lazy("Say yes or no."),
}


def value_words(name: str, value: Any) -> str:
    """Return a rule's value with its unit."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return " – ".join(str(one) for one in value)
    return f"{value} {NAMES[name].unit}".strip()


def range_words(name: str) -> str:
    """Return the bounds of a rule; "" where it has none."""
    return " – ".join(str(one) for one in RANGES[name]) if name in RANGES else ""


def is_default(name: str, rules: FieldRules) -> bool:
    """Tell whether a rule is as the platform brings it."""
    return bool(getattr(rules, name) == getattr(FieldRules(), name))


def problem_words(problem: RuleProblem) -> str:
    """Return what is wrong with a rule, as a sentence."""
    text = str(PROBLEMS.get(problem.word, problem.word))
    return text % {"least": problem.least, "most": problem.most} if "%(" in text else text


def differences(before: FieldRules, after: FieldRules) -> list[tuple[Text, str, str]]:
    """Return (label, before, after) of every rule that two editions differ in."""
    return [
        (one.label, value_words(name, old), value_words(name, new))
        for name, one in NAMES.items()
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]
