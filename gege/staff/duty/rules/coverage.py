"""Is every minute covered, by somebody who may and can be there? (R-073)

The one question of a roster, asked of values alone: the same answer refuses a draft, keeps a
published roster whole, and shows what a leave has torn open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from gege.staff.duty.rules.hours import Span

GAP: Final = "gap"
OUTSIDE: Final = "outside"
TWICE: Final = "twice"
NOT_ABLE: Final = "not_able"
TOO_MANY: Final = "too_many"
NO_REST: Final = "no_rest"
GRAVE: Final = frozenset({GAP, OUTSIDE, TWICE, NOT_ABLE})
"""What no roster is published with. The rest is said, and left to whoever draws it up."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One person's time at a desk; nobody's while `account_id` is None. `key` names its row."""

    starts: datetime
    ends: datetime
    account_id: int | None = None
    key: str = ""

    @property
    def span(self) -> Span:
        return self.starts, self.ends


Able = Callable[[int, Piece], str]
"""Why an account cannot do a piece, as a word; "" when it can."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in [starts, ends).

    `many` is how many people are lacking or too many; `why` the word of `Able`; `key` the piece.
    """

    word: str
    starts: datetime
    ends: datetime
    account_id: int | None = None
    many: int = 0
    why: str = ""
    key: str = ""

    @property
    def grave(self) -> bool:
        return self.word in GRAVE


def faults_of(
    wanted: Sequence[Span],
    people: int,
    pieces: Sequence[Piece],
    *,
    able: Able,
    elsewhere: Sequence[Piece] = (),
    rest: timedelta = timedelta(0),
) -> list[Fault]:
    """Return all that is wrong with pieces that are to cover `wanted`, in order of time.

    `people` are wanted at every minute. `elsewhere` are other duties of the same people: they
    cover nothing here. Without a grave fault every wanted minute has that many different people
    who are able to be there, and nobody is on duty outside of what is wanted.
    """
    found = [*_counted(wanted, people, pieces), *_outside(wanted, pieces)]
    for piece in pieces:
        why = able(piece.account_id, piece) if piece.account_id is not None else ""
        if why:
            found.append(Fault(NOT_ABLE, *piece.span, piece.account_id, why=why, key=piece.key))
    found += _per_person(pieces, elsewhere, rest)
    return sorted(found, key=lambda one: (one.starts, not one.grave, one.word, one.key))


def covered(wanted: Sequence[Span], people: int, pieces: Sequence[Piece]) -> bool:
    """Tell whether enough people stand at every wanted minute."""
    return not any(one.word == GAP for one in _counted(wanted, people, pieces))


def _counted(wanted: Sequence[Span], people: int, pieces: Sequence[Piece]) -> list[Fault]:
    """Return gaps and crowds; neighbouring ones that are alike are one."""
    held = [piece for piece in pieces if piece.account_id is not None]
    ends = {end for span in wanted for end in span}
    ends |= {end for piece in held for end in piece.span}
    moments = sorted(ends)
    found: list[Fault] = []
    for begins, stops in pairwise(moments):
        if not _within(wanted, begins, stops):
            continue
        have = sum(one.starts <= begins and stops <= one.ends for one in held)
        if have == people:
            continue
        word, many = (GAP, people - have) if have < people else (TOO_MANY, have - people)
        last = found[-1] if found else None
        if last and (last.word, last.many, last.ends) == (word, many, begins):
            found[-1] = Fault(word, last.starts, stops, many=many)
        else:
            found.append(Fault(word, begins, stops, many=many))
    return found


def _within(wanted: Sequence[Span], begins: datetime, stops: datetime) -> bool:
    return any(opens <= begins and stops <= closes for opens, closes in wanted)


def _outside(wanted: Sequence[Span], pieces: Sequence[Piece]) -> Iterable[Fault]:
    for piece in pieces:
        if not _within(wanted, piece.starts, piece.ends):
            yield Fault(OUTSIDE, *piece.span, piece.account_id, key=piece.key)


def _per_person(
    pieces: Sequence[Piece], elsewhere: Sequence[Piece], rest: timedelta
) -> Iterable[Fault]:
    """Name who is on duty twice at once, or again without rest; pieces elsewhere only count."""
    of_person: dict[int, list[tuple[Piece, bool]]] = defaultdict(list)
    for own, some in ((True, pieces), (False, elsewhere)):
        for piece in some:
            if piece.account_id is not None:
                of_person[piece.account_id].append((piece, own))
    for account, lines in of_person.items():
        if not any(own for _piece, own in lines):
            continue
        lines.sort(key=lambda line: line[0].span)
        before, before_own = lines[0]
        for piece, own in lines[1:]:
            if own or before_own:
                shown = piece if own else before
                if piece.starts < before.ends:
                    both = piece.starts, min(piece.ends, before.ends)
                    yield Fault(TWICE, *both, account, key=shown.key)
                elif piece.starts - before.ends < rest:
                    yield Fault(NO_REST, before.starts, piece.ends, account, key=shown.key)
            if piece.ends > before.ends:
                before, before_own = piece, own
