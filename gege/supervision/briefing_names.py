"""What the words of briefings and digests read like, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.kernel.worded_errors import WordedError
from gege.supervision import names
from gege.supervision.rules.briefing_words import (
    OPENING,
    BriefingDeed,
    BriefingState,
    Chapter,
    Span,
)
from gege.supervision.rules.briefings import BriefingRefusal
from gege.supervision.rules.topics import Topic

Words = Mapping[str, Promise | str]

SPANS: Final[Words] = {
    Span.WEEK: pgettext_lazy("span", "Week"),
    Span.MONTH: pgettext_lazy("span", "Month"),
    Span.OTHER: pgettext_lazy("span", "Chosen days"),
}
BRIEFING_STATES: Final[Words] = {
    BriefingState.DRAFT: pgettext_lazy("briefing", "being written"),
    BriefingState.PROPOSED: pgettext_lazy("briefing", "waits to be published"),
    BriefingState.PUBLISHED: pgettext_lazy("briefing", "published"),
    BriefingState.REPLACED: pgettext_lazy("briefing", "replaced by a newer version"),
    BriefingState.DISCARDED: pgettext_lazy("briefing", "put away"),
}
BRIEFING_DEEDS: Final[Words] = {
    BriefingDeed.COUNT: pgettext_lazy("briefing", "Count again"),
    BriefingDeed.WRITE: pgettext_lazy("briefing", "Write"),
    BriefingDeed.CONCLUDE: pgettext_lazy("briefing", "Add a conclusion"),
    BriefingDeed.PROPOSE: pgettext_lazy("briefing", "Ask for publishing"),
    BriefingDeed.SEND_BACK: pgettext_lazy("briefing", "Send back"),
    BriefingDeed.PUBLISH: pgettext_lazy("briefing", "Publish"),
    BriefingDeed.REVISE: pgettext_lazy("briefing", "Begin a new version"),
    BriefingDeed.DISCARD: pgettext_lazy("briefing", "Put away"),
}
CHAPTERS: Final[Words] = {
    Chapter.BASE: _("The base: put into practice, support that holds"),
    Chapter.LINKAGE: _("Linkage: full coverage, a stronger push"),
    Chapter.MECHANISM: _("Mechanisms: kept to the rules, carried out"),
    Chapter.GUIDANCE: _("Guidance by kind: what residents think, service that helps"),
}
"""The four lines of work of the county's report (四抓四重四增强, R-005)."""
PART_NAMES: Final[Words] = {OPENING: pgettext_lazy("briefing", "In short"), **CHAPTERS}
TOPIC_NAMES: Final[Words] = {
    Topic.URBAN: pgettext_lazy("topic", "Urban construction"),
    Topic.ENVIRONMENT: pgettext_lazy("topic", "Environment"),
    Topic.MEDICAL: pgettext_lazy("topic", "Medical service"),
    Topic.CULTURE: pgettext_lazy("topic", "Culture"),
    Topic.OTHER: pgettext_lazy("topic", "Everything else"),
}
BRIEFING_SENTENCES: Final[Words] = {
    "not_found": _("There is no such briefing."),
    "stale": _("Somebody changed the briefing meanwhile. Look at it again."),
    BriefingRefusal.WRONG_STATE: _("As the briefing stands now this is not possible."),
    BriefingRefusal.OWN_WORDS: _(
        "You wrote words of it, in this version or in one that it carries on. Somebody else has to "
        "publish it."
    ),
    "drafted_already": _("There is one of these days already. Open it, or begin a new version."),
    "conclusion_without_task": _("This conclusion has no task yet: “%(words)s”"),
    "task_not_possible": _("The task of this conclusion cannot be issued: “%(words)s”"),
    "orders_of_the_supervision": _(
        "Only the county’s supervision issues orders. Let it publish, or make the task of "
        "“%(words)s” a request."
    ),
    "number_of_a_person": _(
        "This holds what looks like somebody’s number. A briefing is about matters and places."
    ),
    "unknown_part": _("There is no such chapter."),
    "unknown_kind": _("Please choose an order or a request."),
    "unknown_order": _("There is no such open order."),
    "not_of_a_township": _("Only the county’s supervision issues orders. Choose a request."),
    "too_many_conclusions": _("At most %(most)s conclusions stand in a briefing."),
    "ends_before_it_begins": _("It would end before it begins."),
    "too_many_days": _("At most a year."),
    "not_over": _("These days are not over yet."),
    "too_long_ago": _("This month is too long ago."),
    "note": _("Please write why, in 2 to 200 characters."),
    "moved_on": _("Somebody published another edition meanwhile. Look at it again."),
    "changes_nothing": _("Nothing was changed."),
    "rules": _("Each kind belongs to one topic, and a digest is answered within 1 to 60 days."),
}


def briefing_sentence(error: WordedError) -> str:
    """Return what a refusal about briefings or digests says to the person."""
    text = BRIEFING_SENTENCES.get(error.word)
    if text is None:
        return names.sentence_of(error)
    return str(text) % error.values if error.values and "%(" in str(text) else str(text)
