"""Where a list goes on: the moment and the id of its last row."""

from datetime import datetime


def read_key(after: str) -> tuple[datetime | None, int]:
    """Return the moment and id that a key names; None where it is no key."""
    at, _, pk = after.partition("_")
    try:
        moment, number = datetime.fromisoformat(at), int(pk)
    except ValueError:
        return None, 0
    if moment.tzinfo is None or not 0 < number < 2**63:
        return None, 0
    return moment, number
