"""`python -m bench [SECTION…]`: reporting, portal, field, openapi, texts, simulate, …; else all."""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import time
from datetime import datetime, timedelta

import psutil

from bench.world import FOUNDED, HOME, ROOT, database, enter, found

SECTIONS = (
    "reporting", "portal", "field", "openapi", "texts", "boards", "registers", "triage", "simulate",
    "pages", "map", "memory",
)  # fmt: skip
PLAYED = 2_500
"""Matters of the county that is multiplied: about its ninety days, played through the deeds."""


def main() -> None:
    """Run the sections asked for and print their figures."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    options.add_argument("--base", type=int, default=10_000, help="matters that are simulated")
    options.add_argument("--large", type=int, default=1_000_000, help="matters of the large county")
    options.add_argument("--residents", type=int, default=50_000, help="people of the registers")
    options.add_argument("--boards", type=int, default=200, help="boards that stay open at once")
    options.add_argument("--seconds", type=int, default=10, help="length of one run of reports")
    options.add_argument("--measure", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        _measure_map() if given.measure == "map" else _measure_pages(given.measure)
        return
    if given.sections == ["triage"]:  # words alone: no county is needed
        triage()
        return
    enter(fresh=True)
    with database() as dsn:
        found()
        for name in given.sections or SECTIONS:
            print(f"\n== {name} ==", flush=True)
            {
                "reporting": lambda: reporting(dsn, given.seconds),
                "portal": lambda: residents(given.seconds),
                "field": lambda: handhelds(given.base),
                "openapi": lambda: interfaces(given.seconds),
                "texts": texts,
                "boards": lambda: boards(dsn, given.base, given.boards),
                "registers": lambda: registers(given.residents),
                "triage": triage,
                "simulate": lambda: simulate(given.base),
                "pages": lambda: pages(given.base, given.large),
                "map": lambda: one_map(given.base, given.large),
                "memory": memory,
            }[name]()


def reporting(dsn: str, seconds: int) -> None:
    """Reports a second over HTTP, against the same rows by pgbench, in alternating runs."""
    from bench import reporting as http
    from bench.rows import statements
    from gege.matters.api import Matter
    from gege.simulate.demonstration.logins import PASSWORD

    server = http.start_server()
    try:
        form = _report_form()
        browsers = [http.Browser("rexian01", PASSWORD, form) for _ in range(http.CLIENTS)]
        http.load(browsers, 3)
        newest = Matter.objects.order_by("-id").defer("search").first()
        assert newest is not None
        script = http.rows_script(statements(newest.pk))
        ratios = []
        for turn in range(1, http.ROUNDS + 1):
            ours = http.load(browsers, seconds)
            floor = http.pgbench(dsn, script, seconds)
            ratios.append(ours.rate / floor)
            print(
                f"run {turn}: HTTP {ours.rate:.0f}/s ({ours.failed} failed, median "
                f"{1000 * http.percentile(ours.took, 50):.0f} ms, 95 % "
                f"{1000 * http.percentile(ours.took, 95):.0f} ms), pgbench {floor:.0f}/s, "
                f"ratio {ours.rate / floor:.3f}",
                flush=True,
            )
        print(f"median ratio {sorted(ratios)[len(ratios) // 2]:.3f}")
        print(f"memory of the server after the load: {_memory(server.pid)}")
    finally:
        server.terminate()
        server.wait(60)


def residents(seconds: int) -> None:
    """Public reports and status pages a second, against the bare framework on the same server."""
    os.environ.update(GEGE_PORTAL_REPORTS="100000", GEGE_PORTAL_REPORTS_ALL="1000000")
    from bench.portal import measure
    from bench.reporting import start_server

    server = start_server()
    try:
        measure(_report_form()["grid_code"], seconds)
        print(f"memory of the server after the load: {_memory(server.pid)}")
    finally:
        server.terminate()
        server.wait(60)


def handhelds(base: int) -> None:
    """A message alone against one among a hundred, a shift's start, and the bytes of syncs."""
    from bench import field
    from bench.reporting import start_server

    seed_county(base)
    terminals = field.enrolled(field.HANDHELDS + 2)
    server = start_server()
    try:
        phone = field.Handheld(*terminals[-1])
        alone, together = field.message_cost(phone)
        print(
            f"a report alone {alone:.1f} ms, among {field.BATCH} {together:.1f} ms: "
            f"ratio {alone / together:.2f}",
            flush=True,
        )
        other = field.Handheld(*terminals[-2])
        for name, (plain, packed) in field.bytes_of_syncs(other).items():
            print(f"sync, {name}: {plain / 1000:.1f} kB, packed {packed / 1000:.1f} kB")
        tokens = [token for token, _ in terminals[: field.HANDHELDS]]
        print(f"shift start, one by one: {field.told(field.shift_start(tokens[:100], 1))}")
        for at_once in (field.AT_ONCE, field.HANDHELDS):
            result = field.shift_start(tokens, at_once)
            print(f"shift start, {at_once} at once: {field.told(result)}", flush=True)
        print(f"memory of the server after it: {_memory(server.pid)}")
    finally:
        server.terminate()
        server.wait(60)


def interfaces(seconds: int) -> None:
    """Open311: creating and listing a second, against the bare framework answering, in turns."""
    from bench import openapi
    from bench.reporting import PORT, start_server
    from gege.kernel.area_codes import Level
    from gege.territory.api import load_atlas

    token = openapi.new_client(datetime.now().astimezone())
    centre = next(one for one in load_atlas().areas(Level.GRID) if one.pilot and one.centre).centre
    assert centre is not None
    asks = {
        "create": (openapi.create(token, centre.lng, centre.lat), openapi.bare("POST")),
        "list of 50": (openapi.listing(token, 50), openapi.bare("GET")),
    }
    servers = [start_server()]
    try:
        servers.append(openapi.start_bare())
        for name, (ask, bare) in asks.items():
            openapi.load(PORT, ask, 2)
            for turn in range(1, openapi.ROUNDS + 1):
                ours = openapi.load(PORT, ask, seconds)
                least = openapi.load(openapi.BARE_PORT, bare, seconds)
                print(
                    f"{name}, run {turn}: {ours.rate:.0f}/s ({ours.failed} failed), bare framework "
                    f"{least.rate:.0f}/s, ratio {ours.rate / least.rate:.3f}",
                    flush=True,
                )
    finally:
        for one in servers:
            one.terminate()
            one.wait(60)


def texts() -> None:
    """Ten thousand queued texts through Kannel and SMPP, against each alone, in turns."""
    from bench.gateways import MESSAGES, measure

    measure(MESSAGES)


def registers(residents: int) -> None:
    """Search, pages, staged import and rules with few people, and with many."""
    from bench.registers import measure

    measure(min(10_000, residents // 2), residents)


def boards(dsn: str, base: int, count: int) -> None:
    """How soon boards that stay open hear of a change; their pages stand in the section pages."""
    from bench.boards import measure
    from bench.reporting import start_server

    seed_county(base)
    server = start_server()
    try:
        measure(dsn, server.pid, count)
    finally:
        server.terminate()
        server.wait(60)


def triage() -> None:
    """Kinds and departments told from words, against always naming the most frequent."""
    from bench.triage import measure

    measure()


def _report_form() -> dict[str, str]:
    from gege.kernel.area_codes import Level
    from gege.territory.api import load_atlas

    grid = next(area for area in load_atlas().areas(Level.GRID) if area.pilot)
    return {
        "title": "路灯不亮，晚上看不清路",
        "kind": "A01",
        "grid_code": grid.code,
        "address": "解放路12号门口",
        "description": "从昨天晚上开始这一段的路灯全部不亮，老人出门不方便。",
        "channel": "hotline",
        "name": "测试甲",
        "phone": "10000000001",
        "wants_callback": "on",
    }


def simulate(matters: int) -> None:
    """Matters a second through the real deeds, and where the time goes."""
    from gege.matters.api import Matter
    from gege.simulate.api import Wish, play

    before = Matter.objects.count()
    profile = cProfile.Profile()
    start = time.perf_counter()
    profile.enable()
    play(Wish(start=FOUNDED + timedelta(days=7), days=90, seed=7, per_day=matters / 90))
    profile.disable()
    seconds = time.perf_counter() - start
    made = Matter.objects.count() - before
    print(f"{made} matters in {seconds:.0f} s under the profiler: {made / seconds:.1f} a second")
    pstats.Stats(profile).sort_stats("tottime").print_stats(15)


def pages(base: int, large: int) -> None:
    """The same pages over the simulated county and over its long history."""
    from django.core.management import call_command

    seed_county(base)
    _grow(base)
    small = _measured()
    _grow(large)
    big = _measured()
    print(f"{'page':28}{'small ms':>10}{'large ms':>10}{'ratio':>8}{'statements':>12}")
    for name, (before, few) in small.items():
        after, many = big[name]
        print(f"{name:28}{before:10.1f}{after:10.1f}{after / before:8.2f}{few:6} {many:5}")
    call_command("check", verbosity=0)


def seed_county(most: int) -> None:
    """Play a county's ninety days through the real deeds, unless it has been played already."""
    from gege.matters.api import Matter
    from gege.simulate.api import Wish, play

    wanted = min(most, PLAYED)
    if Matter.objects.count() < wanted * 0.8:
        play(Wish(start=FOUNDED + timedelta(days=7), days=90, seed=7, per_day=wanted / 90))


def one_map(base: int, large: int) -> None:
    """What the map asks, over a small and a large county, and its frames over the large one."""
    from bench.map import frames, told

    seed_county(base)
    _grow(base, whole=False)
    small = _asked_by_the_map()
    _grow(large, whole=False)
    told(small, _asked_by_the_map())
    frames()


def _asked_by_the_map() -> dict[str, list[float]]:
    command = [sys.executable, "-m", "bench", "--measure", "map"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)
    found: dict[str, list[float]] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _measure_map() -> None:
    enter()
    from bench.map import answers

    print(json.dumps(answers()))


def _grow(to: int, *, whole: bool = True) -> None:
    """Multiply the county's ended matters inside the database until it has about `to`."""
    from django.db import connection

    from bench.multiply import multiply
    from gege.matters.api import Matter

    start = time.perf_counter()
    ended = Matter.objects.filter(state__in=("closed", "declined")).count()
    times = (to - Matter.objects.count()) // max(ended, 1)
    if times > 0:
        multiply(times, whole=whole)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(
        f"{Matter.objects.count()} matters after {time.perf_counter() - start:.0f} s of copying",
        flush=True,
    )


def _measured() -> dict[str, tuple[float, int]]:
    """Measure in a process of its own, so that no cache of this one helps."""
    from gege.matters.api import Matter

    newest = Matter.objects.filter(state="closed").order_by("-id").defer("search").first()
    assert newest is not None
    command = [sys.executable, "-m", "bench", "--measure", newest.number]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)
    return {name: tuple(pair) for name, pair in json.loads(answer.stdout.splitlines()[-1]).items()}


def _measure_pages(number: str) -> None:
    from django.conf import settings

    enter()
    settings.ALLOWED_HOSTS = ["testserver"]
    from bench.pages import measure

    print(json.dumps(measure(number)))


def memory() -> None:
    """The second start of `make demo`, and what its processes hold."""
    environment = dict(os.environ) | {"PORT": "8792", "GEGE_DATA_DIR": str(HOME) + "-demo"}
    for turn in ("first", "second"):
        start = time.perf_counter()
        demo = subprocess.Popen(
            ["make", "demo"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert demo.stdout is not None
        for line in demo.stdout:
            if "8792" in line:
                break
        print(f"{turn} start of make demo: {time.perf_counter() - start:.1f} s")
        print(f"memory: {_memory(demo.pid)}")
        for child in psutil.Process(demo.pid).children(recursive=True):
            if "demo" in " ".join(child.cmdline()):
                child.terminate()
                break
        demo.wait(60)


def _memory(pid: int) -> str:
    """Return the resident memory of a process and everything it started, in MB."""
    rows = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    web = sum(one.memory_info().rss for one in rows if "postgres" not in one.name())
    return f"{web / 1e6:.0f} MB in {len([r for r in rows if 'postgres' not in r.name()])} processes"


if __name__ == "__main__":
    print(datetime.now().astimezone().isoformat(timespec="minutes"))
    main()
