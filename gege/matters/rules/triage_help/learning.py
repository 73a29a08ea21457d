"""Learning from matters whose kind and lead are settled. The only place that knows scikit-learn.

It is imported when something is learnt: in the worker, or by a command; a page never does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gege.matters.rules.triage_help.grams import PLACES, tokens_of
from gege.matters.rules.triage_help.judging import Judged, judge
from gege.matters.rules.triage_help.model import Head, softmax

ROUNDS: Final = 12
ALPHA: Final = 1e-5
HELD_OUT: Final = 0.2
"""The newest part of the examples, which is kept from learning and asked afterwards."""
_FOR_CERTAINTY: Final = 0.15
"""The newest part of what is learnt from, by which scores become certainties."""
_TEMPERATURES: Final = tuple(float(one) for one in np.geomspace(0.1, 30, 60))


@dataclass(frozen=True, slots=True)
class Example:
    """A matter that is over: its words, what it was settled to be, and the kind, for a lead."""

    title: str
    description: str
    label: str
    kind: str = ""

    @property
    def tokens(self) -> list[str]:
        return tokens_of(self.title, self.description, kind=self.kind)


def vectorizer() -> Any:
    """Return the vectorizer whose answers `grams.hashed` gives without it."""
    from sklearn.feature_extraction.text import HashingVectorizer  # inline: dear to load

    return HashingVectorizer(analyzer=list, n_features=PLACES, alternate_sign=True, norm="l2")


def classifier() -> Any:
    """Return an untrained classifier: one logistic regression for each label."""
    from sklearn.linear_model import SGDClassifier  # inline: dear to load

    return SGDClassifier(loss="log_loss", alpha=ALPHA, max_iter=ROUNDS, tol=None, random_state=1)


def learn_and_judge(examples: Sequence[Example]) -> tuple[Head | None, Judged]:
    """Learn from examples in the order of time; return what may be used, and how good it is.

    The newest part is held out: the same recipe learns without it and is asked for it. What is
    returned for use has then learnt from all of them. None where there is nothing to choose.
    """
    cut = len(examples) - round(len(examples) * HELD_OUT)
    older, newest = examples[:cut], examples[cut:]
    seen = [one.label for one in older]
    truth = [one.label for one in newest]
    if len(set(seen)) < 2 or not newest:
        return None, judge([], None, truth, learnt_from=seen)
    tried = learn(older)
    found = certainties(tried, newest)
    judged = judge(tried.labels, found, truth, learnt_from=seen)
    return learn(examples, temperature=tried.temperature), judged


def learn(examples: Sequence[Example], *, temperature: float | None = None) -> Head:
    """Learn a head from examples in the order of time; two labels at least.

    Without a temperature the newest of them say how certain scores are, and then are learnt too.
    """
    matrix = vectorizer().transform([one.tokens for one in examples])
    labels = np.array([one.label for one in examples])
    if temperature is None:
        temperature = _temperature_of(matrix, labels)
    weights, bias, names = _fitted(matrix, labels)
    return Head(names, weights, bias, temperature)


def certainties(head: Head, examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return the certainties of many examples at once, as `Head.certainties` does for one."""
    matrix = vectorizer().transform([one.tokens for one in examples])
    return softmax(
        np.asarray(matrix @ head.weights + head.bias, dtype=np.float64), head.temperature
    )


def _fitted(
    matrix: Any, labels: NDArray[Any]
) -> tuple[NDArray[np.float32], NDArray[np.float32], tuple[str, ...]]:
    made = classifier().fit(matrix, labels)
    weights, bias = made.coef_, made.intercept_
    if len(made.classes_) == 2:  # one score tells both
        weights, bias = np.vstack((-weights, weights)) / 2, np.concatenate((-bias, bias)) / 2
    return (
        np.ascontiguousarray(weights.T, dtype=np.float32),
        np.asarray(bias, dtype=np.float32),
        tuple(str(one) for one in made.classes_),
    )


def _temperature_of(matrix: Any, labels: NDArray[Any]) -> float:
    """Return the temperature at which the newest labels are told the least surprisingly."""
    cut = len(labels) - round(len(labels) * _FOR_CERTAINTY)
    if len(set(labels[:cut])) < 2 or cut == len(labels):
        return 1.0
    weights, bias, names = _fitted(matrix[:cut], labels[:cut])
    column = {name: at for at, name in enumerate(names)}
    known = np.array([label in column for label in labels[cut:]])
    if not known.any():
        return 1.0
    scores = np.asarray(matrix[cut:][known] @ weights + bias, dtype=np.float64)
    truth = np.array([column[label] for label in labels[cut:][known]])
    rows = np.arange(len(truth))
    # One that was right always would be told with less doubt than anybody may have.
    surprise = [
        -np.log(softmax(scores, one)[rows, truth] * 0.98 + 0.02 / len(names)).mean()
        for one in _TEMPERATURES
    ]
    return _TEMPERATURES[int(np.argmin(surprise))]
