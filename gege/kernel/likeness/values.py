"""The comparisons themselves."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from gege.kernel.likeness.levels import (
    DateLikeness,
    NameLikeness,
    NumberLikeness,
    PhoneLikeness,
    SexLikeness,
)
from gege.kernel.personal.citizen_numbers import CellState, CitizenCell
from gege.kernel.personal.names import NameKeys
from gege.kernel.personal.phones import Phone

_LEAST_LETTERS, _LONG_NAME = 3, 8


def compare_names(one: NameKeys, other: NameKeys) -> NameLikeness:
    """Compare names: as written, by variant characters, by sound, then by one slip.

    The slips that count: two characters changed places, one character more, one syllable another.
    """
    if not one.plain or not other.plain:
        return NameLikeness.UNKNOWN
    if one.plain == other.plain:
        return NameLikeness.SAME
    if one.variant == other.variant:
        return NameLikeness.VARIANT
    if one.pinyin == other.pinyin:
        return NameLikeness.SAME_SOUND
    if one.loose == other.loose:
        return NameLikeness.NEAR_SOUND
    if len(one.variant) > 2 and sorted(one.variant) == sorted(other.variant):
        return NameLikeness.SWAPPED
    if is_one_more(one.variant, other.variant):
        return NameLikeness.ONE_MORE
    if _is_one_syllable(one.pinyin, other.pinyin):
        return NameLikeness.ONE_SYLLABLE
    if is_near_spelling(one.variant, other.variant):
        return NameLikeness.NEAR_SPELLING
    return NameLikeness.DIFFERS


def compare_citizen_numbers(one: CitizenCell, other: CitizenCell) -> NumberLikeness:
    """Compare numbers; a placeholder, a temporary or a damaged number compares with nothing.

    An impossible number is never the same as another: two people may have been given it.
    """
    if CellState.MASKED in (one.state, other.state):
        return _masked(one, other)
    if not (_is_number(one) and _is_number(other)):
        return NumberLikeness.UNKNOWN
    if one.number == other.number:
        if one.state is CellState.UNREADABLE:
            return NumberLikeness.UNKNOWN
        same = one.converted == other.converted
        return NumberLikeness.SAME if same else NumberLikeness.CONVERTED
    if is_one_digit(one.number, other.number):
        return NumberLikeness.ONE_DIGIT
    if is_transposed(one.number, other.number):
        return NumberLikeness.TRANSPOSED
    return NumberLikeness.DIFFERS


def compare_phones(one: Sequence[Phone], other: Sequence[Phone]) -> PhoneLikeness:
    """Compare all numbers of one cell with all of the other: the nearest pair counts."""
    ours = [phone.key for phone in one if phone.key]
    theirs = [phone.key for phone in other if phone.key]
    if not ours or not theirs:
        return PhoneLikeness.UNKNOWN
    if set(ours) & set(theirs):
        return PhoneLikeness.SAME
    pairs = list(product(ours, theirs))
    if any(is_one_digit(a, b) for a, b in pairs):
        return PhoneLikeness.ONE_DIGIT
    if any(is_transposed(a, b) for a, b in pairs):
        return PhoneLikeness.TRANSPOSED
    return PhoneLikeness.DIFFERS


def compare_dates(one: date | None, other: date | None, *, to_month: bool = False) -> DateLikeness:
    """Compare days; `to_month` when one of them is known to the month only."""
    if one is None or other is None:
        return DateLikeness.UNKNOWN
    if to_month:
        alike = (one.year, one.month) == (other.year, other.month)
        return DateLikeness.SAME_MONTH if alike else DateLikeness.DIFFERS
    if one == other:
        return DateLikeness.SAME
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return DateLikeness.SWAPPED
    ours, theirs = f"{one:%Y%m%d}", f"{other:%Y%m%d}"
    if is_one_digit(ours, theirs):
        return DateLikeness.ONE_DIGIT
    return DateLikeness.TRANSPOSED if is_transposed(ours, theirs) else DateLikeness.DIFFERS


def compare_sexes(one: str, other: str) -> SexLikeness:
    """Compare codes of GB/T 2261.1; 0 (unknown) and 9 (not said) say nothing."""
    if one not in ("1", "2") or other not in ("1", "2"):
        return SexLikeness.UNKNOWN
    return SexLikeness.SAME if one == other else SexLikeness.DIFFERS


def is_one_digit(one: str, other: str) -> bool:
    """Tell whether two texts of one length differ in exactly one place."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def is_transposed(one: str, other: str) -> bool:
    """Tell whether two neighbours changed places, and nothing else differs."""
    if len(one) != len(other) or one == other:
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    first, last = places[0], places[-1]
    return last == first + 1 and one[first] == other[last] and one[last] == other[first]


def is_one_more(one: str, other: str) -> bool:
    """Tell whether one text is the other with a single character more."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or len(short) < 2:
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def is_near_spelling(one: str, other: str) -> bool:
    """Tell whether two names in Latin letters are nearly one: slips of a long name, or its half.

    One slip counts, two in eight letters and more; half of a name is its beginning or its end, of
    at least three letters.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST_LETTERS or not (short.isascii() and long.isascii()):
        return False
    most = 2 if len(short) >= _LONG_NAME else 1
    if len(long) - len(short) <= most and _slips(short, long) <= most:
        return True
    return long.startswith(short) or long.endswith(short)


def _slips(one: str, other: str) -> int:
    """How many letters must be typed, left out, changed or exchanged with their neighbour."""
    before, row = list[int](), list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        last, before, row = before, row, [at]
        for to, letter in enumerate(other, start=1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (sign != letter))
            crossed = at > 1 < to and sign == other[to - 2] and one[at - 2] == letter
            row.append(min(cost, last[to - 2] + 1) if crossed else cost)
    return row[-1]


def _is_one_syllable(one: str, other: str) -> bool:
    """One syllable of several is another; of two syllables one is half the name, so not enough
    unless the surname is the same."""
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    different = [place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    return len(different) == 1 and (len(ours) > 2 or different[0] > 0)


def _is_number(cell: CitizenCell) -> bool:
    """An impossible number counts too: it may be a possible one with a slip."""
    states = (CellState.SOUND, CellState.WARNED, CellState.UNREADABLE)
    return cell.state in states and len(cell.number) == 18 and cell.number[:17].isdigit()


def _masked(one: CitizenCell, other: CitizenCell) -> NumberLikeness:
    """Compare the digits that a mask leaves: at least the last four must stand in both."""
    states = {one.state, other.state}
    ours, theirs = one.number, other.number
    comparable = states <= {CellState.MASKED, CellState.SOUND, CellState.WARNED}
    if not comparable or len(ours) != 18 or len(theirs) != 18:
        return NumberLikeness.UNKNOWN
    hidden = {
        place for number in (ours, theirs) for place in range(17) if not number[place].isdigit()
    }
    seen = [place for place in range(18) if place not in hidden]
    if not {14, 15, 16, 17} <= set(seen):
        return NumberLikeness.UNKNOWN
    agree = all(ours[place] == theirs[place] for place in seen)
    return NumberLikeness.MASKED_AGREES if agree else NumberLikeness.DIFFERS
