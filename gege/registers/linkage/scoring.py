"""Pairs weighed with the chances that training has found (Fellegi and Sunter), as Splink does it.

A weight is the logarithm (to 2) of the odds that one person is meant: what is expected of any pair,
and for each comparison how much likelier its level is between one person than by chance. Frequent
names weigh less. `splink_settings` is the same model in Splink's own form: a test compares the
weights, and its charts and other backends (Spark, for a province) can read it.
"""

from typing import Any, Final

import numpy as np

from gege.registers.linkage.comparing import Seen
from gege.registers.linkage.levels import COMPARISONS, ELSE, Comparison
from gege.registers.linkage.sides import Sides
from gege.registers.linkage.text_columns import Places
from gege.registers.linkage.training import Model

Weights = np.ndarray[Any, np.dtype[np.float64]]
_LEAST_FREQUENCY: Final = 1e-5


def weigh(sides: Sides, left: Places, right: Places, seen: Seen, model: Model) -> Weights:
    """Return the weight of each pair."""
    weights = np.full(len(left), np.log2(model.prior / (1 - model.prior)))
    for one in COMPARISONS:
        chances = np.log2(model.m[one.word]) - np.log2(model.u[one.word])
        levels = seen.levels[one.word]
        weights += np.append(chances, 0.0)[levels]
        if one.frequent:
            same = np.flatnonzero(levels == 0)
            shares = _shares(sides, one.frequent)[sides.codes[one.frequent][left[same]]]
            weights[same] += np.log2(model.u[one.word][0] / np.maximum(shares, _LEAST_FREQUENCY))
    return weights


def probability(weights: Weights) -> Weights:
    """Return the chance that one person is meant."""
    return 1.0 / (1.0 + np.exp2(-weights))


def _shares(sides: Sides, column: str) -> Weights:
    """How large a share of all records has each value."""
    codes = sides.codes[column]
    counts = np.bincount(codes[codes >= 0], minlength=len(sides.texts[column]))
    found: Weights = counts / max(int(counts.sum()), 1)
    return found


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
