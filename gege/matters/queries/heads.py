"""The ledger heads that matters keep, for `gege trail verify`."""

from collections.abc import Iterator

from gege.matters.models import Matter


def trail_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every matter."""
    rows = Matter.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"matter:{uid}", seq, bytes(digest)
