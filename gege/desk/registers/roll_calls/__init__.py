"""Roll-calls of a building at the desk and on a phone's browser (R-048)."""

from gege.desk.registers.roll_calls.opening import join, listed, new
from gege.desk.registers.roll_calls.page import close, mark, page, paper, phone

__all__ = ["close", "join", "listed", "mark", "new", "page", "paper", "phone"]
