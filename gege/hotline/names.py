"""The words of the hotline on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

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
