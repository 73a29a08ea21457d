"""Briefings and digests of opinions: deeds, lists, words, and who counts their indicators."""

from gege.supervision import briefing_names
from gege.supervision.actions.briefings.conclude import (
    Concluded,
    conclude,
    drop_conclusion,
    write_words,
)
from gege.supervision.actions.briefings.draft import (
    count_again,
    draft_briefing,
    draft_what_is_over,
    revise_briefing,
)
from gege.supervision.actions.briefings.publish import (
    discard_briefing,
    propose_briefing,
    publish_briefing,
    send_briefing_back,
)
from gege.supervision.actions.briefings.step import LONGEST_CONCLUSION, LONGEST_NOTE, LONGEST_PART
from gege.supervision.actions.digests.make import Made, make_digests, make_last_digests
from gege.supervision.editions import current_topic_rules, publish_topic_rules
from gege.supervision.models import Briefing, Conclusion, Digest, TopicRulesEdition
from gege.supervision.queries.briefing_counts import LEAST_SHOWN, figures_of
from gege.supervision.queries.briefing_indicators import CountedIndicator, set_indicator_counter
from gege.supervision.queries.briefings import (
    BRIEFING_READERS,
    BriefingPage,
    briefing_page,
    briefings,
    may_draft,
    orders_to_link,
    page_of_briefings,
    visible_briefings,
)
from gege.supervision.queries.digests import (
    DIGEST_READERS,
    DigestPage,
    digest_page,
    digests,
    page_of_digests,
)
from gege.supervision.rules.briefing_words import (
    PARTS,
    READABLE,
    BriefingDeed,
    BriefingState,
    Chapter,
    Span,
)
from gege.supervision.rules.briefings import last_whole
from gege.supervision.rules.topics import Topic, TopicLine, TopicRules, topics_from_json

__all__ = [
    "BRIEFING_READERS",
    "DIGEST_READERS",
    "LEAST_SHOWN",
    "LONGEST_CONCLUSION",
    "LONGEST_NOTE",
    "LONGEST_PART",
    "PARTS",
    "READABLE",
    "Briefing",
    "BriefingDeed",
    "BriefingPage",
    "BriefingState",
    "Chapter",
    "Concluded",
    "Conclusion",
    "CountedIndicator",
    "Digest",
    "DigestPage",
    "Made",
    "Span",
    "Topic",
    "TopicLine",
    "TopicRules",
    "TopicRulesEdition",
    "briefing_names",
    "briefing_page",
    "briefings",
    "conclude",
    "count_again",
    "current_topic_rules",
    "digest_page",
    "digests",
    "discard_briefing",
    "draft_briefing",
    "draft_what_is_over",
    "drop_conclusion",
    "figures_of",
    "last_whole",
    "make_digests",
    "make_last_digests",
    "may_draft",
    "orders_to_link",
    "page_of_briefings",
    "page_of_digests",
    "propose_briefing",
    "publish_briefing",
    "publish_topic_rules",
    "revise_briefing",
    "send_briefing_back",
    "set_indicator_counter",
    "topics_from_json",
    "visible_briefings",
    "write_words",
]
