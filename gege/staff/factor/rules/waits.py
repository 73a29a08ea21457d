"""How long wrong codes shut the door."""

from datetime import timedelta
from typing import Final

TRIES: Final = 5
FIRST_WAIT: Final = timedelta(minutes=15)
LONGEST_WAIT: Final = timedelta(days=1)


def wait_after(failures: int) -> timedelta | None:
    """Return how long nobody may try after that many wrong codes in a row; None: try again.

    Every fifth one shuts the door, for twice as long as the time before: 15 minutes, half an
    hour, an hour, at most a day. A right code forgets them all.
    """
    rounds, rest = divmod(failures, TRIES)
    if rest or not rounds:
        return None
    doubled: int = 2 ** min(rounds - 1, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
