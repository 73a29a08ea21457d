"""Triage help on noisy simulated words, and on a month of real requests where they are there."""

from __future__ import annotations

import pytest

from bench.triage import (
    QUESTIONS,
    REAL,
    closing,
    mixed_up,
    own_title,
    real,
    rows_of,
    simulated,
    slipped,
)
from gege.matters.rules.triage_help.judging import Verdict
from gege.matters.rules.triage_help.learning import learn_and_judge

NOISE = 0.3
"""Three signs in ten left out, exchanged or added to."""


def test_kinds_are_told_from_noisy_words_and_a_past_that_was_partly_wrong() -> None:
    examples = mixed_up(simulated(900, slips=NOISE), 0.1)
    _head, judged = learn_and_judge(examples)
    assert judged.verdict is Verdict.USED
    assert judged.macro_f1 > 0.5 > 10 * judged.base_macro_f1
    assert judged.top > 0.8 > 4 * judged.base_top


def test_slips_change_a_text_by_about_their_share() -> None:
    import random

    text = "路灯不亮看不清路" * 100
    assert slipped(text, 0.0, random.Random(1)) == text
    noisy = slipped(text, NOISE, random.Random(1))
    assert sum(a == b for a, b in zip(sorted(text), sorted(noisy), strict=False)) / len(text) > 0.6
    assert noisy != text


@pytest.mark.skipif(not REAL.is_file(), reason="the shared month of real requests is not there")
def test_types_and_departments_of_real_requests_are_told_better_than_by_the_most_frequent() -> None:
    rows = rows_of(REAL)
    _head, kinds = learn_and_judge(real(rows, own_title, "type"))
    _head, leads = learn_and_judge(real(rows, own_title, "department"))
    assert kinds.macro_f1 > 5 * kinds.base_macro_f1
    assert kinds.top > kinds.base_top + 0.2
    assert leads.macro_f1 > 0.6 > 3 * leads.base_macro_f1
    assert leads.top >= 0.95 > leads.base_top


@pytest.mark.skipif(not REAL.is_file(), reason="the shared month of real requests is not there")
def test_what_is_asked_of_real_requests_says_when_it_was_known() -> None:
    rows = rows_of(REAL)[:400]
    assert sum(row["case_title"] == row["type"] for row in rows) > 300
    assert not any(own_title(row) == row["type"] for row in rows)
    assert not any("Case Closed" in closing(row) for row in rows)
    told = [name for name, ask, _label in QUESTIONS if ask is closing]
    assert all("written afterwards" in name for name in told)
