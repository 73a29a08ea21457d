"""Which pairs have no better rival: brothers share telephone, address and surname, not a number.

Pairs are weighed one by one, so a child without a number is somewhat like its brother. Where the
brother's own record has been found, or the child's own, the pair has a rival and is not the best
one. Two rows of one person within a side are no rivals of each other.
"""

from typing import Final

import numpy as np

from gege.registers.linkage.candidates import Pairs
from gege.registers.linkage.comparing import compare
from gege.registers.linkage.scoring import Weights, weigh
from gege.registers.linkage.sides import Sides
from gege.registers.linkage.text_columns import Mask, Places
from gege.registers.linkage.training import Model

_EVEN: Final = 0.0
"""The weight of even odds: below it two people are likelier."""


def best_of(sides: Sides, pairs: Pairs, weights: Weights, model: Model, same: float) -> Mask:
    """Tell which pairs are likelier than not and have no likelier rival on either side.

    The weight of a certain pair is infinite. From the weight `same` on two records of one side are
    taken for one person.
    """
    best = weights >= _EVEN
    for one, other in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
        rival = _likeliest(one, weights, sides.many)
        beaten = np.flatnonzero(best & (weights[rival] > weights))
        theirs, own = other[rival[beaten]], other[beaten]
        alike = weigh(sides, own, theirs, compare(sides, own, theirs), model) >= same
        best[beaten[~alike]] = False
    return best


def _likeliest(rows: Places, weights: Weights, many: int) -> Places:
    """For each pair the likeliest pair of the same row."""
    order = np.argsort(weights, kind="stable")
    of_row = np.zeros(many, np.int64)
    of_row[rows[order]] = order
    found: Places = of_row[rows]
    return found
