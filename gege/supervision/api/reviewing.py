"""Accountability reviews (R-092) and what closed ones say (R-084): deeds, reads, words."""

from gege.supervision import review_names
from gege.supervision.actions.reviews.appeal import (
    LONGEST_APPEAL,
    accept_finding,
    decide_appeal,
    make_appeal,
)
from gege.supervision.actions.reviews.end import LONGEST_ENDING, close_review, stop_review
from gege.supervision.actions.reviews.find import (
    LONGEST_FACTS,
    LONGEST_STANDARD,
    conclude_review,
    write_finding,
)
from gege.supervision.actions.reviews.hear import (
    LONGEST_STATEMENT,
    make_statement,
    refuse_statement,
)
from gege.supervision.actions.reviews.name import LONGEST_WHY, key_of, let_go, name_holder
from gege.supervision.actions.reviews.open_review import (
    LONGEST_FINDING,
    NewReview,
    open_review,
)
from gege.supervision.actions.reviews.remind import remind_of_statements
from gege.supervision.models import Evidence, Named, Review, ReviewMeasure, ReviewRulesEdition
from gege.supervision.queries.review_dossier import Dossier, EvidenceProof, dossier_of
from gege.supervision.queries.reviews import (
    REVIEW_READERS,
    ClosedReview,
    Holder,
    NamedPart,
    ReviewPage,
    closed_reviews,
    evidence_of,
    holders_of,
    page_of_evidence,
    page_of_reviews,
    review_page,
    reviews,
    reviews_of_matter,
    reviews_waiting,
    visible_reviews,
    waiting_in_reviews,
)
from gege.supervision.review_editions import (
    current_review_rules,
    publish_review_rules,
    review_rules,
)
from gege.supervision.rules.evidence import sum_of, sum_of_list, without_numbers
from gege.supervision.rules.review_rules import RANGES as REVIEW_RANGES
from gege.supervision.rules.review_rules import ReviewRules
from gege.supervision.rules.review_rules import from_json as review_rules_from_json
from gege.supervision.rules.review_words import (
    Consequence,
    Degree,
    EvidenceKind,
    Heard,
    Measure,
    ReviewDeed,
    ReviewState,
    Ruling,
)
from gege.supervision.rules.reviews import may_open, measures_for, milder

__all__ = [
    "LONGEST_APPEAL",
    "LONGEST_ENDING",
    "LONGEST_FACTS",
    "LONGEST_FINDING",
    "LONGEST_STANDARD",
    "LONGEST_STATEMENT",
    "LONGEST_WHY",
    "REVIEW_RANGES",
    "REVIEW_READERS",
    "ClosedReview",
    "Consequence",
    "Degree",
    "Dossier",
    "Evidence",
    "EvidenceKind",
    "EvidenceProof",
    "Heard",
    "Holder",
    "Measure",
    "Named",
    "NamedPart",
    "NewReview",
    "Review",
    "ReviewDeed",
    "ReviewMeasure",
    "ReviewPage",
    "ReviewRules",
    "ReviewRulesEdition",
    "ReviewState",
    "Ruling",
    "accept_finding",
    "close_review",
    "closed_reviews",
    "conclude_review",
    "current_review_rules",
    "decide_appeal",
    "dossier_of",
    "evidence_of",
    "holders_of",
    "key_of",
    "let_go",
    "make_appeal",
    "make_statement",
    "may_open",
    "measures_for",
    "milder",
    "name_holder",
    "open_review",
    "page_of_evidence",
    "page_of_reviews",
    "publish_review_rules",
    "refuse_statement",
    "remind_of_statements",
    "review_names",
    "review_page",
    "review_rules",
    "review_rules_from_json",
    "reviews",
    "reviews_of_matter",
    "reviews_waiting",
    "stop_review",
    "sum_of",
    "sum_of_list",
    "visible_reviews",
    "waiting_in_reviews",
    "without_numbers",
    "write_finding",
]
