"""The levels of pairs of records, all pairs at once: what `levels` declares, and Splink would ask.

Every function returns the place of the first level that holds, -1 where a side says nothing.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from gege.kernel.likeness import is_near_spelling, is_one_more
from gege.registers.linkage.levels import COMPARISONS
from gege.registers.linkage.sides import Sides
from gege.registers.linkage.text_columns import Codes, Mask, Places

Levels = np.ndarray[Any, np.dtype[np.int8]]
_PART: Final = 1 << 18
"""So many pairs are compared at once: what they need then stays small."""
_WIDTH: Final = 12
_PHONE, _DAY = 11, 8
_LETTERS: Final = range(ord("a"), ord("z") + 1)
_END, _MOST_APART = 3, 6
_CENTURIES: Final = (ord("1"), ord("2"))


class Seen(NamedTuple):
    """What comparing pairs has shown: a level for each comparison, and what speaks against them.

    `agrees`: neither dates of birth nor sexes differ. `sounds_alike`: the names are one by their
    sound at least.
    """

    levels: dict[str, Levels]
    agrees: Mask
    sounds_alike: Mask


def compare(sides: Sides, left: Places, right: Places) -> Seen:
    """Compare the records at `left` with those at `right`, pair by pair."""
    words = [one.word for one in COMPARISONS]
    levels = {word: np.empty(len(left), np.int8) for word in words}
    agrees, alike = np.empty(len(left), np.bool_), np.empty(len(left), np.bool_)
    for first in range(0, len(left), _PART):
        part = slice(first, first + _PART)
        found = _Pairs(sides, left[part], right[part])
        number = found.number()
        for word, level in (
            ("name", found.name()),
            ("number", number),
            ("birth", found.birth(number)),
            ("phone", found.phone()),
            ("address", found.address()),
            ("sex", found.sex()),
        ):
            levels[word][part] = level
        agrees[part] = found.agrees()
        alike[part] = (levels["name"][part] >= 0) & (levels["name"][part] <= 2)
    return Seen(levels, agrees, alike)


class _Pairs:
    """Some pairs, and the values of both sides for each."""

    def __init__(self, sides: Sides, left: Places, right: Places) -> None:
        self.sides, self.left, self.right = sides, left, right

    def name(self) -> Levels:
        codes = self.sides.codes
        same = [self._same(codes[word]) for word in ("name", "variant", "pinyin", "loose")]
        known = self._known(codes["name"])
        rest = np.flatnonzero(known & ~(same[0] | same[1] | same[2] | same[3]))
        found = _first(known, *same, np.zeros(len(known), np.bool_))
        found[rest[self._name_slip(rest)]] = 4
        return found

    def _name_slip(self, rest: Places) -> Mask:
        """One syllable is another, two characters changed places, or there is one more."""
        codes, left, right = self.sides.codes, self.left[rest], self.right[rest]
        signs = _Signs(self.sides.texts["variant"], codes["variant"][left], codes["variant"][right])
        other = [codes[f"s{at}"][left] != codes[f"s{at}"][right] for at in range(1, 5)]
        syllable = (signs.length == signs.length2) & (signs.length >= 2) & (signs.length <= 4)
        syllable &= sum(one.astype(np.int8) for one in other) == 1
        syllable &= (signs.length > 2) | ~other[0]
        swapped = (codes["letters"][left] == codes["letters"][right]) & (signs.length > 2)
        found: Mask = syllable | swapped | signs.one_more() | signs.near_spelling()
        return found

    def number(self) -> Levels:
        one, other = self.sides.signs[self.left], self.sides.signs[self.right]
        known = (one[:, 0] > 0) & (other[:, 0] > 0)
        unlike = one != other
        many = unlike.sum(axis=1, dtype=np.int8)
        known &= (many > 0) | self.sides.is_possible[self.left]
        return _first(known, many == 0, _is_slip(one, other, unlike, many))

    def birth(self, number: Levels) -> Levels:
        """A citizen number holds the date: where it agrees, the date adds nothing."""
        one, other = self.sides.birth[self.left], self.sides.birth[self.right]
        year = np.stack([self.sides.signs[rows, 6] for rows in (self.left, self.right)])
        holds = np.isin(year, _CENTURIES).any(axis=0)
        known = (one > 0) & (other > 0) & ~(holds & ((number == 0) | (number == 1)))
        by_month = (one <= 999_999) | (other <= 999_999)
        near = np.zeros(len(one), np.bool_)
        rest = np.flatnonzero(known & (one != other) & ~by_month)
        ours, theirs = one[rest], other[rest]
        near[rest] = _digits_slip(ours, theirs, _DAY)
        swapped = theirs // 10_000 * 10_000 + theirs % 100 * 100 + theirs // 100 % 100
        near[rest] |= ours == swapped
        return _first(known, one == other, by_month & (_month(one) == _month(other)), near)

    def phone(self) -> Levels:
        sides, left, right = self.sides, self.left, self.right
        one, other = sides.phone[left], sides.phone[right]
        known = (one != 0) & (other != 0)
        same = (one == other) | (sides.phone2[left] == other) | (one == sides.phone2[right])
        slip = np.zeros(len(one), np.bool_)
        mobile = (one >= 10 ** (_PHONE - 1)) & (other >= 10 ** (_PHONE - 1))
        rest = np.flatnonzero(known & ~same & mobile)
        slip[rest] = _digits_slip(one[rest], other[rest], _PHONE)
        return _first(known, same, slip)

    def address(self) -> Levels:
        codes = self.sides.codes
        plots, estates = self._known(codes["plot"]), self._known(codes["estate"])
        same = self._same(codes["plot"]) | self._same(codes["estate"])
        building = self._same(codes["building"])
        said = self._alike(codes["building"]) & self._alike(codes["unit"])
        room = same & self._same(codes["room"]) & said
        return _first(plots | estates, room, same & building, same)

    def sex(self) -> Levels:
        one, other = self.sides.sex[self.left], self.sides.sex[self.right]
        return _first((one > 0) & (other > 0), one == other)

    def agrees(self) -> Mask:
        one, other = self.sides.birth[self.left], self.sides.birth[self.right]
        by_month = (one <= 999_999) | (other <= 999_999)
        birth = (one == 0) | (other == 0) | (one == other)
        birth |= by_month & (_month(one) == _month(other))
        ours, theirs = self.sides.sex[self.left], self.sides.sex[self.right]
        found: Mask = birth & ((ours == 0) | (theirs == 0) | (ours == theirs))
        return found

    def _known(self, column: Codes) -> Mask:
        found: Mask = (column[self.left] >= 0) & (column[self.right] >= 0)
        return found

    def _same(self, column: Codes) -> Mask:
        one = column[self.left]
        found: Mask = (one >= 0) & (one == column[self.right])
        return found

    def _alike(self, column: Codes) -> Mask:
        """The same, or not said on either side."""
        found: Mask = column[self.left] == column[self.right]
        return found


class _Signs:
    """The characters of two columns of texts, those of one pair in one row."""

    def __init__(self, texts: pa.Array, one: Codes, other: Codes) -> None:
        listed, places = np.unique(np.concatenate((one, other)), return_inverse=True)
        self._words = texts.take(pa.array(listed)).to_pylist()
        lengths = np.array([len(word) for word in self._words], np.int16)
        cut = np.array([word[:_WIDTH] for word in self._words], f"U{_WIDTH}")
        self._signs = cut.view(np.uint32).reshape(-1, _WIDTH)
        self._one, self._other = places[: len(one)], places[len(one) :]
        self.length, self.length2 = lengths[self._one], lengths[self._other]

    def one_more(self) -> Mask:
        """Tell which pairs are one text and the same with a character more."""
        found = np.zeros(len(self._one), np.bool_)
        apart = self.length.astype(np.int16) - self.length2
        some = np.flatnonzero((np.abs(apart) == 1) & (np.minimum(self.length, self.length2) >= 2))
        longer = apart[some] > 0
        long = np.where(longer, self._one[some], self._other[some])
        short = np.where(longer, self._other[some], self._one[some])
        ours, theirs = self._signs[long], self._signs[short]
        # Up to the first character that differs both are the same, and one place on after it.
        first = (ours != theirs).argmax(axis=1)
        after = np.arange(_WIDTH - 1) < first[:, None]
        found[some] = (after | (ours[:, 1:] == theirs[:, :-1])).all(axis=1)
        wide = np.flatnonzero(np.maximum(self.length[some], self.length2[some]) > _WIDTH)
        for place in wide.tolist():
            found[some[place]] = is_one_more(self._words[long[place]], self._words[short[place]])
        return found

    def near_spelling(self) -> Mask:
        """Tell which pairs are names in Latin letters that are spelt nearly the same."""
        found = np.zeros(len(self._one), np.bool_)
        latin = np.array([word[:1].isascii() for word in self._words], np.bool_)
        some = np.flatnonzero(latin[self._one] & latin[self._other])
        some = some[self._may_be_near(self._one[some], self._other[some])]
        words = self._words
        for place, one, other in zip(
            some.tolist(), self._one[some].tolist(), self._other[some].tolist(), strict=True
        ):
            found[place] = is_near_spelling(words[one], words[other])
        return found

    def _may_be_near(self, one: Places, other: Places) -> Mask:
        """Leave out most pairs by what is quick to see: their letters, beginnings and ends."""
        listed = self._words
        ends = np.array([word[-_END:] for word in listed], f"U{_END}")
        letters = np.stack([(self._signs == sign).sum(axis=1) for sign in _LETTERS], axis=1)
        letters = letters.astype(np.int8)
        apart = np.abs(letters[one] - letters[other]).sum(axis=1, dtype=np.int16)
        begins = (self._signs[one, :_END] == self._signs[other, :_END]).all(axis=1)
        found: Mask = (apart <= _MOST_APART) | begins | (ends[one] == ends[other])
        return found


def _first(known: Mask, *levels: Mask) -> Levels:
    """The first of the levels that holds, the number of levels where none does."""
    found = np.full(len(known), len(levels), np.int8)
    for place in range(len(levels) - 1, -1, -1):
        found[levels[place]] = place
    found[~known] = -1
    return found


def _is_slip(one: Any, other: Any, unlike: Any, many: Any) -> Mask:
    """One place differs, or two neighbours changed places."""
    found: Mask = many == 1
    two = np.flatnonzero(many == 2)
    first = unlike[two].argmax(axis=1)
    last = np.minimum(first + 1, one.shape[1] - 1)
    ours, theirs = one[two], other[two]
    at = np.arange(len(two))
    found[two] = (ours[at, first] == theirs[at, last]) & (ours[at, last] == theirs[at, first])
    return found


def _digits_slip(one: Any, other: Any, length: int) -> Mask:
    ours, theirs = _digits(one, length), _digits(other, length)
    unlike = ours != theirs
    return _is_slip(ours, theirs, unlike, unlike.sum(axis=1, dtype=np.int8))


def _digits(values: Any, length: int) -> Any:
    found = np.empty((len(values), length), np.uint8)
    rest = values.copy()
    for place in range(length - 1, -1, -1):
        rest, found[:, place] = np.divmod(rest, 10)
    return found


def _month(days: Codes) -> Codes:
    found: Codes = np.where(days > 999_999, days // 100, days)
    return found
