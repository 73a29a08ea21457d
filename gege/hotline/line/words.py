"""The words of the line's settings on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise | str]

RULES: Final[Words] = {
    "number": _("Number of the line"),
    "name": _("Name of the line"),
    "name_en": _("Name of the line in English"),
    "merged_into": _("Number it merges into"),
    "merged_on": _("Merged from this day"),
    "told": _("What callers are told of the merging"),
    "told_en": _("What callers are told of the merging, in English"),
    "answer_seconds": _("A call is answered within (seconds)"),
    "connection_percent": _("Calls answered in any 24 hours, at least (percent)"),
    "media_minutes": _("A text is answered within (minutes)"),
    "callback_hours": _("A promised answer is due within (hours)"),
    "missed_hours": _("Whoever was not answered is called within (hours)"),
    "tries": _("Tries before somebody counts as not reached"),
    "wait_hours": _("Hours between two tries, at least"),
    "window": _("Residents are called and asked between"),
    "text_hours": _("A text waits for its answer (hours)"),
    "sample_percent": _("Share of settled matters that are called back as a sample (percent)"),
    "emergencies": _("Emergency lines"),
}
HINTS: Final[Words] = {
    "number": _("It stands on the pages for residents, in the answers to texts and on the desk."),
    "merged_into": _("For instance 12345. Leave it empty while the line stands alone."),
    "merged_on": _("From this day the other number is shown, with what the line was before."),
    "answer_seconds": _("GB/T 33358: 15 seconds."),
    "connection_percent": _("GB/T 33358: 95 percent over any 24 hours."),
    "media_minutes": _("GB/T 33358: 3 minutes."),
    "callback_hours": _(
        "For what is no matter. A matter is called back by the due time of its own step, which is"
        " a limit of the rulebook."
    ),
    "text_hours": _("Whoever chose a text and does not answer by then is called by a person."),
    "sample_percent": _(
        "Of those who left a number and asked for nothing. At least a tenth; nobody chooses them."
    ),
    "emergencies": _("One in a line: number, name, name in English."),
}
NOT_PUBLISHED: Final[Words] = {
    "note": _("Say why, in 2 to 200 characters."),
    "rules": _("This value cannot be taken."),
    "moved_on": _("Somebody published an edition meanwhile. Look at it and begin again."),
    "changes_nothing": _("This changes nothing."),
}
PROBLEMS: Final[Words] = {
    "range": _("Between %(least)s and %(most)s."),
    "not_a_number": _("A telephone number of 3 to 12 digits, and not the line's own."),
    "empty": _("Please fill this in."),
    "too_long": _("At most %(most)s characters."),
    "not_a_day": _("Say from which day."),
    "without_merging": _("This needs the number it merges into."),
    "not_a_time": _("A beginning and, at least an hour later on the same day, an end."),
    "emergency": _("Each line: a number of 3 to 12 digits, a name, an English name."),
    "twice": _("Each number stands once."),
    "too_many": _("%(least)s to %(most)s lines."),
}
