"""The words of the staged import, in both languages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.registers.files import FileError
from gege.registers.files.faults import FAULTS
from gege.registers.files.meanings import Meaning
from gege.registers.rules.intake.stages import RowState, Stage
from gege.registers.rules.saying import Effect

Text = Promise | str

STAGES: Final[Mapping[str, Text]] = {
    Stage.MAPPING: pgettext_lazy("import", "Columns to be named"),
    Stage.CHECKING: pgettext_lazy("import", "Being read"),
    Stage.MATCHING: pgettext_lazy("import", "Being matched"),
    Stage.COMPARING: pgettext_lazy("import", "Being compared"),
    Stage.PREVIEW: pgettext_lazy("import", "To be looked at"),
    Stage.APPLYING: pgettext_lazy("import", "Being applied"),
    Stage.APPLIED: pgettext_lazy("import", "Applied"),
    Stage.UNDOING: pgettext_lazy("import", "Being taken back"),
    Stage.UNDONE: pgettext_lazy("import", "Taken back"),
    Stage.DROPPED: pgettext_lazy("import", "Dropped"),
}
ROWS: Final[Mapping[str, Text]] = {
    RowState.NEW: pgettext_lazy("import row", "New"),
    RowState.CHANGE: pgettext_lazy("import row", "Changes"),
    RowState.SAME: pgettext_lazy("import row", "Unchanged"),
    RowState.LIKELY: pgettext_lazy("import row", "Likely the same"),
    RowState.REVIEW: pgettext_lazy("import row", "To decide one by one"),
    RowState.FAULTY: pgettext_lazy("import row", "Faulty"),
    RowState.TWICE: pgettext_lazy("import row", "Number stands twice"),
    RowState.REPEATED: pgettext_lazy("import row", "Line stands twice"),
    RowState.JOINED: pgettext_lazy("import row", "Part of the line above"),
    RowState.SKIPPED: pgettext_lazy("import row", "Left out"),
    RowState.APPLIED: pgettext_lazy("import row", "Applied"),
    RowState.REFUSED: pgettext_lazy("import row", "Could not be applied"),
    RowState.UNDONE: pgettext_lazy("import row", "Taken back"),
    RowState.KEPT: pgettext_lazy("import row", "Could not be taken back"),
    RowState.READ: pgettext_lazy("import row", "Read"),
    RowState.KNOWN: pgettext_lazy("import row", "Matched"),
}
EFFECTS: Final[Mapping[str, Text]] = {
    Effect.STANDS: pgettext_lazy("import effect", "is written"),
    Effect.SETTLES: pgettext_lazy("import effect", "replaces what stands"),
    Effect.QUESTIONS: pgettext_lazy("import effect", "opens a difference"),
    Effect.CONFIRMS: pgettext_lazy("import effect", "confirms"),
    Effect.REPEATS: pgettext_lazy("import effect", "stays"),
}
WAYS: Final[Mapping[str, Text]] = {
    "number": _("same code or number"),
    "code": _("same code"),
    "door": _("same building and door"),
    "name_and_place": _("same name at the same address"),
}
"""What a match of things stands on; that of people is in `pair_names.SEEN`."""
MEANINGS: Final[Mapping[str, Text]] = {
    Meaning.CITIZEN_NUMBER: pgettext_lazy("column", "identity numbers"),
    Meaning.CREDIT_CODE: pgettext_lazy("column", "credit codes"),
    Meaning.PHONE: pgettext_lazy("column", "telephones"),
    Meaning.DATE: pgettext_lazy("column", "dates"),
    Meaning.AREA_CODE: pgettext_lazy("column", "area codes"),
    Meaning.SEX: pgettext_lazy("column", "sexes"),
    Meaning.NAME: pgettext_lazy("column", "names"),
    Meaning.ADDRESS: pgettext_lazy("column", "addresses"),
    Meaning.SERIAL: pgettext_lazy("column", "running numbers"),
    Meaning.CODE_LIST: pgettext_lazy("column", "a few values again and again"),
    Meaning.OTHER: pgettext_lazy("column", "other text"),
}
FINDINGS: Final[Mapping[str, Text]] = {
    "damaged": pgettext_lazy("column", "cut by a spreadsheet"),
    "formula": pgettext_lazy("column", "formulas, taken by their last value"),
    "error": pgettext_lazy("column", "error values"),
    "numeric": pgettext_lazy("column", "numbers that may have lost zeros"),
    "more": pgettext_lazy("column", "cells beyond the headings"),
    "broken": pgettext_lazy("column", "unreadable characters"),
    "placeholder": pgettext_lazy("column", "placeholders"),
    "cut_to_15": pgettext_lazy("column", "cut to 15 digits"),
    "scientific": pgettext_lazy("column", "in scientific notation"),
    "check_digit": pgettext_lazy("column", "check digits that fail"),
    "length": pgettext_lazy("column", "too long or too short"),
    "characters": pgettext_lazy("column", "with wrong signs"),
    "birth_date": pgettext_lazy("column", "with a day that cannot be"),
    "born_in_future": pgettext_lazy("column", "born in the future"),
    "too_old": pgettext_lazy("column", "born before 1880"),
    "filled_in": pgettext_lazy("column", "with a day that programs fill in"),
    "zero_lost": pgettext_lazy("column", "without their first zero"),
    "fifteen_digits": pgettext_lazy("column", "of 15 digits"),
    "masked": pgettext_lazy("column", "masked"),
    "temporary": pgettext_lazy("column", "temporary numbers"),
}
SENTENCES: Final[Mapping[str, Text]] = {
    "not_an_importer": _("Files are imported by the community's desk and by departments."),
    "not_your_source": _("A department imports its own files only."),
    "file_refused": _("The file cannot be read."),
    "same_file": _("This very file was taken in already."),
    "not_now": _("This is not possible at this stage. Please look at the import again."),
    "nothing_to_apply": _("Nothing is left to apply."),
    "too_late_to_undo": _("The days in which this import could be taken back are over."),
    "applied_already": _("What was applied is taken back, not dropped."),
    "decided_already": _("This line is decided already."),
    "choose_rows": _("Please choose lines, %(most)s at most."),
    "forgotten": _("What this line said is forgotten."),
    "sheet_is_gone": _("The registers do not have this sheet any more."),
    "stuck": _("The platform could not go on. Please try again, or drop the file."),
    "internal": _("The platform could not go on. Please try again, or drop the file."),
    "not_this_file": _("These columns are not those of the file."),
    "column_twice": _("Two columns cannot be the same entry."),
    "nothing_taken": _("Please name at least one column."),
    "cell_error": _("The cell holds an error value."),
    "cell_broken": _("The cell has characters that cannot be read."),
    "too_many_cells": _("The line has more cells than there are headings."),
    "nobody_named": _("The line names nobody."),
    "nobody_found": _("Nobody who is registered here fits this line."),
    "number_twice": _("A line further up has the same number."),
    "not_named": _("It is not said which record is meant."),
    "points_at_nothing": _("No record that is kept here fits this."),
    "points_at_several": _("Several records fit this."),
    "several_files": _("This person has several such files."),
    "others_point_here": _("Other records have come to point at it since."),
    "taken_back_already": _("It was taken back already."),
    "forgotten_already": _("It was forgotten already."),
}


def fault_sentence(fault: FileError, language: str) -> str:
    """Return why a file cannot be read, in one language."""
    english, chinese = FAULTS.get(fault.word, FAULTS["damaged"])
    return (chinese if language.startswith("zh") else english).format(**fault.values)


def fault_sentences(fault: FileError) -> tuple[str, str]:
    """Return the same in Chinese and in English."""
    return fault_sentence(fault, "zh"), fault_sentence(fault, "en")
