"""The registers as they grow: search, the staged import against COPY, the rules around changes.

Figures are processor seconds of this process and of the database together: the machine may be busy
with other work, and the ratios within one run are what counts.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import psutil

LINES = 2_000
SEARCHES = 150
CHANGED = 0.01
SEED = 7
HEADER = ("姓名", "身份证号", "性别", "出生日期", "联系电话", "现住址")


class Took:
    """What a piece of work cost."""

    wall = cpu = 0.0


@contextmanager
def measured() -> Iterator[Took]:
    """Measure the processor time of this process and of the embedded database."""
    took, begun, before = Took(), time.perf_counter(), _cpu()
    yield took
    took.wall, took.cpu = time.perf_counter() - begun, _cpu() - before


def _cpu() -> float:
    whole = 0.0
    for one in (psutil.Process(), *_server()):
        with suppress(psutil.NoSuchProcess):
            spent = one.cpu_times()
            whole += spent.user + spent.system
    return whole


def _server() -> list[psutil.Process]:
    """The processes of the embedded database, and of no other on the machine."""
    from django.conf import settings

    told = next(Path(settings.GEGE_POSTGRES_DIR).rglob("postmaster.pid"))
    postmaster = psutil.Process(int(told.read_text().split()[0]))
    return [postmaster, *postmaster.children()]


def measure(small: int, large: int, now: datetime) -> None:
    """Fill the registers, and measure the same things with few people and with many."""
    from gege.registers.api import own_values
    from gege.simulate.registering.homes import register_homes
    from gege.simulate.registering.residents import register_residents

    register_homes(now=now)
    figures: list[tuple[float, float, float]] = []
    filling = _Filling()

    def look(people: int) -> None:
        _vacuum()
        print(f"\n{people} residents: {filling.told(people)}", flush=True)
        seed = SEED + len(figures)
        figures.append((search(now, own_values), staged(seed, large, now), rules(now)))

    def told(line: str) -> None:
        filling.stop()
        if not figures and (people := int(line.split()[0])) >= small:
            look(people)
        filling.go_on()

    people = register_residents(large, SEED, now=now, say_it=told)
    look(people)
    (p95, line, _few), (large_p95, large_line, _many) = figures
    print(f"search p95, many against few: {large_p95 / p95:.2f}")
    print(f"staged import, processor time a line, many against few: {large_line / line:.2f}")


class _Filling:
    """What entering people costs, without what is measured between."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0
        self.go_on()

    def go_on(self) -> None:
        self._begun, self._before = time.perf_counter(), _cpu()

    def stop(self) -> None:
        self.wall += time.perf_counter() - self._begun
        self.cpu += _cpu() - self._before

    def told(self, people: int) -> str:
        memory = psutil.Process().memory_info().rss / 1e6
        return (
            f"entered with their homes {people / self.wall:.0f} a second, {people / self.cpu:.0f} "
            f"a processor second; {memory:.0f} MB of this process"
        )


def search(now: datetime, values_of: Callable[..., dict[str, Any]]) -> float:
    """Search for people as a station does: names, initials, telephones, numbers."""
    from gege.kernel.personal.names import name_keys
    from gege.registers.api import Record, RecordFilter, records
    from gege.territory.api import read_editions

    chance, by, editions = Random(SEED), _actor("shequ01", now), read_editions()
    rows = Record.objects.filter(sheet="resident", area_code__startswith=by.area_code)
    ids = list(rows.values_list("pk", flat=True))
    took = []
    for place, pk in enumerate(chance.sample(ids, SEARCHES)):
        values = values_of(Record.objects.get(pk=pk))
        name = str(values["name"])
        words = (
            name,
            name_keys(name).initials,
            values.get("phone") or name,
            values.get("id_number") or name,
        )
        begun = time.perf_counter()
        records(
            "resident",
            RecordFilter(words=str(words[place % 4])),
            by=by,
            now=now,
            editions=editions,
            language="zh-hans",
        )
        took.append(1000 * (time.perf_counter() - begun))
    took.sort()
    p95 = took[int(len(took) * 0.95)]
    print(f"search: median {took[len(took) // 2]:.1f} ms, p95 {p95:.1f} ms", flush=True)
    return p95


def staged(seed: int, large: int, now: datetime) -> float:
    """A department's file through every stage, against COPY of its rows into a bare table."""
    from gege.registers.api import apply_import, map_columns, receive_file, work
    from gege.territory.api import read_editions

    by, editions = _actor("shequ01", now), read_editions()
    rows = list(islice(_rows(seed, large, by.area_code, now), LINES))
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    with measured() as copying:
        _copy(rows)
    with measured() as staging:
        one = receive_file(
            io.BytesIO(text.getvalue().encode("utf-8-sig")),
            filename=f"{seed}.csv",
            sheet="resident",
            source="",
            by=by,
            now=now,
            editions=editions,
        )
        if one.state != "checking":
            columns = one.mapping["columns"]
            fixed = {"residence_kind": "1"}
            map_columns(one.uid, columns=columns, fixed=fixed, by=by, now=now, editions=editions)
        one = work(one.uid, clock=lambda: now, editions=editions)
        apply_import(one.uid, by=by, now=now, editions=editions)
        one = work(one.uid, clock=lambda: now, editions=editions)
    print(
        f"staged import of {len(rows)} lines: {one.counts}\n"
        f"  {staging.cpu:.1f} processor s ({len(rows) / staging.cpu:.0f} lines each), "
        f"COPY of the same rows {copying.cpu:.3f} s: {staging.cpu / max(copying.cpu, 0.001):.0f} "
        "times as long",
        flush=True,
    )
    return staging.cpu / len(rows)


def _rows(seed: int, large: int, area: str, now: datetime) -> Iterator[tuple[str, ...]]:
    """Lines about people whom nobody knows yet, in homes of an area that the registers know."""
    from gege.kernel.county_day import local_date
    from gege.registers.api import Record, made_up_uid
    from gege.simulate.population import PLAIN, department_rows, generate
    from gege.simulate.registering.residents import Town

    today = local_date(now)
    town = Town.of_atlas(today)
    known = Record.objects.filter(sheet="dwelling", area_code__startswith=area)
    there = set(known.values_list("uid", flat=True))
    everybody = town.households(large, SEED, today)
    homes = cycle(
        [one for one in everybody if made_up_uid("dwelling", one.serial) in there][:LINES]
    )
    others = generate(LINES * 3, seed + 50, communities=town.communities, today=today)
    moved = [
        replace(family, dwelling=home.dwelling) for home, family in zip(homes, others, strict=False)
    ]
    for row in department_rows(moved, seed, PLAIN):
        yield (row.name, row.number, row.sex, row.born_on, row.phone, row.address)


def _copy(rows: list[tuple[str, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        columns = ", ".join(f"c{place} text" for place in range(len(HEADER)))
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bare_lines ({columns})")
        with cursor.copy("COPY bare_lines FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def rules(now: datetime) -> float:
    """All rules over everything, and around one change in a hundred."""
    from gege.registers.api import last_cursor, run_rules
    from gege.territory.api import read_editions

    with measured() as whole:
        run_rules(now=now, editions=read_editions())
    since = last_cursor()
    changed = _change(now)
    with measured() as around:
        run_rules(now=now, editions=read_editions(), since=since)
    print(
        f"rules over everything {whole.cpu:.1f} processor s, after {changed} changes "
        f"{around.cpu:.1f} s: ratio {around.cpu / whole.cpu:.3f}",
        flush=True,
    )
    return around.cpu / whole.cpu


def _change(now: datetime) -> int:
    """Let one resident in a hundred say another telephone."""
    from uuid import uuid4

    from gege.registers.api import Record, say
    from gege.territory.api import read_editions

    by, editions, chance = _actor("shequ01", now), read_editions(), Random(SEED)
    rows = Record.objects.filter(sheet="resident", valid_to__isnull=True)
    wanted = round(rows.count() * CHANGED)
    inside = list(rows.filter(area_code__startswith=by.area_code).values_list("uid", flat=True))
    some = chance.sample(inside, min(wanted, len(inside)))
    for place, uid in enumerate(some):
        say(
            uuid4(),
            record=uid,
            typed={"phone": f"1000000{place % 10_000:04}"},
            evidence="told",
            evidence_note="",
            by=by,
            now=now,
            editions=editions,
        )
    return len(some)


def _actor(login: str, now: datetime) -> Any:
    from gege.staff.api import Account, actor_for

    return actor_for(Account.objects.get(login_name=login).pk, None, now)


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
