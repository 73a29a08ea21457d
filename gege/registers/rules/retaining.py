"""How long a value is kept (personal information law, article 19; domain 5, rule 6)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gege.registers.rules.declaration import Field, Sheet, Starts


@dataclass(frozen=True, slots=True)
class Life:
    """What the time of a record is counted from: when it ended and why, when fields last changed.

    `changed` maps a filled field to the day since which its value stands.
    """

    valid_to: date | None
    why: str
    changed: Mapping[str, date]


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month; its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def forgotten_on(field: Field, life: Life) -> date | None:
    """Return the first day on which a field's value is kept no more; None while it is kept.

    A field that nothing personal is in may have no end (0 months). What is counted from moving
    away is counted from the end of the record, whatever the reason: the record of somebody who
    died is no longer needed than that of somebody who moved.
    """
    if field.retention.months == 0:
        return None
    if field.retention.starts is Starts.LAST_CHANGE:
        begin = life.changed.get(field.name)
        if life.valid_to is None:
            return None
        begin = max(begin, life.valid_to) if begin else life.valid_to
    else:
        begin = life.valid_to
    return months_after(begin, field.retention.months) if begin else None


def to_forget(sheet: Sheet, life: Life, filled: Mapping[str, object], today: date) -> list[str]:
    """Return the filled fields of a record whose time is over."""
    return [
        field.name
        for field in sheet.fields
        if field.name in filled
        and field.is_personal
        and (day := forgotten_on(field, life)) is not None
        and day <= today
    ]
