"""The words of field work on screen, in both languages; one place for every vocabulary."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.fieldwork.errors import FieldError
from gege.fieldwork.rules import words as w
from gege.fieldwork.rules.patrols import Standing
from gege.fieldwork.sentences import merged
from gege.fieldwork.sentences.terminals import ASSET_PROBLEMS as _ASSET_PROBLEMS

POINT_KINDS: Final[Mapping[str, Promise | str]] = {
    w.PointKind.BUILDING: pgettext_lazy("point", "Building"),
    w.PointKind.PLACE: pgettext_lazy("point", "Key place"),
    w.PointKind.FACILITY: pgettext_lazy("point", "Facility"),
}

HALVES: Final[Mapping[str, Promise | str]] = {
    w.Half.MORNING: pgettext_lazy("patrol", "Morning"),
    w.Half.AFTERNOON: pgettext_lazy("patrol", "Afternoon"),
    w.Half.EXTRA: pgettext_lazy("patrol", "Extra"),
}

STANDINGS: Final[Mapping[str, Promise | str]] = {
    Standing.TO_COME: pgettext_lazy("half-day", "To come"),
    Standing.OPEN_NOW: pgettext_lazy("half-day", "To be walked now"),
    Standing.RUNNING: pgettext_lazy("half-day", "Under way"),
    Standing.DONE: pgettext_lazy("half-day", "Walked"),
    Standing.NOT_COUNTED: pgettext_lazy("half-day", "Walked, does not count"),
    Standing.MISSED: pgettext_lazy("half-day", "Not walked"),
    Standing.EXCUSED: pgettext_lazy("half-day", "Excused"),
    Standing.OFF_DUTY: pgettext_lazy("half-day", "Not on duty"),
}

HOWS: Final[Mapping[str, Promise | str]] = {
    w.How.POSITION: pgettext_lazy("check-in", "by position"),
    w.How.CODE: pgettext_lazy("check-in", "by the code at the door"),
    w.How.HAND: pgettext_lazy("check-in", "by hand"),
}

FAULTS: Final[Mapping[str, Promise | str]] = {
    w.Fault.OUTSIDE_WINDOW: _("It was begun outside the hours of a patrol"),
    w.Fault.TOO_SHORT: _("It was shorter than it has to be"),
    w.Fault.TOO_FEW_POINTS: _("Too few points were passed"),
    w.Fault.NEVER_ENDED: _("It was never ended by its walker"),
}

EXCUSE_REASONS: Final[Mapping[str, Promise | str]] = {
    w.ExcuseReason.LEAVE: pgettext_lazy("excuse", "Leave"),
    w.ExcuseReason.WEATHER: pgettext_lazy("excuse", "Weather"),
    w.ExcuseReason.OTHER_DUTY: pgettext_lazy("excuse", "Other duty"),
    w.ExcuseReason.TRAINING: pgettext_lazy("excuse", "Training"),
}

PURPOSES: Final[Mapping[str, Promise | str]] = {
    w.Purpose.SERVICE: pgettext_lazy("visit", "Doorstep service"),
    w.Purpose.CARE: pgettext_lazy("visit", "Care"),
    w.Purpose.OPINION: pgettext_lazy("visit", "Collecting opinions"),
    w.Purpose.SAFETY: pgettext_lazy("visit", "Safety advice"),
    w.Purpose.MEDIATION: pgettext_lazy("visit", "Mediation"),
    w.Purpose.COLLECTION: pgettext_lazy("visit", "Collecting data"),
    w.Purpose.CONTACT: pgettext_lazy("visit", "Keeping in touch"),
}

VISIT_STATES: Final[Mapping[str, Promise | str]] = {
    w.VisitState.PLANNED: pgettext_lazy("visit", "Planned"),
    w.VisitState.DONE: pgettext_lazy("visit", "Done"),
    w.VisitState.REFUSED: pgettext_lazy("visit", "Declined by the household"),
    w.VisitState.ABSENT: pgettext_lazy("visit", "Nobody there"),
    w.VisitState.CANCELLED: pgettext_lazy("visit", "Cancelled"),
}

CONFIRMS: Final[Mapping[str, Promise | str]] = {
    w.Confirm.NOT_YET: pgettext_lazy("confirmed", "Not confirmed yet"),
    w.Confirm.CODE: pgettext_lazy("confirmed", "Confirmed with a code"),
    w.Confirm.TAP: pgettext_lazy("confirmed", "Confirmed on the worker's phone"),
    w.Confirm.CALL: pgettext_lazy("confirmed", "Confirmed when the station called"),
    w.Confirm.DENIED: pgettext_lazy("confirmed", "The resident says it was not done"),
}

CAMPAIGN_STATES: Final[Mapping[str, Promise | str]] = {
    w.CampaignState.DRAFT: pgettext_lazy("campaign", "Draft"),
    w.CampaignState.OPEN: pgettext_lazy("campaign", "Running"),
    w.CampaignState.CLOSED: pgettext_lazy("campaign", "Closed"),
}

OUTCOMES: Final[Mapping[str, Promise | str]] = {
    w.Outcome.DONE: pgettext_lazy("door", "Done"),
    w.Outcome.REFUSED: pgettext_lazy("door", "Declined"),
    w.Outcome.ABSENT: pgettext_lazy("door", "Nobody there"),
    w.Outcome.REVISIT: pgettext_lazy("door", "To visit again"),
}

CHECK_STATES: Final[Mapping[str, Promise | str]] = {
    w.CheckState.NONE: pgettext_lazy("sample", "Not drawn"),
    w.CheckState.DUE: pgettext_lazy("sample", "To be checked"),
    w.CheckState.AGREED: pgettext_lazy("sample", "Agrees"),
    w.CheckState.DIFFERS: pgettext_lazy("sample", "Differs"),
}

TERMINAL_STATES: Final[Mapping[str, Promise | str]] = {
    w.TerminalState.STOCK: pgettext_lazy("terminal", "In stock"),
    w.TerminalState.IN_USE: pgettext_lazy("terminal", "In use"),
    w.TerminalState.LOST: pgettext_lazy("terminal", "Reported lost"),
    w.TerminalState.REVOKED: pgettext_lazy("terminal", "Revoked"),
    w.TerminalState.RETIRED: pgettext_lazy("terminal", "Retired"),
}

ASSET_PROBLEMS: Final = _ASSET_PROBLEMS
"""What is wrong with a line of the list of devices."""

SENTENCES: Final[Mapping[str, Promise | str]] = merged()


def sentence_of(error: FieldError) -> str:
    """Return what an error says to the person, in their language."""
    return sentence(error.word, error.values)


def sentence(word: str, values: Mapping[str, Any]) -> str:
    """Return a word's sentence; the word itself where this version does not know it."""
    text = str(SENTENCES.get(word, word))
    return text % values if values else text


def choices(names: Mapping[str, Promise | str]) -> list[tuple[str, Promise | str]]:
    """Return a vocabulary as the choices of a form."""
    return [(str(word), name) for word, name in names.items()]


def name_of(names: Mapping[str, Promise | str], word: str | StrEnum) -> Any:
    """Return a word's name; the word itself where there is none."""
    return names.get(str(word), str(word))
