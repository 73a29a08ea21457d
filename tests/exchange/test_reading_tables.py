"""A department's own PostgreSQL is read: only what is new, nothing lost while it is down."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

from gege.exchange.actions.compare import compare_source
from gege.exchange.actions.keep_source import read_from_start
from gege.exchange.errors import Away, Invalid
from gege.exchange.models import Figure, Held, Run, Source
from gege.exchange.pulling import tables
from gege.exchange.rules import sources as rules
from gege.notices.models import Message
from gege.registers.api import Import
from tests.cast import Cast
from tests.exchange.department import Database, free_port
from tests.exchange.pulling import COLUMNS, counts, declare, read, read_due, received
from tests.openapi.hooks import HOME
from tests.registers.keeping_records import NOW

pytestmark = pytest.mark.row("R-044")


@pytest.fixture(scope="module")
def running() -> Iterator[Database]:
    # Not below the folder of the tests: another run closes that to all users, the server's too.
    with TemporaryDirectory(prefix="gege-department-") as folder:
        one = Database(Path(folder) / "pg", careless=True, port=free_port())
        one.up()
        yield one
        one.down()


@pytest.fixture
def database(running: Database, settings: Any) -> Database:
    settings.GEGE_CALL_NETWORKS = HOME
    running.run(
        "DROP TABLE IF EXISTS houses CASCADE",
        "CREATE TABLE houses (id int, name text, address text, changed timestamptz, area text, "
        '"select" text)',
        "INSERT INTO houses SELECT n, n || '栋', '解放路' || n || '号', "
        "'2026-05-01 08:00+08'::timestamptz + n * interval '1 day', '511622100001001', 'x' "
        "FROM generate_series(1, 5) n",
    )
    return running


def source_of(cast: Cast, database: Database, **terms: Any) -> Source:
    given = {
        "address": database.address, "table": "houses", "columns": COLUMNS, "key_column": "id",
        "change_column": "changed", "area_column": "area",
    } | terms  # fmt: skip
    return declare(cast, **given)


def test_only_what_changed_is_taken_and_a_person_applies_it(
    county: Cast, database: Database
) -> None:
    source = source_of(county, database)
    assert counts(read(source, NOW)) == (5, 5, 0, 0)
    assert received() == [("zhujian", 5)]
    kept = Import.objects.get()
    assert (kept.sheet, kept.state, kept.unit.code, kept.label) == (
        "building", "mapping", "zhujian", "房屋库",
    )  # fmt: skip
    # What is within the overlap is read again and known.
    assert counts(read(source, NOW)) == (1, 0, 1, 0)
    database.run("UPDATE houses SET name = '新3栋', changed = '2026-05-20 08:00+08' WHERE id = 3")
    assert counts(read(source, NOW)) == (2, 1, 1, 0)
    assert received() == [("zhujian", 5), ("zhujian", 1)]
    assert [one.state for one in Run.objects.order_by("pk")] == ["done", "empty", "done"]
    assert Held.objects.count() == 5


def test_a_row_that_is_committed_late_is_not_lost(county: Cast, database: Database) -> None:
    source = source_of(county, database)
    with psycopg.connect(database.address) as late:
        late.execute("INSERT INTO houses VALUES (6, '6栋', '路', '2026-05-05 23:55+08', '', '')")
        read(source, NOW)
        late.commit()
    database.run("UPDATE houses SET changed = '2026-05-06 00:01+08' WHERE id = 5")
    assert counts(read(source, NOW))[1] == 0
    # Later than the overlap: the counts of both sides tell, and reading from the beginning mends.
    found = tables.count_table(source, "")
    assert sum(one.count for one in found.values()) == 6
    database.run("UPDATE houses SET changed = '2026-05-06 07:55+08' WHERE id = 6")
    assert counts(read(source, NOW))[1] == 1


def test_a_change_in_the_future_does_not_hide_what_follows(
    county: Cast, database: Database
) -> None:
    source = source_of(county, database)
    database.run("UPDATE houses SET changed = '2099-01-01' WHERE id = 1")
    read(source, NOW)
    later = (NOW + timedelta(hours=1)).isoformat()
    database.run(f"UPDATE houses SET name = '2栋改', changed = '{later}' WHERE id = 2")
    run = read(source, NOW + timedelta(hours=2))
    assert counts(run) == (2, 1, 1, 0)


def test_a_whole_table_brings_only_what_differs(county: Cast, database: Database) -> None:
    source = source_of(county, database, change_column="")
    assert counts(read(source, NOW)) == (5, 5, 0, 0)
    database.run("UPDATE houses SET name = '又3栋' WHERE id = 3", "DELETE FROM houses WHERE id = 4")
    run = read(source, NOW)
    assert (counts(run), run.gone) == ((4, 1, 3, 0), 1)
    assert Held.objects.count() == 4


def test_what_was_deleted_there_is_counted_until_all_is_read_again(
    county: Cast, database: Database
) -> None:
    source = source_of(county, database)
    read(source, NOW)
    database.run("DELETE FROM houses WHERE id IN (1, 2)")
    read(source, NOW)
    kept = compare_source(source, by=county.administrator, now=NOW)
    assert (kept.ours, kept.theirs, kept.found) == (5, 3, 1)
    assert Figure.objects.get(what="more_here").month == "2026-05"
    read_from_start(source.uid, by=county.administrator, now=NOW)
    run = read(source, NOW)
    assert (counts(run), run.gone) == ((3, 0, 3, 0), 2)
    assert compare_source(source, by=county.administrator, now=NOW).found == 0


def test_a_day_without_the_database_loses_nothing(county: Cast, database: Database) -> None:
    source = source_of(county, database)
    read(source, NOW)
    database.run("INSERT INTO houses VALUES (7, '7栋', '路', '2026-06-10 10:30+08', '', '')")
    database.down()
    moment, tries = NOW + timedelta(hours=1), 0
    try:
        while moment < NOW + timedelta(days=1):
            source.refresh_from_db()
            moment = max(moment, source.next_at)
            tries += read_due(moment)
            moment += timedelta(minutes=30)
    finally:
        database.up()
    source.refresh_from_db()
    assert (source.failures, tries) == (tries, tries)
    assert 40 < tries < 60
    assert source.said.startswith("OperationalError")
    told = Message.objects.filter(template="duty_source_silent")
    assert {one.values["name"] for one in told} == {"房屋库"}
    assert told.count() == 1
    assert Run.objects.filter(state="failed").count() == tries
    run = read(source, moment)
    assert counts(run) == (2, 1, 1, 0) or counts(run) == (1, 1, 0, 0)
    assert received() == [("zhujian", 5), ("zhujian", 1)]
    source.refresh_from_db()
    assert (source.failures, source.away_since, source.said) == (0, None, "")


def test_many_rows_come_in_several_files(
    county: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gege.exchange.pulling.harvest.ROWS_OF_A_RUN", 2)
    monkeypatch.setattr("gege.exchange.pulling.harvest.BATCH", 1)
    database.run("UPDATE houses SET changed = '2026-05-09 08:00+08'")
    source = source_of(county, database)
    runs = [read(source, NOW) for _ in range(4)]
    assert [(one.taken, one.more) for one in runs] == [(2, True), (2, True), (1, False), (0, False)]
    whole = source_of(county, database, change_column="", name="全表")
    assert read(whole, NOW).said == "too_many_rows"


def test_malformed_rows_are_counted_and_do_not_stop_the_others(
    county: Cast, database: Database
) -> None:
    database.run(
        "INSERT INTO houses VALUES (NULL, '无号', '路', '2026-05-10', '', '')",
        "INSERT INTO houses VALUES (8, repeat('长', 3000), '路', '2026-05-10', '', '')",
        "INSERT INTO houses VALUES (9, '无时', '路', NULL, '', '')",
    )
    source = source_of(county, database)
    run = read(source, NOW)
    assert (run.taken, run.why) == (5, {"no_key": 1, "too_long": 1, "no_change": 1})


def test_nothing_can_be_written_there(county: Cast, database: Database) -> None:
    database.run(
        "CREATE OR REPLACE FUNCTION grab() RETURNS text LANGUAGE plpgsql VOLATILE AS "
        "$$ BEGIN INSERT INTO houses VALUES (99); RETURN 'x'; END $$",
        "CREATE OR REPLACE VIEW trap AS SELECT id, grab() AS name FROM houses",
    )
    source = source_of(
        county, database, table="trap", columns="id, name", change_column="", area_column=""
    )
    run = read(source, NOW)
    assert run.state == "failed"
    assert "read-only transaction" in run.said
    assert database.run("SELECT count(*) FROM houses") == [(5,)]


def test_a_statement_has_an_end(
    county: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "STATEMENT_SECONDS", 1)
    database.run("CREATE OR REPLACE VIEW slow AS SELECT id, pg_sleep(9)::text AS name FROM houses")
    source = source_of(
        county, database, table="slow", columns="id, name", change_column="", area_column=""
    )
    assert "timeout" in read(source, NOW).said


@pytest.mark.parametrize(
    "table", ["houses; DROP TABLE houses", 'houses"', "houses'--", "a.b.c", "", "x" * 61]
)
def test_no_statement_hides_in_a_name(county: Cast, database: Database, table: str) -> None:
    with pytest.raises(Invalid) as error:
        source_of(county, database, table=table)
    assert (error.value.field, error.value.word) == ("table", "table_form")


def test_odd_names_are_names(county: Cast, database: Database) -> None:
    """A column may be called as a word of SQL is; what is not there is refused."""
    source = source_of(county, database, columns="id, select", change_column="", area_column="")
    assert counts(read(source, NOW))[1] == 5
    for terms, word in (
        ({"table": "public.nothing"}, "no_table nothing"),
        ({"columns": "id, password, changed, area"}, "no_column password"),
        ({"change_column": "name", "columns": COLUMNS}, "change_column_kind name"),
    ):
        other = source_of(county, database, name="另一", **terms)
        assert (read(other, NOW).state, read(other, NOW).said) == ("failed", word)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("sqlite:////etc/passwd", "database_form"),
        ("postgresql://a:secret@10.0.0.1/x", "password_in_address"),
        ("postgresql://a@10.0.0.1:5432/x", "address_inside"),
        ("postgresql://a@169.254.169.254/x", "address_inside"),
        ("postgresql://a@127.0.0.1/x?host=/var/run", "database_form"),
        ("postgresql://a@nowhere.invalid/x", "address_unknown"),
        ("file:///etc/passwd", "database_form"),
    ],
)
def test_an_address_inside_is_not_called(
    county: Cast, settings: Any, address: str, word: str
) -> None:
    settings.GEGE_CALL_NETWORKS = ()
    with pytest.raises(Invalid) as error:
        declare(county, address=address, table="x", columns="a", change_column="")
    assert error.value.word == word


def test_a_source_that_moved_inside_is_not_read(
    county: Cast, database: Database, settings: Any
) -> None:
    """The name is asked for anew each time, and what it says now is judged."""
    source = source_of(county, database)
    settings.GEGE_CALL_NETWORKS = ()
    assert read(source, NOW).said == "address_inside"


def test_a_database_is_read_encrypted_or_where_the_operator_says_otherwise(
    county: Cast, database: Database, settings: Any
) -> None:
    """A server that speaks no TLS is not read over a network, whatever its address asks for."""
    settings.GEGE_EXCHANGE_PLAIN = ()
    for address in (database.address, f"{database.address}?sslmode=disable"):
        source = source_of(county, database, name="房屋库", address=address)
        run = read(source, NOW)
        assert run.state == "failed"
        assert "does not support SSL" in run.said
        Source.objects.filter(pk=source.pk).update(ended_at=NOW)
    assert received() == []
    settings.GEGE_EXCHANGE_PLAIN = HOME
    assert read(source_of(county, database), NOW).state == "done"


def test_other_databases_are_asked_for_the_certificate_of_their_name_or_refused(
    settings: Any,
) -> None:
    settings.GEGE_CALL_NETWORKS, settings.GEGE_EXCHANGE_PLAIN = HOME, ()
    context = tables._Named("db.housing.example")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    with socket.socket() as line:
        wrapped = context.wrap_socket(
            line, server_hostname="10.1.2.3", do_handshake_on_connect=False
        )
        assert wrapped.server_hostname == "db.housing.example"
    with pytest.raises(Away, match="tls_not_possible"):
        tables._engine("mssql://reader@127.0.0.1/people", "")


def test_the_password_stands_nowhere_in_the_clear(
    county: Cast, database: Database, settings: Any
) -> None:
    source = source_of(county, database, secret="很机密的口令")
    assert "很机密的口令" not in str(source.__dict__)
    named = source_of(county, database, name="按变量", secret_name="GEGE_SOURCE_HOUSING")
    assert read(named, NOW).said == "no_secret GEGE_SOURCE_HOUSING"
    settings.GEGE_SOURCE_SECRETS = {
        "GEGE_SOURCE_HOUSING": "unused",
        "GEGE_SOURCE_HOUSING_HOST": "127.0.0.1",
    }
    assert read(named, NOW).state == "done"


def test_the_day_of_a_source_follows_the_county() -> None:
    local = NOW.astimezone(UTC)
    assert rules.next_time(NOW, 60, 2, local) == NOW + timedelta(hours=1)
    assert rules.next_time(NOW, 1440, 3, local) == NOW.replace(hour=3)
    assert rules.next_time(NOW, 1440, 2, local) == NOW + timedelta(days=1)
