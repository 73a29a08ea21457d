"""The levels, each kind from the nearest to the farthest; `UNKNOWN` where a side says nothing."""

from enum import StrEnum


class NameLikeness(StrEnum):
    """Two names of people."""

    SAME = "same"
    VARIANT = "variant"
    SAME_SOUND = "same_sound"
    NEAR_SOUND = "near_sound"
    SWAPPED = "swapped"
    ONE_MORE = "one_more"
    ONE_SYLLABLE = "one_syllable"
    NEAR_SPELLING = "near_spelling"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class NumberLikeness(StrEnum):
    """Two citizen numbers."""

    SAME = "same"
    CONVERTED = "converted"
    ONE_DIGIT = "one_digit"
    TRANSPOSED = "transposed"
    MASKED_AGREES = "masked_agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class PhoneLikeness(StrEnum):
    """Two cells of telephone numbers, by the numbers that are nearest."""

    SAME = "same"
    ONE_DIGIT = "one_digit"
    TRANSPOSED = "transposed"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class DateLikeness(StrEnum):
    """Two dates of birth."""

    SAME = "same"
    SAME_MONTH = "same_month"
    SWAPPED = "swapped"
    ONE_DIGIT = "one_digit"
    TRANSPOSED = "transposed"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class SexLikeness(StrEnum):
    """Two sexes by GB/T 2261.1."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
