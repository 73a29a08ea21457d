"""What the page of one matter asks is found by index, however many matters there are.

With one row any plan is as good as another, so there are some thousands, and the planner is
forbidden to read whole tables: a statement that could only be answered that way still has a scan
without a condition in its plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from gege.matters import api as matters
from tests.matters.play import Play

BIG = {
    "matters_matter",
    "matters_reporting",
    "matters_remark",
    "matters_instruction",
    "matters_attachment",
    "trail_entry",
}


def test_the_page_of_a_matter_reads_no_big_table_whole(play: Play) -> None:
    number = play.report().number
    _multiply(3000)
    asked = _asked_by_the_page(number, play)
    assert [_read_whole(sql, values) for sql, values in asked] == [[] for _ in asked]


def test_a_join_that_reads_whole_tables_would_be_noticed(play: Play) -> None:
    serial = play.report().pk
    _multiply(3000)
    sql = (
        "SELECT r.id FROM matters_reporting r JOIN matters_matter m ON m.id = r.matter_id "
        "WHERE m.parent_id = %s OR r.matter_id = %s"
    )
    assert _read_whole(sql, (serial, serial)) != []


def test_reporters_are_found_by_index_though_the_planner_knows_of_no_rows(play: Play) -> None:
    matter = play.report()
    _multiply(3000)
    _forget_the_rows()
    (asked,) = [one for one in _asked_by_the_page(matter.number, play) if "ANY(ARRAY(" in one[0]]
    assert "Seq Scan" not in _scans(*asked).values()


def _multiply(times: int) -> None:
    """Copy the one matter with its one reporter, and tell the planner how many there are."""
    _copy(
        "matters_matter",
        {"uid": "gen_random_uuid()", "receipt_key": "NULL"},
        "generate_series(1, %s) n",
        times,
    )
    _copy(
        "matters_reporting",
        {"matter_id": "n.id"},
        "matters_matter n WHERE n.id > s.matter_id",
        None,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matters_matter; ANALYZE matters_reporting")


def _forget_the_rows() -> None:
    """Leave the planner with what it learnt when the rows were not there yet."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0 WHERE relname = ANY(%s)", [sorted(BIG)])


def _copy(table: str, fresh: dict[str, str], source: str, times: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> 'id'",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
        values = ", ".join(fresh.get(name, f's."{name}"') for name in names)
        listed = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} s, {source}",
            [times] if times else None,
        )


def _asked_by_the_page(number: str, play: Play) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            asked.append((sql, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(listen):
        page = matters.matter_page(number, by=play.cast.county_supervisor, now=play.now)
        for part in ("moves", "steps", "reporters", "remarks", "files", "instructions"):
            getattr(page, part)
        for part in ("extensions", "pauses", "duplicates", "watched"):
            getattr(page, part)
    return asked


def _read_whole(sql: str, values: Any) -> list[str]:
    with connection.cursor() as cursor:
        # What is left is to look up by a condition (bitmaps), or to read the whole all the same.
        for scan in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{scan} = off")
    return [
        f"{node['Node Type']} on {node['Relation Name']} for {sql}"
        for node in _plan(sql, values)
        if node.get("Relation Name") in BIG and not {"Index Cond", "Recheck Cond"} & set(node)
    ]


def _scans(sql: str, values: Any) -> dict[str, str]:
    """Return by which kind of scan each table is read."""
    plan = _plan(sql, values)
    return {one["Relation Name"]: one["Node Type"] for one in plan if "Relation Name" in one}


def _plan(sql: str, values: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        (plan,) = cursor.fetchone()
    document = json.loads(plan) if isinstance(plan, str) else plan
    return list(_nodes(document[0]["Plan"]))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
