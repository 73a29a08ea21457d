"""Who read what: told to those it is about, proven by the ledger, forgotten after its years."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gege.trail import access_log, heads
from gege.trail.access_log import EXPIRED, STREAM
from gege.trail.api import (
    AccessLine,
    Entry,
    Signature,
    forget_readings,
    note_access,
    note_readings,
    readings_of,
    seal,
    verify,
    verify_readings,
)
from gege.trail.jobs import forget_old_readings, note_read_lines

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEY = b"a key that the database does not hold"
WHO = Signature(7, "王网格", "grid_worker@511622100001001 substitute", "grid_worker", 9, "第1网格")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "_sources", [])


def read(subject: str = "register:a", at: datetime = NOW, fields: str = "name,phone") -> None:
    note_access(by=WHO, now=at, subject=subject, fields=fields, purpose="核实救助资格")


def superuser(sql: str) -> None:
    """Do what the triggers refuse."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_accessline DISABLE TRIGGER no_edit")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE trail_accessline ENABLE TRIGGER no_edit")


def problem() -> str:
    broken = verify_readings(now=timezone.now()).broken
    return broken.problem if broken else ""


def test_a_person_is_told_by_which_office_when_what_and_why() -> None:
    read()
    read("register:b")
    (line,) = readings_of(["register:a"]).lines
    assert (line.at, line.role, line.unit, line.fields, line.purpose) == (
        NOW,
        "grid_worker",
        "第1网格",
        ("name", "phone"),
        "核实救助资格",
    )
    assert readings_of(["register:c"]).lines == ()
    assert readings_of([]).lines == ()


def test_several_subjects_come_in_one_order_page_by_page() -> None:
    for number in range(7):
        read(f"register:{'abc'[number % 3]}", NOW + timedelta(minutes=number))
    asked, before, seen = ["register:a", "register:b", "register:a"], None, []
    for _ in range(4):
        page = readings_of(asked, before=before, most=2)
        seen += [line.at.minute for line in page.lines]
        before = page.before
        if before is None:
            break
    assert seen == [6, 4, 3, 1, 0]


@pytest.mark.parametrize("change", ["edited", "removed", "replaced"])
def test_what_was_done_to_a_noted_line_is_found(change: str) -> None:
    for _ in range(3):
        read()
    assert note_readings(now=NOW) is not None
    assert problem() == ""
    ids = list(AccessLine.objects.order_by("id").values_list("id", flat=True))
    superuser(
        {
            "edited": f"UPDATE trail_accessline SET name = '别人' WHERE id = {ids[1]}",
            "removed": f"DELETE FROM trail_accessline WHERE id = {ids[1]}",
            "replaced": f"UPDATE trail_accessline SET subject = 'register:z' WHERE id = {ids[2]}",
        }[change]
    )
    told = "3 lines were noted, 2 are there" if change == "removed" else "was edited or replaced"
    assert told in problem()


def test_the_ledger_guards_what_it_keeps_of_the_log() -> None:
    read()
    note_readings(now=NOW)
    assert seal(now=NOW, key=KEY) is not None
    assert verify(key=KEY).broken is None
    line = Entry.objects.get(stream=STREAM)
    forged = json.dumps({**json.loads(line.payload), "count": 0})
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_entry DISABLE TRIGGER no_edit")
        cursor.execute("UPDATE trail_entry SET payload = %s WHERE id = %s", [forged, line.pk])
        cursor.execute("ALTER TABLE trail_entry ENABLE TRIGGER no_edit")
    broken = verify(key=KEY).broken
    assert broken is not None
    assert broken.stream == STREAM


def test_lines_are_noted_once_in_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "MOST", 2)
    for _ in range(3):
        read()
    runs = [note_readings(now=NOW) for _ in range(3)]
    assert [run and run.count for run in runs] == [2, 1, None]
    proof = verify_readings(now=NOW)
    assert (proof.lines, proof.runs, proof.not_noted, proof.broken) == (3, 2, 0, None)
    read()
    assert verify_readings(now=NOW).not_noted == 1


@pytest.mark.parametrize("days", [0, 1, 3 * 365 - 2])
def test_no_younger_line_can_be_removed_or_changed(days: int) -> None:
    read(at=timezone.now() - timedelta(days=days))
    for deed in ("DELETE FROM trail_accessline", "UPDATE trail_accessline SET name = 'x'"):
        with (
            pytest.raises(DatabaseError, match="kept three years"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(deed)


def test_an_old_line_can_be_removed_and_not_changed() -> None:
    read(at=timezone.now() - timedelta(days=4 * 365))
    with (
        pytest.raises(DatabaseError, match="kept three years"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE trail_accessline SET name = 'x'")
    assert AccessLine.objects.all().delete()[0] == 1


def test_after_its_years_a_run_is_forgotten_whole_and_the_ledger_says_so() -> None:
    now = timezone.now()
    for years in (5, 5, 4, 2):
        read(at=now - timedelta(days=years * 366))
        note_readings(now=now - timedelta(days=years * 366))
    read(at=now)
    assert forget_readings(now=now, years=4) == 3
    assert [line.at.date() for line in AccessLine.objects.order_by("id")] == [
        (now - timedelta(days=732)).date(),
        now.date(),
    ]
    line = Entry.objects.get(stream=STREAM, deed=EXPIRED)
    assert json.loads(line.payload)["count"] == 3
    assert forget_readings(now=now, years=4) == 0
    proof = verify_readings(now=now)
    assert (proof.lines, proof.runs, proof.forgotten, proof.broken) == (1, 4, 3, None)


def test_a_run_with_one_young_line_stays_whole() -> None:
    now = timezone.now()
    read(at=now - timedelta(days=4 * 366))
    read(at=now - timedelta(days=10))
    note_readings(now=now)
    assert forget_readings(now=now, years=3) == 0
    assert AccessLine.objects.count() == 2


def test_lines_that_nobody_noted_are_not_forgotten() -> None:
    read(at=timezone.now() - timedelta(days=4 * 366))
    assert forget_readings(now=timezone.now(), years=3) == 0
    assert AccessLine.objects.count() == 1


def test_forgetting_too_early_is_found_even_when_the_ledger_was_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read()
    note_readings(now=NOW)
    superuser("DELETE FROM trail_accessline")
    last = json.loads(Entry.objects.get(stream=STREAM).payload)["last_id"]
    with transaction.atomic():
        access_log.record(
            stream=STREAM, deed=EXPIRED, by=WHO, now=NOW, more={"last_id": last, "count": 1}
        )
    assert problem() == "its lines were forgotten before their time"


def test_fewer_than_three_years_are_refused() -> None:
    with pytest.raises(ValueError, match="3 years at least"):
        forget_readings(now=NOW, years=2)


def test_the_timers_note_and_forget() -> None:
    now = int(timezone.now().timestamp())
    read(at=timezone.now() - timedelta(days=(settings.GEGE_ACCESS_LOG_YEARS + 1) * 366))
    note_read_lines(now)
    forget_old_readings(now)
    assert AccessLine.objects.count() == 0
    deeds = Entry.objects.filter(stream=STREAM).order_by("seq").values_list("deed", flat=True)
    assert list(deeds) == ["note_readings", "forget_readings"]


def test_a_page_asks_the_index_of_its_subjects_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trail_accessline (at, account_id, name, post, unit, subject, fields, "
            "purpose) SELECT now(), 1 + n % 300, 'x', 'station_clerk@1', 'u', "
            "'register:' || (n % 3000), 'name', 'p' FROM generate_series(1, 60000) AS n"
        )
        cursor.execute("ANALYZE trail_accessline")
        asked = [["register:1", "register:2"], None, None, 51, 51]
        cursor.execute(f"EXPLAIN {access_log._NEWEST}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "access_by_subject" in plan
    assert "Seq Scan" not in plan
    assert len(readings_of(["register:1", "register:2"]).lines) == 40
