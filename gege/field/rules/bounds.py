"""How much one handheld may send, so that none slows the others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

MOST_MESSAGES: Final = 100
MOST_BATCH_BYTES: Final = 1024 * 1024
MOST_START_BYTES: Final = 16 * 1024
MOST_ENTER_BYTES: Final = 8 * 1024
MOST_CHUNK_BYTES: Final = 512 * 1024
DEEPEST: Final = 12
"""How deep a body may be nested: a message, its body, a list, a pair."""

FLOOD_WINDOW: Final = timedelta(minutes=10)
FLOOD_MOST: Final = 3_000
"""Messages of one person within the window. A whole outbox passes, three of them at once."""

ANSWER_LATER_SECONDS: Final = 5
"""Asked of a phone whose other batch is still being read."""
FLOOD_SECONDS: Final = 120

UPLOADS_KEPT: Final = timedelta(days=3)


def too_deep(value: Any, deepest: int = DEEPEST) -> bool:
    """Tell whether a read JSON value is nested deeper than anything we are sent."""
    level = [value]
    for _ in range(deepest):
        level = list(_below(level))
        if not level:
            return False
    return True


def _below(values: list[Any]) -> Iterator[Any]:
    for one in values:
        if isinstance(one, dict):
            yield from one.values()
        elif isinstance(one, list):
            yield from one
