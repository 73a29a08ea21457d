"""What is written in bulk is what `take_word` writes one by one (R-044; decision 0038)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import transaction

from gege.registers.actions.chronicle import OPENED
from gege.registers.actions.scene import Scene, Source
from gege.registers.actions.word import take_word
from gege.registers.api import current_contract
from gege.registers.intake import store
from gege.registers.intake.plans import Plan, Planner
from gege.registers.intake.reach import reader_of
from gege.registers.intake.writing import Pen, is_plain, write_plans
from gege.registers.keeping import joined, values_of
from gege.registers.models import Import, ImportRow, Link, Record, Statement, Turn
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.intake.files import mapped, person, previewed, receive, table
from tests.registers.keeping_records import NOW, Home, enter, go_live

_SEED = 20260610


class _Undo(Exception):  # noqa: N818 - a way out of a transaction
    """Everything of one way is taken away before the other begins."""


def plans_of(one: Import) -> list[Plan]:
    """Plain plans of everything an import would write."""
    contract = current_contract(read_editions())
    planner = Planner(one, contract, reader_of(one, NOW.date()), store.key_of(one), NOW.date())
    rows = ImportRow.objects.filter(batch=one, state__in=("new", "change")).order_by("number")
    return [plan for plan in planner.plan(list(rows), lock=True) if not plan.faults]


def singly(plan: Plan, pen: Pen) -> None:
    """One word as a person says it, with the record before it where there is none."""
    source = Source(
        pen.uid_of(plan), pen.side, pen.by, pen.said_at, pen.evidence, pen.note,
        batch=str(pen.one.uid),
    )  # fmt: skip
    scene = Scene(pen.sheet, current_contract(read_editions()), source, pen.now, pen.today)
    record, deed = plan.record, "say"
    if record is None:
        deed = OPENED
        record = Record.objects.create(
            uid=source.uid, sheet=pen.sheet.code, area_code=plan.area, opened_at=pen.now,
            changed_at=pen.now, valid_from=pen.said_at.date(),
        )  # fmt: skip
    else:
        record = Record.objects.get(pk=record.pk)
    assert plan.entry is not None
    take_word(record, plan.entry, plan.targets, scene=scene, deed=deed)


def written(uids: list[Any]) -> list[Any]:
    """Everything that stands about records, without the numbers of rows and the nonces of seals."""
    of = dict(Statement.objects.values_list("pk", "uid"))
    found: list[Any] = []
    for record in Record.objects.filter(uid__in=uids).order_by("uid"):
        statements = Statement.objects.filter(record=record).order_by("pk")
        found.append(
            (
                record.sheet, record.area_code, values_of(record), sorted(record.sealed),
                {name: [of[kept[0]], *kept[1:]] for name, kept in record.standing.items()},
                sorted(record.terms), sorted(record.marks), record.child_until, record.version,
                record.valid_from, record.opened_at, record.changed_at,
                [
                    (s.uid, s.side, s.unit_id, s.account_id, s.name, s.post, s.said_at,
                     s.received_at, s.evidence, s.evidence_note, s.batch, s.outcome, s.doubts,
                     sorted(s.sealed), joined(s.open, s.sealed, sheet=record.sheet, uid=record.uid))
                    for s in statements
                ],
                [
                    (t.version, t.at, t.deed, of[t.statement_id],
                     {name: of[pk] for name, pk in t.fields.items()})
                    for t in Turn.objects.filter(record=record).order_by("version")
                ],
                sorted(
                    (one.field, one.target_id, str(one.parts), one.since, str(one.until))
                    for one in Link.objects.filter(source=record)
                ),
            )
        )  # fmt: skip
    return found


def both_ways(one: Import, by: Actor) -> tuple[list[Any], list[Any], int]:
    """What stands after writing in bulk, after writing singly, and how many were plain."""
    sheet = current_contract(read_editions()).sheets[one.sheet]
    pen = Pen(one, sheet, by, NOW, "department_file", "名单")
    ends: list[list[Any]] = []
    many = 0
    for way in ("bulk", "singly"):
        try:
            with transaction.atomic():
                plans = [plan for plan in plans_of(one) if is_plain(plan) and plan.changes]
                many = len(plans)
                uids = [plan.record.uid if plan.record else pen.uid_of(plan) for plan in plans]
                if way == "bulk":
                    write_plans(plans, pen)
                else:
                    for plan in plans:
                        singly(plan, pen)
                ends.append(written(uids))
                raise _Undo
        except _Undo:
            pass
    return ends[0], ends[1], many


@pytest.mark.row("R-044")
def test_residents_in_bulk_and_one_by_one(cast: Cast) -> None:
    go_live()
    home, luck = Home(cast.grid_worker), random.Random(_SEED)
    rows = []
    for serial in range(1, 19):
        born = f"{luck.choice((1938, 1951, 1984, 2003, 2015, 2022))}{luck.randint(1, 12):02}15"
        line = person(
            "赵钱孙李周吴郑王"[serial % 8] + f"试{chr(0x4E00 + serial)}", born, serial=serial * 2
        )
        number = line[1] if luck.random() < 0.7 else luck.choice(("", "无", "511622********1234"))
        phone = f"139{serial:08}" if luck.random() < 0.5 else ""
        rows.append((line[0], number, line[2], line[3], phone, line[5]))
        if luck.random() < 0.5:
            # Somebody who is there: said by the grid, or by a department that was right or not.
            there = home.person(
                cast.grid_worker, name=line[0], born=line[3][:7],
                **({"id_type": "111", "id_number": line[1]} if luck.random() < 0.8 else {}),
                **({"phone": f"138{serial:08}"} if luck.random() < 0.4 else {}),
            )  # fmt: skip
            _reside(there, luck)
    one = previewed(rows, cast.station_clerk)
    bulk, one_by_one, many = both_ways(one, cast.station_clerk)
    assert many >= 8
    assert bulk == one_by_one


def _reside(there: Record, luck: random.Random) -> None:
    """Let some values have been said by a department, verified or in question."""
    for name in list(there.standing):
        if luck.random() < 0.4 and name != "dwelling":
            kept = there.standing[name]
            side = luck.choice(("field", "department", "resident"))
            there.standing[name] = [kept[0], side, luck.choice((0, 1, 2)), kept[3]]
    there.save()


def test_buildings_of_a_department_in_bulk_and_one_by_one(cast: Cast) -> None:
    go_live()
    luck = random.Random(_SEED)
    header = (
        "楼栋编码",
        "名称",
        "地址",
        "经度",
        "纬度",
        "用途",
        "层数",
        "经营性自建房",
        "房屋安全鉴定等级",
        "建成年份",
    )
    rows = []
    for serial in range(1, 17):
        row = [f"B-{serial:04}", f"{serial}栋", f"人民路{serial}号{serial}栋", "106.285", "30.345",
               "居住", str(luck.randint(1, 9)), "否", luck.choice("ABC"), "1999"]  # fmt: skip
        rows.append(row)
        if luck.random() < 0.6:
            typed = {
                "building_code": row[0], "name": row[1], "address": row[2],
                "point": "106.285, 30.345", "use": "1", "self_built_business": "no",
            }  # fmt: skip
            if luck.random() < 0.6:
                typed["floors"] = luck.choice((row[6], "3"))
            if luck.random() < 0.5:
                typed["safety_grade"] = "A"
            enter("building", typed, cast.grid_worker)
    by = cast.department_officer
    one = receive(table(header, rows), by, sheet="building")
    codes = {"use": {"居住": "1"}}
    one = mapped(one, by, codes=codes)
    assert one.counts.get("faulty", 0) == 0, one.unknown
    bulk, one_by_one, many = both_ways(one, by)
    assert many >= 8
    assert bulk == one_by_one
