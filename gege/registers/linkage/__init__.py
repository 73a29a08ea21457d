"""Linkage (关联比对): which records of two sides may be one person, and why.

Plain Python over DuckDB and Splink, without Django: tables of normalised records in, pairs in bands
out. A pair is never a merge: what becomes of it is for the deeds of the room and their people.

    reading = Reading(today, "0826")
    found = link(normalised(ours, reading), normalised(theirs, reading))
    found.pairs  # left, right, band, weight, probability, several, and a level for each thing
    reasons(our_cells, their_cells, reading)  # in words
"""

from gege.registers.linkage.linking import Linked, duplicates, link
from gege.registers.linkage.normalising import normalised, normalised_columns
from gege.registers.linkage.reasons import Reason, reasons
from gege.registers.linkage.records import SCHEMA, Cells, Reading
from gege.registers.linkage.settings import Band, Settings

__all__ = [
    "SCHEMA",
    "Band",
    "Cells",
    "Linked",
    "Reading",
    "Reason",
    "Settings",
    "duplicates",
    "link",
    "normalised",
    "normalised_columns",
    "reasons",
]
