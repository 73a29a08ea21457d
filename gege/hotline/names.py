"""The words of the hotline on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext_lazy

OUTCOMES: Final[Mapping[str, Promise | str]] = {
    "opened": pgettext_lazy("text", "A matter was opened"),
    "noted": pgettext_lazy("text", "Added to a matter"),
    "told": pgettext_lazy("text", "The state was told"),
    "acknowledged": pgettext_lazy("text", "An instruction was acknowledged"),
    "helped": pgettext_lazy("text", "The format was explained"),
    "repeated": pgettext_lazy("text", "The same text again"),
    "refused": pgettext_lazy("text", "Refused"),
    "limited": pgettext_lazy("text", "Too many from this number"),
    "answered": pgettext_lazy("text", "Answered whether it is solved"),
    "unclear": pgettext_lazy("text", "An answer that nobody can read"),
}

CHANNELS: Final[Mapping[str, Promise | str]] = {
    "sms": pgettext_lazy("text", "Text"),
    "mms": pgettext_lazy("text", "Picture message"),
}


def pictures_said(many: int) -> str:
    """Return how many pictures a message brought; "" for none."""
    return ngettext("%(many)s picture", "%(many)s pictures", many) % {"many": many} if many else ""


def reason_said(reason: str) -> str:
    """Return why something was refused, or how many attachments were left out."""
    word, _colon, many = reason.partition(":")
    if word != "left_out" or not many.isdigit():
        return reason
    said = ngettext(
        "%(many)s attachment was no picture and was left out",
        "%(many)s attachments were no pictures and were left out",
        int(many),
    )
    return said % {"many": many}
