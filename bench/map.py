"""The one map: what its answers cost with few and with many matters, and frames while it moves."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from bench.costs import measured
from bench.reporting import PORT, start_server
from bench.world import ROOT

ROUNDS = 11
MONTH = "since=2026-08-08&until=2026-09-06"
"""The last month of the county that was played, from `FOUNDED` on."""
STREET = "box=106.285,30.345,106.295,30.355"
ASKED: Mapping[str, tuple[str, str]] = {
    "page, open by light": ("jianguan01", f"/map?{MONTH}"),
    "page, an indicator": ("jianguan01", f"/map?{MONTH}&of=near"),
    "page, township": ("xiangzhen01", f"/map?{MONTH}"),
    "page, department": ("bumen01", f"/map?{MONTH}"),
    "outlines": ("jianguan01", f"/map/shapes.json?{MONTH}"),
    "an indicator by day": ("jianguan01", f"/map/values.json?{MONTH}&of=near"),
    "a time by day": ("jianguan01", f"/map/values.json?{MONTH}&of=handling_time"),
    "cells, county": ("jianguan01", f"/map/cells.json?{MONTH}&zoom=13"),
    "cells, street": ("jianguan01", f"/map/cells.json?{MONTH}&zoom=18&{STREET}"),
    "open cells and areas": ("jianguan01", f"/map/now.json?{MONTH}&zoom=13"),
    "cells, three years": (
        "jianguan01",
        "/map/cells.json?since=2023-09-07&until=2026-09-06&step=month&zoom=13",
    ),
    "matters of a grid": ("jianguan01", f"/map/matters?{MONTH}&part=511622100001001"),
}
RECORD = """() => {
  window.gaps = [];
  let before = performance.now();
  const next = (now) => {
    window.gaps.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(next); });
}"""


def answers() -> dict[str, tuple[float, int, int]]:
    """Return (milliseconds, bytes, statements) of everything that a map asks, warm.

    Milliseconds of the processors, of this process and its session at the database: whatever else
    the machine does at the time is not in them.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    clients: dict[str, Client] = {}
    found = {}
    for name, (login, address) in ASKED.items():
        client = clients.setdefault(login, Client())
        client.force_login(get_user_model().objects.get(login_name=login))
        asked: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        with measured() as took:
            for _ in range(ROUNDS):
                client.get(address)
        found[name] = (1000 * took.cpu / ROUNDS, len(answer.content), len(asked))
    return found


def told(small: Mapping[str, Any], large: Mapping[str, Any]) -> None:
    """Print both sizes beside each other."""
    print(
        f"{'asked':24}{'small ms':>10}{'large ms':>10}{'ratio':>8}{'bytes':>10}{'statements':>12}"
    )
    for name, (before, _bytes, few) in small.items():
        after, size, many = large[name]
        ratio = after / before
        print(f"{name:24}{before:10.1f}{after:10.1f}{ratio:8.2f}{size:10}{few:7} {many:4}")


def frames() -> None:
    """Print how evenly the map moves in Chromium on a screen of 1920 by 1080."""
    sys.path.insert(0, str(ROOT))
    from tests.one_browser import ARGUMENTS, chromium

    server = start_server()
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            _log_in(page)
            for way in ("clusters", "heat"):
                page.goto(_at(f"/map?{MONTH}&of=near&show={way},service,safety,fill,names"))
                page.locator("#chart[data-ready]").wait_for(timeout=60_000)
                for name, move in (("pan", _pan), ("zoom", _zoom), ("slider", _slide)):
                    page.evaluate(RECORD)
                    page.wait_for_timeout(200)
                    page.evaluate("() => { window.gaps.length = 0 }")
                    move(page)
                    _tell(f"{way}, {name}", json.loads(page.evaluate("JSON.stringify(gaps)")))
                    page.reload()
                    page.locator("#chart[data-ready]").wait_for(timeout=60_000)
            browser.close()
    finally:
        server.terminate()
        server.wait(60)


def _at(path: str) -> str:
    return f"http://127.0.0.1:{PORT}{path}"


def _log_in(page: Page) -> None:
    from gege.simulate.demonstration.logins import PASSWORD

    page.goto(_at("/login"))
    page.fill("input[name=username]", "jianguan01")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button.is-first")
    page.wait_for_load_state("load")


def _pan(page: Page) -> None:
    box = page.locator("#chart").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    for way in (1, -1, 1, -1):
        page.mouse.down()
        page.mouse.move(x + way * 260, y + way * 120, steps=40)
        page.mouse.up()
        page.mouse.move(x, y)


def _zoom(page: Page) -> None:
    page.locator("#chart").focus()
    for key in ("+", "+", "+", "-", "-", "-"):
        page.keyboard.press(key)
        page.wait_for_timeout(450)


def _slide(page: Page) -> None:
    page.locator("[data-slide]").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)


def _tell(name: str, gaps: list[float]) -> None:
    gaps = sorted(gaps)
    tail = gaps[int(len(gaps) * 0.95)]
    late = sum(gap > 34 for gap in gaps)
    print(
        f"{name}: {len(gaps)} frames, half within {statistics.median(gaps):.1f} ms, 95 % within "
        f"{tail:.1f} ms, the longest {gaps[-1]:.1f} ms, {late} later than two of sixty a second",
        flush=True,
    )
