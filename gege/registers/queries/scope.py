"""Which records a person may come across (domain 5.15). Every query of this room begins here."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from gege.registers.errors import NotFound
from gege.registers.models import AREA_DEPTHS, CatalogueEntry, Record
from gege.registers.rules.declaration import Contract, Field, Register, Sheet, subjects_of
from gege.registers.rules.sight import REACH_OF_ROLE, Reach, Seen, department_of, reach_of, seen
from gege.staff.api import Actor, Role

_OFFICER: Final = Role.DEPARTMENT_OFFICER
_GRID: Final = 15


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as the registers see them: a post, and the grants of the sharing catalogue.

    `grants` maps a sheet to the fields that live entries of the catalogue open to the department.
    """

    by: Actor
    grants: dict[str, frozenset[str]]

    @property
    def department(self) -> str:
        return department_of(self.by.unit_code) if self.by.role is _OFFICER else ""

    def reach(self, sheet: Sheet, register: Register, area_code: str) -> Reach:
        """Return how the post stands to a record of a sheet in an area."""
        return reach_of(
            role=str(self.by.role),
            area_code=self.by.area_code,
            record_area=area_code,
            department=self.department,
            register=register,
            granted=bool(self.grants.get(sheet.code)),
        )

    def sees(self, record: Record, field: Field, contract: Contract, today: date) -> Seen:
        """Return how this person sees one field of one record.

        A grant of the catalogue reaches the fields it names, and no other. Whom a file is about
        is told by a reference, which shows no more than the child's own record does.
        """
        sheet, register = contract.sheets[record.sheet], contract.register_of[record.sheet]
        reach = self.reach(sheet, register, record.area_code)
        if reach is Reach.GRANTED and field.name not in self.grants.get(sheet.code, ()):
            reach = Reach.NONE
        child = is_child(record, today) and field.name not in subjects_of(sheet)
        return seen(field, register, reach, child=child)

    def only_reads(self, record: Record, contract: Contract) -> bool:
        """Tell whether the reach is a grant of the catalogue: it is asked and says nothing."""
        sheet, register = contract.sheets[record.sheet], contract.register_of[record.sheet]
        return self.reach(sheet, register, record.area_code) is Reach.GRANTED

    def comes_across(self, sheet: Sheet, register: Register) -> bool:
        """Tell whether this post may come across records of a sheet at all."""
        return self.reach(sheet, register, self.by.area_code) is not Reach.NONE


def is_child(record: Record, today: date) -> bool:
    """Tell whether a record is of a child under 14: everything personal in it is sensitive."""
    return record.child_until is not None and today < record.child_until


def reader(by: Actor, today: date) -> Reader:
    """Return a person with the grants of their department: one statement, for departments only."""
    if by.role is not _OFFICER:
        return Reader(by, {})
    found: dict[str, frozenset[str]] = {}
    live = CatalogueEntry.objects.filter(
        receiver=department_of(by.unit_code),
        ended_at__isnull=True,
        valid_from__lte=today,
        valid_until__gte=today,
    )
    for entry in live:
        found[entry.sheet] = found.get(entry.sheet, frozenset()) | frozenset(entry.fields)
    return Reader(by, found)


def visible(one: Reader, sheet: Sheet, contract: Contract) -> QuerySet[Record]:
    """Return the records of a sheet that a person may come across, ended and merged ones too."""
    if not one.comes_across(sheet, contract.register_of[sheet.code]):
        return Record.objects.none()
    return Record.objects.filter(lies_in(one.by.area_code), sheet=sheet.code)


def in_area(by: Actor) -> Q:
    """Return the condition that a record lies in the area of a post; nothing without an area."""
    if not by.area_code:
        return Q(pk__in=())
    return Q(area_code__startswith=by.area_code)


def lies_in(area_code: str) -> Q:
    """Return the condition that a record lies in an area; nothing lies in no area."""
    if not area_code:
        return Q(pk__in=())
    whole, depth = Q(area_code__startswith=area_code), _depth(area_code)
    if not depth:
        return whole
    beginning, code = Left("area_code", depth), area_code[:depth]
    part = Q(GreaterThanOrEqual(beginning, code)) & Q(LessThanOrEqual(beginning, code))
    if len(area_code) == _GRID:
        # A grid has no parts, and its live records an index.
        return part & Q(area_code__gte=area_code, area_code__lte=area_code)
    return part if len(area_code) == depth else part & whole


def newest_first(area_code: str) -> tuple[OrderBy, ...]:
    """Return the order of a list of an area's records (`lies_in`): the newest first.

    Records of a grid lie in this order in the index of their code, those of a community and of a
    township in an index of the beginning of their code. By their numbers alone the newest would be
    looked for among everybody's: for long, where an area entered its records long ago. Said as a
    range and not as one code, for else the planner sees that the beginning is always the same, and
    takes the index of numbers after all.
    """
    newest, depth = F("pk").desc(), _depth(area_code)
    if not depth:
        return (newest,)
    if len(area_code) == _GRID:
        return (F("area_code").desc(), newest)
    return (Left("area_code", depth).desc(), newest)


def _depth(area_code: str) -> int:
    return next((one for one in AREA_DEPTHS if len(area_code) >= one), 0)


def record_by_uid(uid: UUID, one: Reader, contract: Contract, *, lock: bool = False) -> Record:
    """Return one record, locked for a deed when asked; the only way to fetch one by its uid.

    A record that was merged answers with the one it became. Raises NotFound alike for what is not
    there and what is out of reach.
    """
    rows = Record.objects.select_for_update() if lock else Record.objects.all()
    record = rows.filter(uid=uid).first()
    for _ in range(8):
        if record is None or record.merged_into_id is None:
            break
        record = rows.filter(pk=record.merged_into_id).first()
    if record is None or not may_come_across(record, one, contract):
        raise NotFound
    return record


def may_come_across(record: Record, one: Reader, contract: Contract) -> bool:
    """Tell the same of one loaded record."""
    sheet = contract.sheets.get(record.sheet)
    if sheet is None:
        return False
    register = contract.register_of[record.sheet]
    return one.reach(sheet, register, record.area_code) is not Reach.NONE


def keeps_people_in_reach(by: Actor) -> bool:
    """Tell whether the post reaches registers at all; the rail asks this."""
    return by.role is _OFFICER or str(by.role) in REACH_OF_ROLE
