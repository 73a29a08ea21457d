"""How two values are alike, level by level, in words that a clerk can check with their own eyes.

Each function compares two values that `gege.kernel.personal` has read and returns a level; the
level says what was seen, not how likely one person is meant. `sentence_of` puts it into words.
"""

from gege.kernel.likeness.levels import (
    DateLikeness,
    NameLikeness,
    NumberLikeness,
    PhoneLikeness,
    SexLikeness,
)
from gege.kernel.likeness.values import (
    compare_citizen_numbers,
    compare_dates,
    compare_names,
    compare_phones,
    compare_sexes,
    is_near_spelling,
    is_one_more,
)
from gege.kernel.likeness.words import SENTENCES, Sentence, sentence_of

__all__ = [
    "SENTENCES",
    "DateLikeness",
    "NameLikeness",
    "NumberLikeness",
    "PhoneLikeness",
    "Sentence",
    "SexLikeness",
    "compare_citizen_numbers",
    "compare_dates",
    "compare_names",
    "compare_phones",
    "compare_sexes",
    "is_near_spelling",
    "is_one_more",
    "sentence_of",
]
