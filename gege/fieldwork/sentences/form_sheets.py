"""What is said of a table of questions (XLSForm) that cannot be taken, with its sheet and row."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "sheet_too_large": _("The table is larger than %(most)s MB."),
    "sheet_unpacks_too_large": _(
        "Unpacked, the table is larger than %(most)s MB; it was not read."
    ),
    "sheet_too_long": _("Sheet %(sheet)s has more than %(most)s rows."),
    "sheet_unreadable": _(
        "This is no table of questions that can be read (.xlsx, .xls or .csv), or it is damaged."
    ),
    "sheet_not_foreseen": _("The table cannot be made into a form. The converter says: %(said)s"),
    "sheet_without_form_id": _(
        "Sheet settings, row 2: there is no form_id. Give the form a name of its own there."
    ),
    "sheet_no_survey": _("There is no sheet named survey."),
    "sheet_no_choices": _("Sheet %(sheet)s, row %(row)s: there is no sheet of choices for it."),
    "sheet_question_type": _(
        "Sheet %(sheet)s, row %(row)s: “%(value)s” is not a type of question."
    ),
    "sheet_begin_unmatched": _(
        "Sheet %(sheet)s, row %(row)s: begin_%(kind)s “%(value)s” has no end_%(kind)s."
    ),
    "sheet_end_unmatched": _(
        "Sheet %(sheet)s, row %(row)s: this end_%(kind)s has no begin_%(kind)s."
    ),
    "sheet_name_twice": _(
        "Sheet %(sheet)s, row %(row)s: the name “%(value)s” stands twice in the same group."
    ),
    "sheet_name_reserved": _(
        "Sheet %(sheet)s, row %(row)s: the name “%(value)s” cannot be used here."
    ),
    "sheet_name_letters": _(
        "Sheet %(sheet)s, row %(row)s, column %(column)s: a name begins with a letter and has only "
        "letters, digits, underscores, hyphens and dots."
    ),
    "sheet_name_needed": _("Sheet %(sheet)s, row %(row)s: the name is missing."),
    "sheet_choice_twice": _("Sheet %(sheet)s, row %(row)s: this choice stands twice in its list."),
    "sheet_label_needed": _("Sheet %(sheet)s, row %(row)s: the label is missing."),
    "sheet_question_label": _(
        "Sheet %(sheet)s, row %(row)s: the question “%(value)s” has no label."
    ),
    "sheet_calculation_needed": _("Sheet %(sheet)s, row %(row)s: the calculation is missing."),
    "sheet_reference_unknown": _(
        "Sheet %(sheet)s, row %(row)s, column %(column)s: there is no question named “%(value)s”."
    ),
    "sheet_reference_twice": _(
        "Sheet %(sheet)s, row %(row)s, column %(column)s: more than one question is named "
        "“%(value)s”."
    ),
    "sheet_reference_shape": _(
        "Sheet %(sheet)s, row %(row)s, column %(column)s: a reference to a question is written "
        "${name}."
    ),
    "sheet_list_unknown": _(
        "Sheet %(sheet)s, row %(row)s: there is no list of choices named “%(value)s”."
    ),
    "sheet_column_twice": _("Sheet %(sheet)s: the column “%(value)s” stands twice."),
    "sheet_columns_alike": _(
        "Sheet %(sheet)s: the columns “%(one)s” and “%(value)s” mean the same; keep one."
    ),
    "sheet_columns_missing": _("Sheet %(sheet)s: the column %(value)s is missing."),
    "sheet_other_in_row": _("Sheet %(sheet)s, row %(row)s. The converter says: %(said)s"),
    "sheet_other": _("The table cannot be made into a form. The converter says: %(said)s"),
}
