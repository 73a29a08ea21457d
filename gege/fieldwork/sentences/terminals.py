"""What is said of terminals."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "terminal_wrong_state": _("This is not possible in the terminal's present state."),
    "own_phone_is_not_handed_over": _(
        "This is somebody's own phone; its owner logs in on it anew."
    ),
    "terminal_not_held": _("Nobody holds this terminal, so there is nothing to take back."),
    "code_needed": _("Enter the code that was handed over with the terminal."),
    "code_wrong": _(
        "This is not the code of the hand-over, or it is older than a day; ask your station for "
        "a new one."
    ),
    "too_many_terminals": _(
        "At most %(most)s terminals may be used by one person; end one of them first."
    ),
    "nobody_to_hand_over_to": _("Nobody in your area who holds a post now has this account."),
    "serial_known": _("A terminal with this serial number stands in the register already."),
    "terminal_unknown_unit": _("There is no unit with the code %(value)s today."),
}

ASSET_PROBLEMS: Final[Mapping[str, Promise | str]] = {
    "not_a_text": _("The file is no text in UTF-8 or GB 18030."),
    "not_a_csv": _("The file is no list with commas (CSV)."),
    "too_many_lines": _("A list has at most %(value)s lines; cut it in two."),
    "no_serial_column": _("The first line names no column for the serial number (序列号, serial)."),
    "no_lines": _("The list is empty."),
    "no_serial": _("Line %(line)s: the serial number is missing."),
    "too_long_cell": _("Line %(line)s: the column %(value)s is too long."),
    "serial_twice": _("Line %(line)s: the serial number %(value)s stands in the list twice."),
    "unknown_unit": _("Line %(line)s: there is no unit with the code %(value)s today."),
}
