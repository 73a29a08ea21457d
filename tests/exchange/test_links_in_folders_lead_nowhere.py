"""Departments write into their folders: a link that they put there leads to no other file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gege.exchange.actions.pull import sweep_readings
from gege.exchange.errors import Away
from gege.exchange.models import Source
from gege.exchange.pulling.folders import (
    FAILED,
    folder_of,
    open_dropped,
    prepare_folder,
    put_aside,
    write_out,
)
from gege.registers.api import Import
from tests.cast import Cast
from tests.exchange.department import drop
from tests.exchange.pulling import declare, read
from tests.registers.keeping_records import NOW

pytestmark = pytest.mark.row("R-044")
SECRET = "only ours\n"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    found = tmp_path / "ours"
    found.write_text(SECRET)
    return found


@pytest.fixture
def folder(county: Cast) -> Path:
    declare(county, kind="folder", folder="zhujian")
    return folder_of("zhujian", "in")


def test_a_reason_is_not_written_through_a_link(folder: Path, ours: Path) -> None:
    (folder / FAILED / "a.csv.txt").symlink_to(ours)
    bad = folder / "a.csv"
    bad.write_text("x")
    aside = put_aside(bad, FAILED, why="no table")
    assert ours.read_text() == SECRET
    assert (aside.name, aside.with_name("a.2.csv.txt").read_text()) == ("a.2.csv", "no table\n")


def test_a_file_is_not_put_aside_through_a_link(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / FAILED).rmdir()
    (folder / FAILED).symlink_to(elsewhere)
    drop(folder, "a.csv", "", NOW - timedelta(minutes=5))
    read(Source.objects.get(), NOW)
    assert (list(elsewhere.iterdir()), Source.objects.get().failures) == ([], 1)
    with pytest.raises(Away):
        put_aside(folder / "a.csv", FAILED)


def test_what_is_given_is_not_written_through_a_link(folder: Path, ours: Path) -> None:
    out = prepare_folder("zhujian", "out")
    (out / ".changes.json.part").symlink_to(ours)
    (out / "changes.json").symlink_to(ours)
    written = write_out("zhujian", "changes.json", b"{}")
    assert (ours.read_text(), written.read_bytes(), written.is_symlink()) == (SECRET, b"{}", False)


def test_a_file_that_became_a_link_meanwhile_is_not_read(folder: Path, ours: Path) -> None:
    link = folder / "a.csv"
    link.symlink_to(ours)
    with pytest.raises(OSError, match="symbolic links"):
        open_dropped(link)
    with pytest.raises(OSError, match="no file"):
        open_dropped(folder)
    assert not Import.objects.exists()


def test_what_a_killed_reading_left_in_clear_is_removed(county: Cast, settings: Any) -> None:
    folder = Path(settings.GEGE_EXCHANGE_DIR) / ".reading"
    assert sweep_readings(now=NOW) == 0
    folder.mkdir(parents=True)
    for name, age in (("rows-old.csv", timedelta(days=2)), ("rows-new.csv", timedelta(hours=1))):
        (folder / name).write_text("王小明")
        at = (NOW - age).timestamp()
        os.utime(folder / name, (at, at))
    assert sweep_readings(now=NOW) == 1
    assert [one.name for one in folder.iterdir()] == ["rows-new.csv"]
