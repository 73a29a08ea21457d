"""The indicators of the line by GB/T 33358, as formulas over plain rows (domain 2.6).

Every function is a formula of its arguments; `indicators` is all of them over one period. Times of
calls are when they rang.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gege.hotline.rules.callback_table import Solved, State

DAY: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call offered to the line. `waited` is in seconds, None where nobody measured it.

    `taker_id` is who answered it, where it is known.
    """

    rang_at: datetime
    answered: bool
    waited: int | None = None
    taker_id: int | None = None


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text that wants an answer, and when the answer went out."""

    received_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """One callback that was due."""

    due_at: datetime
    state: State
    done_at: datetime | None = None
    solved: Solved = Solved.NOT_ASKED
    satisfaction: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with both numbers; nothing of nothing has no value."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return None if self.whole == 0 else self.part * 100 / self.whole

    def below(self, target: int) -> bool:
        """Tell whether it misses a target in percent. Nothing of nothing misses none."""
        return self.part * 100 < target * self.whole


@dataclass(frozen=True, slots=True)
class Window:
    """The 24 hours with the lowest connection rate: when they begin, and their share."""

    begins: datetime
    share: Share


@dataclass(frozen=True, slots=True)
class Calls:
    """What the calls of a period say. Waits are of answered calls that somebody measured."""

    offered: int
    answered: int
    abandoned: int
    within: Share
    connection: Share
    mean_wait: float | None
    ninth_wait: int | None
    measured: int


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What the callbacks due in a period say.

    `effective` are those reached who said whether it is solved. Nobody who was not reached counts
    in `solved` or `satisfied`. `satisfied` counts "satisfied" and "basically satisfied" of all who
    said how satisfied they are; `fully` the first alone.
    """

    due: int
    done: int
    in_time: Share
    reached: int
    unreachable: int
    refused: int
    wrong_number: int
    waiting: int
    solved: Share
    satisfied: Share
    fully: Share


def calls_of(rows: Iterable[CallRow], seconds: int) -> Calls:
    """Return the figures of calls; `seconds` is the limit within which a call is to be answered.

    "Within" is of the calls whose wait is known, answered or not: one that was given up was not
    answered within.
    """
    offered = answered = within = known = 0
    waits: list[int] = []
    for row in rows:
        offered += 1
        answered += row.answered
        if row.answered and row.waited is None:
            continue
        known += 1
        if row.answered and row.waited is not None:
            waits.append(row.waited)
            within += row.waited <= seconds
    waits.sort()
    return Calls(
        offered=offered,
        answered=answered,
        abandoned=offered - answered,
        within=Share(within, known),
        connection=Share(answered, offered),
        mean_wait=sum(waits) / len(waits) if waits else None,
        ninth_wait=percentile(waits, 90),
        measured=len(waits),
    )


def percentile(ordered: Sequence[int], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of ordered values do not exceed."""
    if not ordered:
        return None
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def worst_day(rows: Sequence[CallRow], first: datetime, end: datetime) -> Window | None:
    """Return the 24 hours, wholly between `first` and `end`, with the lowest connection rate.

    `rows` are in the order of their time. What stands in a window of 24 hours changes only where
    it begins at a call or ends at one, so these windows are all there are. None when no whole
    window with a call lies between. The earliest of equals.
    """
    inside = [row for row in rows if first <= row.rang_at < end]
    times = [row.rang_at for row in inside]
    answered = [0]
    for row in inside:
        answered.append(answered[-1] + row.answered)
    starts = sorted(
        begins
        for begins in {*times, *(at - DAY for at in times), first, end - DAY}
        if first <= begins and begins + DAY <= end
    )
    worst: Window | None = None
    low = high = 0
    for begins in starts:
        while low < len(times) and times[low] < begins:
            low += 1
        high = max(high, low)
        while high < len(times) and times[high] < begins + DAY:
            high += 1
        if high == low:
            continue
        share = Share(answered[high] - answered[low], high - low)
        if worst is None or share.part * worst.share.whole < worst.share.part * share.whole:
            worst = Window(begins, share)
    return worst


def texts_of(rows: Iterable[TextRow], minutes: int) -> Share:
    """Return how many texts were answered within some minutes."""
    limit, part, whole = timedelta(minutes=minutes), 0, 0
    for row in rows:
        whole += 1
        part += row.answered_at is not None and row.answered_at - row.received_at <= limit
    return Share(part, whole)


_SATISFIED: Final = "satisfied"
_BASICALLY: Final = "basically_satisfied"
_SAID: Final = frozenset({_SATISFIED, _BASICALLY, "dissatisfied"})


def callbacks_of(rows: Iterable[CallbackRow], now: datetime) -> Callbacks:
    """Return the figures of callbacks at a moment. One that was dropped was due to nobody.

    "In time" is of those that are done or whose time is over: what is still open in its time is
    neither.
    """
    due = [row for row in rows if row.state is not State.DROPPED]
    done = [row for row in due if row.done_at is not None]
    reached = [row for row in due if row.state is State.REACHED]
    asked = [row for row in reached if row.solved is not Solved.NOT_ASKED]
    said = [row for row in reached if row.satisfaction in _SAID]
    return Callbacks(
        due=len(due),
        done=len(done),
        in_time=Share(
            sum(row.done_at <= row.due_at for row in done if row.done_at),
            len(done) + sum(row.done_at is None and row.due_at < now for row in due),
        ),
        reached=len(reached),
        unreachable=sum(row.state is State.UNREACHABLE for row in due),
        refused=sum(row.state is State.REFUSED for row in due),
        wrong_number=sum(row.state is State.WRONG_NUMBER for row in due),
        waiting=len(due) - len(done),
        solved=Share(sum(row.solved is Solved.YES for row in asked), len(asked)),
        satisfied=Share(
            sum(row.satisfaction in (_SATISFIED, _BASICALLY) for row in said), len(said)
        ),
        fully=Share(sum(row.satisfaction == _SATISFIED for row in said), len(said)),
    )


def by_part(
    rows: Iterable[CallRow], part: Callable[[CallRow], int | None], seconds: int
) -> dict[int, Calls]:
    """Return the figures of calls for each part, such as a day, an hour or a taker, in order.

    Calls of no part (None) are in none.
    """
    groups: dict[int, list[CallRow]] = {}
    for row in rows:
        key = part(row)
        if key is not None:
            groups.setdefault(key, []).append(row)
    return {key: calls_of(group, seconds) for key, group in sorted(groups.items())}
