"""What the sync says to a worker about a message: one place for every word."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "wrong": _("The log-in name or the password is not right."),
    "locked": _("Too many wrong passwords. Try again after %(time)s."),
    "code_needed": _("This terminal needs the code that your station was given."),
    "code_wrong": _("The code is not right, or it is no longer good."),
    "no_post": _("You hold no post as a grid worker now. Ask your station."),
    "must_change_password": _(
        "Choose a password of your own first: open the platform's page in the browser."
    ),
    "signed_out": _("Please enter your password again. Nothing on this phone is lost."),
    "revoked": _("This terminal was withdrawn. What it held is removed."),
    "csrf": _("Please try again."),
    "busy": _("Another transmission of this terminal is still being read."),
    "flood": _("Too much was sent in a short time. The rest goes later."),
    "too_large": _("This is too large to be sent at once."),
    "too_many": _("Too many messages at once."),
    "malformed": _("The message cannot be read. Please do it again."),
    "unknown_kind_of_message": _("This version of the platform does not know the message."),
    "unknown_field": _("The message carries something that does not belong to it."),
    "needed": _("Please fill this in."),
    "not_text": _("A text is expected here."),
    "not_a_number": _("A number is expected here."),
    "not_a_moment": _("A time is expected here."),
    "not_a_key": _("The message names something in a way that cannot be read."),
    "too_long": _("Please write at most %(most)s characters."),
    "between": _("Please enter a number from %(least)s to %(most)s."),
    "unknown_choice": _("This is not one of the choices."),
    "half_a_place": _("A place needs both longitude and latitude."),
    "key_used": _("Another message was sent under this key. Please do it again."),
    "after_refused": _("What it follows was not taken. Mend that first."),
    "after_missing": _("It waits for the message before it."),
    "picture_missing": _("It waits for its picture."),
    "fault": _("The platform could not take it now. It is sent again by itself."),
    "not_your_post": _("You do not hold this post any more. Tell your station."),
    "version_needed": _("The message does not say which state of the matter it was made for."),
    "no_such_move": _("This cannot be done from the handheld."),
    "wrong_sum": _("The picture did not arrive whole. It is sent anew."),
    "over_the_bound": _("Too many pictures wait on the platform. The rest goes later."),
    "file_too_large": _(
        "The file is larger than %(most)s MB, and the platform takes none that is. Drop it here,"
        " and take a smaller one."
    ),
    "stale": _("Somebody moved it meanwhile. Look at it and decide anew."),
}


def sentence(word: str, values: Mapping[str, Any] | None = None) -> str:
    """Return a word's sentence in the reader's language; the word itself where there is none."""
    text = str(SENTENCES.get(word, word))
    return text % values if values else text
