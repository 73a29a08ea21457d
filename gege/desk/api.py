"""The door of the shell: what pages of other faces are built from."""

from gege.desk import navigation, receipts
from gege.desk.matter.forms.kinds import kind_choices
from gege.desk.matter.labels import button
from gege.desk.parts import (
    Bar,
    Chip,
    Choice,
    Column,
    Crumb,
    Deed,
    Fact,
    Figure,
    MatterRow,
    Photo,
    Series,
    Step,
    Turns,
)
from gege.desk.saying import Said, SaidOnForm

__all__ = [
    "Bar",
    "Chip",
    "Choice",
    "Column",
    "Crumb",
    "Deed",
    "Fact",
    "Figure",
    "MatterRow",
    "Photo",
    "Said",
    "SaidOnForm",
    "Series",
    "Step",
    "Turns",
    "button",
    "kind_choices",
    "navigation",
    "receipts",
]
