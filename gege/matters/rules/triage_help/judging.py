"""How good a model is, on matters it had not seen, beside always naming what is most frequent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gege.matters.rules.triage_help.model import OFFERED

LEAST_EXAMPLES: Final = 120
"""Matters to learn from; with fewer nothing is suggested."""
LEAST_HELD_OUT: Final = 30
_CONFUSIONS: Final = 12
_SURE: Final = 0.8


class Verdict(StrEnum):
    """Whether a model is used, and why not."""

    USED = "used"
    TOO_FEW = "too_few"
    ONE_LABEL = "one_label"
    NOT_BETTER = "not_better"


@dataclass(frozen=True, slots=True)
class PerLabel:
    """One label among the matters held out: how many there were, were named, were named rightly."""

    label: str
    number: int
    named: int
    right: int

    @property
    def recall(self) -> float:
        return self.right / self.number if self.number else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.named if self.named else 0.0

    @property
    def f1(self) -> float:
        both = self.number + self.named
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Confused:
    """Matters of one label for which another was named first."""

    truth: str
    named: str
    number: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The figures of one head. Shares lie between 0 and 1.

    `sure` are matters named with a certainty of eight in ten, `sure_right` those named rightly.
    """

    learnt_from: int
    held_out: int
    labels: int
    macro_f1: float
    first: float
    top: float
    base_macro_f1: float
    base_first: float
    base_top: float
    sure: int
    sure_right: int
    per_label: tuple[PerLabel, ...] = ()
    confused: tuple[Confused, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Say whether it is used: enough examples, and better than the most frequent."""
        if self.learnt_from < LEAST_EXAMPLES or self.held_out < LEAST_HELD_OUT:
            return Verdict.TOO_FEW
        if self.labels < 2:
            return Verdict.ONE_LABEL
        better = self.macro_f1 > self.base_macro_f1 and self.top >= self.base_top
        return Verdict.USED if better and self.first >= self.base_first else Verdict.NOT_BETTER


def judge(
    labels: Sequence[str],
    certain: NDArray[np.float64] | None,
    truth: Sequence[str],
    *,
    learnt_from: Sequence[str],
) -> Judged:
    """Compare certainties (a row for each matter held out) with the truth.

    Macro-F1 is the mean over every label that was held out or named, as scikit-learn counts it.
    """
    frequent = [label for label, _number in Counter(sorted(learnt_from)).most_common(OFFERED)]
    base = [frequent[0]] * len(truth) if frequent else [""] * len(truth)
    known = {
        "learnt_from": len(learnt_from),
        "held_out": len(truth),
        "labels": len(set(learnt_from)),
        "base_macro_f1": macro_f1(truth, base),
        "base_first": _share(
            sum(one == told for one, told in zip(truth, base, strict=True)), truth
        ),
        "base_top": _share(sum(one in frequent for one in truth), truth),
    }
    if certain is None or not truth:
        return Judged(**known, macro_f1=0.0, first=0.0, top=0.0, sure=0, sure_right=0)  # type: ignore[arg-type]  # counts and shares
    order = np.argsort(-certain, axis=1, kind="stable")[:, :OFFERED]
    named = [labels[int(row[0])] for row in order]
    among = [{labels[int(one)] for one in row} for row in order]
    right = [one == told for one, told in zip(truth, named, strict=True)]
    sure = [bool(one) for one in certain.max(axis=1) >= _SURE]
    return Judged(
        **known,  # type: ignore[arg-type]  # counts and shares
        macro_f1=macro_f1(truth, named),
        first=_share(sum(right), truth),
        top=_share(sum(one in few for one, few in zip(truth, among, strict=True)), truth),
        sure=sum(sure),
        sure_right=sum(one for one, certainly in zip(right, sure, strict=True) if certainly),
        per_label=per_label(truth, named),
        confused=_confused(truth, named),
    )


def macro_f1(truth: Sequence[str], named: Sequence[str]) -> float:
    """Return the mean F1 over every label that is true or named."""
    rows = per_label(truth, named)
    return sum(row.f1 for row in rows) / len(rows) if rows else 0.0


def per_label(truth: Sequence[str], named: Sequence[str]) -> tuple[PerLabel, ...]:
    """Return the figures of every label that is true or named, the most frequent first."""
    true, told = Counter(truth), Counter(named)
    right = Counter(one for one, other in zip(truth, named, strict=True) if one == other)
    rows = [PerLabel(one, true[one], told[one], right[one]) for one in true | told]
    return tuple(sorted(rows, key=lambda row: (-row.number, row.label)))


def _confused(truth: Sequence[str], named: Sequence[str]) -> tuple[Confused, ...]:
    pairs = Counter(pair for pair in zip(truth, named, strict=True) if pair[0] != pair[1])
    rows = [Confused(one, other, number) for (one, other), number in pairs.items()]
    return tuple(sorted(rows, key=lambda row: (-row.number, row.truth, row.named))[:_CONFUSIONS])


def _share(number: int, truth: Sequence[Any]) -> float:
    return number / len(truth) if truth else 0.0
