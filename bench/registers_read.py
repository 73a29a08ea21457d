"""Reading registers: searches as a station makes them, and the pages that are opened all day."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any

from bench.costs import spent

SEARCHES = 20
"""Of each kind, in each turn."""
ROUNDS = 5
STATION, TOWN, COUNTY = "shequ01", "xiangzhen01", "jianguan01"
Figures = dict[str, float]


def search(now: datetime, seed: int) -> Figures:
    """Milliseconds of searches for people who are there, by each way to find them."""
    from gege.registers.api import RecordFilter, find_anywhere, records
    from gege.territory.api import read_editions

    by, editions = actor(STATION, now), read_editions()
    words = _words(by.area_code, seed)
    found: Figures = {}
    for way in ("name", "pinyin", "initials", "telephone", "number", "address"):
        for where in ("list", "box"):

            def ask(text: str, way: str = way, where: str = where) -> object:
                if where == "box":
                    return find_anywhere(
                        text, by=by, now=now, editions=editions, language="zh-hans"
                    )
                wanted = RecordFilter(words=text)
                sheet = "dwelling" if way == "address" else "resident"
                return records(sheet, wanted, by=by, now=now, editions=editions, language="zh-hans")

            texts = [one[way] for one in words]
            before = spent()
            took = _took(ask, texts)
            found[f"{way}, {where}: processor ms"] = 1000 * (spent() - before) / (len(texts) + 1)
            found[f"{way}, {where}: p95 ms of the clock"] = took[int(len(took) * 0.95)]
    return found


def _took(ask: Callable[[str], object], texts: list[str]) -> list[float]:
    ask(texts[0])
    took = []
    for text in texts:
        begun = time.perf_counter()
        ask(text)
        took.append(1000 * (time.perf_counter() - begun))
    return sorted(took)


def _words(area: str, seed: int) -> list[dict[str, str]]:
    """What somebody would type to find each of some residents of an area."""
    from gege.kernel.personal.names import name_keys
    from gege.registers.api import Record, own_values
    from gege.registers.queries.cells import cells_of

    rows = Record.objects.filter(
        sheet="resident", area_code__startswith=area, sealed__has_key="id_number"
    )
    ids = list(rows.filter(child_until__isnull=True).values_list("pk", flat=True))
    some = Random(seed).sample(ids, SEARCHES)
    people = list(Record.objects.filter(pk__in=some))
    found = []
    for person, cells in zip(people, cells_of(people), strict=True):
        values = own_values(person)
        keys = name_keys(str(values["name"]))
        found.append(
            {
                "name": str(values["name"]),
                "pinyin": keys.pinyin,
                "initials": keys.initials,
                "telephone": str(values.get("phone") or values["id_number"]),
                "number": str(values["id_number"]),
                "address": cells.address,
            }
        )
    return found


def look() -> Figures:
    """Milliseconds and statements of the pages of registers, warm."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    clients: dict[str, Client] = {}
    found: Figures = {}
    for name, login, address in _pages():
        if login not in clients:
            clients[login] = Client()
            clients[login].force_login(get_user_model().objects.get(login_name=login))
        answer = clients[login].get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        asked: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            clients[login].get(address)
        found[f"{name}: ms"] = took_of(clients[login], address)
        found[f"{name}: statements"] = len(asked)
    return found


def took_of(client: Any, address: str) -> float:
    """Return what a page costs: milliseconds of the processors, its session included."""
    before = spent()
    for _round in range(ROUNDS):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
    return 1000 * (spent() - before) / ROUNDS


def _pages() -> Iterator[tuple[str, str, str]]:
    """Yield a name, who opens it, and its address."""
    from gege.registers.api import Record

    yield "registers", STATION, "/registers"
    for sheet in ("resident", "household", "dwelling", "building"):
        for who, login in (("station", STATION), ("town", TOWN), ("county", COUNTY)):
            yield f"{sheet}s, {who}", login, f"/registers/{sheet}"
    live = Record.objects.filter(valid_to__isnull=True)
    inside = live.filter(area_code__startswith="511622100001")
    residents = inside.filter(sheet="resident").order_by("-pk")
    hundreds = residents[300:301].get()
    yield "residents, station, eleventh page", STATION, f"/registers/resident?after={hundreds.pk}"
    grid = residents.first()
    assert grid is not None
    yield "residents of a grid, county", COUNTY, f"/registers/resident?area={grid.area_code}"
    for state in ("disputed", "ended", "all"):
        yield f"residents, {state}, county", COUNTY, f"/registers/resident?state={state}"
        yield f"residents, {state}, station", STATION, f"/registers/resident?state={state}"
    for page in ("findings", "pairs", "differences"):
        for who, login in (("station", STATION), ("county", COUNTY)):
            yield f"{page}, {who}", login, f"/registers/{page}"
    yield "imports, station", STATION, "/registers/imports"
    yield "roll-calls, county", COUNTY, "/registers/roll-calls"
    yield "figures, county", COUNTY, "/registers/statistics"
    yield "one resident, station", STATION, f"/registers/records/{grid.uid}"
    for sheet in ("household", "dwelling", "building"):
        one = inside.filter(sheet=sheet).order_by("-pk").first()
        assert one is not None
        yield f"view of a {sheet}, station", STATION, f"/registers/records/{one.uid}/view"
    yield "view of a grid, station", STATION, f"/registers/grids/{grid.area_code}"


def actor(login: str, now: datetime) -> Any:
    from gege.staff.api import Account, actor_for

    return actor_for(Account.objects.get(login_name=login).pk, None, now)
