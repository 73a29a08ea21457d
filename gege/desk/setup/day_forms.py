"""What an administrator fills in about notices of holidays and working hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from gege.desk.account.forms import DayInput
from gege.kernel.working_time import DEFAULT_SPANS, CalendarDay, DayKind, Season, Span
from gege.territory.api import WorkingHours, month_day, spans_of

HOLIDAYS: Final = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""The seven holidays a year's notice names, as it names them: they are data, in Chinese."""
LONGEST_HOLIDAY: Final = 15
MOST_SPANS: Final = 3
_DAY: Final = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_BETWEEN: Final = re.compile(r"[,，、;；\s]+")


class DaysField(forms.CharField):
    """Several days in one line, "2-14, 2-28" or "2027-02-14"; a year is that of the notice."""

    def __init__(self, *, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(required=False, max_length=200, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the days; raises ValidationError naming what is no day."""
        text = str(super().to_python(value) or "")
        found: list[date] = []
        for part in filter(None, _BETWEEN.split(text)):
            match = _DAY.fullmatch(part)
            try:
                if match is None:
                    raise ValueError(part)
                year, month, day = match.groups()
                found.append(date(int(year or self.year), int(month), int(day)))
            except ValueError as error:
                said = _("“%(part)s” is not a day; write for example %(year)s-02-14.")
                values = {"part": part[:20], "year": self.year}
                raise forms.ValidationError(said % values) from error
        return found


class NoticeForm(forms.Form):
    """A notice: each holiday with its days off and the weekend days worked in exchange."""

    def __init__(self, data: Any = None, *, year: int) -> None:
        super().__init__(data)
        self.year = year
        self.fields["source"] = forms.CharField(
            label=_("The notice"),
            max_length=120,
            help_text=_("Its title and number, as they stand in the document."),
        )
        for place, name in enumerate((*HOLIDAYS, "")):
            self._add_holiday(place, name, year)
        self.fields["ordinary"] = DaysField(
            year=year,
            label=_("Ordinary days again"),
            help_text=_("Days entered wrongly before: they become what their day of the week is."),
        )
        self.fields["whole_year"] = forms.BooleanField(
            label=_("The notice is complete: every other day of %(year)s is ordinary")
            % {"year": year},
            required=False,
            initial=True,
        )

    def _add_holiday(self, place: int, name: str, year: int) -> None:
        self.fields[f"name_{place}"] = forms.CharField(
            label=_("Holiday"), max_length=40, required=False, initial=name
        )
        self.fields[f"first_{place}"] = forms.DateField(
            label=_("First day off"), required=False, widget=DayInput()
        )
        self.fields[f"last_{place}"] = forms.DateField(
            label=_("Last day off"), required=False, widget=DayInput()
        )
        self.fields[f"worked_{place}"] = DaysField(year=year, label=_("Weekend days worked"))

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, ...]]:
        """Give the fields of each holiday, side by side."""
        for place in range(len(HOLIDAYS) + 1):
            yield tuple(self[f"{part}_{place}"] for part in ("name", "first", "last", "worked"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(len(HOLIDAYS) + 1):
            self._check_holiday(place, cleaned)
        if not self.errors and not self.days():
            self.add_error(None, _("No day is named."))
        return cleaned

    def _check_holiday(self, place: int, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get(f"first_{place}"), cleaned.get(f"last_{place}")
        if last and not first and f"first_{place}" not in self.errors:
            self.add_error(f"first_{place}", _("Give the first day too."))
        if not first:
            return
        if abs(first.year - self.year) > 1:
            said = _("This day is not in %(year)s.")
            self.add_error(f"first_{place}", said % {"year": self.year})
        if last and not 0 <= (last - first).days < LONGEST_HOLIDAY:
            said = _("The last day must follow the first within %(most)s days.")
            self.add_error(f"last_{place}", said % {"most": LONGEST_HOLIDAY})
        if not str(cleaned.get(f"name_{place}") or "").strip():
            self.add_error(f"name_{place}", _("Give the holiday its name."))

    def days(self) -> list[CalendarDay]:
        """Return every day the notice names. Dates that come twice are for the deed to refuse."""
        found: list[CalendarDay] = []
        given = self.cleaned_data
        for place in range(len(HOLIDAYS) + 1):
            name = str(given.get(f"name_{place}") or "").strip()
            first = given.get(f"first_{place}")
            last = given.get(f"last_{place}") or first
            if first:
                length = (last - first).days + 1
                off = (first + timedelta(days=step) for step in range(length))
                found += [CalendarDay(day, DayKind.HOLIDAY, False, name) for day in off]
            found += [
                CalendarDay(day, DayKind.ADJUSTED_WORKDAY, False, name)
                for day in given.get(f"worked_{place}") or ()
            ]
        for day in given.get("ordinary") or ():
            kind = DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND
            found.append(CalendarDay(day, kind, False))
        return found


class TimeInput(forms.TimeInput):
    """A native clock, to the minute."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class HoursForm(forms.Form):
    """From when to when is worked: in the year, or in a season."""

    def __init__(
        self,
        data: Any = None,
        *,
        row: WorkingHours | None,
        seasonal: bool,
        rows: Sequence[WorkingHours],
    ) -> None:
        super().__init__(data)
        self.rows = rows
        self.seasonal = seasonal or bool(row and row.first)
        if self.seasonal:
            self._add_season(row)
        spans = spans_of(row.spans) if row else DEFAULT_SPANS
        for place in range(MOST_SPANS):
            opens, closes = spans[place] if place < len(spans) else (None, None)
            self.fields[f"opens_{place}"] = forms.TimeField(
                label=_("Opens"), initial=opens, widget=TimeInput(), required=not place
            )
            self.fields[f"closes_{place}"] = forms.TimeField(
                label=_("Closes"), initial=closes, widget=TimeInput(), required=not place
            )

    def _add_season(self, row: WorkingHours | None) -> None:
        self.fields["name"] = forms.CharField(
            label=_("Name of the season"), max_length=40, initial=row.name if row else ""
        )
        for name, label in (("first", _("First day")), ("last", _("Last day"))):
            self.fields[name] = forms.RegexField(
                r"^\d{2}-\d{2}\Z",
                label=label,
                initial=getattr(row, name) if row else "",
                help_text=_("Month and day, for example 06-01; both days belong to the season."),
            )
        if row is not None:
            self.fields["first"].disabled = True

    @property
    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Give the fields of each span, side by side."""
        for place in range(MOST_SPANS):
            yield self[f"opens_{place}"], self[f"closes_{place}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        spans: list[Span] = []
        for place in range(MOST_SPANS):
            opens, closes = cleaned.get(f"opens_{place}"), cleaned.get(f"closes_{place}")
            if (opens is None) != (closes is None) and not self.errors:
                self.add_error(f"closes_{place}", _("A span needs both its times."))
            if opens is not None and closes is not None:
                spans.append((opens, closes))
        edges = [edge for span in spans for edge in span]
        in_order = edges == sorted(edges) and all(opens < closes for opens, closes in spans)
        if not self.errors and not in_order:
            self.add_error(None, _("The spans of a day must follow one another without overlap."))
        cleaned["spans"] = tuple(spans)
        if self.seasonal and not self.errors:
            self._check_season(cleaned, tuple(spans))
        return cleaned

    def _check_season(self, cleaned: dict[str, Any], spans: tuple[Span, ...]) -> None:
        try:
            season = Season(month_day(cleaned["first"]), month_day(cleaned["last"]), spans)
        except ValueError:
            self.add_error("first", _("No year has such a day."))
            return
        leap_year = [date(2024, 1, 1) + timedelta(days=step) for step in range(366)]
        for row in self.rows:
            if not row.first or row.first == cleaned["first"]:
                continue
            other = Season(month_day(row.first), month_day(row.last), ((time(0), time(1)),))
            if any(season.covers(day) and other.covers(day) for day in leap_year):
                said = _("It overlaps with “%(name)s” (%(first)s to %(last)s); end that one first.")
                values = {"name": row.name, "first": row.first, "last": row.last}
                self.add_error("first", said % values)


class EndSeasonForm(forms.Form):
    """Nothing to fill in: the question is asked by its page."""
