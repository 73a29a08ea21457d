"""Figures of the registers, with nothing small in them."""

from gege.registers.actions.count_registers import count_registers
from gege.registers.queries.figures import (
    COUNTERS,
    FigureTable,
    Share,
    figures,
    shares,
    tables_for,
)
from gege.registers.queries.ways import set_marks
from gege.registers.rules.statistics.tables import CountedTable

__all__ = [
    "COUNTERS",
    "CountedTable",
    "FigureTable",
    "Share",
    "count_registers",
    "figures",
    "set_marks",
    "shares",
    "tables_for",
]
