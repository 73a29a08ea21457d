"""`python -m bench.registers [--residents N] [--few N] [--keep]`: the registers as they grow.

Two installations are filled with made-up people by the writer of the imports, one with few and one
with many. The same things are then measured in both, in turns within one run: searches, pages, the
staged import against COPY, the rules of comparison around changes. Each measuring is a process of
its own. The machine may be busy with other work, so the processor time of the process and of its
database counts, and the ratios within one run. `--keep` measures what an earlier run filled.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.costs import measured, peak_mb, vacuum
from bench.world import FOUNDED, HOME, ROOT, database, enter, found

SEED = 7
NOW = FOUNDED + timedelta(days=25)
FEW, MANY = "few", "many"
TURNS = 3
Figures = dict[str, Any]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.registers", description=__doc__)
    options.add_argument("--residents", type=int, default=840_000, help="people of the large one")
    options.add_argument("--few", type=int, default=10_000, help="people of the small one")
    options.add_argument("--keep", action="store_true", help="measure what was filled before")
    options.add_argument("--only", nargs="*", default=[*STAGES][1:], help=", ".join([*STAGES][1:]))
    options.add_argument("--stage", help=argparse.SUPPRESS)
    options.add_argument("--home", help=argparse.SUPPRESS)
    options.add_argument("--people", type=int, default=0, help=argparse.SUPPRESS)
    options.add_argument("--turn", type=int, default=0, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.stage:
        _run_stage(given.stage, Path(given.home), given.people, given.turn)
        return
    measure(given.few, given.residents, keep=given.keep, only=given.only)


def measure(
    few: int, many: int, *, keep: bool = False, only: list[str] | tuple[str, ...] = ()
) -> None:
    """Fill both installations unless they are kept, and measure both in turns."""
    sizes = {FEW: few, MANY: many}
    if not keep:
        for name, people in sizes.items():
            print(f"{name}: {json.dumps(child('fill', HOME / name, people))}", flush=True)
    with ExitStack() as held:
        for name in sizes:
            held.enter_context(running(HOME / name))
        for stage in only or [*STAGES][1:]:
            found: dict[str, list[Figures]] = {FEW: [], MANY: []}
            for turn in range(TURNS if stage in IN_TURNS else 1):
                for name, people in sizes.items():
                    found[name].append(child(stage, HOME / name, people, turn))
            _tell(stage, found)


def child(stage: str, home: Path, people: int, turn: int = 0) -> Figures:
    """Run a stage in a process of its own and return its figures."""
    command = [sys.executable, "-m", "bench.registers", "--stage", stage, "--home", str(home)]
    command += ["--people", str(people), "--turn", str(turn)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


class running:  # noqa: N801 - read as a word
    """The embedded PostgreSQL of an installation, kept up between the measurings."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __enter__(self) -> None:
        from gege.config.embedded import Embedded

        self._hold = Embedded(self._home / "postgres").hold()

    def __exit__(self, *_error: object) -> None:
        self._hold.release()


def _run_stage(stage: str, home: Path, people: int, turn: int) -> None:
    enter(home, fresh=stage == "fill")
    from django.core.management import call_command

    with database():
        if turn == 0 and stage != "fill":
            # It may have been filled by an earlier version.
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
        print(json.dumps(STAGES[stage](people, turn)))


def fill(people: int, _turn: int) -> Figures:
    """Enter people with their homes and families, then let the jobs of a night run."""
    from gege.simulate.registering.homes import register_homes
    from gege.simulate.registering.residents import register_residents

    found()
    register_homes(now=NOW)
    steps: list[tuple[int, float]] = []
    begun = time.perf_counter()
    with measured() as filling:
        told: list[float] = [0.0]

        def say_it(line: str) -> None:
            steps.append((int(line.split()[0]), time.process_time()))
            told[0] = time.perf_counter() - begun

        entered = register_residents(people, SEED, now=NOW, say_it=say_it)
    vacuum()
    return {
        "people": entered,
        "people a processor second": round(entered / filling.cpu),
        "first tenth": _rate(steps[: len(steps) // 10 + 1]),
        "last tenth": _rate(steps[-len(steps) // 10 - 1 :]),
        "peak MB": round(peak_mb()),
        "night": night(),
    }


def _rate(steps: list[tuple[int, float]]) -> int:
    """People a second of this process between the first and the last of some steps."""
    (few, then), (many, now) = steps[0], steps[-1]
    return round((many - few) / max(now - then, 0.001))


def night() -> Figures:
    """What the jobs of a night make of it: what the rules find, and the pairs."""
    from gege.registers.actions.pairing.rounds import pair_townships
    from gege.registers.api import run_rules
    from gege.territory.api import read_editions

    with measured() as ruled:
        run = run_rules(now=NOW, editions=read_editions())
    with measured() as paired:
        pairs = sum(one.found for one in pair_townships(now=NOW, editions=read_editions()))
    vacuum()
    return {
        "found": run.opened,
        "rules s": round(ruled.cpu, 1),
        "pairs": pairs,
        "pairs s": round(paired.cpu, 1),
        "peak MB": round(peak_mb()),
    }


def searches(_people: int, turn: int) -> Figures:
    from bench.registers_read import search

    return search(NOW, SEED + turn)


def pages(_people: int, _turn: int) -> Figures:
    from bench.registers_read import look

    return look()


def staged(people: int, turn: int) -> Figures:
    from bench.registers_written import staged as measured_import

    return measured_import(NOW, people, turn)


def rules(_people: int, _turn: int) -> Figures:
    from bench.registers_written import rules as measured_rules

    return measured_rules(NOW)


STAGES: Mapping[str, Callable[[int, int], Figures]] = {
    "fill": fill, "searches": searches, "pages": pages, "staged": staged, "rules": rules,
}  # fmt: skip
IN_TURNS = frozenset({"searches", "pages", "staged"})


def _tell(stage: str, found: Mapping[str, list[Figures]]) -> None:
    """Print the median of each figure in both, and the ratio."""
    print(f"\n{stage}\n{'':48}{'few':>12}{'many':>12}{'ratio':>8}")
    for name in found[MANY][0]:
        few, many = (
            statistics.median(one[name] for one in found[size] if name in one)
            for size in (FEW, MANY)
        )
        ratio = f"{many / few:8.2f}" if few else f"{'':8}"
        print(f"{name:48}{few:12.4g}{many:12.4g}{ratio}", flush=True)


if __name__ == "__main__":
    main()
