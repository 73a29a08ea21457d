"""Derived values: from the record itself, or counted over what is linked with it (domain 5)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.rules.declaration import Sheet
from gege.registers.rules.formulas import OWN, age_on, under_14

Above = Callable[[Record, date], Any]
"""A formula that a room above fills: it knows visits, matters and services."""
_above: Final[dict[str, Above]] = {}


def set_formula(name: str, compute: Above) -> None:
    """Name the function of a formula that needs more than the registers know."""
    _above[name] = compute


def derived_values(record: Record, sheet: Sheet, today: date) -> dict[str, Any]:
    """Return a record's derived values by field; what nobody can compute yet is None."""
    fields = [one for one in sheet.current if one.is_derived]
    if not fields:
        return {}
    own = values_of(record) if any(one.formula in OWN for one in fields) else {}
    members = _members(record) if any(one.formula in _COUNTS for one in fields) else ()
    found: dict[str, Any] = {}
    for one in fields:
        if one.formula in OWN:
            found[one.name] = OWN[one.formula](own, today)
        elif one.formula in _COUNTS:
            found[one.name] = _COUNTS[one.formula](members, today)
        elif one.formula == "open_hazards":
            found[one.name] = _open_hazards(record)
        elif one.formula in _above:
            found[one.name] = _above[one.formula](record, today)
    return found


def _members(record: Record) -> tuple[Mapping[str, Any], ...]:
    links = Link.objects.filter(source=record, field="members", until__isnull=True)
    people = Record.objects.filter(
        pk__in=links.values("target_id"), valid_to__isnull=True, merged_into__isnull=True
    )
    return tuple(values_of(one, ("born",)) for one in people)


def _open_hazards(record: Record) -> int:
    """Count hazards of a building that nobody has removed yet."""
    return Record.objects.filter(
        pk__in=Link.objects.filter(target=record, field="building", until__isnull=True).values(
            "source_id"
        ),
        sheet="hazard",
        valid_to__isnull=True,
        open__rectified_on__isnull=True,
    ).count()


def _old(members: tuple[Mapping[str, Any], ...], today: date) -> int:
    ages = [age_on(one.get("born"), today) for one in members]
    return sum(1 for age in ages if age is not None and age >= 60)


_COUNTS: Final[Mapping[str, Callable[[tuple[Mapping[str, Any], ...], date], int]]] = {
    "members": lambda members, today: len(members),
    "members_60": _old,
    "members_under_14": lambda members, today: sum(
        1 for one in members if under_14(one, today) is True
    ),
}
