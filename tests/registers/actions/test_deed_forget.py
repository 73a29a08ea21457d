"""What is over is forgotten: the values, what was said of them, and the marks (domain 2.7)."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as some

from gege.registers.api import Forgetting, Record, RecordFilter, end_record, forget_due, records
from gege.registers.declared.shipped import shipped_contract
from gege.registers.rules.retaining import Life, forgotten_on, months_after
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.keeping_records import LATER, Home, go_live


@pytest.fixture
def gone(cast: Cast) -> Record:
    """A resident who moved away on the second day."""
    go_live()
    home = Home(cast.grid_worker)
    person = home.person(cast.grid_worker, name="赵离开", phone="10000000009")
    return end_record(
        person.uid,
        on=LATER.date(),
        why="moved_out",
        note="",
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
    )


def forget(days: int, *, dry: bool = False) -> Forgetting:
    return forget_due(now=LATER + timedelta(days=days), editions=read_editions(), dry=dry)


@pytest.mark.row("R-037")
def test_a_year_after_moving_away_nothing_personal_is_left(cast: Cast, gone: Record) -> None:
    assert forget(360).counts == {}
    report = forget(370)
    assert report.counts == {"resident": [1, 6]}
    gone.refresh_from_db()
    assert (gone.open, gone.sealed, gone.terms, gone.marks) == ({}, {}, [], [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(t::text, ' ') FROM registers_statement t WHERE record_id = %s",
            [gone.pk],
        )
        (kept,) = cursor.fetchone()
    assert "赵离开" not in kept
    assert "10000000009" not in kept
    found = records(
        "resident",
        RecordFilter(words="赵离开", state="all"),
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
        language="zh-hans",
    )
    assert found.lines == ()


def test_who_lives_here_is_not_forgotten(cast: Cast, gone: Record) -> None:
    forget(5000)
    names = [one.open.get("name") for one in Record.objects.filter(sheet="resident")]
    assert sorted(str(name) for name in names) == ["None", "王小明"]


def test_a_dry_run_counts_and_forgets_nothing(gone: Record) -> None:
    assert forget(370, dry=True).counts == {"resident": [1, 6]}
    assert not Forgetting.objects.exists()
    gone.refresh_from_db()
    assert gone.open["name"] == "赵离开"


def test_the_line_names_the_fields_and_no_value_and_without_it_nothing_is_forgotten(
    gone: Record,
) -> None:
    with (
        patch("gege.registers.actions.chronicle.write", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        forget(370)
    gone.refresh_from_db()
    assert gone.open["name"] == "赵离开"
    forget(370)
    line = Entry.objects.filter(stream=f"register:{gone.uid}").order_by("-seq")[0]
    assert (line.deed, "phone" in line.payload, "赵" in line.payload) == ("forget", True, False)
    again = forget(371)
    assert again.counts == {}


FIELDS = [one for _, _, one in shipped_contract().each_field() if one.is_personal]
days = some.dates(date(2000, 1, 1), date(2050, 1, 1))


@given(some.sampled_from(FIELDS), days, days)
def test_nothing_is_forgotten_before_its_record_ended(field, ended, changed) -> None:  # type: ignore[no-untyped-def]
    life = Life(ended, "moved_out", {field.name: changed})
    day = forgotten_on(field, life)
    assert day is not None
    assert day >= months_after(ended, field.retention.months)
    assert forgotten_on(field, Life(None, "", {field.name: changed})) is None


def test_a_month_later_is_the_same_day_or_the_last() -> None:
    assert [months_after(date(2024, 1, 31), one) for one in (0, 1, 12, 13)] == [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2025, 1, 31),
        date(2025, 2, 28),
    ]


def test_what_is_still_kept_is_neither_locked_nor_read_one_by_one(cast: Cast, gone: Record) -> None:
    with CaptureQueriesContext(connection) as queries:
        forget(days=30)
    assert "FOR UPDATE" not in " ".join(one["sql"] for one in queries.captured_queries)
