"""Django's own messages that the desk says in plainer Chinese than Django does.

Nothing imports this: the message tool reads the msgids here into the catalogue of the desk, which
comes before Django's.
"""

from django.utils.translation import gettext_noop

PLAINER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid value."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("No file was submitted."),
    gettext_noop("Null characters are not allowed."),
)
