"""Import the directory from a sheet that officials keep: all of it, or nothing and every reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.duty.actions.keep_entry import Given, change_entry, checked
from gege.staff.duty.editions import current_rules
from gege.staff.duty.errors import DutyError, NotFound, Refused
from gege.staff.duty.names import sentence_of
from gege.staff.duty.queries.directory import lines_of_directory
from gege.staff.rules.roles import Role
from gege.staff.rules.workbooks import MARK, as_csv
from gege.territory.api import Line, SourceFile, explain, read_sheet

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "unit": ("unit", "unit code", "code", "单位代码", "单位编码", "代码"),
    "duty_phone": ("duty telephone", "duty_phone", "值班电话", "应急值班电话"),
    "leader": ("leader", "principal", "负责人", "主要负责人"),
    "leader_phone": ("leader's mobile", "leader_phone", "负责人手机", "主要负责人联系方式"),
    "contact": ("contact", "contact officer", "联络员"),
}
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class EntriesPlan:
    """What an import would do: (unit's code, what it gets) of each change, and what is wrong."""

    changes: tuple[tuple[str, Given], ...]
    same: int
    problems: tuple[str, ...]


def plan_entries(file: SourceFile, *, by: Actor, now: datetime) -> EntriesPlan:
    """Read a sheet (.xlsx or CSV) and say what it would change. Raises NotFound.

    An empty cell leaves what is there; a unit stands once.
    """
    if by.role is not Role.COUNTY_SUPERVISOR and not by.is_system:
        raise NotFound
    if file.data.startswith(MARK):
        try:
            file = SourceFile(file.name, as_csv(file.data))
        except ValueError:
            return EntriesPlan((), 0, (f"{file.name}: {sentence_of(Refused('not_a_workbook'))}",))
    lines, found = read_sheet(file, COLUMNS, ("unit",))
    if found:
        return EntriesPlan((), 0, tuple(explain(one) for one in found))
    if len(lines) > MOST:
        said = sentence_of(Refused("too_many_lines", most=MOST))
        return EntriesPlan((), 0, (f"{file.name}: {said}",))
    known = {one.unit.code: one.numbers for one in lines_of_directory(now, current_rules())}
    problems: list[str] = []
    changes: dict[str, Given] = {}
    same = 0
    for line in lines:
        try:
            code, given = _given(line, known, changes)
        except DutyError as error:
            problems.append(f"{line.where}: {sentence_of(error)}")
            continue
        if given.numbers == known[code]:
            same += 1
        else:
            changes[code] = given
    return EntriesPlan(tuple(changes.items()), same, tuple(problems))


@transaction.atomic
def import_entries(plan: EntriesPlan, *, by: Actor, now: datetime) -> int:
    """Do what was planned, in one transaction; return how many entries changed."""
    if plan.problems:
        raise Refused("import_has_problems")
    for code, given in plan.changes:
        change_entry(code, given, by=by, now=now)
    return len(plan.changes)


def _given(
    line: Line, known: Mapping[str, object], taken: Mapping[str, Given]
) -> tuple[str, Given]:
    code = line.values["unit"]
    if code not in known:
        raise Refused("unknown_unit", code=code[:40])
    if code in taken:
        raise Refused("unit_twice", code=code)
    there = known[code]
    cells = {
        name: line.values.get(name) or str(getattr(there, name))
        for name in ("duty_phone", "leader", "leader_phone", "contact")
    }
    return code, checked(Given(**cells))
