"""Pairs that may be one: deciding, merging, taking apart."""

from gege.registers import pair_names
from gege.registers.actions.merging.merge import merge
from gege.registers.actions.merging.unmerge import unmerge
from gege.registers.actions.pairing.decide import (
    Many,
    keep_apart,
    merge_likely,
    merge_pair,
    propose,
    put_off,
)
from gege.registers.models import Merge, Pair
from gege.registers.queries.pair_sheet import PairSheet, pair_sheet
from gege.registers.queries.pairs import PairLine, merge_behind, merges_of, pair_of_finding, pairs

__all__ = [
    "Many",
    "Merge",
    "Pair",
    "PairLine",
    "PairSheet",
    "keep_apart",
    "merge",
    "merge_behind",
    "merge_likely",
    "merge_pair",
    "merges_of",
    "pair_names",
    "pair_of_finding",
    "pair_sheet",
    "pairs",
    "propose",
    "put_off",
    "unmerge",
]
