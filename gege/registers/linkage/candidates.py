"""Which pairs are looked at: first those of a sound number, then those that share a key."""

from typing import Any, Final, NamedTuple

import numpy as np

from gege.registers.linkage.comparing import Seen, compare
from gege.registers.linkage.sides import Keys, Sides, mixed
from gege.registers.linkage.text_columns import Mask, Places

_MARKS: Final = 24
"""A key leaves a mark at its first 24 bits: what has no mark has no partner."""


class Pairs(NamedTuple):
    """Pairs of records by their places, in the order of the left side and then of the right."""

    left: Places
    right: Places

    def where(self, kept: Mask | Places) -> "Pairs":
        """Return some of the pairs."""
        return Pairs(self.left[kept], self.right[kept])


class Matched(NamedTuple):
    """What a sound number says that stands once on each side.

    `labels` are all pairs of one number, whatever their names: they are one person with hardly an
    exception, and teach how values of one person differ. `certain` are those of them of which
    nothing else speaks against it. Codes without a check digit teach, and make nothing certain.
    """

    labels: Pairs
    certain: Pairs
    seen: Seen


def match_numbers(sides: Sides, *, within: bool) -> Matched:
    """Return the pairs of one sound number."""
    nobody: Places = np.zeros(0, np.int64)
    if within:
        # Within one side a number that stands twice is a duplicate that a person looks at.
        none = Pairs(nobody, nobody)
        return Matched(none, none, compare(sides, nobody, nobody))
    labels = standing_once(sides, sides.number, sides.teaching)
    seen = compare(sides, *labels)
    sure = seen.sounds_alike & seen.agrees & sides.is_sound[labels.left]
    levels = {word: level[sure] for word, level in seen.levels.items()}
    kept = Seen(levels, seen.agrees[sure], seen.sounds_alike[sure])
    return Matched(labels, labels.where(sure), kept)


def block(sides: Sides, certain: Pairs, *, within: bool, crowded: int) -> Pairs:
    """Return all pairs that share a key and are not both certain."""
    done = np.zeros(sides.many, np.bool_)
    done[certain.left] = done[certain.right] = True
    found: list[Any] = [np.zeros(0, np.int64)]
    for ways in _keys(sides):
        rows = np.concatenate([way[0] for way in ways])
        keys = np.concatenate([way[1] for way in ways])
        pairs = _sharing(sides, rows, keys, done, within=within, crowded=crowded)
        found.append(pairs.left * sides.many + pairs.right)
    whole = np.unique(np.concatenate(found))
    return Pairs(*np.divmod(whole, max(sides.many, 1)))


def _spans(sides: Sides) -> tuple[tuple[int, int], tuple[int, int]]:
    return (0, sides.left), (sides.left, sides.many)


def standing_once(sides: Sides, keys: Any, usable: Mask) -> Pairs:
    """Return the pairs of one key that stands once on each side."""
    ours, theirs = (_once(keys, usable, first, last) for first, last in _spans(sides))
    _keys, at, to = np.intersect1d(
        keys[ours], keys[theirs], assume_unique=True, return_indices=True
    )
    order = np.argsort(ours[at])
    return Pairs(ours[at][order], theirs[to][order])


def _once(keys: Any, usable: Mask, first: int, last: int) -> Places:
    """The records of a side whose usable key stands there once."""
    rows = first + np.flatnonzero(usable[first:last])
    numbers = keys[rows]
    order = np.argsort(numbers)
    ordered = numbers[order]
    new = np.ones(len(ordered) + 1, np.bool_)
    new[1:-1] = ordered[1:] != ordered[:-1]
    found: Places = rows[order[new[:-1] & new[1:]]]
    return found


def _keys(sides: Sides) -> Any:
    """Yield the rows and keys of each way to share something, one after the other.

    Two records are compared when they share one of: the number; the sound of the name and the month
    of birth; a telephone; name and plot; birth and plot; nearly the sound of the name and the room;
    the beginning of the number and the surname; its end and the name; of names in Latin letters
    the birth, or a word of the name with the birth or the plot.
    """
    codes, number = sides.codes, sides.number
    name, room = codes["pinyin"], codes["room"]
    yield (_way(number != 0, number),)
    yield (_way((name >= 0) & (sides.birth > 0), name, sides.month),)
    yield tuple(_way(phone != 0, phone) for phone in (sides.phone, sides.phone2))
    for own, known in ((name, name >= 0), (sides.birth, sides.birth > 0)):
        places = (codes["plot"], codes["estate"])
        yield tuple(
            _way(known & (place >= 0), own, place, np.full_like(place, which))
            for which, place in enumerate(places)
        )
    yield (_way((codes["loose"] >= 0) & (room >= 0), codes["loose"], room, codes["building"]),)
    first = codes["s1"]
    yield (_way((number != 0) & (first >= 0), number // (1000 * 16), first),)
    yield (_way((number != 0) & (name >= 0), number % (1000 * 16), name),)
    words = (codes["s1"], codes["s2"])
    known = sides.is_latin & (sides.birth > 0)
    yield (_way(known, sides.birth),)
    yield tuple(_way(known & (word >= 0), sides.birth, word) for word in words)
    known = sides.is_latin & (codes["plot"] >= 0)
    yield tuple(_way(known & (word >= 0), codes["plot"], word) for word in words)


def _way(known: Mask, *columns: Any) -> tuple[Places, Keys]:
    rows = np.flatnonzero(known)
    return rows, mixed(*(column[rows] for column in columns))


def _sharing(
    sides: Sides, rows: Places, keys: Keys, done: Mask, *, within: bool, crowded: int
) -> Pairs:
    """The pairs of one key of which one record is not linked yet; a crowd makes no pairs."""
    marks = np.zeros(1 << _MARKS, np.bool_)
    short = (keys >> np.uint64(64 - _MARKS)).astype(np.int32)
    marks[short[~done[rows]]] = True
    kept = marks[short]
    rows, keys = rows[kept], keys[kept]
    if within:
        runs = _runs(rows, keys, crowded)
        left, right = _crossed(runs, runs, np.arange(len(runs.keys)), np.arange(len(runs.keys)))
        pairs = Pairs(left, right).where(left < right)
    else:
        is_left = rows < sides.left
        ours, theirs = (_runs(rows[one], keys[one], crowded) for one in (is_left, ~is_left))
        _common, at, to = np.intersect1d(
            ours.keys, theirs.keys, assume_unique=True, return_indices=True
        )
        pairs = Pairs(*_crossed(ours, theirs, at, to))
    return pairs.where(~(done[pairs.left] & done[pairs.right]))


class _Runs(NamedTuple):
    """Rows in the order of their keys: each key, where its rows begin and how many they are."""

    rows: Places
    keys: Keys
    first: Places
    many: Places


def _runs(rows: Places, keys: Keys, crowded: int) -> _Runs:
    order = np.argsort(keys)
    ordered = keys[order]
    new = np.ones(len(ordered), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(new)
    many = np.diff(np.append(first, len(ordered)))
    kept = many <= crowded
    return _Runs(rows[order], ordered[first[kept]], first[kept], many[kept])


def _crossed(ours: _Runs, theirs: _Runs, at: Places, to: Places) -> tuple[Places, Places]:
    """Every row of a run of ours with every row of the same run of theirs."""
    wide = theirs.many[to]
    pairs = ours.many[at] * wide
    run = np.repeat(np.arange(len(pairs)), pairs)
    offset = np.arange(len(run)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    one, other = np.divmod(offset, wide[run]) if len(run) else (run, run)
    left: Places = ours.rows[ours.first[at][run] + one]
    right: Places = theirs.rows[theirs.first[to][run] + other]
    return left, right
