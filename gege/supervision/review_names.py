"""What the words of accountability reviews read like, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.kernel.worded_errors import WordedError
from gege.supervision import names
from gege.supervision.rules import review_words as w
from gege.supervision.rules.reviews import ReviewRefusal

CONSEQUENCES: Final[Mapping[str, Promise | str]] = {
    w.Consequence.DEATH: _("People died"),
    w.Consequence.INJURY: _("People were injured"),
    w.Consequence.PROPERTY: _("Heavy loss of property"),
    w.Consequence.SAFETY: _("Public safety or order was endangered"),
    w.Consequence.RIGHTS: _("Residents’ rights were gravely harmed"),
    w.Consequence.TRUST: _("Trust in the authorities was gravely harmed"),
}

STATES: Final[Mapping[str, Promise | str]] = {
    w.ReviewState.HEARING: pgettext_lazy("review", "Hearing those named"),
    w.ReviewState.CONCLUDED: pgettext_lazy("review", "Concluded, open to appeal"),
    w.ReviewState.CLOSED: pgettext_lazy("review", "Closed"),
    w.ReviewState.STOPPED: pgettext_lazy("review", "Stopped"),
}

DEEDS: Final[Mapping[str, Promise | str]] = {
    w.ReviewDeed.OPEN: pgettext_lazy("review", "Open a review"),
    w.ReviewDeed.NAME: pgettext_lazy("review", "Name somebody"),
    w.ReviewDeed.DROP: pgettext_lazy("review", "Let go"),
    w.ReviewDeed.STATE: pgettext_lazy("review", "Make a statement"),
    w.ReviewDeed.REFUSE: pgettext_lazy("review", "Make none"),
    w.ReviewDeed.FIND: pgettext_lazy("review", "Write the finding"),
    w.ReviewDeed.CONCLUDE: pgettext_lazy("review", "Conclude and announce"),
    w.ReviewDeed.ACCEPT: pgettext_lazy("review", "Accept the finding"),
    w.ReviewDeed.APPEAL: pgettext_lazy("review", "Appeal"),
    w.ReviewDeed.DECIDE: pgettext_lazy("review", "Decide the appeal"),
    w.ReviewDeed.CLOSE: pgettext_lazy("review", "Close the review"),
    w.ReviewDeed.STOP: pgettext_lazy("review", "Stop the review"),
}

STEPS: Final[Mapping[str, Promise | str]] = {
    w.ReviewDeed.OPEN: pgettext_lazy("review", "Opened, and the evidence gathered"),
    w.ReviewDeed.NAME: pgettext_lazy("review", "Named"),
    w.ReviewDeed.DROP: pgettext_lazy("review", "Let go"),
    w.ReviewDeed.STATE: pgettext_lazy("review", "Made a statement"),
    w.ReviewDeed.REFUSE: pgettext_lazy("review", "Makes no statement"),
    w.ReviewDeed.FIND: pgettext_lazy("review", "Finding written"),
    w.ReviewDeed.CONCLUDE: pgettext_lazy("review", "Concluded and announced"),
    w.ReviewDeed.ACCEPT: pgettext_lazy("review", "Accepted the finding"),
    w.ReviewDeed.APPEAL: pgettext_lazy("review", "Appealed"),
    w.ReviewDeed.DECIDE: pgettext_lazy("review", "Appeal decided"),
    w.ReviewDeed.CLOSE: pgettext_lazy("review", "Closed"),
    w.ReviewDeed.STOP: pgettext_lazy("review", "Stopped"),
    w.ReviewDeed.REMIND: pgettext_lazy("review", "Reminded of the statement"),
}
"""What was done, as a line of the time line."""

HEARD: Final[Mapping[str, Promise | str]] = {
    w.Heard.STATEMENT: _("Statement"),
    w.Heard.REFUSAL: _("Makes no statement"),
}

DEGREES: Final[Mapping[str, Promise | str]] = {
    w.Degree.NONE: _("No responsibility"),
    w.Degree.SECONDARY: _("Secondary responsibility"),
    w.Degree.LEADING: _("Responsibility of leadership"),
    w.Degree.DIRECT: _("Direct responsibility"),
}

RULINGS: Final[Mapping[str, Promise | str]] = {
    w.Ruling.UPHELD: _("The finding stands"),
    w.Ruling.EASED: _("The finding is eased"),
}

MEASURES: Final[Mapping[str, Promise | str]] = {
    w.Measure.TALK: _("Talk of admonition"),
    w.Measure.EDUCATION: _("Criticism and instruction"),
    w.Measure.SELF_REVIEW: _("Written self-examination"),
    w.Measure.CIRCULAR: _("Criticism in a circular"),
    w.Measure.TRANSFER: _("Proposal to move to another post"),
    w.Measure.REFERRAL: _("Referral to discipline inspection"),
    w.Measure.RECTIFY: _("Setting right within a time"),
    w.Measure.REPORT: _("Written report to the county"),
    w.Measure.INTERVIEW: _("Interview of the head"),
    w.Measure.NO_AWARD: _("No award in this year’s appraisal"),
}

EVIDENCE: Final[Mapping[str, Promise | str]] = {
    w.EvidenceKind.SUBJECT: pgettext_lazy("evidence", "The matter"),
    w.EvidenceKind.LINE: pgettext_lazy("evidence", "Line of the trail"),
    w.EvidenceKind.PROOF: pgettext_lazy("evidence", "Proof of the trail"),
    w.EvidenceKind.HOLDING: pgettext_lazy("evidence", "Held by"),
    w.EvidenceKind.INSTRUCTION: pgettext_lazy("evidence", "Instruction"),
    w.EvidenceKind.RULES: pgettext_lazy("evidence", "Rules in force"),
    w.EvidenceKind.MESSAGE: pgettext_lazy("evidence", "Notice"),
    w.EvidenceKind.ORDER: pgettext_lazy("evidence", "Order"),
    w.EvidenceKind.REMARK: pgettext_lazy("evidence", "Words"),
    w.EvidenceKind.FILE: pgettext_lazy("evidence", "File"),
}

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "not_found": _("There is no such review."),
    "stale": _("Somebody changed the review meanwhile. Look at it again."),
    ReviewRefusal.WRONG_STATE: _("As the review stands now this is not possible."),
    ReviewRefusal.HELD_STEPS: _(
        "Whoever held a step of the matter, or is named, does not conduct its review."
    ),
    ReviewRefusal.OWN_FINDING: _("Somebody else than who found decides the appeal."),
    ReviewRefusal.NOBODY_NAMED: _("Nobody is named yet."),
    ReviewRefusal.NOT_HEARD: _("Not everybody named was heard: no review concludes without it."),
    ReviewRefusal.NOT_FOUND: _("About somebody named nothing was found yet."),
    ReviewRefusal.HEARD_ALREADY: _("The statement was made already."),
    ReviewRefusal.NOTHING_TO_APPEAL: _("There is no finding to appeal against."),
    ReviewRefusal.APPEALED_ALREADY: _("The finding was accepted or appealed against already."),
    ReviewRefusal.APPEAL_OVER: _("The days for an appeal are over."),
    ReviewRefusal.NO_APPEAL: _("There is no appeal to decide."),
    ReviewRefusal.APPEALS_RUN: _("The days for appeals still run, or one is not decided."),
    "about_nothing": _("Name at least one matter."),
    "too_many_subjects": _("At most %(most)s matters and orders."),
    "unknown_order": _("There is no such order."),
    "no_holder": _("Choose one of those who held steps."),
    "named_already": _("They are named already."),
    "no_such_measure": _("This measure is not declared for them, or there is no responsibility."),
    "not_milder": _("An appeal may only ease the finding."),
}


def review_sentence(error: WordedError) -> str:
    """Return what a refusal about a review says to the person."""
    if error.word not in SENTENCES:
        return names.sentence_of(error)
    text = str(SENTENCES[error.word])
    return text % error.values if error.values and "%(" in text else text
