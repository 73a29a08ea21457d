"""Files that departments drop, and interfaces that they answer on: taken whole, once, with care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gege.exchange.actions.keep_source import end_source, pause_source, resume_source
from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Held, Run, Source
from gege.exchange.pulling.folders import folder_of
from gege.registers.api import Import
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.exchange.department import Interface, drop
from tests.exchange.pulling import counts, declare, pull, read, received
from tests.openapi.hooks import HOME
from tests.registers.keeping_records import NOW

pytestmark = pytest.mark.row("R-044")
TABLE = "楼栋编号,地址\nB1,解放路1号\nB2,解放路2号\n"
EARLIER = NOW - timedelta(minutes=5)


@pytest.fixture
def folder(county: Cast) -> Path:
    declare(county, kind="folder", folder="zhujian")
    return folder_of("zhujian", "in")


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_whole_files_are_taken_oldest_first_and_moved_aside(folder: Path) -> None:
    drop(folder, "b.csv", TABLE, EARLIER)
    drop(folder, "a.csv", TABLE + "B3,解放路3号\n", EARLIER + timedelta(minutes=1))
    (folder / "c.csv.part").write_text(TABLE)
    (folder / ".hidden.csv").write_text(TABLE)
    (folder / "d.csv").symlink_to("/etc/hostname")
    source = Source.objects.get()
    read(source, NOW)
    assert received() == [("zhujian", 2), ("zhujian", 3)]
    runs = Run.objects.filter(state="done").order_by("pk")
    assert [one.filename for one in runs] == ["b.csv", "a.csv"]
    # What waits for a person keeps no name that a person gave (0052).
    assert {one.filename for one in Import.objects.all()} == {"building-20260610-1000.csv"}
    assert names(folder) == [
        ".done/a.csv", ".done/b.csv", ".failed/d.csv", ".failed/d.csv.txt", ".hidden.csv",
        "c.csv.part",
    ]  # fmt: skip
    assert Run.objects.filter(why={"no_file": 1}).count() == 1


def test_a_file_that_still_grows_waits(folder: Path) -> None:
    drop(folder, "a.csv", TABLE, NOW - timedelta(seconds=3))
    source = Source.objects.get()
    read(source, NOW)
    assert received() == []
    read(source, NOW + timedelta(minutes=1))
    assert received() == [("zhujian", 2)]


def test_a_crash_between_both_deeds_takes_a_file_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folder, "a.csv", TABLE, EARLIER)
    source = Source.objects.get()

    def crash(*_: Any, **__: Any) -> None:
        raise OSError("the machine stopped")

    monkeypatch.setattr("gege.exchange.actions.pull.put_aside", crash)
    with pytest.raises(OSError, match="stopped"):
        read(source, NOW)
    monkeypatch.undo()
    run = read(source, NOW + timedelta(hours=1))
    assert counts(run) == (1, 0, 1, 0)
    assert (received(), names(folder)) == ([("zhujian", 2)], [".done/a.csv"])
    # The same list with another in between says something again.
    drop(folder, "b.csv", "楼栋编号,地址\nB1,新路1号\n", EARLIER)
    drop(folder, "c.csv", TABLE, EARLIER + timedelta(minutes=1))
    read(source, NOW + timedelta(hours=2))
    assert received() == [("zhujian", 2), ("zhujian", 1), ("zhujian", 2)]


def test_a_source_is_read_by_one_at_a_time(folder: Path) -> None:
    """The worker and a command at the same moment take a file once; what was cut off is said."""
    drop(folder, "a.csv", TABLE, EARLIER)
    source = Source.objects.get()
    Run.objects.create(source=source, started_at=EARLIER)
    other = connection.get_new_connection(connection.get_connection_params())
    other.execute("SELECT pg_advisory_lock(7290, %s)", [source.pk])
    assert pull(source.pk, now=NOW, editions=read_editions()) is None
    other.execute("SELECT pg_advisory_unlock(7290, %s)", [source.pk])
    other.close()
    read(source, NOW)
    assert received() == [("zhujian", 2)]
    assert Run.objects.get(state="failed").said == "cut_off"


def test_nothing_moves_when_the_import_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folder, "a.csv", TABLE, EARLIER)

    def broken(**_: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("gege.registers.intake.receive.write", broken)
    with pytest.raises(RuntimeError):
        read(Source.objects.get(), NOW)
    assert (received(), names(folder)) == ([], ["a.csv"])


def test_a_file_that_is_no_table_is_put_aside_with_its_reason(folder: Path) -> None:
    drop(folder, "a.xls", "<html><table>", EARLIER)
    drop(folder, "b.csv", "", EARLIER)
    read(Source.objects.get(), NOW)
    assert names(folder) == [
        ".failed/a.xls", ".failed/a.xls.txt", ".failed/b.csv", ".failed/b.csv.txt",
    ]  # fmt: skip
    why = (folder / ".failed/a.xls.txt").read_text(encoding="utf-8")
    assert "网页" in why
    assert "web page" in why
    assert received() == []


@pytest.mark.parametrize("name", ["../etc", "A", "", "a/b", "x" * 41, ".."])
def test_a_folder_stays_in_its_place(county: Cast, name: str) -> None:
    with pytest.raises(Invalid) as error:
        declare(county, kind="folder", folder=name)
    assert error.value.word == "folder_form"


def test_two_sources_never_share_a_folder(county: Cast, folder: Path) -> None:
    with pytest.raises(Invalid) as error:
        declare(county, kind="folder", folder="zhujian", name="另一")
    assert error.value.word == "folder_taken"


def test_a_paused_source_rests_and_an_ended_one_forgets_its_marks(
    county: Cast, folder: Path
) -> None:
    source, by = Source.objects.get(), county.administrator
    with pytest.raises(Refused):
        pause_source(source.uid, reason="检修", by=county.county_supervisor, now=NOW)
    pause_source(source.uid, reason="检修", by=by, now=NOW)
    assert pull(source.pk, now=NOW, editions=read_editions()) is None
    resume_source(source.uid, by=by, now=NOW)
    Held.objects.create(source=source, key=b"k", row=b"r")
    end_source(source.uid, reason="不再使用", by=by, now=NOW)
    assert Held.objects.count() == 0
    with pytest.raises(Refused):
        resume_source(source.uid, by=by, now=NOW)
    deeds = (
        Entry.objects.filter(stream=source.stream).order_by("seq").values_list("deed", flat=True)
    )
    assert list(deeds) == ["open", "pause", "resume", "end"]


def test_a_source_is_not_declared_when_the_trail_is_broken(
    county: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("gege.exchange.actions.stepping.record", broken)
    with pytest.raises(RuntimeError):
        declare(county, kind="folder", folder="zhujian")
    assert Source.objects.count() == 0


@pytest.fixture
def interface(county: Cast, settings: Any) -> Iterator[Interface]:
    settings.GEGE_CALL_NETWORKS, settings.GEGE_CALL_HTTP = HOME, True
    one = Interface([{"id": n, "name": f"{n}栋", "at": f"2026-05-0{n}"} for n in range(1, 6)])
    yield one
    one.stop()


def asked(cast: Cast, interface: Interface, **terms: Any) -> Source:
    given = {
        "kind": "pages", "address": interface.address, "columns": "id, name", "key_column": "id",
        "secret": "t0ken",
    } | terms  # fmt: skip
    return declare(cast, **given)


def test_pages_are_followed_and_the_cursor_stays(county: Cast, interface: Interface) -> None:
    source = asked(county, interface)
    assert counts(read(source, NOW)) == (5, 5, 0, 0)
    assert [one.get("after", "") for one in interface.asked] == ["", "2", "4"]
    assert {one["token"] for one in interface.asked} == {"Bearer t0ken"}
    source.refresh_from_db()
    assert source.cursor == "o:5"
    interface.rows.append({"id": 6, "name": "6栋", "unasked": "secret"})
    assert counts(read(source, NOW)) == (1, 1, 0, 0)
    assert received() == [("zhujian", 5), ("zhujian", 1)]


def test_pages_that_came_are_kept_when_a_later_one_does_not(
    county: Cast, interface: Interface
) -> None:
    source = asked(county, interface)
    interface.mode = "breaks"
    run = read(source, NOW)
    assert (run.taken, run.more, run.cursor_after) == (2, True, "o:2")
    source.refresh_from_db()
    assert source.next_at == NOW
    failed = read(source, NOW)
    assert (failed.state, failed.said[:3]) == ("failed", "503")
    interface.mode = "ok"
    assert read(source, NOW).taken == 3
    assert received() == [("zhujian", 2), ("zhujian", 3)]


@pytest.mark.parametrize(
    ("mode", "said"),
    [("redirect", "302"), ("text", "no_json"), ("still", "stands_still"), ("down", "503 {}")],
)
def test_answers_that_are_none_are_refused(
    county: Cast, interface: Interface, mode: str, said: str
) -> None:
    source = asked(county, interface)
    interface.mode = mode
    run = read(source, NOW)
    if mode == "still":
        assert run.taken == 0 or run.more
        run = read(source, NOW)
    assert (run.state, run.said) == ("failed", said)


def test_malformed_rows_of_an_interface_are_counted(county: Cast, interface: Interface) -> None:
    interface.rows[:] = [
        {"id": 1, "name": {"deep": 1}}, ["no", "row"], {"id": 3, "name": "a\u0000"},
        {"id": "", "name": "x"}, {"id": 5, "name": float("1e400")}, {"id": 6},
    ]  # fmt: skip
    interface.page = 9
    interface.rows.pop(4)
    run = read(asked(county, interface), NOW)
    assert run.why == {"no_plain_value": 1, "no_object": 1, "no_text": 1, "no_key": 1}
    assert run.taken == 1


def test_csv_is_read_with_a_column_of_changes(county: Cast, interface: Interface) -> None:
    interface.mode = "csv"
    source = asked(county, interface, format="csv", columns="id, name, at", change_column="at")
    assert read(source, NOW).taken == 5
    assert read(source, NOW).taken == 0
    assert interface.asked[-1]["after"] == "2026-05-04"
    interface.rows[0]["name"] = "1栋,多一格"
    run = read(source, NOW)
    assert (run.taken, run.why) == (0, {"other_length": 1})
    wrong = asked(county, interface, format="csv", columns="id, nothing", name="另一")
    assert read(wrong, NOW).said == "no_column nothing"


def test_an_oversized_answer_is_refused(
    county: Cast, interface: Interface, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gege.exchange.pulling.pages.MOST", 50)
    assert read(asked(county, interface), NOW).said == "too_large"
