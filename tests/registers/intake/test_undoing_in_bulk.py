"""Taking an import back in bulk leaves what taking it back one by one leaves (R-044, row 4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from gege.kernel.ids import new_uid
from gege.registers.api import apply_import, current_contract, say, undo_import
from gege.registers.intake import undo
from gege.registers.intake.stepping import MovedOn, Pace
from gege.registers.intake.work import work
from gege.registers.keeping import joined, values_of
from gege.registers.models import Import, ImportRow, Link, Question, Record, Statement, Turn
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.intake.files import mapped, person, previewed, receive, table
from tests.registers.keeping_records import NOW, Home, enter, go_live

_SEED = 20261126


class _Undo(Exception):  # noqa: N818 - a way out of a transaction
    """Everything of one way is taken away before the other begins."""


def applied(one: Import, by: Actor) -> Import:
    apply_import(one.uid, by=by, now=NOW, editions=read_editions())
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, done.failed) == ("applied", {})
    return done


def undone(one: Import, by: Actor, **more: Any) -> Import:
    undo_import(one.uid, reason="文件有误", by=by, now=NOW, editions=read_editions())
    return work(one.uid, clock=lambda: NOW, editions=read_editions(), **more)


def left(one: Import) -> list[Any]:
    """Everything that stands, without the numbers of rows and the nonces of seals."""
    of = dict(Statement.objects.values_list("pk", "uid"))
    found: list[Any] = [
        list(
            ImportRow.objects.filter(batch=one).order_by("pk").values_list("number", "state", "why")
        )
    ]
    for record in Record.objects.order_by("pk"):
        statements = Statement.objects.filter(record=record).order_by("pk")
        found.append(
            (
                record.uid, record.area_code, values_of(record), sorted(record.sealed),
                {name: [of[kept[0]], *kept[1:]] for name, kept in record.standing.items()},
                sorted(record.terms), sorted(record.marks), record.child_until, record.version,
                record.valid_to, record.ended_why, record.changed_at,
                [
                    (s.uid, s.withdrawn_at, s.outcome,
                     joined(s.open, s.sealed, sheet=record.sheet, uid=record.uid))
                    for s in statements
                ],
                [
                    (t.version, t.at, t.deed, of.get(t.statement_id),
                     {name: of.get(pk) for name, pk in t.fields.items()})
                    for t in Turn.objects.filter(record=record).order_by("version")
                ],
                sorted(
                    (one.field, one.target_id, str(one.parts), str(one.since), str(one.until))
                    for one in Link.objects.filter(source=record)
                ),
                sorted(
                    (q.field, str(q.settled_at), q.settled_by, q.how)
                    for q in Question.objects.filter(record=record)
                ),
            )
        )  # fmt: skip
    return found


def both_ways(one: Import, by: Actor, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any, int]:
    """What stands after the one way and after the other, and how many lines went in bulk."""
    ends: list[Any] = []
    many: list[int] = []
    bulk = undo.undo_many

    def counted(rows: Any, hand: Any) -> dict[int, str]:
        done = bulk(rows, hand)
        many.append(len(done))
        return done

    ways: tuple[Callable[..., dict[int, str]], ...] = (counted, lambda rows, hand: {})
    for way in ways:
        monkeypatch.setattr(undo, "undo_many", way)
        try:
            with transaction.atomic():
                done = undone(one, by)
                assert (done.state, done.failed) == ("undone", {})
                ends.append([done.counts, *left(one)])
                raise _Undo
        except _Undo:
            pass
    return ends[0], ends[1], sum(many)


def people(cast: Cast, luck: random.Random) -> Import:
    """A file of new and known people, and what others say of them before and after."""
    home, rows = Home(cast.grid_worker), []
    for serial in range(1, 25):
        born = f"{luck.choice((1938, 1951, 1984, 2003, 2015, 2022))}{luck.randint(1, 12):02}15"
        name = "赵钱孙李周吴郑王"[serial % 8] + f"试{chr(0x4E00 + serial)}"
        line = person(name, born, serial=serial * 2)
        phone = f"139{serial:08}" if luck.random() < 0.5 else ""
        rows.append((line[0], line[1], line[2], line[3], phone, line[5]))
        if luck.random() < 0.5:
            home.person(
                cast.grid_worker, name=line[0], born=line[3][:7],
                id_type="111", id_number=line[1],
                **({"phone": f"138{serial:08}"} if luck.random() < 0.4 else {}),
            )  # fmt: skip
    one = applied(previewed(rows, cast.station_clerk), cast.station_clerk)
    for row in ImportRow.objects.filter(batch=one, state="applied").order_by("number"):
        uid = Record.objects.get(pk=row.record_id).uid
        chance = luck.random()
        if chance < 0.2:
            say(
                new_uid(), record=uid, typed={"phone": f"137{row.number:08}"}, evidence="seen",
                by=cast.grid_worker, now=NOW, editions=read_editions(),
            )  # fmt: skip
        elif chance < 0.35:
            family = {
                "household_no": f"H-{row.number}", "household_kind": "1",
                "dwelling": home.dwelling.uid, "head": uid,
                "members": [{"uid": str(uid), "relation": "02"}],
            }  # fmt: skip
            enter("household", family, cast.grid_worker)
    return one


@pytest.mark.row("R-044")
def test_residents_taken_back_in_bulk_and_one_by_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    one = people(cast, random.Random(_SEED))
    bulk, singly, many = both_ways(one, cast.station_clerk, monkeypatch)
    assert many >= 10
    assert bulk == singly


@pytest.mark.row("R-044")
def test_buildings_taken_back_in_bulk_and_one_by_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the grid said of a building stands again, its place and its difference too."""
    go_live()
    one = buildings(cast, random.Random(_SEED))
    bulk, singly, many = both_ways(one, cast.department_officer, monkeypatch)
    assert many >= 8
    assert bulk == singly


def buildings(cast: Cast, luck: random.Random) -> Import:
    """A department's file of buildings, of which the grid had entered some."""
    header = ("楼栋编码", "名称", "地址", "经度", "纬度", "用途", "层数", "房屋安全鉴定等级")
    rows = []
    for serial in range(1, 17):
        lng = "106.285" if serial % 5 else "106.295"
        row = [f"B-{serial:04}", f"{serial}栋", f"人民路{serial}号{serial}栋", lng, "30.345",
               "居住", str(luck.randint(1, 9)), luck.choice("ABC")]  # fmt: skip
        rows.append(row)
        if luck.random() < 0.6:
            typed = {
                "building_code": row[0], "name": row[1], "address": row[2],
                "point": "106.285, 30.345", "use": "1", "self_built_business": "no",
                "floors": luck.choice((row[6], "3")),
            }  # fmt: skip
            enter("building", typed, cast.grid_worker)
    by = cast.department_officer
    one = mapped(
        receive(table(header, rows), by, sheet="building"), by,
        codes={"use": {"居住": "1"}}, fixed={"self_built_business": "no"},
    )  # fmt: skip
    assert one.counts.get("faulty", 0) == 0, one.unknown
    return applied(one, by)


def newcomers(cast: Cast, many: int) -> tuple[Import, Actor]:
    """An import of people whom nobody knew."""
    Home(cast.grid_worker)
    by = cast.station_clerk
    names = "赵钱孙李周吴郑冯陈褚卫蒋"
    rows = [person(f"{names[n]}新", f"19{51 + n}0307", serial=n + 3) for n in range(many)]
    return applied(previewed(rows, by), by), by


def test_killed_in_the_middle_nothing_is_taken_back_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    one, by = newcomers(cast, 12)
    monkeypatch.setattr(undo, "CHUNK", 5)
    calls: list[int] = []
    bulk = undo.undo_many

    def dies(some: Any, hand: Any) -> dict[int, str]:
        calls.append(len(some))
        done = bulk(some, hand)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(undo, "undo_many", dies)
    with pytest.raises(KeyboardInterrupt):
        undone(one, by)
    half = Import.objects.get(pk=one.pk)
    assert (half.state, half.done) == ("undoing", 9)
    assert ImportRow.objects.filter(batch=one, state="undone").count() == 5
    assert Statement.objects.filter(withdrawn_at__isnull=False).count() == 5
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, done.counts["undone"]) == ("undone", 12)
    assert Turn.objects.filter(deed="take_back").count() == 12
    people = Record.objects.exclude(valid_to=None).values_list("version", "ended_why")
    assert set(people) == {(2, "mistake")}
    lines = Entry.objects.filter(stream=f"register_import:{one.uid}", deed="undo_chunk")
    assert lines.count() == 3


def test_two_workers_take_nothing_back_twice_and_a_pace_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    one, by = newcomers(cast, 7)
    monkeypatch.setattr(undo, "CHUNK", 3)
    first = undone(one, by, pace=Pace(lambda: NOW, steps=1))
    assert (first.state, first.done) == ("undoing", 6)
    one.refresh_from_db()
    one.done = 0
    with pytest.raises(MovedOn):
        undo.undo_lines(one, current_contract(read_editions()), Pace(lambda: NOW))
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert done.counts["undone"] == one.counts["applied"] == 7


def test_without_its_line_of_the_trail_no_chunk_is_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    one, by = newcomers(cast, 3)
    undo_import(one.uid, reason="文件有误", by=by, now=NOW, editions=read_editions())
    before = left(one)

    def broken(**_said: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(undo, "write", broken)
    one.refresh_from_db()
    with pytest.raises(RuntimeError):
        undo.undo_lines(one, current_contract(read_editions()), Pace(lambda: NOW))
    assert left(one) == before
