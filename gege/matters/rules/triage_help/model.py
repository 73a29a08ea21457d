"""A model that was learnt, and what it says to a text: one row of weights for each n-gram read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gege.matters.rules.triage_help.grams import PLACES, hashed, tokens_of

OFFERED: Final = 3
"""So many are suggested."""
UNLIKELY: Final = 0.02
"""Below this certainty nothing is suggested."""


class Asked(StrEnum):
    """What is suggested: the kind of a matter, or the department that leads it."""

    KIND = "kind"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion: a code and how certain it is, between 0 and 1."""

    code: str
    certainty: float


@dataclass(frozen=True, eq=False)
class Head:
    """The learnt answer to one question.

    `weights` has a row for each place and a column for each label. `temperature` makes scores
    into certainties; it was found on matters that the weights had not seen.
    """

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float = 1.0

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float64]:
        """Return a score for each label."""
        places, values = hashed(tokens)
        found = values @ self.weights[places].astype(np.float64) + self.bias
        return np.asarray(found, dtype=np.float64)

    def certainties(self, tokens: Sequence[str]) -> NDArray[np.float64]:
        """Return a certainty for each label; together one."""
        return softmax(self.scores(tokens).reshape(1, -1), self.temperature).reshape(-1)

    def suggest(
        self,
        title: str,
        description: str = "",
        *,
        kind: str = "",
        among: frozenset[str] | None = None,
        most: int = OFFERED,
    ) -> tuple[Suggested, ...]:
        """Return the likeliest labels, the best first; none for a text without a sign.

        `among` are the labels that may be chosen today: a kind out of use is not suggested.
        """
        if not f"{title}{description}".strip():
            return ()
        certain = self.certainties(tokens_of(title, description, kind=kind))
        order = np.argsort(-certain, kind="stable")
        found = [
            Suggested(self.labels[int(one)], float(certain[one]))
            for one in order
            if certain[one] >= UNLIKELY and (among is None or self.labels[int(one)] in among)
        ]
        return tuple(found[:most])


def softmax(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Return certainties of rows of scores."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def is_sound(head: Head) -> bool:
    """Tell whether a head's parts fit each other and hold numbers only."""
    labels = len(head.labels)
    return bool(
        labels >= 2
        and len(set(head.labels)) == labels
        and head.weights.shape == (PLACES, labels)
        and head.bias.shape == (labels,)
        and np.isfinite(head.weights).all()
        and np.isfinite(head.bias).all()
        and 0.01 <= head.temperature <= 1000
    )
