"""Of a file nothing of a person lies open: not beside it, not in a log; and its turns in order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError, connection

from gege.registers.intake import work as working
from gege.registers.intake.writing import ids_for
from gege.registers.models import Import, Turn
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.intake.files import mapped, person, receive, table
from tests.registers.keeping_records import NOW, citizen_number, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-044")]
HEADER = ("姓名", "身份证号", "性别")


def test_a_number_in_the_column_of_a_code_is_not_kept_open(cast: Cast) -> None:
    go_live()
    number = citizen_number("19500307", 1)
    rows = [("王小明", "", number), ("王小红", "", "不详细")]
    one = receive(table(HEADER, rows), cast.station_clerk)
    done = mapped(
        one, cast.station_clerk, columns=["name", "", "sex"], fixed={"residence_kind": "1"}
    )
    done.refresh_from_db()
    assert done.unknown == {"sex": {"不详细": 1}}
    assert done.counts["faulty"] == 2


def test_what_the_database_says_of_a_row_goes_into_no_log(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    go_live()
    one = receive(table(HEADER, [person("王小明")[:3]]), cast.station_clerk)
    Import.objects.filter(pk=one.pk).update(state="checking")

    def breaks(*_: Any) -> None:
        raise DataError("invalid json: 王小明 511622")

    monkeypatch.setitem(working._STEPS, "checking", breaks)
    done = working.work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert done.failed == {"word": "internal", "values": {}}
    assert ("王小明" in caplog.text, "DataError" in caplog.text) == (False, True)


def test_ids_of_turns_are_drawn_while_the_table_is_held() -> None:
    """Departments are told up to where nobody writes: who has ids must be seen to write."""
    ids_for(Turn, 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'registers_turn'::regclass"
            " AND mode = 'RowExclusiveLock' AND granted AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (1,)
