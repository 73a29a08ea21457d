"""From a file to records and back: the whole way of the staged import (R-044, issue 5 point 4)."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest

from gege.kernel.ids import new_uid
from gege.notices.api import Message
from gege.registers.api import (
    Question,
    Refused,
    Stale,
    Statement,
    Turn,
    apply_import,
    current_contract,
    drop_import,
    say,
    undo_import,
    work,
)
from gege.registers.intake import store
from gege.registers.intake.proof import verify_import
from gege.registers.intake.stepping import Pace
from gege.registers.intake.work import forget_imports
from gege.registers.keeping import values_of
from gege.registers.models import Import, ImportChunk, ImportRow, Record
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.intake.files import (
    faults,
    mapped,
    person,
    previewed,
    receive,
    residents,
    states,
    table,
)
from tests.registers.keeping_records import NOW, Home, citizen_number, go_live


def applied(one: Import, by: Actor, **more: object) -> Import:
    apply_import(one.uid, by=by, now=NOW, editions=read_editions())
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, done.failed) == ("applied", {})
    return done


def undone(one: Import, by: Actor) -> Import:
    undo_import(one.uid, reason="文件有误", by=by, now=NOW, editions=read_editions())
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, done.failed) == ("undone", {})
    return done


@pytest.mark.row("R-044")
def test_a_file_comes_in_and_goes_again(cast: Cast) -> None:
    """New, faulty, certain, without a number, the same line twice, one number twice."""
    go_live()
    home, by = Home(cast.grid_worker), cast.station_clerk
    known = home.person(
        cast.grid_worker, name="钱老三", id_type="111", id_number=citizen_number(serial=7)
    )
    fresh = person("李新来", "19620411", serial=3, phone="13912345678")
    one = previewed(
        [
            fresh,
            ("赵坏号", "511622190001010011", "男", "", "", "解放路12号3栋501"),
            person("钱老三", serial=7, phone="13900000001"),
            fresh,
            ("李新", *fresh[1:]),
            ("孙无号", "无", "女", "1971-02", "", "解放路十二号3幢501"),
            ("周远方", "", "女", "1971-02", "", "人民路9号"),
        ],
        by,
    )
    assert states(one) == [
        (2, "new"), (3, "faulty"), (4, "change"), (5, "repeated"), (6, "twice"), (7, "new"),
        (8, "faulty"),
    ]  # fmt: skip
    found = faults(one)
    assert found.pop(3)[0][0] == "id_number"
    assert found == {
        6: [("@line", "number_twice")],
        8: [("dwelling", "points_at_nothing")],
    }
    effects = ImportRow.objects.get(batch=one, number=4).effects
    assert (effects["phone"], effects["name"], effects["born"]) == ("stands", "repeats", "repeats")

    applied(one, by)
    known.refresh_from_db()
    assert (known.version, values_of(known)["phone"]) == (2, "13900000001")
    new, without = residents()[-2:]
    assert (values_of(new)["name"], new.area_code) == ("李新来", home.dwelling.area_code)
    assert (values_of(without)["name"], values_of(without)["id_type"]) == ("孙无号", "990")
    assert Turn.objects.get(record=new).deed == "open"
    assert list(verify_import(one, current_contract(read_editions()))) == []

    done = undone(one, by)
    assert done.counts["undone"] == 3
    known.refresh_from_db()
    assert "phone" not in values_of(known)
    assert [values_of(row)["name"] for row in residents()] == ["王小明", "钱老三"]


@pytest.mark.row("R-044")
def test_the_next_file_goes_to_the_preview_and_changes_nothing(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    rows = [person("李新来", "19620411", serial=3), person("吴新到", "19880101", serial=4)]
    applied(previewed(rows, by), by)
    statements = Statement.objects.count()
    header = ("姓名", "身份证号", "性别", "出生日期", "联系电话", "现住址")
    with pytest.raises(Refused) as same:
        receive(table(header, rows), by)
    assert same.value.word == "same_file"
    # Another order, other bytes, the same headings: nobody names the columns again.
    again = receive(table(header, rows[::-1]), by)
    assert again.state == "checking"
    done = work(again.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, states(done)) == ("preview", [(2, "same"), (3, "same")])
    with pytest.raises(Refused) as nothing:
        apply_import(done.uid, by=by, now=NOW, editions=read_editions())
    assert nothing.value.word == "nothing_to_apply"
    assert (Statement.objects.count(), len(residents())) == (statements, 3)


def test_killed_between_two_chunks_it_goes_on_and_doubles_nothing(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    rows = [person(f"吴试{chr(0x4E00 + n)}", "19880101", serial=n) for n in range(1, 6)]
    one = previewed(rows, by)
    apply_import(one.uid, by=by, now=NOW, editions=read_editions())
    pace = Pace(lambda: NOW, steps=1)
    with patch("gege.registers.intake.apply.CHUNK", 2):
        half = work(one.uid, clock=lambda: NOW, editions=read_editions(), pace=pace)
        assert (half.state, half.done, len(residents())) == ("applying", 3, 3)
        # The next chunk breaks before its line of the ledger: nothing of it stays.
        with (
            patch("gege.registers.intake.apply.write", side_effect=OSError("no power")),
            pytest.raises(OSError, match="no power"),
        ):
            work(one.uid, clock=lambda: NOW, editions=read_editions())
        assert len(residents()) == 3
        done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, len(residents())) == ("applied", 6)
    assert [row.written for row in ImportChunk.objects.filter(batch=one)] == [2, 2, 1]
    lines = Entry.objects.filter(stream=f"register_import:{one.uid}").order_by("seq")
    assert [line.deed for line in lines] == [
        "receive_file", "map_columns", "apply_import", "apply_chunk", "apply_chunk", "apply_chunk",
        "applied",
    ]  # fmt: skip
    assert "吴试" not in "".join(line.payload for line in lines)
    said = Statement.objects.filter(batch=str(one.uid)).latest("pk")
    Statement.objects.filter(pk=said.pk).update(open={**said.open, "sex": "2"})
    (broken,) = verify_import(one, current_contract(read_editions()))
    assert (broken.chunk, broken.word) == (3, "statement_changed")


def test_two_tabs_apply_once(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    one = previewed([person("李新来", "19620411", serial=3)], by)
    common = {"by": by, "now": NOW, "editions": read_editions(), "version": one.version}
    apply_import(one.uid, **common)
    with pytest.raises(Stale):
        apply_import(one.uid, **common)
    work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert len(residents()) == 2


@pytest.mark.row("R-044")
def test_a_difference_is_asked_once_and_what_others_said_since_stays(cast: Cast) -> None:
    go_live()
    by, home = cast.station_clerk, Home(cast.grid_worker)
    known = home.person(
        cast.grid_worker, name="钱老三", id_type="111", id_number=citizen_number(serial=7),
        phone="13800000001",
    )  # fmt: skip
    kept = known.standing["phone"]
    known.standing["phone"] = [kept[0], "resident", 1, kept[3]]
    known.save()
    rows = [person("钱老三", serial=7, phone="13900000001"), person("李新来", "19620411", serial=3)]
    one = previewed(rows, by)
    assert one.counts["questions"] == 1
    applied(one, by)
    assert Question.objects.get().field == "phone"
    assert not Message.objects.filter(template="question_asked").exists()
    new = residents()[-1]
    say(
        new_uid(), record=new.uid, typed={"phone": "13700000001"}, evidence="told",
        by=cast.grid_worker, now=NOW, editions=read_editions(),
    )  # fmt: skip
    done = undone(one, by)
    assert done.counts["undone"] == 2
    assert Question.objects.filter(settled_at__isnull=True).count() == 0
    new.refresh_from_db()
    assert (new.valid_to, values_of(new)) == (None, {"phone": "13700000001"})


def test_what_others_point_at_is_not_taken_back_and_says_why(cast: Cast) -> None:
    go_live()
    by, home = cast.station_clerk, Home(cast.grid_worker)
    one = applied(previewed([person("李新来", "19620411", serial=3)], by), by)
    new = residents()[-1]
    members = [
        {"uid": str(home.resident.uid), "relation": "02"},
        {"uid": str(new.uid), "relation": "10"},
    ]
    say(
        new_uid(), record=home.household.uid, typed={"members": members}, evidence="told",
        by=cast.grid_worker, now=NOW, editions=read_editions(),
    )  # fmt: skip
    done = undone(one, by)
    assert (done.counts["kept"], done.counts["why"]) == (1, {"others_point_here": 1})
    assert Record.objects.get(pk=new.pk).valid_to is None


def test_after_its_days_it_is_forgotten_and_not_undone(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    one = applied(previewed([person("李新来", "19620411", serial=3)], by), by)
    late = NOW + timedelta(days=31)
    with pytest.raises(Refused) as refused:
        undo_import(one.uid, reason="太晚", by=by, now=late, editions=read_editions())
    assert refused.value.word == "too_late_to_undo"
    path = store._path(one.uid)
    assert path.exists()
    assert "李新来".encode() not in path.read_bytes()
    assert forget_imports(clock=lambda: NOW + timedelta(days=30)) == 0
    assert forget_imports(clock=lambda: late) == 1
    assert not path.exists()
    one.refresh_from_db()
    row = ImportRow.objects.get(batch=one)
    assert (one.secret, row.sealed, row.state) == ("", "", "applied")
    # Nobody applied the other one: after a month it is dropped.
    other = receive(table(("姓名",), [("某某",)]), by)
    assert forget_imports(clock=lambda: late) == 1
    other.refresh_from_db()
    assert other.state == "dropped"


def test_without_its_line_of_the_trail_no_deed_is_done(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    header, rows = ("姓名", "身份证号", "现住址"), [("李新来", citizen_number("19620411", 3), "")]
    with (
        patch("gege.registers.intake.receive.write", side_effect=OSError("trail")),
        pytest.raises(OSError, match="trail"),
    ):
        receive(table(header, rows), by)
    assert not Import.objects.exists()
    one = receive(table(header, rows), by)
    for room, deed in (
        ("columns", lambda: mapped(one, by)),
        ("decide", lambda: drop(one, by)),
    ):
        with (
            patch(f"gege.registers.intake.{room}.write", side_effect=OSError("trail")),
            pytest.raises(OSError, match="trail"),
        ):
            deed()
        assert Import.objects.get(pk=one.pk).state == "mapping"


def drop(one: Import, by: Actor) -> None:
    drop_import(one.uid, by=by, now=NOW)
