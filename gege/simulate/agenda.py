"""What will happen and when: a queue in the order of time, and of asking where times are equal."""

import heapq
from collections.abc import Callable
from datetime import datetime

Act = Callable[[datetime], object]


class Agenda:
    """The queue of a play. An act is called with the moment it was put down for."""

    def __init__(self) -> None:
        self._queue: list[tuple[datetime, int, Act]] = []
        self._asked = 0

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, at: datetime, act: Act) -> None:
        """Put an act down for a moment."""
        self._asked += 1
        heapq.heappush(self._queue, (at, self._asked, act))

    def next_at(self) -> datetime | None:
        """Return when the next act is due; None when nothing is left."""
        return self._queue[0][0] if self._queue else None

    def step(self) -> None:
        """Do the next act."""
        at, _, act = heapq.heappop(self._queue)
        act(at)
