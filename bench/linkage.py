"""`python -m bench.linkage [--residents N]`: linkage against truth, plain Splink and a bare join.

Each stage is a process of its own, so that its peak of memory is its own. The files are of invented
people (`gege.simulate.population`): a register of nine in ten, and files of a department. `noted`
has the errors of the measured anchors, `noted-undated` the same without a column of birth dates and
with slips in the register's numbers; `plain` and `hard` are harder than these. Splink's own plain
configuration works on the same normalised columns, so its time is without reading the cells.

Seconds are those of all processors, which other work on the machine moves less than the clock.
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
LEVELS = ("noted", "noted-undated", "plain", "hard")
FIELDS = ("name", "sex", "number", "born_on", "phone", "address")


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    options.add_argument("--residents", type=int, default=840_000)
    options.add_argument("--levels", nargs="*", default=LEVELS, help=", ".join(LEVELS))
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
        for level in given.levels:
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
    from gege.simulate.population import CLEAN, HARD, PLAIN, Errors, department_rows, generate

    noted = Errors(
        absent=0.1,
        duplicates=0.01,
        number_missing=0.15,
        number_slip=0.01,
        number_transposed=0.01,
        number_15=0.01,
        name_homophone=0.01,
        name_variant=0.01,
        phone_changed=0.2,
        address_respelled=0.5,
        address_stale=0.15,
    )
    begun = time.perf_counter()
    households = list(generate(residents, seed=1))
    made = time.perf_counter() - begun
    register = replace(CLEAN, absent=0.1, duplicates=0.01)
    slipped = replace(register, number_slip=0.003)
    files = {
        "left-noted": (11, register),
        "left-noted-undated": (11, slipped),
        "left-plain": (11, register),
        "left-hard": (11, slipped),
        "right-noted": (3, noted),
        "right-noted-undated": (3, replace(noted, born_on=False)),
        "right-plain": (3, PLAIN),
        "right-hard": (3, HARD),
    }
    rows = {}
    for name, (seed, errors) in files.items():
        columns = list(zip(*department_rows(households, seed, errors), strict=True))
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

    begun, before = time.perf_counter(), _cpu()
    read, sides = [], []
    for side in ("left", "right"):
        # Mapped into memory: only what is read of the file is there, and it may go again.
        table = feather.read_table(folder / f"{side}-{level}.arrow", memory_map=True)
        columns = {field: table.column(field).combine_chunks() for field in FIELDS}
        columns["ref"] = pc.cast(pa.array(range(len(table))), pa.string())
        sides.append(table.select(["serial"]))
        del table
        read.append(normalised_columns(columns, Reading(TODAY, "0826")))
        del columns
    normalising = time.perf_counter() - begun
    normalising_cpu = _cpu()
    found = link(*read)
    whole = time.perf_counter() - begun
    linking_cpu = _cpu() - normalising_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for side, table in zip(("left", "right"), map(_as_texts, read), strict=True):
        feather.write_feather(table, folder / f"{side}-read.arrow", compression="uncompressed")
    bands = found.pairs.column("band").to_pylist()
    best = found.pairs.column("best").to_pylist()
    pairs = list(zip(*_ints(found.pairs), strict=True))
    truth = Truth(*sides)
    return {
        "linkage_peak_mb": round(peak),
        "total_cpu_s": round(normalising_cpu - before + linking_cpu, 1),
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
        "best": truth.quality(p for p, is_best in zip(pairs, best, strict=True) if is_best),
        "with_review": truth.quality(pairs),
        "in_review": bands.count("review"),
    }


def _as_texts(table: pa.Table) -> pa.Table:
    """A table whose coded columns are texts, as another engine takes it."""
    kinds = [
        pa.field(one.name, pa.string() if pa.types.is_dictionary(one.type) else one.type)
        for one in table.schema
    ]
    return table.cast(pa.schema(kinds))


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
