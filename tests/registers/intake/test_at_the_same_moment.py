"""An import beside somebody who enters the same number: two connections, and no double (L01)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from gege.registers.actions import open_record
from gege.registers.api import Record, Refused, apply_import
from gege.registers.intake import apply
from gege.registers.intake.work import work
from gege.registers.models import ImportRow
from gege.territory.api import read_editions
from tests.cast import Cast, committed_cast, ledger_that_can_be_emptied
from tests.registers.intake.files import person, previewed
from tests.registers.keeping_records import NOW, Home, enter, go_live

__all__ = ["committed_cast", "ledger_that_can_be_emptied"]


@pytest.fixture
def home(committed_cast: Cast) -> Home:
    go_live()
    return Home(committed_cast.grid_worker)


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("R-047")
def test_a_number_entered_while_its_chunk_is_written_waits_and_is_refused(
    committed_cast: Cast,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = committed_cast
    line = person("李新来", "19620411", serial=3)
    one = previewed([line], cast.station_clerk)
    apply_import(one.uid, by=cast.station_clerk, now=NOW, editions=read_editions())
    looked, answers = threading.Event(), list[Any]()
    write = apply.write_plans

    def enters() -> None:
        looked.wait(20)
        typed = {
            "name": line[0], "id_type": "111", "id_number": line[1], "born": "1962-04",
            "residence_kind": "1", "dwelling": home.dwelling.uid,
        }  # fmt: skip
        try:
            answers.append(enter("resident", typed, cast.grid_worker))
        except Refused as refused:
            answers.append(refused.word)
        finally:
            connection.close()

    other = threading.Thread(target=enters)

    def slowly(*some: Any) -> Any:
        """Between looking for the number and writing it: the other one begins."""
        looked.set()
        other.join(0.7)
        assert other.is_alive(), "the other one did not wait"
        return write(*some)

    monkeypatch.setattr(apply, "write_plans", slowly)
    other.start()
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    other.join(20)
    assert (done.state, done.counts["applied"]) == ("applied", 1)
    assert answers == ["already_there"]
    assert Record.objects.filter(sheet="resident", open__name=line[0]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_being_entered_is_waited_for_by_an_import(
    committed_cast: Cast,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = committed_cast
    line = person("李新来", "19620411", serial=3)
    one = previewed([line], cast.station_clerk)
    apply_import(one.uid, by=cast.station_clerk, now=NOW, editions=read_editions())
    states: list[Any] = []

    def applies() -> None:
        try:
            states.append(work(one.uid, clock=lambda: NOW, editions=read_editions()).counts)
        finally:
            connection.close()

    other = threading.Thread(target=applies)
    written = open_record._written

    def slowly(*some: Any) -> Any:
        made = written(*some)
        other.start()
        other.join(0.7)
        assert other.is_alive(), "the import did not wait"
        return made

    monkeypatch.setattr(open_record, "_written", slowly)
    typed = {
        "name": line[0], "id_type": "111", "id_number": line[1], "born": "1962-04",
        "residence_kind": "1", "dwelling": home.dwelling.uid,
    }  # fmt: skip
    enter("resident", typed, cast.grid_worker)
    other.join(20)
    row = ImportRow.objects.get(batch=one)
    assert (row.state, [word for _name, word, _more in row.faults]) == (
        "refused",
        ["already_there"],
    )
    assert states[0]["refused"] == 1
