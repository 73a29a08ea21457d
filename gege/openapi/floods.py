"""Counting what comes from one network address, in this process, for one minute.

Nothing of it is kept: an address is a trace of a person. Each process counts for itself, so a
bound is reached at most as many times as there are processes.
"""

import threading
from typing import Final

from django.conf import settings

WRONG_PER_MINUTE: Final = 30
_MOST: Final = 20_000


class Floods:
    """How often each address has come in the present minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def over(self, address: str, minute: int) -> bool:
        """Count a request and tell whether it is one too many."""
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts.get(address, 0) + 1
            if count > 1 or len(self._counts) < _MOST:
                self._counts[address] = count
            return count > self.most

    def forget(self) -> None:
        with self._lock:
            self._counts = {}


strangers = Floods(settings.GEGE_OPEN311_PER_MINUTE)
"""Requests without a key."""
wrong_keys = Floods(WRONG_PER_MINUTE)
"""Keys that open nothing."""
