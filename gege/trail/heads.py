"""Where the last line of each stream is also known: a port that higher rooms fill.

The ledger alone cannot tell that the newest, not yet sealed line of a stream was removed. A room
that keeps its streams' heads on its own rows names them here when it starts.
"""

from collections.abc import Callable, Iterable
from typing import Final

KnownHead = tuple[str, int, bytes]

_sources: Final[list[Callable[[], Iterable[KnownHead]]]] = []


def register_heads(source: Callable[[], Iterable[KnownHead]]) -> None:
    """Add a source of (stream, seq, hash); called once by a room's AppConfig.ready()."""
    _sources.append(source)


def known_heads() -> Iterable[KnownHead]:
    """Yield every head that any room keeps."""
    for source in _sources:
        yield from source()
