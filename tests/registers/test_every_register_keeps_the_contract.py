"""One contract test for every sheet of the twelve registers, and for one declared here."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Contract,
    NotFound,
    Opens,
    Refused,
    Sheet,
    Sight,
    current_contract,
    end_record,
    publish_contract,
    record_sheet,
    reveal,
    say,
    share,
    shipped_contract,
    shipped_document,
)
from gege.registers.rules.saying import SIDE_OF_ROLE
from gege.staff.api import SYSTEM, Actor, Role
from gege.territory.api import read_editions
from gege.territory.models import Unit
from gege.trail.api import AccessLine, Entry
from tests.cast import CIVIL_AFFAIRS, Cast, add_person
from tests.registers.keeping_records import LATER, NOW, enter, go_live, sample

PETS: dict[str, Any] = {
    "code": "pets",
    "number": 13,
    "zh": "犬只信息",
    "en": "Dogs",
    "stewards": ["community"],
    "enables": [{"zh": "免疫提醒", "en": "Reminders of vaccination"}],
    "not_collected": {"zh": "照片", "en": "Photographs"},
    "sheets": [
        {
            "code": "dog",
            "zh": "犬只",
            "en": "Dog",
            "subject": True,
            "title": ["tag"],
            "defaults": {
                "level": 2,
                "need": "optional",
                "purposes": ["contact"],
                "basis": "statute",
                "cite": "动物防疫法",
                "show": "hidden",
            },
            "fields": [
                {"name": "tag", "zh": "犬牌", "en": "Tag", "type": "text", "level": 1,
                 "need": "must", "find": True},
                {"name": "owner", "zh": "养犬人", "en": "Keeper", "type": "reference",
                 "to": ["resident"], "need": "must"},
                {"name": "vaccinated_on", "zh": "免疫日期", "en": "Vaccinated on", "type": "date"},
                {"name": "bite_history", "zh": "伤人记录", "en": "Has bitten", "type": "yes_no",
                 "level": 3, "need": "optional"},
            ],
        }
    ],
}  # fmt: skip


def shipped_sheets() -> list[str]:
    return list(shipped_contract().sheets)


@pytest.fixture
def county(cast: Cast) -> Contract:
    """The twelve registers and the thirteenth of this test, live, with an officer everywhere."""
    document = copy.deepcopy(shipped_document())
    document["registers"].append(PETS)
    publish_contract(document, note="犬只登记", by=SYSTEM, now=NOW, based_on=0)
    go_live()
    for sheet, fields in (("resident", ["dwelling", "name"]), ("household", ["head", "members"])):
        share(
            sheet=sheet,
            fields=fields,
            receiver=CIVIL_AFFAIRS,
            purpose="verification",
            basis="社会救助暂行办法",
            frequency="on_request",
            valid_from=NOW.date(),
            valid_until=NOW.date() + timedelta(days=365),
            by=SYSTEM,
            now=NOW,
            editions=read_editions(),
        )
    return current_contract(read_editions())


def keeper(cast: Cast, contract: Contract, sheet: Sheet) -> Actor:
    """Who enters a sheet: the grid worker, or an officer of its department."""
    must = [one for one in sheet.current if one.need == "must" and not one.is_derived]
    if all("field" in one.collectors for one in must):
        return cast.grid_worker
    department = sorted(contract.register_of[sheet.code].departments())[0]
    if department == CIVIL_AFFAIRS:
        return cast.other_department_officer
    unit = Unit.objects.create(
        kind="department",
        area=cast.areas["511622"],
        code=department,
        name_zh=department,
        valid_from=NOW.date(),
    )
    return add_person(f"officer-{department}", "样例员", Role.DEPARTMENT_OFFICER, unit.pk)


def all_targets(cast: Cast, contract: Contract) -> dict[str, UUID]:
    """One record of every sheet that others point at, each entered by its own keeper."""
    targets: dict[str, UUID] = {}
    for code in ("building", "dwelling", "organisation", "resident", "household", "place",
                 "facility", "dispute"):  # fmt: skip
        sheet = contract.sheets[code]
        by = keeper(cast, contract, sheet)
        side = SIDE_OF_ROLE[str(by.role)]
        typed = sample(sheet, contract, targets, side=side)
        targets[code] = enter(code, typed, by, although_there=True).uid
    return targets


@pytest.mark.row("R-037")
@pytest.mark.parametrize("code", [*shipped_sheets(), "dog"])
def test_a_sheet_is_entered_corrected_read_with_a_purpose_and_ended(
    cast: Cast, county: Contract, code: str
) -> None:
    sheet, targets = county.sheets[code], all_targets(cast, county)
    by = keeper(cast, county, sheet)
    side = SIDE_OF_ROLE[str(by.role)]
    typed = sample(sheet, county, targets, side=side)
    editions = read_editions()

    entered = enter(code, typed, by, although_there=True)
    seen = record_sheet(entered.uid, by=by, now=NOW, editions=editions, language="zh-hans")
    drawn = {one.field.name: one for one in seen.fields}
    filled = {name for name, one in drawn.items() if one.text or one.links}
    hidden = {
        name
        for name in typed
        if sheet.by_name[name].is_link and drawn[name].seen.sight is Sight.HIDDEN
    }
    assert set(typed) - hidden <= filled

    first = next(one for one in sheet.current if one.name in typed)
    told = say(
        new_uid(),
        record=entered.uid,
        typed={first.name: typed[first.name]},
        evidence="seen",
        by=by,
        now=LATER,
        editions=editions,
    )
    assert told is not None
    assert told.effects == {first.name: "repeats"}

    entered.refresh_from_db()
    for one in seen.fields:
        if not one.seen.may_be_opened or one.field.is_link or not one.text or one.field.is_derived:
            continue
        before = AccessLine.objects.count()
        values = reveal(
            entered.uid,
            fields=[one.field.name],
            purpose=one.field.purposes[0],
            by=by,
            now=LATER,
            editions=editions,
            stepped_up=True,
        )
        assert set(values) == {one.field.name}
        assert AccessLine.objects.count() == before + 1
        if one.seen.opens is Opens.PURPOSE_AND_FACTOR:
            with pytest.raises(Refused, match="second_factor"):
                reveal(
                    entered.uid,
                    fields=[one.field.name],
                    purpose=one.field.purposes[0],
                    by=by,
                    now=LATER,
                    editions=editions,
                )

    for stranger in (cast.stranger, cast.administrator, cast.hotline_operator):
        with pytest.raises(NotFound):
            record_sheet(entered.uid, by=stranger, now=NOW, editions=editions, language="en")

    ended = end_record(
        entered.uid, on=LATER.date(), why="mistake", note="", by=by, now=LATER, editions=editions
    )
    assert ended.valid_to == LATER.date()
    deeds = list(
        Entry.objects.filter(stream=f"register:{entered.uid}")
        .order_by("seq")
        .values_list("deed", flat=True)
    )
    assert deeds == ["open", "say", "end"]
