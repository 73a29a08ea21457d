"""What a map asks is found by index: its cost is that of the period, never that of the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from gege.boards.map import answers
from gege.matters.api import LOCAL, Matter
from gege.staff.api import Actor
from tests.cast import TOWN
from tests.matters.play import Play

YEARS = 6000
QUERY = {"since": "2026-11-01", "until": "2026-11-30"}
ASKED = {
    "cells": (answers.cells, {}),
    "reported": (answers.values, {"of": "reported"}),
    "share": (answers.values, {"of": "near"}),
    "time": (answers.values, {"of": "triage_time", "level": "community"}),
    "now": (answers.standing, {}),
}


@pytest.mark.row("R-051")
def test_a_map_reads_no_years_of_matters(play: Play) -> None:
    years_of_matters(play)
    begins = datetime(2026, 11, 1, tzinfo=LOCAL)
    assert Matter.objects.filter(reported_at__lt=begins).count() == YEARS
    for who in ("county_supervisor", "township_operator", "department_officer"):
        for asked in ASKED:
            statements = list(asked_by(asked, play.cast.actor(who), play.now))
            assert statements
            read = [rows_read(sql, values) for sql, values in statements]
            assert read == [[] for _ in statements], (who, asked)
    # One that reads them all would be noticed.
    sql = "SELECT area_code, count(*) FROM matters_matter WHERE township_code = %s GROUP BY 1"
    assert rows_read(sql, (TOWN,)) != []


def years_of_matters(play: Play) -> None:
    """One matter of the period, and thousands that were closed in the years before."""
    matter = play.closed()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = 'matters_matter' AND is_generated = 'NEVER' AND column_name <> 'id'"
        )
        columns = cursor.fetchall()
        names = ", ".join(f'"{name}"' for name, _kind in columns)
        values = ", ".join(
            "gen_random_uuid()"
            if name == "uid"
            else "NULL"
            if name == "receipt_key"
            else f's."{name}" - make_interval(days => 60 + n / 4)'
            if kind.startswith("timestamp")
            else f's."{name}"'
            for name, kind in columns
        )
        cursor.execute(
            f"INSERT INTO matters_matter ({names}) SELECT {values} FROM matters_matter s, "
            "generate_series(1, %s) n WHERE s.id = %s",
            [YEARS, matter.pk],
        )
        cursor.execute(
            "INSERT INTO matters_involvement (matter_id, unit_id) SELECT m.id, i.unit_id "
            "FROM matters_matter m, matters_involvement i WHERE i.matter_id = %s AND m.id > %s",
            [matter.pk, matter.pk],
        )
        cursor.execute("ANALYZE matters_matter; ANALYZE matters_involvement")


def asked_by(asked: str, by: Actor, now: datetime) -> Iterator[tuple[str, Any]]:
    """The statements over matters that an answer asks."""
    found: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, *rest: Any) -> Any:
        if 'FROM "matters_matter"' in sql:
            found.append((sql, values))
        return execute(sql, values, *rest)

    answer, more = ASKED[asked]
    with connection.execute_wrapper(listen):
        answer(by, QUERY | more, now=now)
    return iter(found)


def rows_read(sql: str, values: Any) -> list[str]:
    """The parts of a plan that read more than some hundreds of the thousands of matters."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        (plan,) = cursor.fetchone()
    document = json.loads(plan) if isinstance(plan, str) else plan
    read = []
    for node in nodes(document[0]["Plan"]):
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        if node.get("Relation Name") == "matters_matter" and rows * node["Actual Loops"] > 300:
            read.append(f"{node['Node Type']}: {rows} rows for {sql}")
    return read


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from nodes(child)
