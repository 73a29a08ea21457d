"""`python -m bench.linkage [--residents N]`: linkage against truth, plain Splink and a bare join.

Each stage is a process of its own, so that its peak of memory is its own. The files are of invented
people (`gege.simulate.population`): a register of nine in ten, and a file of a department at two
levels of errors. Splink's own plain configuration works on the same normalised columns, so its time
is without reading the cells.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 25)
LEVELS = ("plain", "hard")
FIELDS = ("name", "sex", "number", "born_on", "phone", "address")


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    options.add_argument("--residents", type=int, default=840_000)
    options.add_argument("--stage", help=argparse.SUPPRESS)
    options.add_argument("--folder", help=argparse.SUPPRESS)
    options.add_argument("--level", default="plain", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.stage:
        _run_stage(given.stage, Path(given.folder), given.level, given.residents)
        return
    with tempfile.TemporaryDirectory(prefix="gege-bench-") as name:
        folder = Path(name)
        print(json.dumps(_child("make", folder, "plain", given.residents)), flush=True)
        for level in LEVELS:
            for stage in ("join", "ours", "splink"):
                print(json.dumps(_child(stage, folder, level, given.residents)), flush=True)


def _child(stage: str, folder: Path, level: str, residents: int) -> dict[str, Any]:
    """Run a stage in a process of its own and return its figures."""
    command = [sys.executable, "-m", "bench.linkage", "--stage", stage, "--folder", str(folder)]
    command += ["--level", level, "--residents", str(residents)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _run_stage(stage: str, folder: Path, level: str, residents: int) -> None:
    stages: dict[str, Callable[[], dict[str, Any]]] = {
        "make": lambda: make(folder, residents),
        "join": lambda: join(folder, level),
        "ours": lambda: ours(folder, level),
        "splink": lambda: plain_splink(folder, level),
    }
    found = {"stage": stage, "level": level} | stages[stage]()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(found | {"peak_mb": round(used.ru_maxrss / 1024)}))


def make(folder: Path, residents: int) -> dict[str, Any]:
    """Write the register and the files of a department, each with whom its rows mean."""
    from gege.simulate.population import CLEAN, HARD, PLAIN, department_rows, generate

    begun = time.perf_counter()
    households = list(generate(residents, seed=1))
    made = time.perf_counter() - begun
    register = replace(CLEAN, absent=0.1, duplicates=0.01)
    files = {
        "left-plain": department_rows(households, 11, register),
        "left-hard": department_rows(households, 11, replace(register, number_slip=0.003)),
        "right-plain": department_rows(households, 3, PLAIN),
        "right-hard": department_rows(households, 3, HARD),
    }
    rows = {}
    for name, lines in files.items():
        columns = list(zip(*lines, strict=True))
        rows[name] = len(columns[0])
        table = pa.table(
            {"serial": pa.array(columns[0], pa.int64())}
            | {field: pa.array(columns[place]) for place, field in enumerate(FIELDS, start=1)}
        )
        feather.write_feather(table, folder / f"{name}.arrow", compression="uncompressed")
    return {"residents": residents, "people_per_s": round(residents / made), "rows": rows}


def ours(folder: Path, level: str) -> dict[str, Any]:
    """Cells to pairs: reading, numbers, and Splink with what the numbers taught."""
    from gege.registers.linkage import Reading, link, normalised_columns

    sides = [feather.read_table(folder / f"{side}-{level}.arrow") for side in ("left", "right")]
    begun, before = time.perf_counter(), _cpu()
    read = []
    for table in sides:
        columns = {field: table.column(field).combine_chunks() for field in FIELDS}
        columns["ref"] = pc.cast(pa.array(range(len(table))), pa.string())
        read.append(normalised_columns(columns, Reading(TODAY, "0826")))
    normalising = time.perf_counter() - begun
    normalising_cpu = _cpu()
    found = link(*read)
    whole = time.perf_counter() - begun
    linking_cpu = _cpu() - normalising_cpu
    for side, table in zip(("left", "right"), read, strict=True):
        feather.write_feather(table, folder / f"{side}-read.arrow", compression="uncompressed")
    bands = found.pairs.column("band").to_pylist()
    pairs = list(zip(*_ints(found.pairs), strict=True))
    weights = found.pairs.column("weight").to_pylist()
    truth = Truth(*sides)
    return {
        "normalising_s": round(normalising, 1),
        "normalising_cpu_s": round(normalising_cpu - before, 1),
        "linking_s": round(whole - normalising, 1),
        "linking_cpu_s": round(linking_cpu, 1),
        "seconds": {name: round(took, 2) for name, took in found.seconds.items()},
        "candidates": found.candidates,
        "certain": truth.quality(
            p for p, band in zip(pairs, bands, strict=True) if band == "certain"
        ),
        "certain_or_likely": truth.quality(
            p for p, band in zip(pairs, bands, strict=True) if band != "review"
        ),
        "weight_3": truth.quality(
            p for p, weight in zip(pairs, weights, strict=True) if weight is None or weight >= 3
        ),
        "with_review": truth.quality(pairs),
        "in_review": bands.count("review"),
    }


def _cpu() -> float:
    """Seconds of all processors: on a machine that others use too, steadier than the clock."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _ints(pairs: pa.Table) -> list[list[int]]:
    return [pc.cast(pairs.column(side), pa.int64()).to_pylist() for side in ("left", "right")]


def join(folder: Path, level: str) -> dict[str, Any]:
    """A bare join of the numbers as they are written, the least that any linkage does."""
    import duckdb

    db = duckdb.connect()
    for side in ("left", "right"):
        table = feather.read_table(folder / f"{side}-{level}.arrow", columns=["number"])
        db.register(f"{side}_file", table)
        db.execute(
            f"create table {side}_rows as"
            f" select row_number() over () - 1 as rid, number from {side}_file"
        )
    begun, before = time.perf_counter(), _cpu()
    rows = db.sql(
        "select l.rid, r.rid from left_rows l join right_rows r using (number)"
        " where length(number) = 18"
    ).to_arrow_table()
    took, cpu = time.perf_counter() - begun, _cpu() - before
    return {"joining_s": round(took, 2), "joining_cpu_s": round(cpu, 2), "pairs": rows.num_rows}


def plain_splink(folder: Path, level: str) -> dict[str, Any]:
    """Splink as its documents show it, by a person who knows it, on the same columns."""
    import duckdb
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    sides = [feather.read_table(folder / f"{side}-{level}.arrow") for side in ("left", "right")]
    read = [
        feather.read_table(folder / f"{side}-read.arrow").append_column(
            "uid", pa.array(range(len(table)), pa.int64())
        )
        for side, table in zip(("left", "right"), sides, strict=True)
    ]
    begun, before = time.perf_counter(), _cpu()
    api = DuckDBAPI(connection=duckdb.connect())
    rules = [
        block_on("number"),
        block_on("name", "birth"),
        block_on("phone"),
        block_on("name", "plot", "building"),
    ]
    linker = Linker(
        [api.register(table) for table in read],
        SettingsCreator(
            link_type="link_only",
            unique_id_column_name="uid",
            comparisons=[
                compare.NameComparison("name").configure(term_frequency_adjustments=True),
                compare.DamerauLevenshteinAtThresholds("number", [1, 2]),
                compare.DamerauLevenshteinAtThresholds("birth", [1]),
                compare.DamerauLevenshteinAtThresholds("phone", [1]),
                compare.ExactMatch("plot"),
                compare.ExactMatch("room"),
                compare.ExactMatch("sex"),
            ],
            blocking_rules_to_generate_predictions=rules,
            retain_matching_columns=False,
        ),
        log_level=logging.ERROR,
    )
    linker.training.estimate_probability_two_random_records_match([block_on("number")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("number"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "phone"))
    found = linker.inference.predict(threshold_match_weight=-3)
    pairs = found.as_duckdbpyrelation().to_arrow_table()
    took, cpu = time.perf_counter() - begun, _cpu() - before
    lefts = pairs.column("uid_l").to_pylist()
    rights = pairs.column("uid_r").to_pylist()
    weights = pairs.column("match_weight").to_pylist()
    truth = Truth(*sides)
    scored = list(zip(lefts, rights, weights, strict=True))
    best = max(
        (
            truth.quality((a, b) for a, b, weight in scored if weight >= least)
            for least in range(-3, 25, 3)
        ),
        key=lambda quality: quality["f1"],
    )
    return {
        "linking_s": round(took, 1),
        "linking_cpu_s": round(cpu, 1),
        "best_of_all_thresholds": best,
    }


class Truth:
    """Which pairs are one person: by the serial that every row was made from."""

    def __init__(self, left: pa.Table, right: pa.Table) -> None:
        self.left = left.column("serial").to_pylist()
        self.right = right.column("serial").to_pylist()
        many: dict[int, int] = {}
        for serial in self.left:
            many[serial] = many.get(serial, 0) + 1
        self.pairs = sum(many.get(serial, 0) for serial in self.right)

    def quality(self, pairs: Any) -> dict[str, float]:
        """Precision, recall and F1 of pairs of places."""
        found, right = 0, 0
        for one, other in pairs:
            found += 1
            right += self.left[one] == self.right[other]
        precision, recall = right / max(found, 1), right / max(self.pairs, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return {"pairs": found, "p": round(precision, 5), "r": round(recall, 5), "f1": round(f1, 5)}


if __name__ == "__main__":
    main()
