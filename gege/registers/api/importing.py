"""Staged imports: files, their columns and lines, applying and taking back."""

from gege.registers import intake_names
from gege.registers.intake.apply import apply_import
from gege.registers.intake.columns import map_columns
from gege.registers.intake.decide import decide_row, decide_rows, drop_import
from gege.registers.intake.faults_list import failure_words, fault_lines, fault_words
from gege.registers.intake.made_up import MadeUp, enter_made_up, made_up_uid
from gege.registers.intake.reads import (
    Candidate,
    ImportSheet,
    RowLine,
    RowSheet,
    import_row,
    import_rows,
    import_sheet,
    imports,
    missing_fields,
)
from gege.registers.intake.receive import FileRefused, receive_file
from gege.registers.intake.undo import undo_import
from gege.registers.intake.work import try_again, work, work_at_once
from gege.registers.intake_names import fault_sentence, fault_sentences
from gege.registers.models import Import

__all__ = [
    "Candidate",
    "FileRefused",
    "Import",
    "ImportSheet",
    "MadeUp",
    "RowLine",
    "RowSheet",
    "apply_import",
    "decide_row",
    "decide_rows",
    "drop_import",
    "enter_made_up",
    "failure_words",
    "fault_lines",
    "fault_sentence",
    "fault_sentences",
    "fault_words",
    "import_row",
    "import_rows",
    "import_sheet",
    "imports",
    "intake_names",
    "made_up_uid",
    "map_columns",
    "missing_fields",
    "receive_file",
    "try_again",
    "undo_import",
    "work",
    "work_at_once",
]
