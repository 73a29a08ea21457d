"""The door of the shell: what pages of other faces are built from."""

from gege.desk import navigation, receipts, rule_editions
from gege.desk.duty import open_items as handover_items
from gege.desk.ledger_steps import ledger_steps
from gege.desk.matter.forms.kinds import kind_choices
from gege.desk.matter.labels import button
from gege.desk.matter.suggesting import offers_of
from gege.desk.moments import duration
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
from gege.desk.qr import qr_picture
from gege.desk.registers.shares import RegisterLine, lines_from_registers
from gege.desk.saying import Said, SaidAboveNext, SaidOnForm, Saying
from gege.desk.sheets import CSV_TYPE, TYPE, csv_of, download, sheet_of
from gege.desk.taking_out.pages import as_sheets

__all__ = [
    "CSV_TYPE",
    "TYPE",
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
    "RegisterLine",
    "Said",
    "SaidAboveNext",
    "SaidOnForm",
    "Saying",
    "Series",
    "Step",
    "Turns",
    "as_sheets",
    "button",
    "csv_of",
    "download",
    "duration",
    "handover_items",
    "kind_choices",
    "ledger_steps",
    "lines_from_registers",
    "navigation",
    "offers_of",
    "qr_picture",
    "receipts",
    "rule_editions",
    "sheet_of",
]
