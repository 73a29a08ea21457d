"""The pages that are opened all day, over a small and a large county in one run.

What a page costs is the time of the processors, its session at the database included: the clock
tells how busy the machine is with other work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bench.boards import PAGES as BOARDS
from bench.costs import spent

ROUNDS = 11
MONTH = "since=2026-08-08&until=2026-09-06"
"""The last month of the county that was played, which has as many matters in both."""

PAGES: Mapping[str, tuple[str, str]] = {
    "workspace, grid worker": ("wangge01", "/"),
    "workspace, station": ("shequ01", "/"),
    "workspace, township": ("xiangzhen01", "/"),
    "workspace, county": ("paiqian01", "/"),
    "workspace, department": ("bumen01", "/"),
    "inbox, county": ("paiqian01", "/matters?box=mine"),
    "overdue, county": ("jianguan01", "/matters?box=overdue"),
    "all, newest, county": ("jianguan01", "/matters?box=all"),
    "all, newest, township": ("xiangzhen01", "/matters?box=all"),
    "all, newest, department": ("bumen01", "/matters?box=all"),
    "search, common word": ("jianguan01", "/matters?box=all&q=路灯"),
    "search, rare words": ("jianguan01", "/matters?box=all&q=电动车飞线充电 楼道"),
    "by kind": ("jianguan01", "/matters?box=all&kind=D02"),
    "notices": ("wangge01", "/notices"),
    "overview, county": ("jianguan01", "/overview"),
    "overview, community": ("shequ01", "/overview"),
    "indicators, county": ("jianguan01", "/boards/indicators"),
    "indicator by unit, county": ("jianguan01", "/boards/indicators/near?by=unit"),
    "overview, a full month": ("jianguan01", f"/overview?{MONTH}"),
    "overview, community, a full month": ("shequ01", f"/overview?{MONTH}"),
    "indicators, a full month": ("jianguan01", f"/boards/indicators?{MONTH}"),
    "by unit, a full month": ("jianguan01", f"/boards/indicators/near?by=unit&{MONTH}"),
    "repeated, county": ("jianguan01", "/matters/repeated"),
    "repeated, station": ("shequ01", "/matters/repeated"),
    "what triage help learnt": ("jianguan01", "/supervision/triage-help"),
    "briefings": ("jianguan01", "/supervision/briefings"),
    "digests": ("jianguan01", "/supervision/digests"),
    "reviews": ("jianguan01", "/supervision/reviews"),
    "cameras": ("jianguan01", "/supervision/cameras"),
    "leading groups": ("jianguan01", "/supervision/groups"),
    **BOARDS,
}


def measure(number: str) -> dict[str, tuple[float, int]]:
    """Return (milliseconds of the processors, statements) of every page, warm."""
    pages = {**PAGES, "matter page": ("jianguan01", f"/matters/{number}")}
    found: dict[str, tuple[float, int]] = {}
    clients: dict[str, Client] = {}
    for name, (login, address) in pages.items():
        client = clients.setdefault(login, _client(login))
        if client.get(address).status_code != 200:
            found[name] = (float("nan"), 0)
            continue
        asked: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            client.get(address)
        before = spent()
        for _ in range(ROUNDS):
            client.get(address)
        found[name] = (1000 * (spent() - before) / ROUNDS, len(asked))
    return found


def _client(login: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(login_name=login))
    return client
