"""What an interface client may be: roles, rights, bounds, and how a token is kept."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

PREFIX: Final = "gege_"
"""A token says what it is, so that one that leaked is found by those who look for such things."""
TOKEN_BYTES: Final = 32
HINT: Final = 9
"""So many first characters are kept to tell tokens apart on a page: they open nothing."""
OVERLAP: Final = timedelta(hours=24)
"""How long an old token may be used beside the new one, when that was chosen."""
LONGEST_DAYS: Final = 732
SLOWEST, FASTEST = 1, 6000
LONGEST_NAME: Final = 60


class ClientDeed(StrEnum):
    """What is done to a client, or to what it is told; each is a line of the ledger."""

    OPEN = "open"
    AMEND = "amend"
    ROTATE = "rotate"
    REVOKE = "revoke"
    PAUSE = "pause"
    RESUME = "resume"
    PING = "ping"
    RETRY = "retry"
    DROP = "drop"
    MEND = "mend"


RIGHTS: Final[Mapping[str, str]] = {
    "reports": "report",
    "reads": "read",
    "moves": "move",
    "registers": "exchange",
}
"""The rights of a client: the field that holds one, and its word in documents."""


def hash_of(token: str) -> str:
    """Return what is kept of a token. It has 256 bits of chance, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hint_of(token: str) -> str:
    return token[:HINT]
