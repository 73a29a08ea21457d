"""Keys change while people write: nothing is lost, and nothing stays under the old ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from gege.kernel.ids import new_uid
from gege.kernel.keyring import KeysError, Unreadable, Use, make_ring, ring_at
from gege.registers.api import Record, say, shipped_contract
from gege.registers.intake import store
from gege.registers.keeping import put, values_of, wanted_numbers, wanted_terms
from gege.registers.models import Resealing, Statement
from gege.registers.protection import changing
from gege.registers.protection.resealing import Progress, aim_of, held_under, is_wanted, reseal
from gege.registers.protection.sealing import the_ring
from gege.registers.protection.tables import records_batch
from gege.staff.api import give_code
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import GRID, Cast
from tests.registers.intake.files import PEOPLE, person, receive, table
from tests.registers.keeping_records import LATER, NOW, Home, citizen_number, go_live
from tests.staff.factor.devices import set_up

MANY = 60


def residents(home: Home, many: int) -> list[Record]:
    """Residents with numbers, as an import would leave them: each with a statement."""
    sheet = shipped_contract().sheets["resident"]
    first = Statement.objects.filter(record=home.resident).first()
    assert first is not None
    made = []
    for serial in range(many):
        values = {
            "name": f"王{serial}号",
            "id_type": "111",
            "id_number": citizen_number("19520909", serial),
            "born": "1952-09",
            "residence_kind": "1",
        }
        record = Record(
            uid=new_uid(),
            sheet="resident",
            area_code=GRID,
            opened_at=NOW,
            changed_at=NOW,
            valid_from=NOW.date(),
        )
        put(record, values, sheet, NOW.date())
        record.standing = {name: [first.pk, "field", 0, "2026-06-10"] for name in values}
        record.save()
        said = Statement(
            record=record,
            uid=new_uid(),
            side="field",
            name="王网格",
            said_at=NOW,
            received_at=NOW,
            evidence="seen",
            open=record.open,
            sealed=record.sealed,
        )
        said.save()
        made.append(record)
    return made


@pytest.fixture
def home(cast: Cast, own_keys: Path) -> Home:
    go_live()
    return Home(cast.grid_worker)


def walk(step: int = 7) -> list[Progress]:
    return list(reseal(clock=timezone.now, step=step))


def used() -> set[str]:
    return {name for counts in held_under().values() for name, count in counts.items() if count}


def found(number: str) -> list[Record]:
    return list(Record.objects.filter(marks__overlap=wanted_numbers(number)))


def test_after_the_walk_nothing_is_sealed_with_the_old_key(
    cast: Cast, home: Home, own_keys: Path
) -> None:
    made = residents(home, 20)
    device = set_up(cast.county_dispatcher, NOW)
    file = receive(table(PEOPLE, [person("李新来", serial=3)]), cast.station_clerk)
    old = the_ring().active(Use.SEAL).id
    before = {row.pk: values_of(row) for row in Record.objects.all()}
    assert changing.add_key(Use.SEAL, "aes", now=NOW) == the_ring().keys[-1].id
    assert not is_wanted(the_ring())
    new = changing.rotate_key(Use.SEAL, now=NOW)
    assert is_wanted(the_ring())
    with pytest.raises(KeysError, match=rf"{old} is still in use: .* in records, .* in statements"):
        changing.retire_key(old, now=NOW)
    last = {one.table: one for one in walk()}
    assert {name: (one.changed, one.unreadable) for name, one in last.items()} == {
        "records": (20, 0),
        "statements": (20, 0),
        "imports": (1, 0),
        "second factors": (1, 0),
    }
    assert {name for name in used() if name.startswith("k")} == {new}
    changing.retire_key(old, now=NOW)
    file.refresh_from_db()
    with store.opened(file) as path:
        assert "李新来" in path.read_text("utf-8")
    assert {row.pk: values_of(row) for row in Record.objects.all()} == before
    assert found(citizen_number("19520909", 3)) == [made[3]]
    at = NOW + timedelta(minutes=1)
    give_code(by=cast.county_dispatcher.signature(), now=at, code=device.code(at))
    lines = Entry.objects.filter(stream="keys").order_by("seq")
    assert [line.deed for line in lines] == ["new_key", "rotate_key", "retire_key"]
    assert not is_wanted(the_ring())


def test_a_key_of_marks_changes_without_a_gap_in_searching(home: Home, own_keys: Path) -> None:
    made = residents(home, 10)
    number, old = citizen_number("19520909", 3), the_ring().active(Use.MARK).id
    changing.add_key(Use.MARK, "sm4", now=NOW)
    with pytest.raises(KeysError, match="records have no mark of"):
        changing.rotate_key(Use.MARK, now=NOW)
    assert found(number) == [made[3]]
    # Half of the way: old and new marks stand side by side.
    list(islice(reseal(clock=timezone.now, step=3), 2))
    assert found(number) == [made[3]]
    walk()
    assert found(number) == [made[3]]
    new = changing.rotate_key(Use.MARK, now=NOW)
    assert found(number) == [made[3]]
    assert Record.objects.filter(terms__contains=wanted_terms("王3号")).get() == made[3]
    walk()
    assert {name for name in used() if name.startswith("b")} == {new}
    changing.retire_key(old, now=NOW)
    assert found(number) == [made[3]]
    assert Record.objects.filter(terms__contains=wanted_terms("王3号")).get() == made[3]


def test_a_walk_goes_on_where_it_was_stopped(home: Home, own_keys: Path) -> None:
    residents(home, 20)
    changing.add_key(Use.SEAL, "sm4", now=NOW)
    changing.rotate_key(Use.SEAL, now=NOW)
    stopped = list(islice(reseal(clock=timezone.now, step=5), 2))
    assert [(one.table, one.seen, one.finished) for one in stopped] == [
        ("records", 5, False),
        ("records", 10, False),
    ]
    kept = Resealing.objects.get()
    assert (kept.keys, kept.seen, kept.finished_at) == (aim_of(the_ring()), 10, None)
    walk(5)
    reports = Resealing.objects.order_by("id").values_list("table", "seen", "changed", "rounds")
    total = Record.objects.count()
    assert list(reports) == [
        ("records", total, 20, 1),
        ("statements", Statement.objects.count(), 20, 1),
        ("imports", 0, 0, 1),
    ]


def test_a_walk_ends_at_the_time_that_was_set(home: Home, own_keys: Path) -> None:
    residents(home, 5)
    minutes = count()

    def clock() -> datetime:
        return NOW + timedelta(minutes=next(minutes))

    list(reseal(clock=clock, until=NOW + timedelta(minutes=3), step=2))
    assert Resealing.objects.get().finished_at is None


def test_a_text_that_does_not_open_stays_and_is_counted(home: Home, own_keys: Path) -> None:
    one, other = residents(home, 2)
    Record.objects.filter(pk=one.pk).update(sealed=other.sealed)
    changing.add_key(Use.SEAL, "sm4", now=NOW)
    changing.rotate_key(Use.SEAL, now=NOW)
    last = {step.table: step for step in walk()}
    assert (last["records"].changed, last["records"].unreadable) == (1, 1)
    assert Record.objects.get(pk=one.pk).sealed == other.sealed
    with pytest.raises(KeysError, match="1 in records"):
        changing.retire_key(next(k.id for k in the_ring().keys if k.state == "old"), now=NOW)


def test_a_key_whose_change_cannot_be_written_down_does_not_change(
    cast: Cast, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = own_keys.read_bytes()

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr(changing, "record", broken)
    with pytest.raises(RuntimeError, match="ledger is full"):
        changing.add_key(Use.SEAL, "sm4", now=NOW)
    assert own_keys.read_bytes() == before


def test_a_file_that_cannot_be_written_leaves_no_line(
    cast: Cast, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(changing, "write_ring", full)
    with pytest.raises(OSError, match="no space"):
        changing.add_key(Use.SEAL, "sm4", now=NOW)
    assert not Entry.objects.filter(stream="keys").exists()


@pytest.mark.django_db(transaction=True)
def test_rows_that_a_writer_holds_are_left_alone_and_not_waited_for(
    committed_cast: Cast, own_keys: Path
) -> None:
    go_live()
    made = residents(Home(committed_cast.grid_worker), 3)
    changing.add_key(Use.SEAL, "sm4", now=NOW)
    changing.rotate_key(Use.SEAL, now=NOW)
    holds, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(Record.objects.select_for_update().filter(pk=made[1].pk))
            holds.set()
            may_go.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(20)
    batch = records_batch([one.pk for one in made], the_ring())
    may_go.set()
    holder.join()
    assert (batch.seen, batch.changed, batch.held) == (2, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_under_load_nothing_is_lost_and_nothing_stays_under_the_old_keys(
    committed_cast: Cast, own_keys: Path
) -> None:
    go_live()
    worker, editions = committed_cast.grid_worker, read_editions()
    made = residents(Home(worker), MANY)
    old = {the_ring().active(use).id for use in Use}
    said: dict[int, str] = {}
    words: dict[int, int] = {}
    faults: list[Exception] = []
    stop = threading.Event()

    def write(mine: list[Record], serials: Iterator[int]) -> None:
        """Change the numbers of some residents, over and over."""
        try:
            while not stop.is_set():
                for one in mine:
                    number = citizen_number("19520909", next(serials))
                    say(
                        new_uid(),
                        record=one.uid,
                        typed={"id_number": number},
                        evidence="document",
                        by=worker,
                        now=LATER,
                        editions=editions,
                    )
                    said[one.pk] = number
                    words[one.pk] = words.get(one.pk, 0) + 1
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    writers = [
        threading.Thread(target=write, args=(made[part::3][:8], cycle(range(100 + part, 1000, 2))))
        for part in range(2)
    ]
    for one in writers:
        one.start()
    # Both kinds of key, at full load, with the steps an operator takes.
    for use in Use:
        changing.add_key(use, "sm4", now=NOW)
    walk(10)
    for use in Use:
        changing.rotate_key(use, now=NOW)
    walk(10)
    stop.set()
    for one in writers:
        one.join()
    assert faults == []
    assert len(said) == 16
    # The writers ended; what they held last is looked at once more, as every night.
    walk(50)
    assert used() & old == set()
    for key_id in sorted(old):
        changing.retire_key(key_id, now=NOW)
    for serial, one in enumerate(made):
        expected = said.get(one.pk, citizen_number("19520909", serial))
        row = Record.objects.get(pk=one.pk)
        assert values_of(row)["id_number"] == expected
        assert row in found(expected)
        assert Statement.objects.filter(record=row).count() == 1 + words.get(one.pk, 0)


def test_a_ring_without_the_key_is_told_and_changes_nothing(home: Home, own_keys: Path) -> None:
    (one,) = residents(home, 1)
    own_keys.unlink()
    with pytest.raises(KeysError, match="is not there"):
        walk()
    make_ring(own_keys, "sm4", on=datetime(2026, 1, 2, tzinfo=UTC).date())
    with pytest.raises(Unreadable, match="is not among the keys"):
        values_of(one)
    last = {step.table: step for step in walk()}
    assert last["records"].unreadable == 1
    assert ring_at(own_keys).active(Use.SEAL).id.startswith("k1")


@pytest.mark.django_db(transaction=True)
def test_a_key_retires_only_after_those_who_write_have_ended(
    committed_cast: Cast, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    (one,) = residents(Home(committed_cast.grid_worker), 1)
    late = one.sealed
    changing.add_key(Use.SEAL, "sm4", now=NOW)
    changing.rotate_key(Use.SEAL, now=NOW)
    walk()
    old = next(key.id for key in the_ring().keys if key.state == "old")
    wrote, may_end = threading.Event(), threading.Event()

    def write_late() -> None:
        """Somebody who sealed before the keys changed and commits only now."""
        with transaction.atomic():
            Record.objects.filter(pk=one.pk).update(sealed=late)
            wrote.set()
            may_end.wait(20)
        connections.close_all()

    writer = threading.Thread(target=write_late)
    writer.start()
    assert wrote.wait(20)
    monkeypatch.setattr(changing, "_TRIES", 1)
    with pytest.raises(KeysError, match="try again later"):
        changing.retire_key(old, now=NOW)
    may_end.set()
    writer.join()
    with pytest.raises(KeysError, match=f"{old} is still in use: 1 in records"):
        changing.retire_key(old, now=NOW)
    walk()
    changing.retire_key(old, now=NOW)
    assert values_of(Record.objects.get(pk=one.pk))["name"] == "王0号"
