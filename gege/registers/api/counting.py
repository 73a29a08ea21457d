"""Figures of the registers, with nothing small in them."""

from gege.registers.actions.count_registers import count_registers
from gege.registers.queries.figures import FigureTable, figures, tables_for
from gege.registers.rules.statistics.tables import CountedTable

__all__ = ["CountedTable", "FigureTable", "count_registers", "figures", "tables_for"]
