"""What is said of campaigns, their entries and their files."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "campaign_not_open": _("This collection was not open at that time."),
    "campaign_closed": _("This collection was closed before this was filled in."),
    "form_unknown": _(
        "The platform does not know the form %(form)s in version %(version)s. Get the forms anew; "
        "what you filled in stays on the phone."
    ),
    "form_of_other_campaign": _("This form belongs to another collection."),
    "answer_needed": _("Where a door is done, the filled-in form is needed."),
    "answer_without_id": _("The filled-in form has no identifier of its own."),
    "answer_of_no_form": _("The filled-in form does not say which form it is."),
    "answer_of_other_id": _("The filled-in form has another identifier than its message."),
    "answer_of_other_form": _("This is filled in on another form or version than it says."),
    "xml_too_large": _("This is larger than %(most)s MB."),
    "xml_too_deep": _("This has more levels than any form; it was not read."),
    "xml_broken": _("This is not whole: it may have been cut off on its way."),
    "xml_with_entities": _("This holds parts that no form needs (entities); it was not read."),
    "file_not_named": _("The filled-in form does not speak of the file %(name)s."),
    "file_name": _("“%(name)s” cannot be the name of a file here."),
    "too_many_files": _("At most %(most)s files can be taken."),
    "answer_file_large": _("%(name)s is larger than %(most)s MB."),
    "answer_file_empty": _("%(name)s is empty."),
    "answer_file_broken": _("%(name)s cannot be opened; it may have been cut off."),
    "answer_file_type": _("%(name)s is no picture, sound, film or PDF."),
    "table_not_utf8": _("%(name)s must be saved as UTF-8."),
    "not_your_campaign": _("Only those who made this collection, or their superiors, change it."),
    "campaign_running": _(
        "While a collection runs, its places, its first day and its sample stay as they are."
    ),
    "campaign_over": _("This collection is closed."),
    "campaign_not_open_yet": _("This collection was not opened yet."),
    "campaign_without_buildings": _(
        "This collection goes to no building: its places have no buildings among the check-in "
        "points, or all were left out."
    ),
    "form_runs_there": _(
        "“%(title)s” collects with the same form in one of these places. Close it first, or use "
        "another form."
    ),
    "form_of_other_name": _(
        "While a collection runs, only another version of the same form can take its place."
    ),
    "media_missing": _("The form shows files that were not attached: %(names)s."),
    "media_not_called": _("The form calls no file of the name “%(name)s”."),
    "form_in_use": _(
        "This version of the form is in use; upload a new version to change what it shows."
    ),
    "last_day_over": _("The last day, %(day)s, is over; set another first."),
    "too_many_areas": _("At most %(most)s places can be chosen."),
    "ends_before_it_opens": _("The last day lies before the first."),
    "day_is_over": _("This day is over."),
    "building_has_answers": _("There are answers from this building; it stays in the collection."),
    "nobody_of_that_work": _(
        "This person has no post as a grid worker or station clerk in these places."
    ),
    "too_many_to_export": _(
        "These are more than %(most)s entries. Choose a smaller place and export it by itself."
    ),
    "own_entry": _("Nobody checks his own answers; somebody else has to look."),
    "not_to_be_checked": _("This answer was not drawn for a check, or is checked already."),
    "form_is_no_xform": _("This is neither a table of questions (XLSForm) nor an XForm."),
    "form_id_missing": _("The form has no form_id."),
    "form_id_wrong": _(
        "The form_id “%(value)s” cannot be used: a letter first, then letters, digits, dots, "
        "hyphens and underscores, at most 64."
    ),
    "form_version_missing": _("The form has no version."),
    "form_version_wrong": _(
        "The version “%(value)s” cannot be used: letters, digits, dots, hyphens and underscores, "
        "at most 32."
    ),
    "form_version_used": _(
        "Version %(value)s of this form is here with another content. Give the new one another "
        "version."
    ),
    "form_asks_nothing": _("The form has no question."),
    "form_media_name": _("“%(value)s” cannot be the name of a file of a form."),
    "form_encrypted": _(
        "The form encrypts its answers; the platform could not read them. Take the public key out."
    ),
    "form_sends_elsewhere": _(
        "The form sends its answers to another address (%(value)s). Take the submission address "
        "out: answers come to this platform only."
    ),
    "form_reads_elsewhere": _("The form reads from another place (%(value)s)."),
    "form_with_page_parts": _("The form holds a part of a web page (%(value)s)."),
    "form_watches": _(
        "The form records where the collector is, or sound, without a question that shows it. "
        "Take these rows out (start-geopoint, background-geopoint, background-audio, positions in "
        "the audit)."
    ),
    "form_expression": _(
        "In “%(name)s” the expression under %(column)s cannot be read: a bracket, a quotation mark "
        "or a sign is missing."
    ),
}
