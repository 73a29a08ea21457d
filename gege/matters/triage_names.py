"""What the words of triage help read like, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.matters.actions.offering import OfferPage
from gege.matters.rules.triage_help.judging import Verdict
from gege.matters.rules.triage_help.model import Asked

ASKED: Final[Mapping[str, Promise | str]] = {
    Asked.KIND: _("Kind of the matter"),
    Asked.LEAD: _("Department that leads"),
}

PAGES: Final[Mapping[str, Promise | str]] = {
    OfferPage.REPORT: _("Reporting"),
    OfferPage.CALL: _("On the telephone"),
    OfferPage.TRIAGE: _("Triage"),
    OfferPage.DISPATCH: _("Dispatch"),
}

VERDICTS: Final[Mapping[str, Promise | str]] = {
    Verdict.USED: _("Better than always naming the most frequent: it is used."),
    Verdict.TOO_FEW: _("Too few closed matters to learn from: it is not used."),
    Verdict.ONE_LABEL: _("All closed matters were of one sort: there is nothing to choose."),
    Verdict.NOT_BETTER: _("Not better than always naming the most frequent: it is not used."),
}

STANDINGS: Final[Mapping[str, Promise | str]] = {
    "": _("Suggestions are shown where a person chooses."),
    "switched_off": _("Suggestions are switched off in the settings of this installation."),
    "never_learnt": _("Nothing was learnt yet. It is learnt every night."),
    "not_used": _("Nothing is suggested: what was learnt is not good enough, as said below."),
    "tampered": _(
        "Nothing is suggested: the stored model was changed after it was written. Learn it anew, "
        "and find out who changed it."
    ),
    "corrupt": _("Nothing is suggested: the stored model cannot be read. Learn it anew."),
    "other_version": _(
        "Nothing is suggested: the stored model was written by another version. Learn it anew."
    ),
}
"""Why something is suggested or is not."""
