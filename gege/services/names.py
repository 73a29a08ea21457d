"""The words of the handbook on screen, in both languages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.services.errors import HandbookError
from gege.services.rules.handbook import ArticleKind, Standing

Text = Promise | str

KINDS: Final[Mapping[str, Text]] = {
    ArticleKind.POLICY: pgettext_lazy("article", "Policy"),
    ArticleKind.LAW: pgettext_lazy("article", "Law"),
    ArticleKind.PROCEDURE: pgettext_lazy("article", "How to apply"),
    ArticleKind.GUIDE: pgettext_lazy("article", "Working guide"),
}

STANDINGS: Final[Mapping[str, Text]] = {
    Standing.DRAFT: pgettext_lazy("article", "Draft"),
    Standing.TO_COME: pgettext_lazy("article", "Not yet in force"),
    Standing.SHOWN: pgettext_lazy("article", "In force"),
    Standing.EXPIRED: pgettext_lazy("article", "Expired"),
    Standing.WITHDRAWN: pgettext_lazy("article", "Withdrawn"),
}

DEEDS: Final[Mapping[str, Text]] = {
    "write": _("Written"),
    "change": _("Change prepared"),
    "publish": _("Published"),
    "withdraw": _("Withdrawn"),
    "renew": _("Renewed"),
    "drop": _("Prepared change thrown away"),
    "ask_expired": _("The owner was asked to renew or withdraw it"),
    "ask_review": _("The owner was asked to review it"),
}

PROBLEMS: Final[Mapping[str, Text]] = {
    "not_found": _("There is no such article here."),
    "not_yours": _("Another unit keeps this article. Only its owner and the county may change it."),
    "stale": _("Somebody changed this article meanwhile. Please look at it again."),
    "needed": _("Please fill this in."),
    "too_short": _("Please write at least %(least)s characters."),
    "too_long": _("Please write at most %(most)s characters."),
    "unknown_choice": _("This is not one of the choices."),
    "source_needed": _("Please name the law, document or notice that this follows."),
    "unknown_owner": _("This unit cannot keep an article."),
    "day_out_of_range": _("This day cannot be right."),
    "ends_before_it_begins": _("The last day must lie after the first day."),
    "ended_already": _("It would have expired already. Please choose a later day."),
    "review_in_the_past": _("The review must lie ahead."),
    "review_too_far": _("Please review an article at least every three years."),
    "nothing_to_publish": _("There is nothing new to publish."),
    "not_published": _("Only a published article can be renewed or withdrawn."),
    "nothing_to_drop": _("There is no prepared change to throw away."),
}


def sentence_of(error: HandbookError) -> str:
    """Return what an error says to the person, in their language."""
    text = str(PROBLEMS.get(error.word, error.word))
    return text % error.values if error.values else text
