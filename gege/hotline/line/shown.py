"""What every page knows of the line: its number, its name, and whom to call in danger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gege.hotline.line.editions import current_line
from gege.hotline.rules.line_rules import LineRules, Shown, shown_on


@dataclass(frozen=True, slots=True)
class Line:
    """The line in one language on one day."""

    shown: Shown
    rules: LineRules
    language: str

    @property
    def number(self) -> str:
        """The number to call."""
        return self.shown.number

    @property
    def name(self) -> str:
        """What the line is called."""
        return self.shown.name

    @property
    def said(self) -> str:
        """The number with its name, as it is said in a text."""
        return f"{self.number} {self.name}"

    @property
    def emergencies(self) -> list[tuple[str, str]]:
        """(number, name) of each emergency line."""
        english = self.language.startswith("en")
        return [
            (number, (en or zh) if english else zh) for number, zh, en in self.rules.emergencies
        ]

    @property
    def danger(self) -> str:
        """The numbers of the emergency lines in a row."""
        return _(", ").join(number for number, _zh, _en in self.rules.emergencies)


def the_line() -> Line:
    """Return the line as it is today, in the reader's language. One statement."""
    rules, language = current_line(), get_language() or "zh-hans"
    return Line(shown_on(rules, timezone.localdate(), language), rules, language)


def line(request: HttpRequest) -> dict[str, Any]:
    """Give every template `the_line`; it is read once, when a page first names it."""
    return {"the_line": SimpleLazyObject(the_line)}
