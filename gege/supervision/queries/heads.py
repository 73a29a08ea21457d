"""The ledger heads that orders keep, for `gege trail verify`."""

from collections.abc import Iterator

from gege.supervision.models import Order


def order_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every order."""
    rows = Order.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"order:{uid}", seq, bytes(digest)
