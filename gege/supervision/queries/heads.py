"""The ledger heads that this room keeps, for `gege trail verify`."""

from collections.abc import Iterator

from gege.supervision.models import Briefing, Camera, Group, Order, Review, ViewRequest


def order_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every order."""
    rows = Order.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"order:{uid}", seq, bytes(digest)


def briefing_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every briefing."""
    rows = Briefing.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"briefing:{uid}", seq, bytes(digest)


def group_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every leading group; its meetings are in its stream."""
    rows = Group.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"group:{uid}", seq, bytes(digest)


def camera_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every camera."""
    rows = Camera.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"camera:{uid}", seq, bytes(digest)


def view_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every request to view."""
    rows = ViewRequest.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"view:{uid}", seq, bytes(digest)


def review_heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield (stream, seq, hash) of every accountability review."""
    rows = Review.objects.values_list("uid", "trail_seq", "trail_hash")
    for uid, seq, digest in rows.iterator(chunk_size=5_000):
        yield f"review:{uid}", seq, bytes(digest)
