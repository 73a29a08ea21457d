"""Candidate pairs weighed by Splink, with the chances that training has found.

Splink turns the comparisons into one query of DuckDB (and would on Spark, for a province), lets
frequent names weigh less, and keeps what each comparison added. It reads and sends nothing else.
"""

import logging
from typing import Any, Final

import duckdb
from splink import DuckDBAPI, Linker

from gege.registers.linkage.candidates import AGREES, levels_sql, sides
from gege.registers.linkage.levels import COMPARISONS, ELSE, Comparison
from gege.registers.linkage.settings import Settings
from gege.registers.linkage.training import Model

_LEAST_FREQUENCY: Final = 1e-5


def score(db: duckdb.DuckDBPyConnection, model: Model, settings: Settings) -> None:
    """Make the table `scored` from `pairs`: uid_l, uid_r, weight, probability and the levels.

    Kept are pairs of at least the weight for review, and all of one number: whoever they are, a
    number that two names share is for a person to look at.
    """
    logging.getLogger("splink").setLevel(logging.WARNING)
    api = DuckDBAPI(connection=db)
    db.execute(
        "create or replace view blocked as"
        " select '0' as match_key, uid_l as join_key_l, uid_r as join_key_r from pairs"
    )
    linker = Linker(api.register("records"), splink_settings(model), log_level=logging.WARNING)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    found = linker.inference.predict(warning_mode="never")
    db.execute(
        "create table weighed as select uid_l, uid_r, match_weight as weight,"  # noqa: S608
        f" match_probability as probability from {found.physical_name}"
    )
    # Splink keeps the levels only together with all values: they are read once more instead.
    db.execute(
        f"create table scored as select w.*, s.* exclude (uid_l, uid_r) from weighed w join"  # noqa: S608
        f" (select uid_l, uid_r, {AGREES} as agrees, {levels_sql()}"
        f" from ({sides('weighed')})) s using (uid_l, uid_r)"
        f" where weight >= {float(settings.review)} or s.number = 0"
    )
    found.drop_table_from_database_and_remove_from_cache()


def splink_settings(model: Model) -> dict[str, Any]:
    """Return the model in Splink's own form, as its charts and its other backends read it."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "uid",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(one, model) for one in COMPARISONS],
    }


def _comparison(one: Comparison, model: Model) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.null, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for place, level in enumerate(one.levels):
        written: dict[str, Any] = {
            "sql_condition": "ELSE" if level.sql == ELSE else level.sql,
            "label_for_charts": level.word,
            "m_probability": model.m[one.word][place],
            "u_probability": model.u[one.word][place],
        }
        if place == 0 and one.frequent:
            written |= {
                "tf_adjustment_column": one.frequent,
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": _LEAST_FREQUENCY,
            }
        levels.append(written)
    return {"output_column_name": one.word, "comparison_levels": levels}
