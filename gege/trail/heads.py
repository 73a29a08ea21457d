"""Where the last line of each stream is also known: a port that higher rooms fill.

The ledger alone cannot tell that the newest, not yet sealed line of a stream was removed. A room
that keeps its streams' heads on its own rows names them here when it starts.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from django.db.models import Model

KnownHead = tuple[str, int, bytes]

_sources: Final[list[Callable[[], Iterable[KnownHead]]]] = []


def register_heads(source: Callable[[], Iterable[KnownHead]]) -> None:
    """Add a source of (stream, seq, hash); called once by a room's AppConfig.ready()."""
    _sources.append(source)


def register_rows(kind: str, model: type[Model]) -> None:
    """Add the heads that a model keeps in `trail_seq` and `trail_hash`; a row's stream is its kind
    with its uid."""
    register_heads(partial(_heads_of, kind, model))


def _heads_of(kind: str, model: type[Model]) -> Iterable[KnownHead]:
    """Yield (stream, seq, hash) of every row of a model."""
    rows = model._default_manager.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"{kind}:{uid}", seq, bytes(digest)


def known_heads() -> Iterable[KnownHead]:
    """Yield every head that any room keeps."""
    for source in _sources:
        yield from source()
