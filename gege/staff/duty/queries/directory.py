"""The directory: every township's and department's duty telephone and principal (R-014, R-074)."""

from dataclasses import dataclass
from datetime import datetime

from gege.staff.actor import Actor
from gege.staff.duty.models import DirectoryEntry
from gege.staff.duty.queries.scope import DESK_KINDS, is_duty_staff
from gege.staff.duty.rules.duty_rules import DutyRules
from gege.staff.duty.rules.entries import Numbers, Standing, Verified, is_red, standing_of
from gege.staff.rules.roles import COUNTY_CENTRE, TOWNSHIP_CENTRE, Role
from gege.territory.api import UnitFacts, load_atlas

ORDER = {COUNTY_CENTRE: 0, TOWNSHIP_CENTRE: 1}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry: what it says and what is known of it."""

    unit: UnitFacts
    numbers: Numbers
    looked_at: datetime | None
    looked_by: str
    how: str
    note: str
    asked_at: datetime | None
    verified: Verified | None
    standing: Standing = Standing.NEVER

    @property
    def red(self) -> bool:
        return is_red(self.standing)


def sees_directory(by: Actor, now: datetime) -> bool:
    """Tell whether a person sees the whole directory: duty staff do (R-074)."""
    return is_duty_staff(by, now)


def keeps_entry(by: Actor, unit: UnitFacts) -> bool:
    """Tell whether a person may write a unit's entry: its own people, and the supervisor."""
    if by.is_system or by.role is Role.COUNTY_SUPERVISOR:
        return True
    own = by.role in (Role.TOWNSHIP_OPERATOR, Role.DEPARTMENT_OFFICER, Role.COUNTY_DISPATCHER)
    return own and by.unit_id == unit.id


def entry_line(
    unit: UnitFacts,
    entry: DirectoryEntry | None,
    now: datetime | None = None,
    rules: DutyRules | None = None,
) -> EntryLine:
    """Return a unit's entry; how it stands, where a moment and the rules are given."""
    numbers = Numbers(
        unit.duty_phone,
        unit.responsible_leader,
        entry.leader_phone if entry else "",
        unit.contact_officer,
    )
    verified = None
    if entry is not None and entry.looked_at is not None:
        verified = Verified(entry.looked_at, entry.digest, entry.right)
    standing = Standing.NEVER
    if now is not None and rules is not None:
        standing = standing_of(
            numbers, verified, now, days=rules.verify_days, before=rules.ask_before_days
        )
    return EntryLine(
        unit,
        numbers,
        entry.looked_at if entry else None,
        entry.looked_by if entry else "",
        entry.how if entry else "",
        entry.note if entry else "",
        entry.asked_at if entry else None,
        verified,
        standing,
    )


def lines_of_directory(now: datetime, rules: DutyRules) -> list[EntryLine]:
    """Return every entry: the county's centre, townships, then departments, by code.

    One statement: the units are in memory.
    """
    atlas = load_atlas()
    day = now.date()
    units = [one for one in atlas.units() if one.kind in DESK_KINDS and one.valid_on(day)]
    units.sort(key=lambda one: (ORDER.get(one.kind, 2), one.code))
    entries = {one.unit_id: one for one in DirectoryEntry.objects.all()}
    return [entry_line(one, entries.get(one.id), now, rules) for one in units]


def line_of_unit(code: str, now: datetime, rules: DutyRules) -> EntryLine | None:
    """Return the entry of one unit; None where there is none."""
    unit = load_atlas().unit_by_code(code)
    if unit is None or unit.valid_to is not None or unit.kind not in DESK_KINDS:
        return None
    return entry_line(unit, DirectoryEntry.objects.filter(unit_id=unit.id).first(), now, rules)
