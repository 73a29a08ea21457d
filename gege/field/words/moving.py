"""One matter and its moves."""

from django.utils.translation import gettext_noop as _

TEXTS = (
    _("Matter"),
    _("Number"),
    _("Place"),
    _("Reported at"),
    _("Next step due"),
    _("Due"),
    _("What was reported"),
    _("Steps"),
    _("This matter is not on the phone"),
    _("%(number)s is closed, or lies outside your grid. With the next contact the list is new."),
    _("Yours, not yet sent"),
    _("Your step goes first. What can be done then shows after the next contact."),
    _("Nothing is asked of you here."),
    _("Leave words"),
    _("This step is not possible any more."),
    _("None yet."),
    _("Add photographs"),
    _("New photographs"),
    _("Add them"),
    _("Kept again, on how it stands now."),
    _("Somebody moved this matter while you were without a network. Yours was not done."),
    _("It now stands: %(state)s"),
    _("Look at it"),
    _("Do mine all the same"),
    _("Your step is not possible any more as it stands now."),
    _("This is needed."),
)
