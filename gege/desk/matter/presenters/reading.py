"""Names and moments in the language of whoever reads."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from gege.desk.matter.readers import Opened
from gege.desk.moments import duration
from gege.desk.templatetags.desk import when
from gege.kernel.working_time import TimeUnit
from gege.matters.api import Kind, Matter, Rulebook, names
from gege.territory.api import UnitFacts


class Reading:
    """One opened matter, told in words."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.page = opened.page
        self.matter: Matter = opened.page.matter
        self.setting = opened.page.setting
        self.language = opened.language
        self._context: dict[str, Any] = {"now": opened.now, "calendar": self.setting.calendar}

    @cached_property
    def book(self) -> Rulebook:
        return self.setting.book_of(self.matter)

    def when(self, moment: datetime | None, **marks: Any) -> SafeString:
        """Write a moment; `due` and `light` as the tag of the shell takes them."""
        return when(self._context, moment, **marks)

    def kind(self, code: str) -> str:
        """Name a kind with its group; a code that was never in the book stands as it is."""
        found = self._kind(code)
        if found is None:
            return code
        return f"{found.group(self.language)} · {found.name(self.language)}"

    def _kind(self, code: str) -> Kind | None:
        return self.book.kind(code) if self.book.has(code) else None

    def unit(self, unit_id: int | None) -> str:
        found = self.setting.atlas.unit(unit_id) if unit_id is not None else None
        return found.name(self.language) if found else ""

    def unit_called(self, name_zh: str) -> str:
        """Name a unit that the ledger wrote down by its Chinese name of the day."""
        found = self._units_by_name.get(name_zh)
        return found.name(self.language) if found else name_zh

    def units_called(self, names_zh: list[str]) -> str:
        """Name several such units."""
        joint = ", " if self.language.startswith("en") else "、"
        return joint.join(self.unit_called(one) for one in names_zh)

    @cached_property
    def _units_by_name(self) -> dict[str, UnitFacts]:
        """Only asked for in English: in Chinese the name of the day is the better one."""
        if not self.language.startswith("en"):
            return {}
        return {unit.name_zh: unit for unit in self.setting.atlas.units()}

    def place(self, area_code: str) -> str:
        return self.setting.atlas.label(area_code, self.language)

    @cached_property
    def place_label(self) -> str:
        """The matter's place: in Chinese under the names of its day."""
        if self.language.startswith("en"):
            return self.place(self.matter.area_code)
        return self.matter.place_label


def named(vocabulary: Any, word: object) -> str:
    """Return a word of one of the vocabularies in the reader's language."""
    return str(names.name_of(vocabulary, str(word)))


def limit_in_words(amount: int, unit: str) -> str:
    """Say a limit: 7 working days."""
    if unit == TimeUnit.WORKING_DAYS:
        return days_in_words(amount)
    if unit == TimeUnit.WORKING_HOURS:
        text = ngettext("%(count)s working hour", "%(count)s working hours", amount)
    else:
        text = ngettext("%(count)s hour", "%(count)s hours", amount)
    return text % {"count": amount}


def days_in_words(days: int) -> str:
    return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}


def change(old: object, new: object) -> SafeString | str:
    """Write what became of what; only the new where there was nothing before."""
    if old in (None, ""):
        return str(new)
    return format_html("{} → {}", old, new)


def length(seconds: float) -> str:
    """Say a length of time by its two largest units."""
    return duration(timedelta(seconds=seconds), fine=True)
