"""The rules of comparison, one row each. A finding is a task or an offer, never a word of a person.

L10 is the differences between two sides (`actions/questions.py`). L18 finds nothing, for a field
without a live entry of the catalogue is not read at all (`rules/sight.py`). L17 is about grids, and
what a grid's work is made of is an edition of its own (`rules/division_rules.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.registers.rules.division_rules import COUNTED


class Kind(StrEnum):
    """What a finding is: work of the staff, or something to offer to somebody."""

    TASK = "task"
    HINT = "hint"


class Gets(StrEnum):
    """Whose list it stands on; those above the area see it too."""

    GRID = "grid"
    COMMUNITY = "community"
    TOWNSHIP = "township"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the sheets it looks at, who gets what it finds, and the days that belong to it.

    `days` are those of the task. `quiet` are the days for which it stays away after it was
    dismissed or declined; None is for as long as nothing changes. `pair` tells that either of two
    records may begin the comparison, `of_grids` that a grid is looked at and no record.
    """

    code: str
    kind: Kind
    gets: Gets
    sheets: tuple[str, ...]
    days: int = 14
    quiet: int | None = None
    pair: bool = False
    of_grids: bool = False


DONE_DAYS: Final = 30
"""Days after which a task that was done is opened again when it is still true."""

RULES: Final[tuple[Rule, ...]] = (
    Rule("L01", Kind.TASK, Gets.COMMUNITY, ("resident",), pair=True),
    Rule("L02", Kind.TASK, Gets.COMMUNITY, ("resident", "dwelling", "building"), pair=True),
    Rule("L03", Kind.TASK, Gets.GRID, ("resident", "dwelling")),
    Rule("L04", Kind.TASK, Gets.GRID, ("household", "resident")),
    Rule("L05", Kind.TASK, Gets.GRID, ("dwelling", "household", "resident")),
    Rule("L06", Kind.TASK, Gets.COMMUNITY, ("building",)),
    Rule("L07", Kind.TASK, Gets.DEPARTMENT, ("place",), quiet=90),
    Rule("L08", Kind.TASK, Gets.GRID, ("place", "organisation")),
    Rule("L09", Kind.TASK, Gets.DEPARTMENT, ("assistance_file", "care_file", "resident"), days=7),
    Rule("L11", Kind.HINT, Gets.GRID, ("resident",), quiet=120),
    Rule("L12", Kind.HINT, Gets.DEPARTMENT, ("assistance_file",), quiet=60),
    Rule("L13", Kind.TASK, Gets.GRID, ("care_file",), days=1, quiet=30),
    Rule("L14", Kind.TASK, Gets.DEPARTMENT, ("family_file", "resident")),
    Rule(
        "L15", Kind.TASK, Gets.DEPARTMENT, ("hazard", "care_file", "resident", "dwelling"), days=3
    ),
    Rule("L16", Kind.TASK, Gets.DEPARTMENT, ("facility", "hazard"), days=30, quiet=90),
    Rule("L17", Kind.TASK, Gets.TOWNSHIP, COUNTED, days=60, quiet=180, of_grids=True),
)
BY_CODE: Final[Mapping[str, Rule]] = {rule.code: rule for rule in RULES}
