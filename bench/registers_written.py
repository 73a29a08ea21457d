"""Writing registers: a department's file against COPY, the rules of comparison around changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import cycle, islice
from statistics import median
from typing import Any

from bench.costs import measured
from bench.registers_read import STATION, Figures, actor

LINES = 2_000
HOMES = 200
"""Homes into which they move."""
ROUNDS = 3
CHANGES = {
    "1 in 100, scattered": (100, False),
    "1 in 100, in one community": (100, True),
    "1 in 1000, scattered": (1000, False),
}
"""What is changed before the rules run: one resident in so many, and whether of one community."""
HEADER = ("姓名", "身份证号", "性别", "出生日期", "联系电话", "现住址")
FIXED = {"residence_kind": "1"}


def staged(now: datetime, people: int, turn: int) -> Figures:
    """A file through every stage and applied, against COPY of its rows into a bare table."""
    from gege.registers.api import apply_import, map_columns, receive_file, work
    from gege.territory.api import read_editions

    by, editions = actor(STATION, now), read_editions()
    rows = list(islice(_rows(turn, people, by.area_code, now), LINES))
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    with measured() as copying:
        for _again in range(20):
            _copy(rows)
    with measured() as reading:
        one = receive_file(
            io.BytesIO(text.getvalue().encode("utf-8-sig")),
            filename=f"{turn}.csv",
            sheet="resident",
            source="",
            by=by,
            now=now,
            editions=editions,
            although_there=True,
        )
        if one.state != "checking":
            columns = one.mapping["columns"]
            map_columns(one.uid, columns=columns, fixed=FIXED, by=by, now=now, editions=editions)
        one = work(one.uid, clock=lambda: now, editions=editions)
    if one.state != "preview":
        raise RuntimeError(f"the import is {one.state}: {one.failed} {one.unknown}")
    with measured() as applying:
        apply_import(one.uid, by=by, now=now, editions=editions)
        one = work(one.uid, clock=lambda: now, editions=editions)
    both = reading.cpu + applying.cpu
    return {
        "lines": len(rows),
        "written": one.counts.get("applied", 0),
        "lines a processor second, to the preview": len(rows) / reading.cpu,
        "lines a processor second, applied": one.counts.get("applied", 0) / applying.cpu,
        "lines a processor second, all stages": len(rows) / both,
        "all stages, times COPY": both / max(copying.cpu / 20, 0.0005),
    }


def _rows(turn: int, people: int, area: str, now: datetime) -> Iterator[tuple[str, ...]]:
    """Lines about people whom nobody knows yet, in homes of an area that the registers know."""
    from bench.registers import SEED
    from gege.kernel.county_day import local_date
    from gege.simulate.population import PLAIN, department_rows, generate
    from gege.simulate.registering.residents import Town

    today = local_date(now)
    town = Town.of_atlas(today)
    everybody = town.households(people, SEED, today)
    here = (one for one in everybody if one.dwelling.community_code == area)
    homes = cycle(list(islice(here, HOMES)))
    others = generate(LINES * 3, SEED + turn + 1, communities=town.communities, today=today)
    families = (unknown(family, 100 + 10 * turn) for family in others)
    moved = (replace(family, dwelling=next(homes).dwelling) for family in families)
    for row in department_rows(moved, SEED + turn, PLAIN):
        yield (row.name, row.number, row.sex, row.born_on, row.phone, row.address)


def unknown(family: Any, first: int) -> Any:
    """Give the people of a family numbers that nobody of the registers has: later ones of a day."""
    members = tuple(replace(one, number=_number(one, first)) for one in family.members)
    return replace(family, members=members)


_GIVEN: dict[tuple[Any, ...], int] = {}


def _number(person: Any, first: int) -> str:
    from gege.kernel.identity import FICTITIOUS_AREA, citizen_check_digit

    key = (person.born_on, person.sex, first)
    place = _GIVEN[key] = _GIVEN.get(key, first) + 1
    serial = (place * 139 + person.born_on.toordinal() * 31) % 499 * 2 + 2 - int(person.sex) % 2
    digits = f"{FICTITIOUS_AREA}{person.born_on:%Y%m%d}{serial:03d}"
    return digits + citizen_check_digit(digits)


def _copy(rows: list[tuple[str, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        columns = ", ".join(f"c{place} text" for place in range(len(HEADER)))
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bare_lines ({columns})")
        with cursor.copy("COPY bare_lines FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def rules(now: datetime) -> Figures:
    """All rules around changes, against all rules over everything right after, in turns."""
    from gege.registers.api import last_cursor, run_rules
    from gege.territory.api import read_editions

    run_rules(now=now, editions=read_editions())
    found: dict[str, list[float]] = {}
    for name, (one_in, together) in CHANGES.items():
        for turn in range(ROUNDS):
            since = last_cursor()
            changed = change(now, people() // one_in, turn, together=together)
            with measured() as around:
                run_rules(now=now, editions=read_editions(), since=since)
            with measured() as whole:
                again = run_rules(now=now, editions=read_editions())
            if again.opened or again.gone:
                raise RuntimeError(f"{name}: around the changes the rules left something out")
            found.setdefault("rules over everything: processor s", []).append(whole.cpu)
            found.setdefault(f"{name}: changes", []).append(changed)
            found.setdefault(f"{name}: of everything", []).append(around.cpu / whole.cpu)
    return {name: median(each) for name, each in found.items()}


def people() -> int:
    """Return how many residents stand."""
    from gege.registers.api import Record

    return Record.objects.filter(
        sheet="resident", valid_to__isnull=True, merged_into__isnull=True
    ).count()


def change(now: datetime, most: int, turn: int, *, together: bool) -> int:
    """Let so many residents have another telephone since, wherever they live or in one community.

    By the database and not by the deeds: for the rules it is a turn that they have not seen.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        area = ""
        if together:
            cursor.execute(_COMMUNITIES)
            areas = [str(one) for (one,) in cursor.fetchall()]
            area = areas[turn % len(areas)]
        cursor.execute(_CHANGE, {"area": area + "%", "most": most, "turn": turn, "now": now})
        return int(cursor.rowcount)


_COMMUNITIES = """
    SELECT left(area_code, 12) FROM registers_record
     WHERE sheet = 'resident' AND valid_to IS NULL AND merged_into_id IS NULL
     GROUP BY 1 ORDER BY count(*) DESC, 1
"""
_CHANGE = """
    WITH chosen AS (
        SELECT id FROM registers_record
         WHERE sheet = 'resident' AND valid_to IS NULL AND merged_into_id IS NULL
           AND area_code LIKE %(area)s
         ORDER BY hashint8extended(id, %(turn)s) LIMIT %(most)s
    ), changed AS (
        UPDATE registers_record
           SET version = version + 1, changed_at = %(now)s,
               open = jsonb_set(open, '{phone}', to_jsonb((10000000000 + id %% 10000)::text))
         WHERE id IN (SELECT id FROM chosen)
        RETURNING id, version
    )
    INSERT INTO registers_turn (record_id, version, at, deed, statement_id, fields)
    SELECT id, version, %(now)s, 'say', NULL, '{}' FROM changed
"""
