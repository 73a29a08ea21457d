"""What two people do at the same moment: one number entered twice, a target that is merged."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.registers.api import Faults, Link, end_record
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.actions.merging import Twice, one_of
from tests.registers.keeping_records import LATER, NOW, citizen_number, enter, go_live


@pytest.fixture
def twice(cast: Cast) -> Twice:
    go_live()
    return Twice(cast)


def place_of(found: list[str], *words: str) -> int:
    return next(n for n, sql in enumerate(found) if all(word in sql for word in words))


def test_a_number_is_looked_for_when_nobody_else_is_entering_it(cast: Cast, twice: Twice) -> None:
    typed = {
        "name": "张三",
        "id_type": "111",
        "id_number": citizen_number(),
        "born": "1950-03",
        "residence_kind": "1",
        "dwelling": twice.home.dwelling.uid,
    }
    with CaptureQueriesContext(connection) as queries:
        enter("resident", typed, cast.grid_worker)
    found = [one["sql"] for one in queries.captured_queries]
    alone = place_of(found, "pg_advisory_xact_lock(7271")
    looked = place_of(found, '"marks" &&')
    entered = place_of(found, 'INSERT INTO "registers_record"')
    assert alone < looked < entered


def test_what_is_pointed_at_stays_as_it_is_until_the_word_is_kept(cast: Cast, twice: Twice) -> None:
    with CaptureQueriesContext(connection) as queries:
        twice.home.person(cast.grid_worker, name="张三")
    found = [one["sql"] for one in queries.captured_queries]
    assert place_of(found, "FOR SHARE") < place_of(found, 'INSERT INTO "registers_link"')


def test_who_points_at_a_merged_record_points_at_the_one_kept(cast: Cast, twice: Twice) -> None:
    one_of(twice.kept, twice.other, cast.station_clerk)
    typed = {"person": twice.other.uid, "asked_on": "2026-05-06"}
    file = enter("legal_file", typed, cast.grid_worker)
    assert Link.objects.get(source=file, field="person").target_id == twice.kept.pk
    about = {"by": cast.grid_worker, "now": LATER, "editions": read_editions()}
    end_record(twice.kept.uid, on=NOW.date(), why="moved_out", note="", **about)
    with pytest.raises(Faults):
        enter("legal_file", typed, cast.grid_worker)
