"""`gege trail verify` finds what somebody with every right in the database changed (R-088)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Event, Thread
from time import perf_counter

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bench.sql import TRAIL_HASH
from gege.trail import api as trail
from gege.trail import heads
from gege.trail.api import GENESIS, Entry, Head, Signature, note_access, record, seal, verify
from gege.trail.models import AccessLine, Seal
from gege.trail.rules import Line, hash_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEY = b"a key that the database does not hold"
WHO = Signature(7, "王网格", "grid_worker@511622100001001", "grid_worker", 9, "第1网格")


def write(stream: str, deed: str = "note", words: str = "原话") -> Head:
    return record(stream=stream, deed=deed, by=WHO, now=NOW, after={"words": words})


@pytest.fixture
def ledger(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three streams of four lines, written in turns; the first eight lines are sealed."""
    monkeypatch.setattr(heads, "_sources", [])
    for turn in range(4):
        for stream in ("a", "b", "c"):
            write(stream, words=f"{stream}{turn}")
        if turn in (1, 2):
            assert seal(now=NOW, key=KEY) is not None


@pytest.fixture
def shared_ledger(ledger_that_can_be_emptied: None, transactional_db: None) -> Iterator[None]:
    """An empty ledger in which several connections meet."""
    yield
    with connection.cursor() as cursor:
        for table in ("trail_entry", "trail_seal", "trail_accessline"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_truncate")


def superuser(sql: str) -> None:
    """Do what the triggers refuse."""
    with connection.cursor() as cursor:
        for table in ("trail_entry", "trail_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_edit")
        cursor.execute(sql)
        for table in ("trail_entry", "trail_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER no_edit")


def entry(stream: str, seq: int) -> Entry:
    return Entry.objects.get(stream=stream, seq=seq)


def rechained(stream: str, seq: int) -> None:
    """Edit a line and compute its chain anew, as somebody who has read the source would."""
    line = entry(stream, seq)
    line.payload = line.payload.replace("b", "伪")
    prior = GENESIS if seq == 1 else bytes(entry(stream, seq - 1).hash)
    for number in range(seq, 5):
        row = line if number == seq else entry(stream, number)
        values = {name: getattr(row, name) for name in Line.__dataclass_fields__}
        prior = hash_of(Line(**values), prior)
        superuser(
            f"UPDATE trail_entry SET payload = '{row.payload}', hash = '\\x{prior.hex()}'"
            f" WHERE id = {row.pk}"
        )


@pytest.mark.row("R-088")
def test_an_untouched_ledger_verifies(ledger: None) -> None:
    proof = verify(key=KEY)
    assert (proof.lines, proof.seals, proof.broken, proof.unsealed) == (12, 2, None, 3)


BREAKS: list[tuple[str, str, tuple[str, int], str]] = [
    ("an edited payload", "UPDATE trail_entry SET payload = '{}' WHERE stream='b' AND seq=2",
     ("b", 2), "its content does not fit its hash"),
    ("an edited name", "UPDATE trail_entry SET name = '别人' WHERE stream='c' AND seq=4",
     ("c", 4), "its content does not fit its hash"),
    ("an edited moment", "UPDATE trail_entry SET at = at + interval '1 second' WHERE stream='a'"
     " AND seq=1", ("a", 1), "its content does not fit its hash"),
    ("a separator", "UPDATE trail_entry SET unit = E'a\\x1fb' WHERE stream='a' AND seq=1",
     ("a", 1), "its content does not fit its hash"),
    ("a deleted middle line", "DELETE FROM trail_entry WHERE stream='b' AND seq=2",
     ("b", 3), "a line is missing before it: 1 is followed by 3"),
    ("a deleted first line", "DELETE FROM trail_entry WHERE stream='b' AND seq=1",
     ("b", 2), "a line is missing before it: 0 is followed by 2"),
    ("an inserted line", "INSERT INTO trail_entry (stream, seq, at, deed, name, post, role, unit,"
     " payload, hash) SELECT stream, 5, at, deed, name, post, role, unit, payload, hash"
     " FROM trail_entry WHERE stream='a' AND seq=4", ("a", 5), "its content does not fit its hash"),
    ("a renamed stream", "UPDATE trail_entry SET stream='d' WHERE stream='a'",
     ("d", 1), "its content does not fit its hash"),
]  # fmt: skip


@pytest.mark.row("R-088")
@pytest.mark.parametrize(
    ("sql", "where", "problem"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS]
)
def test_a_superusers_edit_is_named(
    ledger: None, sql: str, where: tuple[str, int], problem: str
) -> None:
    superuser(sql)
    broken = verify(key=KEY).broken
    assert broken is not None
    assert (broken.stream, broken.seq) == where
    assert broken.problem.startswith(problem)


def test_the_first_of_several_breaks_is_named(ledger: None) -> None:
    superuser("UPDATE trail_entry SET payload='{}' WHERE (stream, seq) IN (('a', 3), ('c', 1))")
    broken = verify(key=KEY).broken
    assert broken is not None
    assert (broken.stream, broken.seq, broken.entry_id) == ("c", 1, entry("c", 1).pk)


SEALED: list[tuple[str, Callable[[], None] | str, str]] = [
    ("a deleted sealed last line", "DELETE FROM trail_entry WHERE stream='b' AND seq IN (3, 4)",
     "the seal counted 3 lines, 2 are there"),
    ("a deleted stream", "DELETE FROM trail_entry WHERE stream='b'",
     "the seal counted 6 lines, 4 are there"),
    ("a chain recomputed without the key", lambda: rechained("b", 2), "a sealed line was replaced"),
    ("a deleted first seal", "DELETE FROM trail_seal WHERE id = (SELECT min(id) FROM trail_seal)",
     "the seal counted 3 lines, 9 are there"),
    ("a seal of another key", "UPDATE trail_seal SET mac = digest",
     "the seal was not made with this installation's key"),
]  # fmt: skip


@pytest.mark.row("R-088")
@pytest.mark.parametrize(
    ("change", "problem"), [row[1:] for row in SEALED], ids=[row[0] for row in SEALED]
)
def test_what_the_chains_alone_cannot_show_the_seals_show(
    ledger: None, change: Callable[[], None] | str, problem: str
) -> None:
    if isinstance(change, str):
        superuser(change)
    else:
        change()
    broken = verify(key=KEY).broken
    assert broken is not None
    assert broken.problem == problem


def test_a_seal_that_spans_a_deleted_run_does_not_fit(ledger: None) -> None:
    superuser("DELETE FROM trail_seal WHERE id = (SELECT min(id) FROM trail_seal)")
    superuser("UPDATE trail_seal SET count = 9, first_id = 1")
    broken = verify(key=KEY).broken
    assert broken is not None
    assert broken.problem == "a sealed line was replaced"


def test_the_newest_seals_cannot_be_removed_from_whoever_kept_a_receipt(ledger: None) -> None:
    receipt = verify(key=KEY).receipt
    assert verify(key=KEY, receipt=receipt).broken is None
    superuser("DELETE FROM trail_seal WHERE id = (SELECT max(id) FROM trail_seal)")
    assert verify(key=KEY).broken is None
    for kept in (receipt, "nonsense", "12:00"):
        broken = verify(key=KEY, receipt=kept).broken
        assert broken is not None
        assert broken.problem == f"the seal of the receipt {kept} was removed"


def test_a_deleted_last_line_is_found_where_a_room_keeps_the_head(
    ledger: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [("c", 4, bytes(entry("c", 4).hash))]
    trail.register_heads(lambda: kept)
    assert verify(key=KEY).broken is None
    superuser("DELETE FROM trail_entry WHERE stream='c' AND seq=4")
    broken = verify(key=KEY).broken
    assert broken is not None
    assert (broken.stream, broken.seq, broken.problem) == ("c", 4, "its last line was removed")
    heads._sources.clear()
    assert verify(key=KEY).broken is None


@pytest.mark.row("R-088")
@pytest.mark.parametrize("table", ["trail_entry", "trail_seal", "trail_accessline"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_itself_refuses_change_and_removal(
    ledger: None, table: str, verb: str
) -> None:
    note_access(by=WHO, now=NOW, subject="matter:1", fields="phone", purpose="回访")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))
    assert (Entry.objects.count(), Seal.objects.count(), AccessLine.objects.count()) == (12, 2, 1)


@pytest.mark.parametrize("purpose", ["", "  "])
def test_a_reading_of_personal_fields_states_its_purpose(db: None, purpose: str) -> None:
    with pytest.raises(ValueError, match="names a person and a purpose"):
        note_access(by=WHO, now=NOW, subject="matter:1", fields="phone", purpose=purpose)


def test_there_is_nothing_to_seal_twice(ledger: None) -> None:
    assert seal(now=NOW, key=KEY) is not None
    assert seal(now=NOW, key=KEY) is None
    assert verify(key=KEY).unsealed == 0


FIELD = st.text(st.characters(exclude_characters="\x00\x1f", exclude_categories=["Cs"]), max_size=9)


@pytest.mark.django_db
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.builds(
        Line,
        stream=FIELD,
        seq=st.integers(1, 2**31 - 1),
        at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        deed=FIELD,
        account_id=st.none() | st.integers(0, 2**62),
        name=FIELD,
        post=FIELD,
        role=FIELD,
        unit_id=st.none() | st.integers(0, 2**62),
        unit=FIELD,
        payload=FIELD,
    ),
    st.binary(min_size=32, max_size=32),
)
def test_the_database_computes_the_same_hash(line: Line, previous: bytes) -> None:
    values = [getattr(line, name) for name in Line.__dataclass_fields__]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {TRAIL_HASH} FROM (SELECT %s::bytea AS prior, %s AS stream, %s::integer AS seq,
                %s::timestamptz AS at, %s AS deed, %s::bigint AS account_id, %s AS name,
                %s AS post, %s AS role, %s::bigint AS unit_id, %s AS unit, %s AS payload) AS line
            """,
            [previous, *values],
        )
        (digest,) = cursor.fetchone()
    assert bytes(digest) == hash_of(line, previous)


def test_a_line_with_a_separator_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="separator"), transaction.atomic():
        write("a\x1fb")


def test_a_hundred_thousand_lines_verify_in_seconds(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "_sources", [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO trail_entry
                (stream, seq, at, deed, name, post, role, unit, payload, hash)
            SELECT stream, seq, at, deed, name, post, role, unit, payload, {TRAIL_HASH}
            FROM (
                SELECT 'm' || n AS stream, 1 AS seq, %s::timestamptz AS at, 'note' AS deed,
                    NULL::bigint AS account_id, '甲' AS name, '' AS post, '' AS role,
                    NULL::bigint AS unit_id, '' AS unit, '{{}}' AS payload, %s::bytea AS prior
                FROM generate_series(1, 100000) AS n
            ) AS line
            """,
            [NOW, GENESIS],
        )
    while seal(now=NOW, key=KEY):
        pass
    began = perf_counter()
    proof = verify(key=KEY)
    assert (proof.lines, proof.seals, proof.broken) == (100_000, 5, None)
    assert perf_counter() - began < 30


def test_a_deed_done_while_the_ledger_is_read_is_no_break(
    shared_ledger: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        head = write("matter:busy")

    def deed_of_somebody_else() -> None:
        with transaction.atomic():
            write("matter:busy", words="another")
        connection.close()

    def heads_while_work_goes_on() -> Iterator[tuple[str, int, bytes]]:
        other = Thread(target=deed_of_somebody_else)
        other.start()
        other.join()
        yield "matter:busy", head.seq, head.hash

    monkeypatch.setattr(heads, "_sources", [heads_while_work_goes_on])
    assert verify(key=KEY).broken is None
    assert Entry.objects.filter(stream="matter:busy").count() == 2


def test_sealing_never_leaves_a_late_line_behind(shared_ledger: None) -> None:
    with transaction.atomic():
        write("early")
    written, may_commit = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            write("slow")
            written.set()
            may_commit.wait(20)
        connection.close()

    other = Thread(target=slow)
    other.start()
    assert written.wait(20)
    # The slow writer holds a lower id: nothing is sealed over it, and it holds nobody up.
    assert seal(now=NOW, key=KEY) is None
    may_commit.set()
    other.join()
    one = seal(now=NOW, key=KEY)
    assert one is not None
    assert one.count == 2
    proof = verify(key=KEY)
    assert (proof.lines, proof.unsealed, proof.broken) == (2, 0, None)
