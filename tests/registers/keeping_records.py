"""What the tests of registers share: live registers, and an entry for any sheet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from gege.kernel.identity import citizen_check_digit
from gege.kernel.ids import new_uid
from gege.registers.api import (
    Contract,
    Field,
    Record,
    Sheet,
    Side,
    Type,
    current_contract,
    decide_assessment,
    open_record,
    write_assessment,
)
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import read_editions
from tests.cast import GRID, centre_of

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in the county."""
LATER = NOW + timedelta(days=1)


def go_live(*registers: str) -> None:
    """Assess and approve registers; without names all of the edition in force."""
    editions = read_editions()
    codes = registers or tuple(one.code for one in current_contract(editions).registers)
    for code in codes:
        written = write_assessment(
            register=code,
            lawful="依法为居民提供服务所需",
            risks="可能被无关人员看到，已评估",
            measures="分级、遮挡、加密、留痕、到期删除",
            by=SYSTEM,
            now=NOW,
            editions=editions,
        )
        decide_assessment(written.pk, approved=True, reason="同意启用", by=SYSTEM, now=NOW)


def citizen_number(born: str = "19500307", serial: int = 1) -> str:
    """A number that no living person has: area 990000, with a sound check digit."""
    first = f"990000{born}{serial:03}"
    return first + citizen_check_digit(first)


def sample(
    sheet: Sheet, contract: Contract, targets: dict[str, UUID], *, side: Side
) -> dict[str, Any]:
    """A whole entry for a sheet, as a form would send it, with what the side may say."""
    typed: dict[str, Any] = {}
    for one in sheet.current:
        if one.is_derived or side not in one.collectors or one.name in ("moved_out", "deceased_on"):
            continue
        typed[one.name] = _value(one, contract, targets)
    if "id_number" in typed:
        typed |= {"id_type": "111", "id_number": citizen_number(), "born": "1950-03", "sex": "1"}
    typed |= {name: value for name, value in _TOGETHER.items() if name in typed}
    return {name: value for name, value in typed.items() if value is not None}


_TOGETHER = {"rectified_by": "张某", "verified_by": "李某", "moved_in": "2001-05"}


def _value(one: Field, contract: Contract, targets: dict[str, UUID]) -> Any:
    if one.is_link:
        found = next((targets[code] for code in one.to if code in targets), None)
        if found is None:
            return None
        row = {"uid": str(found), **_parts(one, contract)}
        return [row] if one.many else row
    if one.type is Type.GROUP:
        return [_parts(one, contract)] if one.many else _parts(one, contract)
    if one.codes:
        first = next(iter(contract.code_lists[one.codes].entries))
        return [first] if one.type is Type.CODES else first
    if one.type is Type.INTEGER:
        return str(int(one.least if one.least is not None else 3))
    lng, lat = centre_of(GRID)
    return {
        Type.TEXT: "样例文字"[: one.longest or 4],
        Type.WORDS: "样例说明",
        Type.NAME: "王样例",
        Type.PHONE: "10000000001",
        Type.ADDRESS: "解放路12号3栋",
        Type.POINT: f"{lng}, {lat}",
        Type.NUMBER: "12.5",
        Type.DATE: "2026-05-01",
        Type.MONTH: "2020-05",
        Type.YES_NO: "yes",
        Type.AREA: "511622",
        Type.UNIT: "zhujian",
        Type.STAFF: "1",
        Type.CREDIT_CODE: "91350200MA2YJ1XR9G",
        Type.IDENTITY: citizen_number(),
    }[one.type]


def _parts(one: Field, contract: Contract) -> dict[str, str]:
    parts = {}
    for part in one.parts:
        if part.codes:
            parts[part.name] = next(iter(contract.code_lists[part.codes].entries))
        else:
            parts[part.name] = {
                Type.NAME: "李样例",
                Type.PHONE: "10000000002",
                Type.DATE: "2026-05-02",
                Type.MONTH: "2026-05",
                Type.YES_NO: "yes",
                Type.INTEGER: "3",
            }.get(part.type, "样例")
    return parts


def enter(
    sheet: str, typed: dict[str, Any], by: Actor, *, now: datetime = NOW, **more: Any
) -> Record:
    """Enter a record as a person would."""
    return open_record(
        more.pop("uid", new_uid()),
        sheet=sheet,
        typed=typed,
        evidence=more.pop("evidence", "seen"),
        consent=more.pop("consent", "self"),
        by=by,
        now=now,
        editions=read_editions(),
        **more,
    )


class Home:
    """A building, a dwelling, a resident and a household in the grid worker's grid."""

    def __init__(self, by: Actor, *, name: str = "王小明", door: str = "501") -> None:
        lng, lat = centre_of(GRID)
        self.building = enter(
            "building",
            {
                "building_code": "B1",
                "name": "3栋",
                "address": "解放路12号3栋",
                "point": {"lng": lng, "lat": lat},
                "use": "1",
                "self_built_business": "no",
            },
            by,
        )
        self.dwelling = enter(
            "dwelling",
            {"building": self.building.uid, "dwelling_no": door, "occupancy": "1"},
            by,
        )
        self.resident = self.person(by, name=name)
        self.household = enter(
            "household",
            {
                "household_no": "H-1",
                "household_kind": "1",
                "dwelling": self.dwelling.uid,
                "head": self.resident.uid,
                "members": [{"uid": str(self.resident.uid), "relation": "02"}],
            },
            by,
        )

    def person(self, by: Actor, *, name: str, born: str = "1950-03", **more: Any) -> Record:
        """Another resident of the same dwelling."""
        consent = more.pop("consent", "self")
        typed = {
            "name": name,
            "id_type": "990",
            "born": born,
            "residence_kind": "1",
            "dwelling": self.dwelling.uid,
            **more,
        }
        return enter("resident", typed, by, consent=consent)
