"""One view of a household, dwelling, building, place, organisation and grid (R-006, R-048)."""

from gege.desk.registers.around.grid import grid
from gege.desk.registers.around.page import page

__all__ = ["grid", "page"]
