"""The handbook."""

from django.utils.translation import gettext_noop as _

TEXTS = (
    _("Try one word less, or another word for it."),
    _("None has all these words; these come near:"),
    _("The handbook is empty."),
    _("Articles of the county stand here after the next contact."),
    _("Search the handbook"),
    _("Article"),
    _("This article is not on the phone"),
    _("It was withdrawn, or comes with the next contact."),
    _("Source: %(source)s"),
    _("as of %(day)s"),
)
